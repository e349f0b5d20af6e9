"""What changed, for everybody in this process who watches: one subscription and one reader, however many they are."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from itertools import takewhile
from typing import Protocol

from lib.actions.events import Event, EventId, Lost
from lib.actions.log_lines import tell_outage
from lib.actions.outages import Outage, StoreUnavailable
from lib.gateways.store.events import BATCH

# Seconds between two looks at the stream: with nobody who nudges, and in case a nudge gets lost.
POLL, DOUBT = 1.0, 30.0
# Before the next try to subscribe, the last one for all that follow. A line that stood for so long only came to its
# end, as all do that say nothing: it is renewed at once, because meanwhile everybody hears of things late.
PAUSES = (0.0, 1.0, 2.0, 5.0, 15.0, 30.0)
STEADY = 10.0
# Events that are kept at hand, for watchers that are a little behind.
AT_HAND = 2 * BATCH


class Nudges(Protocol):
    async def listen(self, nudge: Callable[[], None]) -> None: ...


class EventStore(Protocol):
    @property
    def nudges(self) -> Nudges: ...

    async def newest_event(self) -> EventId: ...
    async def events_after(self, position: EventId) -> tuple[Event, ...] | Lost: ...


class Feed:
    """Fulfils ports.Events. It reads for as long as somebody watches, in the event loop of those who do."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._reader: _Reader | None = None

    async def newest(self) -> EventId:
        return await self._store.newest_event()

    async def after(self, position: EventId) -> tuple[Event, ...] | Lost:
        at_hand = self._reader.after(position) if self._reader else None
        return await self._store.events_after(position) if at_hand is None else at_hand

    @contextlib.asynccontextmanager
    async def watched(self, position: EventId) -> AsyncIterator["_Reader"]:
        reader = self._reader
        if reader is None or reader.is_over:
            reader = self._reader = _Reader(self._store, position)
        reader.watchers += 1
        try:
            yield reader
        finally:
            reader.watchers -= 1
            if not reader.watchers:
                self._reader = None if self._reader is reader else self._reader
                await reader.end()


class _Reader:
    """Reads on from ``position`` until it is ended, or until it cannot go on."""

    def __init__(self, store: EventStore, position: EventId) -> None:
        self.watchers = 0
        self._store = store
        self._start = self._end = position
        self._at_hand: deque[Event] = deque()
        self._is_subscribed = False
        self.is_over = False
        self._nudged, self._moved = asyncio.Event(), asyncio.Event()
        self._tasks = [asyncio.create_task(self._subscribe()), asyncio.create_task(self._read())]

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def after(self, position: EventId) -> tuple[Event, ...] | None:
        """None for what is not at hand: who comes to a reader that cannot go on has to find out why."""
        if self.is_over or not self._start <= position <= self._end:
            return None
        # From the end: most watchers miss one event, and hundreds of them ask at once.
        newest_first = takewhile(lambda event: event.id > position, reversed(self._at_hand))
        return tuple(newest_first)[::-1]

    async def moved(self, position: EventId, seconds: float) -> bool:
        """Whether there is anything after ``position``; waits for it. Raises StoreUnavailable when nobody reads on."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._end <= position and not self.is_over:
                    await self._moved.wait()
        if self._end > position:
            return True
        if self.is_over:
            raise StoreUnavailable("nobody_reads")
        return False

    async def _subscribe(self) -> None:
        tries = 0
        while True:
            began = time.monotonic()
            try:
                await self._store.nudges.listen(self._nudge)
            except StoreUnavailable as outage:
                tell_outage(outage, where="nudges")
            tries = 0 if self._is_subscribed and time.monotonic() - began >= STEADY else tries + 1
            self._is_subscribed = False
            self._nudged.set()
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])

    def _nudge(self) -> None:
        self._is_subscribed = True
        self._nudged.set()

    async def _read(self) -> None:
        try:
            # The first look is the one that the subscription asks for: what came before it would be missed otherwise.
            while await self._nudged_or_doubting() and await self._read_on():
                pass
        except Outage as outage:
            tell_outage(outage, where="events")
        finally:
            self.is_over = True
            self._wake()

    async def _nudged_or_doubting(self) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DOUBT if self._is_subscribed else POLL):
                await self._nudged.wait()
        return True

    async def _read_on(self) -> bool:
        """False when the thread is lost: everybody has to find out for themselves where they are."""
        self._nudged.clear()
        found = await self._store.events_after(self._end)
        if isinstance(found, Lost):
            return False
        if found:
            self._keep(found)
            self._wake()
        if len(found) == BATCH:
            self._nudged.set()
        return True

    def _keep(self, found: tuple[Event, ...]) -> None:
        self._at_hand.extend(found)
        self._end = found[-1].id
        while len(self._at_hand) > AT_HAND:
            self._start = self._at_hand.popleft().id

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()
