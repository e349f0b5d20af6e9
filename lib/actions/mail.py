"""A letter on its way: what waits in the outbox, what goes to a provider, and what became of it."""

from dataclasses import field
from typing import Literal

from lib.studio.booking import BookedSlot, Booking, PaymentStatus, Status
from lib.studio.catalog import Catalog
from lib.studio.roles import Role
from lib.studio.values import dataclass

# What customers are told: granted, put elsewhere, given back, about to begin. What the studio is told: that one of
# these happened, that letters do not arrive. A copy goes to the backups: a booking outlives a store that lost it. A
# mirror goes to Calendly, a webhook to another system of the studio's: they are no letters, but they wait, are repeated
# and forgotten like them. By a welcome an instructor comes in.
Kind = Literal["confirmed", "moved", "canceled", "reminder", "notice", "alarm", "copy", "mirror", "webhook", "welcome"]
# Who takes what is no mail: as the provider of what was sent, and as the first word of the reason of what was not. The
# last one is the whole reason of mail that waits because nobody is set who sends.
VAULT, CALENDLY, WEBHOOK = "vault", "calendly", "webhook"
NOBODY = "nobody delivers"
FOR_CUSTOMERS: frozenset[Kind] = frozenset(("confirmed", "moved", "canceled", "reminder"))


@dataclass(frozen=True, slots=True)
class Stated:
    """How a booking stood after one of its steps. Who comes and what was agreed stand in the booking alone."""

    status: Status
    payment: PaymentStatus
    instructor: str
    slots: tuple[BookedSlot, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is about: ``at`` is the epoch millisecond at which it happened, ``by`` who caused it.

    ``event`` is what happened where the kind does not say it; ``before`` are the places that a move gave up. ``to`` and
    ``stated`` are of a webhook: the mark of the one whom it is for, and how the booking stood.
    """

    kind: Kind
    at: int
    by: Role = "customer"
    event: Kind = "confirmed"
    before: tuple[BookedSlot, ...] = ()
    to: str = ""
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that carry a key to one booking; they go to its customer and to nobody else."""

    manage: str = field(repr=False)
    calendar: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an alarm tells: how many letters were given up, how many are late, and the providers' words for why.

    ``losses`` is how many bookings backups and copies know and the store does not; ``conflicts`` how many stand under
    something on Calendly, or could not be brought there; ``webhooks`` how many of those were given up. ``unkept`` says
    why the last backup or comparison did not succeed, and is empty when both did.
    """

    dead: int
    late: int
    reasons: tuple[str, ...] = ()
    losses: int = 0
    conflicts: int = 0
    webhooks: int = 0
    unkept: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a letter about a booking is written from: how the booking stands now, not how it stood then."""

    letter: str
    occasion: Occasion
    booking: Booking
    catalog: Catalog
    links: Links


@dataclass(frozen=True, slots=True)
class Announcement:
    """What another system is told of one step: ``id`` is the same in every repetition.

    ``booking`` is as it stood after that step, with who comes as it stands now. ``at`` is when it happened and ``now``
    when this is said, in epoch milliseconds.
    """

    id: str
    event: Kind
    at: int
    booking: Booking
    now: int


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """One event as text/calendar; ``method`` is REQUEST or CANCEL, the same word as inside (RFC 6047, 2.4)."""

    filename: str
    method: Literal["REQUEST", "CANCEL"]
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter as any provider sends it: built once, so that all of them send the same.

    ``letter`` is its id in the outbox; it goes along, so that what a provider reports later finds its letter. ``at`` is
    the epoch millisecond that it bears as its date.
    """

    letter: str
    kind: Kind
    at: int
    to: str = field(repr=False)
    sender: str
    reply_to: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    language: Literal["en", "es"] = "en"
    calendars: tuple[CalendarFile, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A provider has taken it; ``message`` is the name under which it knows it."""

    provider: str
    message: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """This letter will never be taken, whoever sends it again; nothing was sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Throttled:
    """Not now; nothing was sent. ``until`` is in epoch milliseconds, 0 when the provider did not say."""

    reason: str
    until: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider takes nothing from us until somebody mends a setting or an account; nothing was sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """The provider was not there, or failed and said so; nothing was sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may have been sent: the request had left and no answer came."""

    reason: str


NotSent = Rejected | Throttled | Refused | Unreached | Unclear
Outcome = Sent | NotSent


@dataclass(frozen=True, slots=True)
class Delivery:
    """A provider's report as it came: the raw body, what was signed with it, when it is read (epoch milliseconds)."""

    body: bytes = field(repr=False)
    signature: str
    timestamp: str
    now: int


@dataclass(frozen=True, slots=True)
class Reported:
    """What a provider says of one letter; ``message`` is the name under which it knows it."""

    letter: str
    what: Literal["delivered", "bounced"]
    message: str
    at: int
