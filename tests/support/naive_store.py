"""The booking that everybody writes first: look whether the slot is free, then take it. Planted to see tests fail."""

from lib.actions.answers import ClaimAnswer, Claimed, Plan, Snapshot, Taken
from lib.actions.ports import ScheduleQuery
from lib.gateways.store import Store, records
from lib.gateways.store.keys import Keys
from lib.studio import places
from lib.studio.booking import BookedSlot, Booking
from lib.studio.catalog import Catalog

_FIVE_FIELDS = "schema 1 version 1 status confirmed token 1 payment pending"


class CheckThenSet(Store):
    """Right as long as nobody else books at the same time."""

    def __init__(self, url: str, token: str, prefix: str) -> None:
        super().__init__(url, token, prefix)
        self._names = Keys(prefix)

    async def claim(self, plan: Plan, catalog: Catalog) -> ClaimAnswer:
        kind, minute = plan.wish.class_type, plan.terms.created // 60_000
        seen = await self.schedule(ScheduleQuery(plan.wish.candidates, kind.rooms, plan.around, minute), catalog)
        board = places.board(kind, getattr(seen, "blocks", ()))
        for instructor in plan.wish.candidates:
            if all(board.places_left(instructor, slot.start) for slot in plan.wish.slots):
                return await self._take(plan, instructor)
        return Taken(tuple(slot.name for slot in plan.wish.slots), getattr(seen, "blocks", ()))

    async def _take(self, plan: Plan, instructor: str) -> Claimed:
        kind, room, lines = plan.wish.class_type, next(iter(plan.wish.class_type.rooms), ""), []
        for slot in plan.wish.slots:
            whole = (slot.start, slot.end, instructor, kind.id, "", kind.before, kind.after, room, 0, plan.id)
            member = ":".join(map(str, whole))
            await self._rest.command("ZADD", self._names.instructor_schedule(instructor), str(slot.start), member)
            if room:
                await self._rest.command("ZADD", self._names.room_schedule(room), str(slot.start), member)
            lines.append(f"{slot.name} {member}")
        fields = ("instructor", instructor, "places", "\n".join(lines))
        texts = ("terms", records.terms_text(plan.terms), "person", records.person_text(plan.person))
        await self._rest.command("HSET", self._names.booking(plan.id), *_FIVE_FIELDS.split(), *fields, *texts)
        await self._rest.command("ZADD", self._names.letters_due, "0", f"{plan.id}:1:confirmed")
        booked = tuple(BookedSlot(slot.name, slot.start, slot.end, room) for slot in plan.wish.slots)
        made = Booking(plan.id, "confirmed", 1, 1, "pending", instructor, booked, plan.person, plan.terms)
        return Claimed(Snapshot(made, "0-0"))
