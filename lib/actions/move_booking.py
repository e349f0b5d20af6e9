"""Moves a booking to other slots in one step: same class type, same number, same price."""

from contextlib import suppress
from datetime import timedelta

from lib.actions.answers import NewCatalog, Taken
from lib.actions.change_booking import ChangeWish, Done, done, permitted, planned
from lib.actions.changes import Change, ClassIs, CountIs, Move
from lib.actions.offer_instead import offered_instead
from lib.actions.ports import Outside
from lib.studio import policy
from lib.studio.catalog import ANYONE, Catalog
from lib.studio.life_cycle import bookable_by, changeable_from
from lib.studio.localtime import local_minute
from lib.studio.refusals import (
    CatalogChanged,
    NotASlot,
    NotYours,
    OtherCount,
    Refusal,
    SlotTaken,
    UnknownClassType,
    UnknownInstructor,
)
from lib.studio.slot_names import parse_slot_id
from lib.studio.slots import Missed, OffersQuery, alternatives, scan_bounds
from lib.studio.values import dataclass
from lib.studio.wishes import CheckedWish, Wish, check

DAYS_AROUND = 8


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What stays the same however often the catalogue changes meanwhile."""

    change: Change
    slots: tuple[str, ...]
    instructor: str

    @property
    def minute(self) -> int:
        return self.change.now // 60_000


async def move_booking(wish: ChangeWish, slots: tuple[str, ...], outside: Outside) -> Done:
    """One round trip when the catalogue is at hand. Raises a Refusal of the studio or an Outage."""
    permitted("move", wish.caller)
    change = planned(wish, "move", sorted(slots), outside)
    wanted = _Wanted(change, slots, _instructor(slots))
    if change.authority.instructor not in {"", wanted.instructor}:
        raise NotYours
    catalog = known = await outside.catalogs.current()
    for _ in range(policy.CATALOG_ROUNDS):
        move = _move(wanted, catalog)
        answer = await outside.store.move(move, catalog)
        match answer:
            case NewCatalog(present):
                catalog = present
                outside.catalogs.keep(catalog)
            case ClassIs(class_type) if catalog is not known and answer.slots == len(slots):
                # It was offered when it was asked for, or nobody can tell any more.
                instead = Wish(class_type, wanted.instructor, slots)
                raise CatalogChanged(None, catalog.currency, await offered_instead(instead, outside))
            case ClassIs():
                raise _not_offered(wanted, answer, catalog)
            case CountIs(count):
                raise OtherCount(count)
            case Taken():
                raise _slot_taken(answer, move, catalog)
            case _:
                return done(answer, catalog)
    raise CatalogChanged(None, catalog.currency)


def _instructor(slots: tuple[str, ...]) -> str:
    """Whom the slots name. Raises NotASlot unless all of them name the same one."""
    found = None
    for position, slot in enumerate(slots):
        name = parse_slot_id(slot)
        if name is None:
            raise NotASlot(slot, position, "malformed")
        if found not in {None, name.instructor}:
            raise NotASlot(slot, position, "other_instructor")
        found = name.instructor
    return found or ANYONE


def _move(wanted: _Wanted, catalog: Catalog) -> Move:
    """Nobody knows yet which class type the booking has, so the wish is checked for each that is taught."""
    wishes: dict[str, CheckedWish] = {}
    for class_type in catalog.class_types:
        with suppress(Refusal):
            wishes[class_type] = _checked(wanted, class_type, catalog)
    today = local_minute(catalog.zone, wanted.minute).day
    first = min((wish.slots[0].start for wish in wishes.values()), default=wanted.minute)
    day = max(today, local_minute(catalog.zone, first).day - timedelta(days=1))
    earliest = changeable_from(wanted.minute, wanted.change.authority.role, catalog)
    return Move(wanted.change, wishes, earliest, scan_bounds(catalog, day, DAYS_AROUND))


def _checked(wanted: _Wanted, class_type: str, catalog: Catalog) -> CheckedWish:
    """Staff move lessons at short notice; customers give the studio the notice that a new booking gives. Raises."""
    bookable = bookable_by(wanted.change.authority.role, catalog)
    return check(Wish(class_type, wanted.instructor, wanted.slots), bookable, wanted.minute)


def _not_offered(wanted: _Wanted, found: ClassIs, catalog: Catalog) -> Refusal:
    """Why the slots are none of the booking's class type."""
    if found.slots != len(wanted.slots):
        return OtherCount(found.slots)
    try:
        _checked(wanted, found.class_type, catalog)
    except UnknownClassType:
        # The class type is no longer taught, so there is nowhere to move to.
        return NotASlot(wanted.slots[0], 0, "closed")
    except UnknownInstructor:
        return NotASlot(wanted.slots[0], 0, "other_instructor")
    except Refusal as refusal:
        return refusal
    return CatalogChanged(None, catalog.currency)


def _slot_taken(taken: Taken, move: Move, catalog: Catalog) -> SlotTaken:
    wish = move.wishes[taken.class_type]
    minute = move.change.now // 60_000
    today = local_minute(catalog.zone, minute).day
    day = max(today, local_minute(catalog.zone, wish.slots[0].start).day - timedelta(days=1))
    query = OffersQuery(wish.class_type, wish.instructor, day, DAYS_AROUND)
    missed = Missed(query, tuple(slot.start for slot in wish.slots))
    unavailable = tuple(f"{wish.instructor}_{name}" for name in taken.names)
    return SlotTaken(unavailable, alternatives(missed, taken.blocks, catalog, minute), catalog.currency)
