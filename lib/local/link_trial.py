"""How instructors come in and are put out, as the doctor tries it; no letter is sent."""

from dataclasses import replace

from lib.actions.answers import NewCatalog
from lib.actions.changes import SessionEnded
from lib.actions.ports import Outside
from lib.actions.sessions import Arrival, Attempt, LinkUsed, NewLink
from lib.gateways.store import Store
from lib.gateways.store.keys import Keys
from lib.studio.catalog import Catalog
from lib.studio.staff_entry import entry_mark

# In the order in which they are tried.
LINK_SCRIPTS = ("ask_link", "take_link")
TRIAL = "doctor-link"


async def link_fault(store: Store, catalog: Catalog, attempt: Attempt) -> str:
    """What went wrong, empty if nothing did. The catalogue that is there is saved again, under another version."""
    who = next(each for each in catalog.instructors.values() if entry_mark(each))
    link = NewLink(TRIAL, who.id, entry_mark(who), attempt.account, attempt.now)
    if not isinstance(await store.ask_link(link, replace(catalog, version="older")), NewCatalog):
        return "ask_link: a catalogue that is not the present one was taken for it"
    if isinstance(await store.ask_link(link, catalog), NewCatalog):
        return "ask_link: the present catalogue was taken for another one"
    arrival = Arrival(TRIAL, TRIAL, attempt)
    if isinstance(await store.take_link(arrival), LinkUsed):
        return "take_link: a new link was used"
    if await store.take_link(replace(arrival, session="another")) != LinkUsed():
        return "take_link: a link works twice"
    return ""


async def dismissal_fault(store: Store, text: str, version: str, trial: Outside) -> str:
    """The same for a document that lets nobody in; the one before it is in force again afterwards."""
    if not await store.save_catalog("{}", version, f"{version}-empty"):
        return "save_catalog: the present version was not known"
    await store.save_catalog(text, f"{version}-empty", version)
    if await store.session(TRIAL, int(trial.clock.now().timestamp() * 1000)) != SessionEnded():
        return "save_catalog: who may not come in any more is still in"
    return ""


def link_names(keys: Keys) -> list[str]:
    """All keys that the trial can have written beside those of letters and catalogue."""
    return [keys.sign_in_link(TRIAL), keys.session(TRIAL), keys.entries]
