"""The store as the actions know it: one method a script, one round trip a method."""

import json
from collections.abc import Mapping

from lib.actions import ports
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.gateways.store import plans, records
from lib.gateways.store.keys import Keys
from lib.gateways.store.rest import Rest
from lib.studio.booking import Booking
from lib.studio.catalog import Catalog
from lib.studio.catalog_document import BadCatalog, parse


class Store:
    """Fulfils ports.Store. Connects when it is first used; may be shared between threads and event loops."""

    def __init__(self, url: str, token: str, prefix: str = "") -> None:
        self._rest = Rest(url, token)
        self._keys = Keys(prefix)

    def close(self) -> None:
        self._rest.close()

    async def ping(self) -> None:
        await self._rest.command("PING")

    async def catalog(self) -> Catalog | None:
        stored = await self.load_catalog()
        return _catalog(*stored) if stored else None

    async def load_catalog(self) -> tuple[str, str] | None:
        """Version and JSON document, or None when nothing was ever saved."""
        fields = _fields(await self._rest.command("HGETALL", self._keys.catalog))
        return (fields["version"], fields["document"]) if "version" in fields else None

    async def save_catalog(self, document: str, expected: str | None, version: str) -> bool:
        """Puts a document in place of the ``expected`` version; False when that is no longer the present one."""
        answer = await self._rest.run("save_catalog", [self._keys.catalog], [expected or "", version, document])
        match answer:
            case ["saved", _]:
                return True
            case ["changed", _]:
                return False
            case _:
                raise OutcomeUnknown(answer[0])

    async def schedule(self, query: ports.ScheduleQuery, catalog: Catalog) -> ports.Schedule | ports.NewCatalog:
        resources = [
            *map(self._keys.instructor_schedule, query.instructors),
            *map(self._keys.room_schedule, query.rooms),
        ]
        answer = await self._rest.look(
            "schedule",
            [self._keys.catalog, self._keys.events, *resources],
            [catalog.version, str(query.starts[0]), str(query.starts[1]), str(query.now)],
        )
        match answer:
            case ["schedule", event_id, lines]:
                return ports.Schedule(event_id, records.blocks(lines))
            case ["catalog", version, document]:
                return ports.NewCatalog(_catalog(version, document))
            case _:
                raise StoreUnavailable(answer[0])

    async def claim(self, plan: ports.Plan, catalog: Catalog) -> ports.ClaimAnswer:
        keys = plans.claim_keys(plan, catalog, self._keys)
        answer = await self._rest.run("claim", keys, plans.claim_arguments(plan, catalog))
        match answer:
            case ["claimed", instructor, event_id, lines]:
                return ports.Claimed(records.claimed(plan, instructor, event_id, lines))
            case ["repeated", text]:
                return ports.Repeated(records.snapshot(text))
            case ["mismatch"]:
                return ports.Mismatch()
            case ["taken", names, lines]:
                return ports.Taken(tuple(names.splitlines()), records.blocks(lines))
            case ["catalog", version, document]:
                return ports.NewCatalog(_catalog(version, document))
            case ["late"]:
                raise StoreUnavailable("late")
            case _:
                raise OutcomeUnknown(answer[0])

    async def recall(self, key: ports.IdempotencyKey) -> ports.RecallAnswer:
        answer = await self._rest.look("recall", [self._keys.catalog, self._keys.answer(key.key)], [key.fingerprint])
        match answer:
            case ["repeated", text]:
                return ports.Repeated(records.snapshot(text))
            case ["mismatch"]:
                return ports.Mismatch()
            case ["unknown", version]:
                return ports.Unknown(version)
            case _:
                raise StoreUnavailable(answer[0])

    async def booking(self, booking_id: str) -> Booking | None:
        fields = _fields(await self._rest.command("HGETALL", self._keys.booking(booking_id)))
        return records.booking(booking_id, fields) if fields else None


def _fields(answer: object) -> Mapping[str, str]:
    if isinstance(answer, dict):
        return answer
    raise StoreUnavailable("shape")


def _catalog(version: str, document: str) -> Catalog:
    """What staff saved was checked then; one that cannot be read now keeps every door shut that needs it."""
    if not version:
        raise StoreUnavailable("no catalogue")
    try:
        return parse(json.loads(document), version)
    except (BadCatalog, ValueError) as error:
        raise StoreUnavailable("catalogue") from error
