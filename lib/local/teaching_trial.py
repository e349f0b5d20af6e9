"""The calendar of an instructor as the doctor tries it."""

from lib.actions.answers import NewCatalog
from lib.actions.calendar_ports import TeachingIs, TeachingLink, TeachingQuery
from lib.actions.changes import Unopened
from lib.actions.ports import Outside, epoch_ms
from lib.studio.catalog import Catalog

# In the order in which they are tried.
TEACHING_SCRIPTS = ("teaching_link", "teaching")
FAR = 10**10


async def teaching_fault(trial: Outside, catalog: Catalog, session: str) -> str:
    """What went wrong, empty if nothing did; ``session`` is the name of one that is open, of the owner."""
    store, now = trial.store, epoch_ms(trial.clock.now())
    who = next(iter(catalog.instructors))
    tickets = [
        await store.teaching_link(TeachingLink(session, who, ticket, instead, now), catalog)
        for ticket, instead in (("first", ""), ("second", ""), ("third", "first"), ("fourth", "first"))
    ]
    if tickets != ["first", "first", "third", "third"]:
        return "teaching_link: another link holds than the last one that was made"
    opened = await store.teaching(TeachingQuery(who, "third", (0, FAR), now // 60_000), catalog)
    if isinstance(opened, Unopened | NewCatalog) or opened != TeachingIs(opened.changed, ()):
        return "teaching: the present link does not open an empty calendar"
    if await store.teaching(TeachingQuery(who, "first", (0, FAR), now // 60_000), catalog) != Unopened():
        return "teaching: a link that was revoked opens a calendar"
    return ""
