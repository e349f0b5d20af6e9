"""The stream of events as it is read: what came after an id, and whether all of it is still there."""

from lib.actions.events import BEFORE_ALL, Event, EventId, Lost
from lib.gateways.store.event_texts import events
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import EVENTS_KEPT
from lib.gateways.store.rest import Rest

# At most so many at once; who is further behind asks again.
BATCH = 200


class EventReads:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def newest_event(self) -> EventId:
        found = events(await self._rest.command("XREVRANGE", self._keys.events, "+", "-", "COUNT", "1"))
        return found[0].id if found else BEFORE_ALL

    async def events_after(self, position: EventId) -> tuple[Event, ...] | Lost:
        """Up to BATCH of them, the oldest first. One round trip for an id that the stream still holds.

        The id is read along: where it stands, nothing behind it can have been cut off. Any other was cut off, belongs
        to a store that was lost since, or was made up.
        """
        found = events(
            await self._rest.command("XRANGE", self._keys.events, str(position), "+", "COUNT", str(BATCH + 1))
        )
        if found and found[0].id == position:
            return found[1:]
        if position == BEFORE_ALL and await self._is_whole():
            return found[:BATCH]
        return Lost(await self.newest_event())

    async def _is_whole(self) -> bool:
        """A stream is cut only once it is longer than what is kept, and never below that."""
        length = await self._rest.command("XLEN", self._keys.events)
        return isinstance(length, int) and length < EVENTS_KEPT
