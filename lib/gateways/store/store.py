"""The store as the actions know it: one method a script, and as many round trips as ports.py says."""

from collections.abc import Callable, Mapping
from typing import cast

from lib.actions import answers, ports
from lib.actions.answers import ClaimAnswer, Plan
from lib.actions.changes import (
    Amend,
    Authority,
    Cancel,
    CancelAnswer,
    Changed,
    ClassIs,
    CountIs,
    LivesElsewhere,
    Move,
    MoveAnswer,
    SessionEnded,
    Settled,
    StatusIs,
    Unopened,
    VersionIs,
    WithinNotice,
)
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.gateways.store import change_plans, plans, records
from lib.gateways.store.backups import BackupScripts
from lib.gateways.store.catalog_desk import CatalogScripts
from lib.gateways.store.catalog_texts import known_catalog
from lib.gateways.store.change_plans import Resources, months_around
from lib.gateways.store.connections import ConnectionScripts
from lib.gateways.store.desk import DeskScripts
from lib.gateways.store.entries import EntryScripts
from lib.gateways.store.events import EventReads
from lib.gateways.store.figures import FigureScripts
from lib.gateways.store.holdings import HoldingScripts
from lib.gateways.store.impositions import ImpositionScripts
from lib.gateways.store.keys import Keys
from lib.gateways.store.mirrors import MirrorScripts
from lib.gateways.store.nudges import NudgeChannel
from lib.gateways.store.outbox import OutboxScripts
from lib.gateways.store.rest import Rest
from lib.gateways.store.restores import RestoreScripts
from lib.gateways.store.sessions import SessionScripts
from lib.gateways.store.teaching import TeachingScripts
from lib.gateways.store.upkeep import UpkeepScripts
from lib.studio import policy
from lib.studio.booking import Booking, Status
from lib.studio.catalog import Catalog

Call = tuple[list[str], list[str]]


