"""What the store is asked to do about a new booking, and what it can answer."""

from lib.actions.mail import Kind
from lib.studio.booking import Booking, Person, Terms
from lib.studio.catalog import Catalog
from lib.studio.roles import Role
from lib.studio.slots import Block
from lib.studio.values import dataclass
from lib.studio.wishes import CheckedWish


@dataclass(frozen=True, slots=True)
class Schedule:
    """One consistent picture of some resources. ``event_id`` names the newest change that it contains.

    ``letters_overdue`` is how many letters nobody has seen to in time.
    """

    event_id: str
    blocks: tuple[Block, ...]
    letters_overdue: int = 0


@dataclass(frozen=True, slots=True)
class NewCatalog:
    """The caller planned with a catalogue that is not the present one; nothing was done."""

    catalog: Catalog


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A booking as it was after some step, and the event that announced it, if any did."""

    booking: Booking
    event_id: str


@dataclass(frozen=True, slots=True)
class Claimed:
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Repeated:
    """This idempotency key was answered with this before."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Mismatch:
    """This idempotency key was used for another wish."""


@dataclass(frozen=True, slots=True)
class Taken:
    """``names`` are the wanted slots that cannot be had; ``blocks`` is the schedule around them.

    ``class_type`` is told to those who could not know it.
    """

    names: tuple[str, ...]
    blocks: tuple[Block, ...]
    class_type: str = ""


@dataclass(frozen=True, slots=True)
class Limited:
    """One customer or one address did this too often; ``wait_seconds`` until they may again."""

    wait_seconds: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody used this idempotency key yet; ``version`` is that of the present catalogue."""

    version: str


ClaimAnswer = Claimed | Repeated | Mismatch | Taken | NewCatalog | Limited
RecallAnswer = Repeated | Mismatch | Unknown


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """What makes a request repeatable: the caller's key, and a hash of all that the wish consists of.

    ``is_made_up``, which only changes ask about: the caller sent none, and nobody but we can come with it again.
    """

    key: str
    fingerprint: str
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be written and sent later; ``due`` is in epoch milliseconds.

    The store calls it ``<booking>:<version>:<kind>``, so that no repetition makes a second one. ``event`` is what
    happened, and ``by`` whom, as the booking itself will not say by then. ``to`` is the mark of a webhook's receiver.
    """

    kind: Kind
    due: int
    event: Kind
    by: Role = "customer"
    to: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one customer and one address may book; an empty ``visitor`` is not counted."""

    active_bookings: int
    visitor: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a claim decides and writes with, fixed before it is sent so that sending it twice changes nothing.

    ``around`` is the range of starts (epoch minutes) whose sessions come back when a slot is taken. ``by`` is who
    books, in the words of lib/studio/trail.py.
    """

    id: str
    key: IdempotencyKey
    wish: CheckedWish
    person: Person
    terms: Terms
    customer: str
    limits: Limits
    letters: tuple[Letter, ...]
    around: tuple[int, int]
    by: str = "customer"
