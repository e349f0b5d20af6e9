"""Sessions across the changes of the clock, and those that Calendly decides about; the rest is a contract test."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lib.studio.catalog import Catalog
from lib.studio.catalog_document import parse
from lib.studio.slot_preview import preview
from lib.studio.slots import Block
from lib.studio.stranded import Reason, reasons
from tests.support.studio import a_document

ZONE = ZoneInfo("America/New_York")
NIGHTS = {"sun": [["00:00", "06:00"]]}


def catalog(**ana: Any) -> Catalog:
    document = a_document()
    document["instructors"][0] |= ana
    return parse(json.loads(json.dumps(document)), "1")


def session(when: str, minutes: int = 60, fold: int = 0, **more: Any) -> Block:
    moment = datetime.fromisoformat(when).replace(tzinfo=ZONE, fold=fold)
    start = int(moment.timestamp()) // 60
    facts = {"room": "big", "class_type": "private", "session": "", "taken": 1, **more}
    return Block(start, start + minutes, 0, 15, "ana", **facts)


@pytest.mark.parametrize(
    ("when", "fold", "found"),
    [
        # The clock skips from 2:00 to 3:00; an hour from 1:30 ends at 3:30.
        ("2030-03-10T01:30", 0, ()),
        ("2030-03-10T05:00", 0, ()),
        ("2030-03-10T05:01", 0, ("outside_hours",)),
        # It shows 1:00 to 2:00 twice.
        ("2030-11-03T01:30", 0, ()),
        ("2030-11-03T01:30", 1, ()),
        ("2030-11-03T05:01", 0, ("outside_hours",)),
    ],
)
def test_session_in_the_night_of_a_clock_change(when: str, fold: int, found: tuple[Reason, ...]) -> None:
    assert reasons(session(when, fold=fold), catalog(week=NIGHTS)) == found


def test_session_may_run_through_two_windows_that_touch_and_through_no_gap() -> None:
    touching = catalog(week={"tue": [["09:00", "10:00"], ["10:00", "11:00"]]})
    apart = catalog(week={"tue": [["09:00", "10:00"], ["10:01", "11:00"]]})

    assert reasons(session("2030-06-04T09:30"), touching) == ()
    assert reasons(session("2030-06-04T09:30"), apart) == ("outside_hours",)


def test_break_is_named_where_it_is_the_only_reason() -> None:
    hours = catalog(breaks={"tue": [["10:00", "10:30"]]})

    assert reasons(session("2030-06-04T09:15"), hours) == ("break",)
    assert reasons(session("2030-06-04T09:00"), hours) == ()


def test_class_that_needs_a_room_strands_whoever_has_none() -> None:
    assert reasons(session("2030-06-04T09:00", room=""), catalog()) == ("room_gone",)
    assert reasons(session("2030-06-04T09:00", room="attic"), catalog()) == ("room_gone",)
    assert reasons(session("2030-06-04T09:00", 30, room="big", class_type="short"), catalog()) == ()


def test_calendly_decides_when_and_where_and_the_catalogue_who_teaches_what() -> None:
    imposed = session("2030-06-02T03:00", 90, session="abc", room="")

    assert reasons(imposed, catalog()) == ()
    assert reasons(imposed, catalog(active=False)) == ("instructor_gone",)


def test_preview_of_a_catalogue_that_is_as_it_was_is_empty() -> None:
    assert preview(catalog(), catalog(), date(2030, 6, 3)).lines == ()


def test_preview_is_cut_where_nobody_would_read_on() -> None:
    document = a_document(classTypes=[])
    kind = a_document()["classTypes"][0]
    document["classTypes"] = [{**kind, "id": f"c{n}"} for n in range(40)]
    document["priceRules"] = []
    many = parse(document, "1")

    found = preview(catalog(), many, date(2030, 6, 3))

    assert (len(found.lines), found.is_cut) == (400, True)


@pytest.mark.parametrize(
    ("block", "found"),
    [
        (session("2030-06-04T09:00"), ()),
        (session("2030-06-04T09:00", taken=2), ("too_many",)),
        (session("2030-06-04T09:00", minutes=61), ("duration",)),
        (session("2030-06-04T09:00", room="attic"), ("room_gone",)),
        (session("2030-06-04T09:00", class_type="solo"), ("not_taught",)),
        (session("2030-06-04T09:00", class_type="solo", room="attic"), ("not_taught",)),
        (session("2030-06-04T09:00", class_type="never"), ("class_gone",)),
        (session("2030-06-04T09:00", class_type="old"), ("class_gone",)),
        (session("2030-07-04T09:00"), ("closed_day",)),
        (session("2030-06-04T09:00", minutes=61, room="attic", taken=2), ("duration", "room_gone", "too_many")),
        # Calendly's own are its own matter.
        (session("2030-07-04T03:00", minutes=61, room="attic", taken=2, session="c-1"), ()),
        (session("2030-07-04T03:00", class_type="solo", session="c-1"), ("not_taught",)),
    ],
)
def test_each_reason_is_named(block: Block, found: tuple[Reason, ...]) -> None:
    assert reasons(block, catalog()) == found
