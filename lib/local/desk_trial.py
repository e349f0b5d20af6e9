"""What staff look through as the doctor tries it, on a booking that is thrown away."""

from lib.actions.desk import FoundIds, PageQuery, TakenPlaces
from lib.actions.ports import Outside
from lib.studio.catalog import ANYONE, Catalog

# In the order in which they are tried.
DESK_SCRIPTS = ("page", "find", "day")
FAR = 10**13


async def desk_fault(trial: Outside, catalog: Catalog, booking_id: str, session: str) -> str:
    """What went wrong, empty if nothing did; ``session`` is the name of one that is open, of the owner."""
    store = trial.store
    page = await store.page(PageQuery(session, (0, FAR), 10, by_created=True))
    if not isinstance(page, tuple) or booking_id not in {mark.booking_id for mark in page}:
        return "page: a booking is not in the index of all"
    found = await store.find(session, (f"#{booking_id[-8:]}",), 10)
    if found != FoundIds((booking_id,), has_more=False):
        return "find: a booking is not found by its number"
    taken = await store.places_taken(session, (*catalog.instructors, ANYONE), (0, FAR // 60_000))
    if not isinstance(taken, TakenPlaces) or taken.places:
        return "day: a cancelled booking has its place still"
    return ""
