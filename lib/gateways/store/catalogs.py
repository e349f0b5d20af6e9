"""The catalogue as this process last saw it, so that the usual request reads it not at all."""

import time

from lib.actions.outages import StoreUnavailable
from lib.actions.ports import Store
from lib.studio.catalog import Catalog


class CachedCatalogs:
    """Fulfils ports.Catalogs. Scripts are given the version, so a stale copy can be shown but never booked by."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: tuple[Catalog, float] | None = None

    async def current(self) -> Catalog:
        return self._kept[0] if self._kept else await self._read()

    async def fresh(self, max_age_seconds: float) -> Catalog:
        if self._kept and time.monotonic() - self._kept[1] < max_age_seconds:
            return self._kept[0]
        return await self._read()

    def keep(self, catalog: Catalog) -> None:
        self._kept = (catalog, time.monotonic())

    async def _read(self) -> Catalog:
        catalog = await self._store.catalog()
        if catalog is None:
            raise StoreUnavailable("no_catalogue")
        self.keep(catalog)
        return catalog
