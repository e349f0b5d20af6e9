"""Outgoing webhooks where nobody is to hear of bookings, or where what is set cannot be used."""

from typing import Literal

from lib.actions.mail import Announcement, Outcome, Unreached
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class NoReceivers:
    """Fulfils post_ports.Receivers."""

    state: Literal["off", "wrong"] = "off"
    marks: tuple[str, ...] = ()

    async def tell(self, _mark: str, _announcement: Announcement) -> Outcome:
        """Something waits from when there was a setting: it goes on waiting, in case that it comes back."""
        return Unreached("webhook not set")
