"""What the store is asked about letters that wait, and what it can answer."""

from typing import Literal

from lib.actions.answers import Limited
from lib.actions.changes import SessionEnded, StatusIs, Unopened
from lib.actions.mail import Occasion
from lib.studio.booking import Booking
from lib.studio.values import dataclass

# In the place of a booking's id: letters that are about none, to the studio and to those who work there.
STUDIO, STAFF = "studio", "staff"


@dataclass(frozen=True, slots=True)
class Lease:
    """Who takes letters, and until when nobody else gets them: epoch milliseconds.

    ``ahead``: reminders that are due by then are handed out as well; as ``now`` for none.
    """

    token: str
    now: int
    until: int
    most: int
    ahead: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that was handed out, ``tries`` counting this one; ``occasion`` is None when it cannot be read."""

    letter: str
    booking_id: str
    version: int
    occasion: Occasion | None
    tries: int


@dataclass(frozen=True, slots=True)
class Leased:
    """``left`` is how many more are due."""

    letters: tuple[Waiting, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """A booking as it stands now, how many letters its customer got today, and for which version a reminder waits."""

    booking: Booking
    letters_today: int
    reminder: int | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """The letter that tells the studio of trouble: the same one all day or hour. ``due`` is in epoch milliseconds."""

    letter: str
    due: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a letter. ``token`` is that of the lease, empty when a provider reports.

    ``by`` and ``message`` name who sent it; ``customer`` is counted; ``due`` is when it is tried again, ``why`` it was
    not sent. ``now`` and ``due`` are in epoch milliseconds.
    """

    letter: str
    now: int
    outcome: Literal["sent", "again", "dead", "dropped", "bounced"]
    token: str = ""
    by: str = ""
    message: str = ""
    customer: str = ""
    due: int = 0
    why: str = ""
    alarm: Alarm | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """The letter is in the outbox."""

    letter: str


@dataclass(frozen=True, slots=True)
class NotDead:
    """The letter that should be sent again was not given up."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One that was given up; ``since`` is in epoch milliseconds, ``why`` the last reason."""

    letter: str
    booking_id: str
    kind: str
    since: int
    why: str
    tries: int


@dataclass(frozen=True, slots=True)
class LetterState:
    """One letter about a booking; ``at`` is when it was sent or given up, or is due: epoch milliseconds."""

    booking_id: str
    kind: str
    state: Literal["waiting", "sent", "given_up"]
    at: int


ResendAnswer = Queued | Limited | Unopened | SessionEnded | StatusIs | NotDead
