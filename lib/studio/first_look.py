"""What somebody is shown who asks for nothing: the first class type with free time, from its first free day on."""

from collections.abc import Mapping, Sequence
from datetime import date

from lib.studio.catalog import ANYONE, Catalog
from lib.studio.localtime import local_minute
from lib.studio.slots import OPENINGS_DAYS, Block, Offer, OffersQuery, Opening, offers
from lib.studio.values import dataclass

# The week may begin on the last of the days in which somebody has to be free.
SCANNED_DAYS = 2 * OPENINGS_DAYS - 1


@dataclass(frozen=True, slots=True)
class FirstLook:
    query: OffersQuery
    offers: Mapping[date, Sequence[Offer]]


def first_look(
    catalog: Catalog, found: Sequence[Opening], schedule: Sequence[Block], now_minute: int
) -> FirstLook | None:
    """``found`` for all class types, ``schedule`` of SCANNED_DAYS from today; None when nobody has time."""
    query = _query(catalog, found)
    return FirstLook(query, offers(query, schedule, catalog, now_minute)) if query else None


def _query(catalog: Catalog, found: Sequence[Opening]) -> OffersQuery | None:
    """Who teaches a class type alone is named, as the page does it."""
    next_start = {each.instructor: each.next_start for each in found if each.next_start is not None}
    for class_type in catalog.class_types.values():
        team = catalog.teachers(class_type) if class_type.active else ()
        soon = [next_start[who] for who in team if who in next_start]
        if soon:
            first = local_minute(catalog.zone, min(soon)).day
            return OffersQuery(class_type, team[0] if len(team) == 1 else ANYONE, first, OPENINGS_DAYS)
    return None
