"""What staff look through, as the store finds it: ids first, for nobody knows their names before, then the bookings."""

import json
from collections.abc import Sequence

from lib.actions.changes import SessionEnded
from lib.actions.desk import FoundIds, Mark, PageQuery, TakenPlace, TakenPlaces
from lib.actions.outages import StoreUnavailable
from lib.gateways.store import records
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import as_json
from lib.gateways.store.rest import Rest
from lib.studio.booking import Booking


class DeskScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def page(self, query: PageQuery) -> tuple[Mark, ...] | SessionEnded:
        plan: dict[str, object] = {"most": query.most, "from": query.scores[0], "till": query.scores[1]}
        plan |= {"customer": query.customer} if query.customer else {}
        plan |= {"after": (query.after.score, query.after.booking_id)} if query.after else {}
        keys = [self._keys.session(query.session), self._index(query)]
        match await self._rest.look("page", keys, [as_json(plan)]):
            case ["page", ids, scores]:
                pairs = zip(ids.splitlines(), scores.splitlines(), strict=True)
                return tuple(Mark(int(score), booking_id) for booking_id, score in pairs)
            case ["signed_out"]:
                return SessionEnded()
            case answer:
                raise StoreUnavailable(answer[0])

    async def find(self, session: str, beginnings: Sequence[str], most: int) -> FoundIds | SessionEnded:
        keys = [self._keys.session(session), self._keys.words]
        match await self._rest.look("find", keys, [as_json({"beginnings": beginnings, "most": most})]):
            case ["found", ids, more]:
                return FoundIds(tuple(ids.splitlines()), has_more=more != "")
            case ["signed_out"]:
                return SessionEnded()
            case answer:
                raise StoreUnavailable(answer[0])

    async def places_taken(
        self, session: str, instructors: Sequence[str], starts: tuple[int, int]
    ) -> TakenPlaces | SessionEnded:
        keys = [self._keys.session(session), self._keys.by_start, *map(self._keys.instructor_schedule, instructors)]
        match await self._rest.look("day", keys, list(map(str, starts))):
            case ["day", lines, ids]:
                return TakenPlaces(tuple(map(_place, lines.splitlines())), tuple(ids.splitlines()))
            case ["signed_out"]:
                return SessionEnded()
            case answer:
                raise StoreUnavailable(answer[0])

    async def bookings(self, booking_ids: Sequence[str]) -> tuple[Booking, ...]:
        if not booking_ids:
            return ()
        match await self._rest.look("read_bookings", list(map(self._keys.booking, booking_ids)), []):
            case ["bookings", text]:
                told = zip(booking_ids, map(records.fields_of, json.loads(text)), strict=True)
                # Until it can be placed, what Calendly tells of somebody is no booking yet.
                return tuple(records.booking(each, fields) for each, fields in told if "status" in fields)
            case answer:
                raise StoreUnavailable(answer[0])

    def _index(self, query: PageQuery) -> str:
        if query.customer:
            return self._keys.customers
        if query.instructor:
            return self._keys.instructor_index(query.instructor)
        return self._keys.by_created if query.by_created else self._keys.by_start


def _place(member: str) -> TakenPlace:
    start, end, instructor, class_type, meeting, _before, _after, room, rest = member.split(":", 8)
    return TakenPlace(instructor, room, class_type, int(start), int(end), meeting, rest.rpartition(":")[2])
