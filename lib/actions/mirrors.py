"""Bookings that are brought to Calendly, as the store keeps them: who is at it, what was asked, what came of it."""

from collections.abc import Mapping
from typing import Literal

from lib.actions.outbox import Alarm
from lib.studio.booking import Booking
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class MirrorTurn:
    """One caller's turn at one booking: until then nobody else asks Calendly about it. Epoch milliseconds.

    ``mapped`` are class type and instructor, with a blank between, of what Calendly can be asked for.
    """

    booking_id: str
    token: str
    now: int
    until: int
    mapped: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class MirrorPlace:
    """Where a booking stands, or stood; ``start`` is an epoch minute."""

    start: int
    instructor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one place at Calendly.

    new: nobody has asked yet. asked: somebody has, and nobody knows what came of it. there: both URIs are known.
    turned_away: Calendly has given the time to somebody else, or will not have it.
    """

    state: Literal["new", "asked", "there", "turned_away"]
    meeting_uri: str = ""
    invitee_uri: str = ""


@dataclass(frozen=True, slots=True)
class Mirroring:
    """The booking as it stands, and the mark of each place that it has, or that Calendly still has."""

    booking: Booking
    marks: Mapping[MirrorPlace, Mark]


@dataclass(frozen=True, slots=True)
class MirrorBusy:
    """Somebody else is at it."""


@dataclass(frozen=True, slots=True)
class MarkNote:
    """What became of one place: its new mark, None when Calendly has nothing of it any more.

    ``conflict_end`` is the end of the place (epoch minute) where staff have to hear of it.
    """

    booking_id: str
    place: MirrorPlace
    mark: Mark | None
    now: int
    conflict_end: int | None = None
    alarm: Alarm | None = None
