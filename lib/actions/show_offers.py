"""Shows what can be booked on some days: every slot, its price, and whether it is still free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.actions.ports import NewCatalog, Outside, ScheduleQuery, epoch_minute
from lib.studio import policy
from lib.studio.catalog import ANYONE, Catalog
from lib.studio.refusals import CatalogChanged, Refusal
from lib.studio.slots import Offer, OffersQuery, offers, scan_bounds
from lib.studio.wishes import bookable_class_type, bookable_instructor

# An unknown id may be known to a catalogue newer than ours; asked for at most this often, in seconds.
RECHECK_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Days:
    """Some days of one class type, with one instructor or ANYONE; ids as the caller typed them."""

    class_type: str
    instructor: str
    first: date
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """``event_id`` names the newest change that the offers contain."""

    offers: Mapping[date, Sequence[Offer]]
    event_id: str
    catalog: Catalog


async def show_offers(days: Days, outside: Outside) -> Shown:
    """One round trip when the catalogue is at hand. Raises UnknownClassType, UnknownInstructor or an Outage."""
    now = epoch_minute(outside.clock.now())
    catalog = await outside.catalogs.current()
    try:
        query = _query(days, catalog)
    except Refusal:
        catalog = await outside.catalogs.fresh(RECHECK_SECONDS)
        query = _query(days, catalog)
    for _ in range(policy.CATALOG_ROUNDS):
        answer = await outside.store.schedule(_resources(query, catalog, now), catalog)
        if not isinstance(answer, NewCatalog):
            return Shown(offers(query, answer.blocks, catalog, now), answer.event_id, catalog)
        catalog = answer.catalog
        outside.catalogs.keep(catalog)
        query = _query(days, catalog)
    raise CatalogChanged(None, catalog.currency)


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
