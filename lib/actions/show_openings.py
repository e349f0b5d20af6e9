"""Shows who is free when in the next days: how many open slots each instructor has, and the first of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.actions.ports import NewCatalog, Outside, ScheduleQuery, epoch_minute
from lib.actions.show_offers import RECHECK_SECONDS
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.localtime import local_minute
from lib.studio.refusals import CatalogChanged, Refusal
from lib.studio.slots import OPENINGS_DAYS, Opening, openings, scan_bounds
from lib.studio.wishes import bookable_class_type, bookable_instructor


@dataclass(frozen=True, slots=True)
class Openings:
    openings: Sequence[Opening]
    event_id: str
    catalog: Catalog


async def show_openings(class_type: str | None, instructor: str, outside: Outside) -> Openings:
    """For one class type or all. One round trip when the catalogue is at hand.

    All instructors are listed; one that is named must exist. Raises UnknownClassType, UnknownInstructor or an Outage.
    """
    now = epoch_minute(outside.clock.now())
    catalog = await outside.catalogs.current()
    try:
        _check(class_type, instructor, catalog)
    except Refusal:
        catalog = await outside.catalogs.fresh(RECHECK_SECONDS)
    for _ in range(policy.CATALOG_ROUNDS):
        _check(class_type, instructor, catalog)
        answer = await outside.store.schedule(_everything(catalog, now), catalog)
        if not isinstance(answer, NewCatalog):
            return Openings(openings(catalog, answer.blocks, now, class_type), answer.event_id, catalog)
        catalog = answer.catalog
        outside.catalogs.keep(catalog)
    raise CatalogChanged(None, catalog.currency)


def _check(class_type: str | None, instructor: str, catalog: Catalog) -> None:
    bookable_instructor(catalog, instructor)
    if class_type is not None:
        bookable_class_type(catalog, class_type)


def _everything(catalog: Catalog, now: int) -> ScheduleQuery:
    today = local_minute(catalog.zone, now).day
    people = tuple(who.id for who in catalog.instructors.values() if who.active)
    return ScheduleQuery(people, tuple(catalog.rooms), scan_bounds(catalog, today, OPENINGS_DAYS), now)
