"""The catalogue as staff edit it: read with the sessions that an edit may strand, written over what was read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lib.actions.catalog_ports import Ahead, CatalogEdit, CatalogIs, CatalogLook, CatalogMoved, CatalogSaved
from lib.actions.changes import SessionEnded
from lib.actions.outages import OutcomeUnknown
from lib.gateways.store import records
from lib.gateways.store.entries import marks_in, run_dismissing
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import as_json
from lib.gateways.store.rest import Rest
from lib.gateways.store.sessions import IDLE_SECONDS
from lib.studio.booking import Booking


class CatalogScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def look_at_catalog(self, look: CatalogLook) -> CatalogIs | SessionEnded:
        document = self._keys.catalog_before if look.previous else self._keys.catalog
        keys = [self._keys.session(look.session), document, *self._schedules(look)]
        match await self._rest.run("look_at_catalog", keys, [str(look.now // 1000), str(IDLE_SECONDS)]):
            case ["catalog", version, text, lines]:
                return CatalogIs(version, _document(text), tuple(_ahead(lines)))
            case ["signed_out"]:
                return SessionEnded()
            case answer:
                raise OutcomeUnknown(answer[0])

    async def edit_catalog(self, edit: CatalogEdit) -> CatalogSaved | CatalogMoved | SessionEnded:
        plan = {
            "now": edit.look.now // 1000,
            "idle": IDLE_SECONDS,
            "expected": edit.expected,
            "version": edit.version,
            "schedules": len(edit.look.instructors),
            "bookings": len(edit.bookings),
            "marks": marks_in(edit.text),
        }
        keys = [
            self._keys.session(edit.look.session),
            self._keys.catalog,
            self._keys.catalog_before,
            self._keys.entries,
            *self._schedules(edit.look),
            *map(self._keys.booking, edit.bookings),
        ]

        def call(ended: list[str]) -> tuple[list[str], list[str]]:
            return [*keys, *map(self._keys.entered, ended)], [as_json({**plan, "entries": ended}), edit.text]

        match await run_dismissing("edit_catalog", call, self._rest):
            case ["saved", lines, text]:
                return CatalogSaved(tuple(_ahead(lines)), _bookings(edit.bookings, text))
            case ["moved"]:
                return CatalogMoved()
            case ["signed_out"]:
                return SessionEnded()
            case answer:
                raise OutcomeUnknown(answer[0])

    def _schedules(self, look: CatalogLook) -> list[str]:
        return list(map(self._keys.instructor_schedule, look.instructors))


def _document(text: str) -> Mapping[str, Any]:
    """What cannot be read is nothing, which its owner may write over."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _ahead(lines: str) -> Iterator[Ahead]:
    for line in lines.splitlines():
        session, _, bookings = line.partition(" ")
        yield Ahead(records.block(session), tuple(bookings.split(",")))


def _bookings(ids: Sequence[str], text: str) -> dict[str, Booking]:
    """Without a status it is no booking, only what Calendly said of somebody so far."""
    found: dict[str, Booking] = {}
    for booking_id, words in zip(ids, json.loads(text), strict=True):
        fields = records.fields_of(words)
        if "status" in fields:
            found[booking_id] = records.booking(booking_id, fields)
    return found
