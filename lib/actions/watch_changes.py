"""Tells a viewer what changes in the schedules, from the event on that they have seen last, each event once."""

from collections.abc import AsyncGenerator, Callable

from lib.actions.events import Change, Event, EventId, Lost, Unreadable
from lib.actions.ports import Outside
from lib.actions.under_catalog import asked_of_catalog
from lib.studio.catalog import ANYONE
from lib.studio.values import dataclass
from lib.studio.wishes import bookable_instructor


@dataclass(frozen=True, slots=True)
class WatchWish:
    """``after`` is None for whoever has seen nothing; ``network`` is empty where nobody knows it."""

    instructor: str
    after: EventId | None
    network: str


@dataclass(frozen=True, slots=True)
class Still:
    """Nothing to tell; everything up to ``id`` was told or is not for this viewer."""

    id: EventId


@dataclass(frozen=True, slots=True)
class LookAnew:
    """Something cannot be told any more: what the viewer shows may be wrong. News go on after ``id``."""

    id: EventId


News = Change | LookAnew | Still


@dataclass(frozen=True, slots=True)
class Viewing:
    """A place that was taken: ``news`` come until they are closed, and ``leave`` must be called in any case."""

    news: AsyncGenerator[News, None]
    leave: Callable[[], None]
    seconds: float


async def watch_changes(wish: WatchWish, outside: Outside) -> Viewing:
    """One round trip. Raises TooManyViewers, UnknownInstructor or an Outage, and then no place is taken."""
    leave = outside.viewers.take(wish.network)
    try:
        await _known_instructor(wish.instructor, outside)
        position, found = await _beginning(wish.after, outside)
    except BaseException:
        leave()
        raise
    return Viewing(_News(wish.instructor, outside).after(position, found), leave, outside.viewers.limits.seconds)


async def _beginning(after: EventId | None, outside: Outside) -> tuple[EventId, tuple[Event, ...] | Lost]:
    if after is None:
        return await outside.events.newest(), ()
    return after, await outside.events.after(after)


async def _known_instructor(instructor: str, outside: Outside) -> None:
    if instructor != ANYONE:
        await asked_of_catalog(lambda catalog: bookable_instructor(catalog, instructor), outside)


@dataclass(frozen=True, slots=True)
class _News:
    """``instructor`` is whose news are told, ANYONE for all."""

    instructor: str
    outside: Outside

    async def after(self, position: EventId, found: tuple[Event, ...] | Lost) -> AsyncGenerator[News, None]:
        """``found`` is what was read after ``position`` before; what came since is not missed."""
        yield Still(position)
        for each in self._told(found):
            yield each
        position = _end_of(found, position)
        async with self.outside.events.watched(position) as watch:
            while True:
                if not await watch.moved(position, self.outside.viewers.limits.beat_seconds):
                    yield Still(position)
                    continue
                found = await self.outside.events.after(position)
                for each in self._told(found):
                    yield each
                position = _end_of(found, position)

    def _told(self, found: tuple[Event, ...] | Lost) -> list[News]:
        if isinstance(found, Lost):
            return [LookAnew(found.newest)]
        return [told for event in found if (told := self._of(event))]

    def _of(self, event: Event) -> News | None:
        if isinstance(event, Unreadable):
            return LookAnew(event.id)
        return event if self.instructor in {ANYONE, event.instructor} else None


def _end_of(found: tuple[Event, ...] | Lost, position: EventId) -> EventId:
    if isinstance(found, Lost):
        return found.newest
    return found[-1].id if found else position
