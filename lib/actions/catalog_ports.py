"""What the store is asked about the catalogue by staff who edit it, and what it can answer."""

from collections.abc import Mapping
from typing import Any, Protocol

from lib.actions.changes import SessionEnded
from lib.studio.booking import Booking
from lib.studio.catalog import Catalog
from lib.studio.slots import Block
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class CatalogLook:
    """``session`` is the name of that of the staff; ``now`` is in epoch milliseconds.

    ``instructors`` are those whose sessions to come are wanted. ``previous``: the document before the last edit.
    """

    session: str
    now: int
    instructors: tuple[str, ...] = ()
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """A session that has not begun, and the bookings that stand in it."""

    block: Block
    bookings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogIs:
    """The document as it is kept; an empty version and ``{}`` where nothing was ever saved."""

    version: str
    document: Mapping[str, Any]
    ahead: tuple[Ahead, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogEdit:
    """``text`` is put in place of the ``expected`` version, as ``version``, which the same edit has every time.

    ``bookings`` are wanted as they stand right after it.
    """

    look: CatalogLook
    expected: str
    version: str
    text: str
    bookings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogSaved:
    """``ahead`` is as it was when the edit came into force: from then on nobody books under an earlier catalogue."""

    ahead: tuple[Ahead, ...]
    bookings: Mapping[str, Booking]


@dataclass(frozen=True, slots=True)
class CatalogMoved:
    """Another version is in force than the one that was to be replaced; nothing was written."""


class CatalogStore(Protocol):
    """What of the store is about editing; as all of it, every method may be repeated and may raise Outage."""

    async def catalog(self) -> Catalog | None: ...
    async def look_at_catalog(self, look: CatalogLook) -> CatalogIs | SessionEnded: ...
    async def edit_catalog(self, edit: CatalogEdit) -> CatalogSaved | CatalogMoved | SessionEnded: ...
