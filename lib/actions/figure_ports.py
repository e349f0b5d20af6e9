"""What the store is asked about the trail of a booking and about the figures of the studio, and what it answers."""

from typing import Protocol
from zoneinfo import ZoneInfo

from lib.actions.changes import Authority, SessionEnded, Unopened
from lib.studio.figures import Figures, Period
from lib.studio.trail import Line
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class FiguresQuery:
    """``instructor`` is whose lessons are counted, empty for everybody's.

    ``visits``: also how bookings were made. ``by_day``: the course is told by days, otherwise by months.
    """

    period: Period
    instructor: str
    visits: bool
    by_day: bool


class FigureStore(Protocol):
    async def trail(self, authority: Authority) -> tuple[Line, ...] | Unopened | SessionEnded:
        """The oldest first."""

    async def figures(self, query: FiguresQuery) -> Figures: ...
    async def recount_figures(self, zone: ZoneInfo) -> int:
        """Counts all bookings anew while others go on; how many hashes of a month were not right. Many round trips."""
