"""Shows what can be booked on some days: every slot, its price, and whether it is still free."""

from collections.abc import Mapping, Sequence
from datetime import date

from lib.actions.ports import Outside, ScheduleQuery, epoch_minute
from lib.actions.under_catalog import ask_under_catalog
from lib.studio.catalog import ANYONE, Catalog
from lib.studio.slots import Offer, OffersQuery, offers, scan_bounds
from lib.studio.values import dataclass
from lib.studio.wishes import bookable_class_type, bookable_instructor


@dataclass(frozen=True, slots=True)
class Days:
    """Some days of one class type, with one instructor or ANYONE; ids as the caller typed them."""

    class_type: str
    instructor: str
    first: date
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """``event_id`` names the newest change that the offers contain; ``letters_overdue`` wait to be seen to."""

    offers: Mapping[date, Sequence[Offer]]
    event_id: str
    catalog: Catalog
    letters_overdue: int = 0


async def show_offers(days: Days, outside: Outside) -> Shown:
    """One round trip when the catalogue is at hand. Raises UnknownClassType, UnknownInstructor or an Outage."""
    now = epoch_minute(outside.clock.now())

    def wanted(catalog: Catalog) -> ScheduleQuery:
        return _resources(_query(days, catalog), catalog, now)

    catalog, _, schedule = await ask_under_catalog(wanted, outside.store.schedule, outside)
    found = offers(_query(days, catalog), schedule.blocks, catalog, now)
    return Shown(found, schedule.event_id, catalog, schedule.letters_overdue)


def _query(days: Days, catalog: Catalog) -> OffersQuery:
    class_type = bookable_class_type(catalog, days.class_type)
    return OffersQuery(class_type, bookable_instructor(catalog, days.instructor), days.first, days.count)


def _resources(query: OffersQuery, catalog: Catalog, now: int) -> ScheduleQuery:
    teachers = catalog.teachers(query.class_type)
    return ScheduleQuery(
        instructors=teachers if query.instructor == ANYONE else (query.instructor,),
        rooms=query.class_type.rooms,
        starts=scan_bounds(catalog, query.first, query.days),
        now=now,
    )
