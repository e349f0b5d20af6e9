"""What the actions need from Calendly, and of the store because of it."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from lib.actions.answers import Limited
from lib.actions.calendly import (
    AlreadyFilled,
    Canceled,
    Conflict,
    Gone,
    Ignored,
    ImposeAnswer,
    Imposition,
    Invitation,
    Invited,
    Invitee,
    InviteeReport,
    Meeting,
    Setback,
    SignedDelivery,
    Subscription,
    Unmapped,
    Unreadable,
)
from lib.actions.calendly_auth import Link
from lib.actions.mirrors import MarkNote, MirrorBusy, Mirroring, MirrorTurn
from lib.actions.sessions import Go
from lib.studio.catalog import Catalog


class CalendlyStore(Protocol):
    """What of the store is about Calendly; as all of it, every method may be repeated and may raise Outage."""

    async def impose(self, imposition: Imposition, catalog: Catalog) -> ImposeAnswer: ...
    async def take_mirror(self, turn: MirrorTurn) -> Mirroring | MirrorBusy | None: ...
    async def note_mirror(self, note: MarkNote) -> None: ...
    async def end_mirror(self, turn: MirrorTurn) -> None: ...
    async def allow(self, what: Literal["invitations", "questions"]) -> Go | Limited: ...
    async def unmapped(self, since: int, most: int) -> tuple[Unmapped, ...]: ...
    async def conflicts(self, since: int, most: int) -> tuple[Conflict, ...]: ...
    async def known_meetings(self, meetings: Sequence[str]) -> Mapping[str, str]:
        """``over`` for those that were cancelled for everybody, ``ours`` for our own invitations; by their words."""

    async def trim_conflicts(self, before: int) -> int: ...


class Webhooks(Protocol):
    """Reads what Calendly, or a relay of the studio's own, sends of its own accord."""

    @property
    def is_configured(self) -> bool:
        """Whether there is a secret of Calendly's own."""

    def verdict(self, delivery: SignedDelivery) -> Literal["fresh", "stale"] | None:
        """None for what nobody signed who may, or too long ago; without a secret nothing is signed."""

    def report(self, envelope: object) -> InviteeReport | Ignored | Unreadable:
        """What a parsed body says. Never raises."""


class CalendlyApi(Protocol):
    """Asks Calendly. No method but ``link`` raises: what went wrong is an answer, and each has its deadline."""

    @property
    def is_configured(self) -> bool:
        """Whether it may be asked, as far as settings go: by consent, whether or not anybody has consented."""

    async def link(self) -> Link:
        """How it is asked. At most one round trip to the store; the only method that may raise an Outage."""

    async def invitee(self, uri: str) -> Invitee | Gone | Setback:
        """With its meeting. Gone as well for what belongs to another organisation, and for what is no such URI."""

    async def meetings(self, start: int, end: int) -> tuple[Meeting, ...] | Setback:
        """All that begin in [start, end) (epoch minutes), active and cancelled."""

    async def invitees(self, meeting: Meeting) -> tuple[Invitee, ...] | Gone | Setback:
        """All of one meeting, active and cancelled."""

    async def found(self, invitation: Invitation) -> Invited | Setback | None:
        """The active invitee that an earlier try of this invitation made, known by the booking's id in it."""

    async def invite(self, invitation: Invitation) -> Invited | AlreadyFilled | Setback:
        """Asked twice it invites twice: whoever is not sure looks first."""

    async def cancel(self, meeting_uri: str) -> Canceled | Gone | Setback:
        """The whole meeting, with all who are invited. May be repeated."""

    async def subscriptions(self) -> tuple[Subscription, ...] | Setback: ...
    async def subscribe(self, callback_url: str) -> Subscription | Setback:
        """Signed with the key of the application; for one of the studio's own there is `make calendly-setup`."""
