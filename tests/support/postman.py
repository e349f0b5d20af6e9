"""Somebody who delivers letters and answers as a test says."""

from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from lib.actions.mail import Mail, Outcome, Sent
from lib.actions.ports import Outside, epoch_ms
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.studio import NOW

PATH = "/api/send-confirmation"
STUDIO = "desk@studio.example"
NOW_MS = epoch_ms(NOW)
PLACES = {"due": "ob:due", "dead": "ob:dead", "sent": "ob:sent:at"}


@dataclass
class Postman:
    """``outcomes`` are used up in order, then every letter is sent."""

    outcomes: list[Outcome] = field(default_factory=list)
    sent: list[Mail] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    state: Literal["live"] = "live"

    async def send(self, mail: Mail) -> Outcome:
        self.tried.append(mail.kind)
        outcome = self.outcomes.pop(0) if self.outcomes else Sent("fake", f"m{len(self.sent)}")
        if isinstance(outcome, Sent):
            self.sent.append(mail)
        return outcome

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Kind and recipient of what was sent."""
        return sorted((mail.kind, mail.to) for mail in self.sent)


def standing(raw: RawStore) -> dict[str, list[str]]:
    """Where each letter stands, without the ids of bookings."""
    return {
        place: sorted(letter.split(":", 1)[1] for letter in raw.do("ZRANGE", f"{raw.prefix}{key}", 0, -1))
        for place, key in PLACES.items()
    }


def due_at(raw: RawStore, letter: str) -> int:
    """Milliseconds from the moment at which a test begins."""
    return int(raw.do("ZSCORE", f"{raw.prefix}ob:due", letter)) - NOW_MS


async def ask(outside: Outside, method: str, headers: dict[str, str], **more: Any) -> httpx.Response:
    """At the door of letters, through which the scheduler, the staff and the provider come."""
    async with caller("send-confirmation", outside) as client:
        return await client.request(method, PATH, headers=headers, **more)
