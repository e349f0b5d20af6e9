"""Reads the schedule under the catalogue that is in force, whichever one this process had at hand."""

from collections.abc import Callable
from typing import TypeVar

from lib.actions.answers import NewCatalog, Schedule
from lib.actions.ports import Outside, ScheduleQuery
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.refusals import CatalogChanged, Refusal
from lib.studio.values import dataclass

# An unknown id may be known to a catalogue newer than ours; asked for at most this often, in seconds.
RECHECK_SECONDS = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read:
    """A schedule, and the catalogue to which it belongs."""

    schedule: Schedule
    catalog: Catalog


async def read_schedule(query: Callable[[Catalog], ScheduleQuery], outside: Outside) -> Read:
    """One round trip when the catalogue is at hand.

    ``query`` says what to read under a catalogue, or raises the Refusal of the present one. Raises an Outage.
    """
    catalog, wanted = await asked_of_catalog(query, outside)
    for _ in range(policy.CATALOG_ROUNDS):
        answer = await outside.store.schedule(wanted, catalog)
        if not isinstance(answer, NewCatalog):
            return Read(answer, catalog)
        catalog = answer.catalog
        outside.catalogs.keep(catalog)
        wanted = query(catalog)
    raise CatalogChanged(None, catalog.currency)


async def asked_of_catalog(question: Callable[[Catalog], T], outside: Outside) -> tuple[Catalog, T]:
    """What the catalogue at hand says, or a fresh one where that refuses. Raises the Refusal of the latter."""
    catalog = await outside.catalogs.current()
    try:
        return catalog, question(catalog)
    except Refusal:
        catalog = await outside.catalogs.fresh(RECHECK_SECONDS)
        return catalog, question(catalog)
