"""What Calendly says, in our own words: a meeting, who is invited to it, and what a call to its API came to."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from lib.actions.answers import Letter, NewCatalog
from lib.actions.mail import Refused, Rejected, Throttled, Unclear, Unreached
from lib.actions.outbox import Alarm
from lib.studio.booking import PaymentStatus, Person, Terms
from lib.studio.imposed import Imposed
from lib.studio.values import dataclass

# Where Calendly tells us what happens, behind the site's own address.
CALLBACK = "/api/calendly-webhook"
# What a report is about: somebody comes, comes no more, did not come, came after all.
Happening = Literal["created", "canceled", "missed", "not_missed"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One event of Calendly's; several may be invited to it.

    ``start`` and ``end`` are epoch minutes that hold all of it, at least one apart. ``hosts`` are URIs of users.
    ``event_type`` is a URI, empty when it was not said; ``active`` is how many are invited, None when it was not said.
    """

    uri: str
    event_type: str
    start: int
    end: int
    hosts: tuple[str, ...]
    is_canceled: bool = False
    active: int | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """``amount`` is in major units, as written; ``is_settled`` when the money has arrived."""

    amount: str
    currency: str
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Invitee:
    """One person invited to one meeting, as of ``updated`` (epoch microseconds); ``created`` is in epoch milliseconds.

    ``meeting`` is None where the body does not tell it (2020 to 2023). ``instead_of`` and ``moved_to`` are URIs of the
    other invitee of a reschedule, or empty. ``utm`` has the names of the link without their prefix.
    """

    uri: str
    meeting_uri: str
    meeting: Meeting | None
    person: Person = field(repr=False)
    created: int
    updated: int
    is_canceled: bool = False
    is_canceled_by_host: bool = False
    instead_of: str = ""
    moved_to: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    payment: Payment | None = None

    @property
    def booking_id(self) -> str:
        return booking_id_of(self.uri)

    @property
    def our_booking(self) -> str:
        """The id that our own invitations carry; anybody may write one into a link, so it proves nothing."""
        return self.utm.get("content", "")


@dataclass(frozen=True, slots=True)
class InviteeReport:
    """One delivery that was understood; ``at`` is when it happened, in epoch milliseconds."""

    happening: Happening
    invitee: Invitee
    at: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """A delivery about something else: event types, contacts, forms, whatever comes next."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A delivery that is no envelope of the present API, or lacks what is needed; ``why`` quotes nothing of it."""

    why: str


@dataclass(frozen=True, slots=True)
class SignedDelivery:
    """A webhook as it came: the raw body and what was signed with it.

    ``signatures`` are all headers of Calendly's name; ``timestamps`` those of the studio's own relays. ``now`` is in
    epoch milliseconds.
    """

    body: bytes = field(repr=False)
    signatures: tuple[str, ...]
    timestamps: tuple[str, ...]
    now: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """A place of a booking as Calendly is asked for it; ``start`` is an epoch minute."""

    event_type: str
    start: int
    person: Person = field(repr=False)
    zone: str
    booking_id: str


@dataclass(frozen=True, slots=True)
class Invited:
    invitee_uri: str
    meeting_uri: str


@dataclass(frozen=True, slots=True)
class AlreadyFilled:
    """Calendly has given this time to somebody else."""


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such thing, or it is not ours, or it was cancelled before."""


@dataclass(frozen=True, slots=True)
class Canceled:
    """The meeting does not take place."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where Calendly sends what happens; ``is_active`` is False once it gave up on us."""

    uri: str
    callback_url: str
    is_active: bool
    retry_started_at: str

    def leads_to(self, site_url: str) -> bool:
        """Whatever stands behind the question mark: that is how several are told apart."""
        return self.callback_url.partition("?")[0] == f"{site_url}{CALLBACK}"

    @property
    def version(self) -> int:
        said = self.callback_url.partition("?v=")[2]
        return int(said) if said.isdecimal() and len(said) < 9 else 1  # noqa: PLR2004 -- not one of ours


def callback_of(site_url: str, version: int) -> str:
    return f"{site_url}{CALLBACK}" if version == 1 else f"{site_url}{CALLBACK}?v={version}"


# What a call may come to instead of its answer. Nothing was done, unless it is Unclear.
Setback = Rejected | Throttled | Refused | Unreached | Unclear


@dataclass(frozen=True, slots=True)
class Imposition:
    """What the store is told of one invitee; ``imposed`` and ``terms`` are None while the meeting is not known.

    ``facts`` are words that hold for ever (lua/parts/imposed.lua); ``is_over``: the meeting was cancelled for all.
    ``letters`` are for a booking of ours that ends with its invitation, ``webhooks`` what other systems may hear
    of Calendly's. ``now`` is in epoch milliseconds.
    """

    invitee: Invitee
    facts: tuple[str, ...]
    is_over: bool
    imposed: Imposed | None
    terms: Terms | None
    payment: PaymentStatus
    customer: str
    letters: tuple[Letter, ...]
    alarm: Alarm | None
    now: int
    webhooks: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """``event_id`` is empty when nothing changed that others see."""

    event_id: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """All of it was known."""


ImposeAnswer = Applied | Duplicate | NewCatalog


@dataclass(frozen=True, slots=True)
class Unmapped:
    """An invitee whom the catalogue cannot place; without a meeting when Calendly has not told it."""

    booking_id: str
    invitee: Invitee


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something on Calendly stands over a booking of ours, or could not be put there; epoch minutes.

    ``imposed_id`` is the booking of Calendly's and ``invitee_uri`` whose it is; both are empty when Calendly turned our
    booking away.
    """

    booking_id: str
    imposed_id: str
    invitee_uri: str
    start: int
    end: int
    instructor: str


_PLAIN = re.compile("[A-Za-z0-9-]{1,55}")


def booking_id_of(invitee_uri: str) -> str:
    """One booking for each invitee; an id that would not do in an address of ours is hashed."""
    last = invitee_uri.rpartition("/")[2]
    return f"calendly_{last if _PLAIN.fullmatch(last) else _hashed(last, 55)}"


def meeting_word(meeting_uri: str) -> str:
    """By which a meeting is told from others in schedules."""
    last = meeting_uri.rpartition("/")[2]
    return last if _PLAIN.fullmatch(last) else _hashed(last, 40)


def _hashed(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]
