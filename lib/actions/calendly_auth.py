"""How the studio may ask Calendly by its owner's consent: what the consent page gives, how it is kept and renewed."""

from dataclasses import field
from typing import Literal, Protocol

from lib.actions.mail import Refused, Rejected, Throttled, Unclear, Unreached
from lib.studio.values import dataclass

# Why what was connected is of no use: Calendly takes the refresh token no more; it may have been used, and what came of
# it is not known; it was sealed under another JWT_SECRET.
Breakage = Literal["refused", "unclear", "unreadable"]
# off: not at all; token: by one that is a setting; the rest is about consent.
Connection = Literal["off", "token", "not_connected", "connected", "broken"]
RenewalAnswer = Literal["yours", "busy", "moved"]


@dataclass(frozen=True, slots=True)
class Link:
    """How the studio asks Calendly."""

    connection: Connection
    why: Breakage | None = None

    @property
    def is_meant(self) -> bool:
        """Whether somebody wants Calendly to be asked, though it may not work at the moment."""
        return self.connection not in {"off", "not_connected"}


@dataclass(frozen=True, slots=True)
class Granted:
    """What Calendly gives for a code or for a refresh token; the latter works once."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    lasts_seconds: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The same with the epoch seconds between which it holds."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    made: int
    expires: int


@dataclass(frozen=True, slots=True)
class NotConnected:
    """Nobody has consented, or it was taken back."""


@dataclass(frozen=True, slots=True)
class Connected:
    """``sealed`` is how the store keeps it: another text once the tokens are others."""

    tokens: Tokens
    sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """``at`` is when it broke, in epoch milliseconds; ``was`` is None when it cannot be read."""

    why: Breakage
    at: int
    was: Connected | None


Standing = NotConnected | Connected | Broken


@dataclass(frozen=True, slots=True)
class RenewalTurn:
    """One caller's turn at the refresh token of what it has read as ``sealed``; epoch milliseconds."""

    token: str
    sealed: str = field(repr=False)
    now: int
    until: int


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody on the way to the consent page: ``session`` is by what name the store knows theirs."""

    state: str = field(repr=False)
    verifier: str = field(repr=False)
    session: str = field(repr=False)


class ConnectionStore(Protocol):
    """What of the store is about consent. ``key`` seals what may be read by nobody else; may raise Outage."""

    async def begin_consent(self, consent: Consent, key: bytes) -> None: ...
    async def take_consent(self, state: str, token: str, key: bytes) -> Consent | None:
        """Once, for one ``token``; None for every other, and when it is over."""

    async def connection(self, key: bytes) -> Standing: ...
    async def connect(self, tokens: Tokens, key: bytes, now: int) -> None:
        """In place of whatever was there."""

    async def take_renewal(self, turn: RenewalTurn) -> RenewalAnswer:
        """``moved``: what stands is no longer what was read."""

    async def renew(self, turn: RenewalTurn, tokens: Tokens, key: bytes) -> bool:
        """Keeps what the turn brought and ends it; False when it was no longer this caller's."""

    async def end_renewal(self, turn: RenewalTurn, why: Breakage | None) -> None: ...
    async def forget_connection(self) -> None: ...


class AuthServer(Protocol):
    """Calendly's consent page and what stands behind it. No method raises."""

    @property
    def is_configured(self) -> bool: ...

    def consent_page(self, consent: Consent, back_to: str) -> str:
        """Its address for this one consent."""

    async def exchanged(
        self, code: str, consent: Consent, back_to: str
    ) -> Granted | Rejected | Refused | Throttled | Unreached | Unclear: ...

    async def refreshed(self, refresh: str) -> Granted | Rejected | Refused | Throttled | Unreached | Unclear:
        """Rejected: it was used, taken back, or is none."""

    async def revoked(self, tokens: Tokens) -> bool:
        """Whether Calendly has said that they open nothing any more."""


class Bearer(Protocol):
    """What opens Calendly's API. Nothing but ``link`` raises."""

    async def word(self) -> str | Refused | Throttled | Unreached: ...
    async def another(self, word: str) -> str | Refused | Throttled | Unreached | None:
        """After Calendly did not take this one; None when there will be no other."""

    async def link(self) -> Link:
        """May raise an Outage."""
