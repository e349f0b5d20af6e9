"""Shows who is free when in the next days: how many open slots each instructor has, and what to look at first."""

from collections.abc import Sequence
from datetime import date

from lib.actions.ports import Outside, ScheduleQuery, epoch_minute
from lib.actions.under_catalog import ask_under_catalog
from lib.studio.catalog import Catalog
from lib.studio.first_look import SCANNED_DAYS, FirstLook, first_look
from lib.studio.localtime import local_minute
from lib.studio.slots import Opening, openings, scan_bounds
from lib.studio.values import dataclass
from lib.studio.wishes import bookable_class_type, bookable_instructor


@dataclass(frozen=True, slots=True)
class Openings:
    """``today`` as the studio's clock has it; ``first`` for who asked for no class type, unless nobody has time."""

    today: date
    openings: Sequence[Opening]
    first: FirstLook | None
    event_id: str
    catalog: Catalog
    letters_overdue: int = 0


async def show_openings(class_type: str | None, instructor: str, outside: Outside) -> Openings:
    """For one class type or all. One round trip when the catalogue is at hand.

    All instructors are listed; one that is named must exist. Raises UnknownClassType, UnknownInstructor or an Outage.
    """
    now = epoch_minute(outside.clock.now())

    def everything(catalog: Catalog) -> ScheduleQuery:
        bookable_instructor(catalog, instructor)
        if class_type is not None:
            bookable_class_type(catalog, class_type)
        return _everything(catalog, now)

    catalog, _, schedule = await ask_under_catalog(everything, outside.store.schedule, outside)
    found = openings(catalog, schedule.blocks, now, class_type)
    first = None if class_type else first_look(catalog, found, schedule.blocks, now)
    today = local_minute(catalog.zone, now).day
    return Openings(today, found, first, schedule.event_id, catalog, schedule.letters_overdue)


def _everything(catalog: Catalog, now: int) -> ScheduleQuery:
    today = local_minute(catalog.zone, now).day
    people = tuple(who.id for who in catalog.instructors.values() if who.active)
    return ScheduleQuery(people, tuple(catalog.rooms), scan_bounds(catalog, today, SCANNED_DAYS), now)