class Store(
    SessionScripts,
    OutboxScripts,
    UpkeepScripts,
    HoldingScripts,
    BackupScripts,
    RestoreScripts,
    ImpositionScripts,
    MirrorScripts,
    ConnectionScripts,
    DeskScripts,
    EntryScripts,
    FigureScripts,
    EventReads,
    CatalogScripts,
    TeachingScripts,
):
    """Fulfils ports.Store. Connects when it is first used; may be shared between threads and event loops."""

    def __init__(self, url: str, token: str, prefix: str = "") -> None:
        self._rest = Rest(url, token)
        self._keys = Keys(prefix)
        self.nudges = NudgeChannel(url, token, self._keys.nudge)

    def close(self) -> None:
        self._rest.close()

    async def ping(self) -> None:
        await self._rest.command("PING")

    async def catalog(self) -> Catalog | None:
        stored = await self.load_catalog()
        return known_catalog(*stored) if stored else None

    async def load_catalog(self) -> tuple[str, str] | None:
        """Version and JSON document, or None when nothing was ever saved."""
        fields = _fields(await self._rest.command("HGETALL", self._keys.catalog))
        return (fields["version"], fields["document"]) if "version" in fields else None

    async def schedule(self, query: ports.ScheduleQuery, catalog: Catalog) -> answers.Schedule | answers.NewCatalog:
        resources = [
            *map(self._keys.instructor_schedule, query.instructors),
            *map(self._keys.room_schedule, query.rooms),
        ]
        overdue = query.now * 60_000 - policy.OVERDUE_MS
        answer = await self._rest.look(
            "schedule",
            [self._keys.catalog, self._keys.events, self._keys.letters_due, *resources],
            [catalog.version, str(query.starts[0]), str(query.starts[1]), str(query.now), str(overdue)],
        )
        match answer:
            case ["schedule", event_id, lines, letters]:
                return answers.Schedule(event_id, records.blocks(lines), int(letters))
            case ["catalog", version, document]:
                return answers.NewCatalog(known_catalog(version, document))
            case _:
                raise StoreUnavailable(answer[0])

    async def claim(self, plan: Plan, catalog: Catalog) -> ClaimAnswer:
        keys = plans.claim_keys(plan, catalog, self._keys)
        answer = await self._rest.run("claim", keys, plans.claim_arguments(plan, catalog))
        match answer:
            case ["claimed", instructor, event_id, lines]:
                return answers.Claimed(records.claimed(plan, instructor, event_id, lines))
            case ["taken", names, lines]:
                return answers.Taken(tuple(names.splitlines()), records.blocks(lines))
            case ["repeated", text]:
                return answers.Repeated(records.snapshot(text))
            case ["mismatch"]:
                return answers.Mismatch()
            case ["limited", seconds]:
                return answers.Limited(int(seconds))
            case ["catalog", version, document]:
                return answers.NewCatalog(known_catalog(version, document))
            case ["late"]:
                raise StoreUnavailable("late")
            case _:
                raise OutcomeUnknown(answer[0])

    async def recall(self, key: answers.IdempotencyKey, catalog: Catalog, now: int) -> answers.RecallAnswer:
        keys = [self._keys.catalog, self._keys.answer(key.key)]
        answer = await self._rest.run("recall", keys, plans.recall_arguments(key, catalog, now))
        match answer:
            case ["repeated", text]:
                return answers.Repeated(records.snapshot(text))
            case ["mismatch"]:
                return answers.Mismatch()
            case ["unknown", version]:
                return answers.Unknown(version)
            case _:
                raise OutcomeUnknown(answer[0])

    async def booking(self, authority: Authority) -> Booking | Unopened | SessionEnded:
        answer = await self._rest.look("open", *change_plans.open_call(authority, self._keys))
        match answer:
            case ["booking", text]:
                return records.snapshot(text).booking
            case ["unopened"]:
                return Unopened()
            case ["signed_out"]:
                return SessionEnded()
            case _:
                raise StoreUnavailable(answer[0])

    async def amend(self, amend: Amend) -> Settled:
        def call(resources: Resources) -> Call:
            return change_plans.amend_call(amend, self._keys, resources)

        return _settled(await self._named("amend", call, Resources((), (), months_around(amend.change.now))))

    async def cancel(self, cancel: Cancel, catalog: Catalog) -> CancelAnswer:
        def call(resources: Resources) -> Call:
            return change_plans.cancel_call(cancel, catalog, self._keys, resources)

        answer = await self._named("cancel", call, Resources.of(catalog, cancel.change.now))
        return WithinNotice() if answer == ["too_late"] else _settled(answer)

    async def move(self, move: Move, catalog: Catalog) -> MoveAnswer:
        def call(resources: Resources) -> Call:
            return change_plans.move_call(move, catalog, self._keys, resources)

        answer = await self._named("move", call, Resources.of(catalog, move.change.now))
        match answer:
            case ["taken", class_type, names, lines]:
                return answers.Taken(tuple(names.splitlines()), records.blocks(lines), class_type)
            case ["class", class_type, slots]:
                return ClassIs(class_type, int(slots))
            case ["count", slots]:
                return CountIs(int(slots))
            case ["too_late"]:
                return WithinNotice()
            case ["catalog", version, document]:
                return answers.NewCatalog(known_catalog(version, document))
            case _:
                return _settled(answer)

    async def _named(self, script: str, call: Callable[[Resources], Call], resources: Resources) -> list[str]:
        """Runs a script that may need schedules which nobody thought of; it says so before it writes."""
        answer = await self._rest.run(script, *call(resources))
        match answer:
            case ["keys", names]:
                return await self._rest.run(script, *call(resources.with_names(names.splitlines())))
            case _:
                return answer


def _settled(answer: list[str]) -> Settled:
    """What every change may be answered (parts/changes.lua)."""
    match answer:
        case ["late"]:
            raise StoreUnavailable("late")
        case [name] if name in _BARE:
            return _BARE[name]
        case [name, text] if name in _WITH_TEXT:
            return _WITH_TEXT[name](text)
        case _:
            raise OutcomeUnknown(answer[0])


_BARE: Mapping[str, Settled] = {
    "mismatch": answers.Mismatch(),
    "unopened": Unopened(),
    "signed_out": SessionEnded(),
    "elsewhere": LivesElsewhere(),
}
_WITH_TEXT: Mapping[str, Callable[[str], Settled]] = {
    "changed": lambda text: Changed(records.snapshot(text)),
    "repeated": lambda text: answers.Repeated(records.snapshot(text)),
    "version": lambda text: VersionIs(int(text)),
    "status": lambda text: StatusIs(cast("Status", text)),
    "limited": lambda text: answers.Limited(int(text)),
}


def _fields(answer: object) -> Mapping[str, str]:
    if isinstance(answer, dict):
        return answer
    raise StoreUnavailable("shape")
