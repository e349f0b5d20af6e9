"""Five ways in which bookings are made elsewhere, over the same line, planted to see the judge notice them."""

from dataclasses import replace

from lib.actions.answers import ClaimAnswer, Claimed, Plan, Snapshot, Taken
from lib.actions.outages import StoreUnavailable
from lib.actions.ports import ScheduleQuery
from lib.gateways.store import records
from lib.gateways.store.tries import NoAnswer
from lib.studio import places
from lib.studio.booking import BookedSlot, Booking
from lib.studio.catalog import Catalog
from tests.chaos.line import SimulatedRest, SimulatedStore

FIELDS = "schema 1 version 1 status confirmed token 1 payment pending"


class _StepByStep(SimulatedStore):
    """Writes a booking one command at a time; what its kinds differ in is how they make sure of the slot."""

    def __init__(self, rest: SimulatedRest) -> None:
        super().__init__(rest)
        self._line = rest

    async def _do(self, *words: str) -> object:
        """One try, as most clients do; an error is taken to mean that nothing was done."""
        try:
            return await self._line.once(*words)
        except (NoAnswer, TimeoutError) as error:
            raise StoreUnavailable(str(error)) from error

    async def _write(self, plan: Plan, instructor: str) -> Claimed:
        kind, room, lines = plan.wish.class_type, next(iter(plan.wish.class_type.rooms), ""), []
        for slot in plan.wish.slots:
            whole = (slot.start, slot.end, instructor, kind.id, "", kind.before, kind.after, room, 0, plan.id)
            member = ":".join(map(str, whole))
            await self._do("ZADD", self._keys.instructor_schedule(instructor), str(slot.start), member)
            if room:
                await self._do("ZADD", self._keys.room_schedule(room), str(slot.start), member)
            lines.append(f"{slot.name} {member}")
        fields = ("instructor", instructor, "places", "\n".join(lines))
        texts = ("terms", records.terms_text(plan.terms), "person", records.person_text(plan.person))
        await self._do("HSET", self._keys.booking(plan.id), *FIELDS.split(), *fields, *texts)
        await self._do("ZADD", self._keys.letters_due, "0", f"{plan.id}:1:confirmed")
        booked = tuple(BookedSlot(slot.name, slot.start, slot.end, room) for slot in plan.wish.slots)
        made = Booking(plan.id, "confirmed", 1, 1, "pending", instructor, booked, plan.person, plan.terms)
        return Claimed(Snapshot(made, "0-0"))

    def _taken(self, plan: Plan) -> Taken:
        return Taken(tuple(slot.name for slot in plan.wish.slots), ())


class ReadThenWrite(_StepByStep):
    """Looks whether the slot is free, then takes it."""

    async def claim(self, plan: Plan, catalog: Catalog) -> ClaimAnswer:
        kind, minute = plan.wish.class_type, plan.terms.created // 60_000
        seen = await self.schedule(ScheduleQuery(plan.wish.candidates, kind.rooms, plan.around, minute), catalog)
        board = places.board(kind, getattr(seen, "blocks", ()))
        for instructor in plan.wish.candidates:
            if all(board.places_left(instructor, slot.start) for slot in plan.wish.slots):
                return await self._write(plan, instructor)
        return self._taken(plan)


class SetNx(_StepByStep):
    """Takes a lock for each start of an instructor and keeps it as long as the booking lives."""

    async def claim(self, plan: Plan, catalog: Catalog) -> ClaimAnswer:
        assert catalog
        for instructor in plan.wish.candidates:
            if await self._locked(plan, instructor):
                return await self._write(plan, instructor)
        return self._taken(plan)

    async def _locked(self, plan: Plan, instructor: str) -> bool:
        locks = [self._lock(instructor, slot.start) for slot in plan.wish.slots]
        return all([await self._do("SET", lock, plan.id, "NX") == "OK" for lock in locks])

    @staticmethod
    def _lock(instructor: str, start: int) -> str:
        return f"ix:lock.{instructor}.{start}"


class SetNxAndDelete(SetNx):
    """The same, and tidies up after an error."""

    async def claim(self, plan: Plan, catalog: Catalog) -> ClaimAnswer:
        try:
            return await super().claim(plan, catalog)
        except StoreUnavailable:
            for instructor in plan.wish.candidates:
                for slot in plan.wish.slots:
                    await self._do("DEL", self._lock(instructor, slot.start))
            raise


class BlindRetry(SetNx):
    """The same, over a client that repeats every command by itself."""

    async def _do(self, *words: str) -> object:
        return await self._line.command(*words)


class KeyWithoutFingerprint(SimulatedStore):
    """The real thing, but any wish with a known key is taken for the one that was answered."""

    async def claim(self, plan: Plan, catalog: Catalog) -> ClaimAnswer:
        return await super().claim(replace(plan, key=replace(plan.key, fingerprint="any")), catalog)


NAIVE = (ReadThenWrite, SetNx, SetNxAndDelete, BlindRetry, KeyWithoutFingerprint)
