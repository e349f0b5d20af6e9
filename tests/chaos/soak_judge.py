"""What has to be true of the site after the soak, read from the store past all of its code, and from its own pages."""

import json
from collections.abc import Iterator
from datetime import datetime

import httpx

from lib.studio.catalog import Catalog
from lib.studio.catalog_document import parse
from tests.chaos.quiet import places_left
from tests.chaos.soak_shoppers import MARK, Record, Wanted
from tests.support.invariants import Kept, broken
from tests.support.raw_store import RawStore

NOT_REFUSED = (0, 200, 201, 503)


def promises_broken(record: Record, raw: RawStore, site: httpx.Client, log: str) -> list[str]:
    """Each with the number of its invariant (tests/chaos/judge.py)."""
    kept = raw.kept()
    version, document = (raw.do("HGET", "cat", name) for name in ("version", "document"))
    catalog = parse(json.loads(document), version)
    return [
        *record.faults,
        *(f"I1-4 {sentence}" for sentence in broken(kept, catalog)),
        *told(record, kept),
        *private(record, raw, log),
        *shown(kept, catalog, site, {wanted.slot.split("_")[1] for wanted in record.wanted if wanted.slot}),
    ]


def told(record: Record, kept: Kept) -> Iterator[str]:
    """Every yes is stored, or was changed by its customer; every no left nothing behind."""
    people = {mark: booking for booking, fields in kept.bookings.items() for mark in MARK.findall(fields["person"])[:1]}
    changes: dict[str, list[Wanted]] = {}
    for wanted in record.wanted:
        changes.setdefault(wanted.booking, []).append(wanted)
        if wanted.status == 0:
            yield f"I7 {wanted.verb} never had an answer"
    for wanted in record.wanted:
        if wanted.verb != "book":
            continue
        if wanted.status != 201:
            if wanted.mark in people:
                yield f"I5 {people[wanted.mark]} exists, and its customer was told {wanted.status}"
            continue
        booking = wanted.answer["booking"]["id"]
        if people.get(wanted.mark) != booking:
            yield f"I2 {booking} was promised and is gone"
        else:
            yield from followed(wanted, kept.bookings[booking], changes.get(booking, []), kept.letters)


def followed(wanted: Wanted, fields: dict[str, str], changes: list[Wanted], letters: frozenset[str]) -> Iterator[str]:
    """One booking after another was changed by one customer, so that the last yes decides."""
    booking = wanted.answer["booking"]["id"]
    done = [each for each in changes if each.verb in {"move", "cancel"} and each.status == 200]
    slots = [each.slot for each in (wanted, *done) if each.slot]
    has = fields["instructor"] + "_" + fields["places"].split(" ")[0]
    if has != slots[-1]:
        yield f"I2 {booking} stands at {has} and was promised {slots[-1]}"
    is_canceled = any(each.verb == "cancel" for each in done)
    if (fields["status"] == "canceled") != is_canceled:
        yield f"I2 {booking} is {fields['status']}"
    for each in done:
        version, kind = each.answer["booking"]["version"], "canceled" if each.verb == "cancel" else "moved"
        is_news = f"{booking}:{version}:{kind}" in letters
        if not is_news and each.verb == "cancel":
            yield f"I3 {booking} was cancelled without a letter"


def private(record: Record, raw: RawStore, log: str) -> Iterator[str]:
    if found := MARK.search(log):
        yield f"I6 the log says {found[0]}"
    if any(token in log for token in record.tokens):
        yield "I6 the log says a manage token"
    for name in raw.names():
        if MARK.search(name) or name.partition(":")[2] in record.tokens:
            yield f"I6 the name {name}"
    if MARK.search(json.dumps(raw.do("XRANGE", "ev", "-", "+"))):
        yield "I6 an event says who somebody is"


def shown(kept: Kept, catalog: Catalog, site: httpx.Client, days: set[str]) -> Iterator[str]:
    """Each teacher's page against what the schedules leave."""
    for kind in catalog.class_types.values():
        if not kind.active:
            continue
        for teacher in catalog.teachers(kind):
            for day in sorted(days):
                query = {"classType": kind.id, "instructor": teacher, "date": day, "v": "after"}
                for slot in site.get("/api/availability", params=query).json()[day]:
                    left = places_left(kept, kind, teacher, _minute(slot["startsAt"]))
                    if left != slot["remaining"]:
                        yield f"I8 {slot['id']} of {kind.id} shows {slot['remaining']} places and has {left}"


def _minute(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp()) // 60
