"""The time and the dice of the real world."""

import secrets
import string
from datetime import UTC, datetime

_LETTERS = string.ascii_lowercase + string.digits


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemDice:
    def letters(self, count: int) -> str:
        """Drawn from the operating system's generator; 13 of them are 67 bits."""
        return "".join(secrets.choice(_LETTERS) for _ in range(count))
