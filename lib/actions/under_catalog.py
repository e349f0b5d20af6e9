"""Asks the store under the catalogue that is in force, whichever one this process had at hand."""

from collections.abc import Awaitable, Callable
from typing import Generic, NamedTuple, TypeVar

from lib.actions.answers import NewCatalog
from lib.actions.outages import StoreUnavailable
from lib.actions.ports import Outside
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.refusals import Refusal

# An unknown id may be known to a catalogue newer than ours; asked for at most this often, in seconds.
RECHECK_SECONDS = 5
Question = TypeVar("Question")
Told = TypeVar("Told")


class Answered(NamedTuple, Generic[Question, Told]):
    """What the store told, with the catalogue and the question that it was told to."""

    catalog: Catalog
    question: Question
    told: Told


async def ask_under_catalog(
    question: Callable[[Catalog], Question],
    ask: Callable[[Question, Catalog], Awaitable[Told | NewCatalog]],
    outside: Outside,
) -> Answered[Question, Told]:
    """The answer of the catalogue in force.

    One round trip when the catalogue is at hand. Raises the Refusal of ``question`` under the catalogue in force, or an
    Outage, which stands for a catalogue that never comes to rest, too.
    """
    catalog, asked = await asked_of_catalog(question, outside)
    for _ in range(policy.CATALOG_ROUNDS):
        told = await ask(asked, catalog)
        if not isinstance(told, NewCatalog):
            return Answered(catalog, asked, told)
        catalog = told.catalog
        outside.catalogs.keep(catalog)
        asked = question(catalog)
    raise StoreUnavailable("catalogue")


async def asked_of_catalog(question: Callable[[Catalog], Question], outside: Outside) -> tuple[Catalog, Question]:
    """What the catalogue at hand says, or a fresh one where that refuses. Raises the Refusal of the latter."""
    catalog = await outside.catalogs.current()
    try:
        return catalog, question(catalog)
    except Refusal:
        catalog = await outside.catalogs.fresh(RECHECK_SECONDS)
        return catalog, question(catalog)
