"""Who takes what waits in the outbox to people and to other systems, and who reports what became of it."""

from typing import Literal, Protocol

from lib.actions.mail import Announcement, Delivery, Mail, Outcome, Reported


class Post(Protocol):
    """Hands letters to whoever delivers them. Never raises: what went wrong is an answer."""

    @property
    def state(self) -> Literal["off", "local", "live"]:
        """Nobody delivers; they are kept on this machine to be looked at; they go out."""

    async def send(self, mail: Mail) -> Outcome: ...


class Receipts(Protocol):
    """Reads what a provider reports about letters that it took."""

    def read(self, delivery: Delivery) -> tuple[Reported, ...] | None:
        """None for what the provider did not sign, or not lately. Raises NotConfigured without its key."""


class Receivers(Protocol):
    """Other systems of the studio's that hear of every booking. Never raises: what went wrong is an answer."""

    @property
    def state(self) -> Literal["off", "wrong", "live"]:
        """None is set; what is set cannot be used; each of ``marks`` is told."""

    @property
    def marks(self) -> tuple[str, ...]:
        """Names of those who are told, ``[0-9a-f]{8}``: they say nothing of an address, and last as long as it."""

    async def tell(self, mark: str, announcement: Announcement) -> Outcome: ...
