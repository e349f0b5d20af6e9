"""Shows staff what they may edit: the owner the whole catalogue, instructors their own hours."""

from collections.abc import Mapping
from typing import Any

from lib.actions.callers import Staff
from lib.actions.catalog_ports import CatalogIs, CatalogLook
from lib.actions.change_booking import permitted
from lib.actions.ports import Outside, epoch_ms
from lib.actions.sign_in import session_name, still_open
from lib.studio.catalog import Catalog
from lib.studio.catalog_defaults import with_defaults
from lib.studio.catalog_document import BadCatalog, parse
from lib.studio.catalog_edits import HoursOf, fingerprint
from lib.studio.refusals import UnknownInstructor
from lib.studio.roles import Operation, scope
from lib.studio.values import dataclass

# The version of a studio that has saved nothing yet.
NOTHING_YET = "0"
NO_CATALOG = parse({}, "")


@dataclass(frozen=True, slots=True)
class CatalogAsk:
    """``part`` is an instructor whose hours are meant, empty for everything."""

    staff: Staff
    part: str = ""

    def permitted(self, whole: Operation, part: Operation) -> None:
        """Raises OwnerOnly, or UnknownInstructor for somebody else's hours, as for nobody's."""
        permitted(part if self.part else whole, self.staff)
        if self.part and scope(part, self.staff.role) != "everything" and self.part != self.staff.instructor:
            raise UnknownInstructor(self.part)


@dataclass(frozen=True, slots=True)
class SeenCatalog:
    """``tag`` is what an edit has to name: the version, or for a part what only an edit of that part changes."""

    tag: str
    content: Mapping[str, Any]
    catalog: Catalog


async def see_catalog(ask: CatalogAsk, outside: Outside, *, previous: bool = False) -> SeenCatalog:
    """One round trip. Raises OwnerOnly, UnknownInstructor, SignedOut or an Outage."""
    ask.permitted("see_catalog", "see_hours")
    look = look_of(ask, outside)
    found = still_open(await outside.store.look_at_catalog(CatalogLook(look.session, look.now, (), previous)))
    return seen(ask.part, found)


def look_of(ask: CatalogAsk, outside: Outside) -> CatalogLook:
    return CatalogLook(session_name(ask.staff, outside), epoch_ms(outside.clock.now()))


def seen(part: str, found: CatalogIs) -> SeenCatalog:
    """Raises UnknownInstructor for a part of nobody."""
    catalog = readable(found)
    if part:
        if catalog is None or part not in catalog.instructors:
            raise UnknownInstructor(part)
        hours = HoursOf(part).read(found.document)
        return SeenCatalog(fingerprint(hours), hours, catalog)
    content = found.document if catalog is None else with_defaults(found.document)
    return SeenCatalog(found.version or NOTHING_YET, content, catalog or NO_CATALOG)


def readable(found: CatalogIs) -> Catalog | None:
    """None for what this code cannot read any more: it offers nothing, and its owner has to be able to mend it."""
    try:
        return parse(found.document, found.version)
    except BadCatalog:
        return None
