"""What Calendly says, in our own words: a meeting, who is invited to it, and what a call to its API came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lib.actions.mail import Refused, Rejected, Throttled, Unclear, Unreached
from lib.studio.booking import Person

# What a report is about: somebody comes, comes no more, did not come, came after all.
Happening = Literal["created", "canceled", "missed", "not_missed"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One event of Calendly's; several may be invited to it.

    ``start`` and ``end`` are epoch minutes that hold all of it, at least one apart. ``hosts`` are URIs of users.
    ``event_type`` is a URI, empty when it was not said.
    """

    uri: str
    event_type: str
    start: int
    end: int
    hosts: tuple[str, ...]
    is_canceled: bool = False


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
    instead_of: str = ""
    moved_to: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    payment: Payment | None = None

    @property
    def id(self) -> str:
        return last_part(self.uri)

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


# What a call may come to instead of its answer. Nothing was done, unless it is Unclear.
Setback = Rejected | Throttled | Refused | Unreached | Unclear


def last_part(uri: str) -> str:
    return uri.rpartition("/")[2]
