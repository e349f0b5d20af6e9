"""Letters that nobody may send, kept as files where they can be looked at."""

import hashlib
from pathlib import Path

from lib.actions.mail import Mail, Outcome, Sent


class KeptMail:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, mail: Mail) -> Outcome:
        from lib.gateways.mail.mime import raw

        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{mail.at}-{hashlib.sha256(mail.letter.encode()).hexdigest()[:16]}.eml"
        (self._folder / name).write_bytes(raw(mail))
        return Sent("local", name)
