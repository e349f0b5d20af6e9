"""What a change of a booking is planned with, and what the store can answer to it."""

from collections.abc import Mapping

from lib.actions.answers import IdempotencyKey, Letter, Limited, Mismatch, NewCatalog, Repeated, Snapshot, Taken
from lib.studio.booking import PaymentStatus, Status
from lib.studio.life_cycle import Transition
from lib.studio.roles import Role
from lib.studio.values import dataclass
from lib.studio.wishes import CheckedWish


@dataclass(frozen=True, slots=True)
class Authority:
    """By which right somebody reaches for a booking; the store compares it with what it holds.

    Customers: ``token_version`` is the one that their token was made for, 0 if it was made for none. Staff: ``session``
    is the id of their session, ``instructor`` the one whose lessons they may see, empty for all.
    """

    booking_id: str
    token_version: int = 0
    session: str = ""
    instructor: str = ""

    @property
    def role(self) -> Role:
        if not self.session:
            return "customer"
        return "instructor" if self.instructor else "owner"


@dataclass(frozen=True, slots=True)
class Change:
    """What every change is decided with, fixed before it is sent so that sending it twice changes nothing.

    ``now`` is in epoch milliseconds. ``version`` is the only one that the caller will change, None for any.
    """

    authority: Authority
    key: IdempotencyKey
    transition: Transition
    version: int | None
    now: int
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """``wishes`` says what the new slots are for each class type that has such slots: the store knows which one it is.

    ``earliest`` is the first epoch minute whose lessons may still be changed. ``around`` is the range of starts whose
    sessions come back when a slot is taken.
    """

    change: Change
    wishes: Mapping[str, CheckedWish]
    earliest: int
    around: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cancel:
    change: Change
    earliest: int


@dataclass(frozen=True, slots=True)
class Details:
    """What of a person is corrected: None leaves a part as it is, an empty phone or empty notes remove it.

    ``customer`` names whoever has the new address, and is empty when the address stays.
    """

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    notes: str | None = None
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Amend:
    """Changes what is written in a booking and nothing in any schedule."""

    change: Change
    details: Details = Details()
    payment: PaymentStatus | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """``everything``: all bookings of the same customer. ``pseudonym`` is who they are from ``now`` (ms) on."""

    authority: Authority
    everything: bool
    pseudonym: str
    now: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The booking as it is now. Its event is empty when there was nothing to do: it stood there already."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Unopened:
    """There is no such booking, or the authority does not reach it."""


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session that the authority rests on is no longer open."""


@dataclass(frozen=True, slots=True)
class VersionIs:
    version: int


@dataclass(frozen=True, slots=True)
class StatusIs:
    """The life cycle does not lead on from here."""

    status: Status


@dataclass(frozen=True, slots=True)
class LivesElsewhere:
    """The booking was made on Calendly, which decides about its time."""


@dataclass(frozen=True, slots=True)
class WithinNotice:
    """The lesson begins too soon for its customer to change it."""


@dataclass(frozen=True, slots=True)
class ClassIs:
    """None of the planned wishes is for the class type that the booking has; ``slots`` is how many it has."""

    class_type: str
    slots: int


@dataclass(frozen=True, slots=True)
class CountIs:
    """The booking has another number of slots than the wish."""

    slots: int


Opened = Unopened | SessionEnded
Settled = Changed | Repeated | Mismatch | Unopened | SessionEnded | VersionIs | StatusIs | LivesElsewhere | Limited
CancelAnswer = Settled | WithinNotice
MoveAnswer = Settled | WithinNotice | ClassIs | CountIs | Taken | NewCatalog
