"""What calendars need of the store and of who writes their files."""

from collections.abc import Sequence
from typing import Protocol

from lib.actions.answers import NewCatalog
from lib.actions.changes import SessionEnded, Unopened
from lib.studio.booking import Booking
from lib.studio.catalog import Catalog, Language
from lib.studio.teaching import Lesson, Taught
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class TeachingQuery:
    """Whose sessions, for the holder of the link with this ticket. Starts and ``now`` are epoch minutes, half open."""

    instructor: str
    ticket: str
    starts: tuple[int, int]
    now: int


@dataclass(frozen=True, slots=True)
class TeachingIs:
    """``changed`` is the epoch millisecond at which any schedule of the studio was changed last."""

    changed: int
    sessions: tuple[Taught, ...]


@dataclass(frozen=True, slots=True)
class TeachingLink:
    """``ticket`` takes the place of ``instead``, which is empty where it is only wanted if there is none.

    ``session`` is the name of that of the staff who ask; ``now`` in epoch milliseconds.
    """

    session: str
    instructor: str
    ticket: str
    instead: str
    now: int


@dataclass(frozen=True, slots=True)
class TeachingCalendar:
    """All that the file is written from."""

    instructor: str
    changed: int
    lessons: Sequence[Lesson]
    language: Language


class TeachingStore(Protocol):
    """A part of the store."""

    async def teaching(self, query: TeachingQuery, catalog: Catalog) -> TeachingIs | Unopened | NewCatalog:
        """Unopened when the ticket is not that of the present link."""

    async def teaching_link(self, link: TeachingLink, catalog: Catalog) -> str | SessionEnded | NewCatalog:
        """The ticket of the present link."""


class Calendars(Protocol):
    def file(self, booking: Booking, catalog: Catalog) -> bytes:
        """The booking as text/calendar, one event for each place."""

    def teaching(self, calendar: TeachingCalendar, catalog: Catalog) -> bytes:
        """An instructor's lessons as text/calendar, without a word about who comes."""
