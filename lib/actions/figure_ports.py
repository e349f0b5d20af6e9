"""What the store is asked about the trail of a booking and about the figures of the studio, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from lib.actions.changes import Authority, SessionEnded, Unopened
from lib.studio.trail import Line


@dataclass(frozen=True, slots=True)
class FiguresQuery:
    """Days of the studio, both ends among them. ``instructor`` is whose lessons are counted, empty for everybody's.

    ``visits``: also how bookings were made. ``by_day``: the course is told by days, otherwise by months.
    """

    first: date
    last: date
    instructor: str
    visits: bool
    by_day: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums by counter: ``lessons`` as ``<instructor> <counter>``; of some counters also the course, by day or month."""

    lessons: Mapping[str, int]
    visits: Mapping[str, int]
    course: Mapping[tuple[str, str], int]


class FigureStore(Protocol):
    async def trail(self, authority: Authority) -> tuple[Line, ...] | Unopened | SessionEnded:
        """The oldest first."""

    async def figures(self, query: FiguresQuery) -> Figures: ...
    async def recount_figures(self, zone: ZoneInfo) -> int:
        """Counts all bookings anew while others go on; how many hashes of a month were not right. Many round trips."""
