"""What staff look through: pages of bookings, days of lessons; and what the store is asked for them."""

from collections.abc import Sequence
from typing import Protocol

from lib.actions.changes import SessionEnded
from lib.studio.booking import Booking
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ends: the score of its last booking in the index, and its id."""

    score: int
    booking_id: str


@dataclass(frozen=True, slots=True)
class PageQuery:
    """``session`` is the name of the asker's. Of ``customer``, or of one index in ``scores`` (half open).

    The index is that of ``instructor`` by start, or that of all bookings by start or by creation; starts are epoch
    minutes, creations epoch milliseconds.
    """

    session: str
    scores: tuple[int, int]
    most: int
    by_created: bool = False
    instructor: str = ""
    customer: str = ""
    after: Mark | None = None


@dataclass(frozen=True, slots=True)
class TakenPlace:
    """One place in a session; instants are epoch minutes. ``meeting`` is Calendly's word for a session of its own."""

    instructor: str
    room: str
    class_type: str
    start: int
    end: int
    meeting: str
    booking_id: str


@dataclass(frozen=True, slots=True)
class TakenPlaces:
    """What the schedules of these instructors hold, and ids of all bookings that begin then, whosesoever they are."""

    places: tuple[TakenPlace, ...]
    beginning: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundIds:
    """Of bookings, the latest made first; ``has_more``: others begin like that as well."""

    ids: tuple[str, ...]
    has_more: bool


class DeskStore(Protocol):
    """What of the store only staff ask for; one round trip each, every one may be repeated and may raise Outage."""

    async def page(self, query: PageQuery) -> tuple[Mark, ...] | SessionEnded:
        """The latest first."""

    async def find(self, session: str, beginnings: Sequence[str], most: int) -> FoundIds | SessionEnded:
        """Of each beginning at most so many."""

    async def places_taken(
        self, session: str, instructors: Sequence[str], starts: tuple[int, int]
    ) -> TakenPlaces | SessionEnded: ...

    async def bookings(self, booking_ids: Sequence[str]) -> tuple[Booking, ...]:
        """Those that there are, in the order in which they were named."""
