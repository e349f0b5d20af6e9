"""Editing the catalogue as the doctor tries it, on one that is thrown away."""

from lib.actions.catalog_ports import CatalogEdit, CatalogIs, CatalogLook, CatalogMoved, CatalogSaved
from lib.actions.ports import Outside, epoch_ms
from lib.studio.catalog_edits import kept_text

# In the order in which they are tried.
CATALOG_SCRIPTS = ("look_at_catalog", "edit_catalog")
VERSION = "doctor-edited"


async def catalog_fault(trial: Outside, booking_id: str, session: str) -> str:
    """What went wrong, empty if nothing did; ``session`` is the name of one that is open, of the owner."""
    store = trial.store
    present = await trial.catalogs.current()
    look = CatalogLook(session, epoch_ms(trial.clock.now()), tuple(present.instructors))
    found = await store.look_at_catalog(look)
    if not isinstance(found, CatalogIs) or found.version != present.version:
        return "look_at_catalog: the catalogue in force is not there"
    edit = CatalogEdit(look, found.version, VERSION, kept_text(found.document), (booking_id,))
    saved = await store.edit_catalog(edit)
    if not isinstance(saved, CatalogSaved) or booking_id not in saved.bookings:
        return "edit_catalog: an edit of what was read was not saved"
    # Back again, for what is tried after this; and whoever comes too late is told.
    back = CatalogEdit(look, VERSION, found.version, kept_text(found.document), ())
    if not isinstance(await store.edit_catalog(back), CatalogSaved):
        return "edit_catalog: a second edit was not saved"
    late = CatalogEdit(look, VERSION, f"{VERSION}-late", kept_text(found.document), ())
    return "" if isinstance(await store.edit_catalog(late), CatalogMoved) else "edit_catalog: an edit was written over"
