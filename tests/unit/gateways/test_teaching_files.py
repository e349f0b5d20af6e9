"""The file that an instructor's calendar fetches, read by another library than the one that wrote it."""

from datetime import UTC, datetime
from typing import Any

import pytest
import vobject

from lib.actions.calendar_ports import TeachingCalendar
from lib.gateways.calendars import IcalendarFiles
from lib.studio.catalog import Catalog, Language, Room, Text
from lib.studio.teaching import Lesson
from tests.unit.studio.builders import a_block, a_catalog, a_class, an_instructor, at

CHANGED = 1_790_000_000_123


def a_lesson(**changes: Any) -> Lesson:
    start = at("2026-11-24 18:00")
    return Lesson("name", a_block(start, start + 60, **({"class_type": "group", "room": "big"} | changes)))


def a_studio(**changes: Any) -> Catalog:
    group = a_class(id="group", name=Text("Group", "Grupo"), capacity=8, rooms=("big",))
    return a_catalog(group, **({"rooms": {"big": Room("big", Text("Big room", "Sala grande"))}} | changes))


def written(catalog: Catalog, *lessons: Lesson, language: Language = "en", changed: int = CHANGED) -> Any:
    calendar = TeachingCalendar("ana", changed, lessons, language)
    [read] = list(vobject.readComponents(IcalendarFiles().teaching(calendar, catalog).decode()))
    return read


def told(event: Any) -> dict[str, Any]:
    return {name: values[0].value for name, values in event.contents.items()}


def test_event_says_what_its_teacher_has_to_know() -> None:
    [event] = written(a_studio(), a_lesson(taken=3)).vevent_list

    changed = datetime.fromtimestamp(CHANGED // 1000, UTC)
    assert told(event) == {
        "uid": "name@bookings.sabor-con-flow",
        "sequence": "212163200",
        "dtstamp": changed,
        "last-modified": changed,
        "dtstart": datetime(2026, 11, 24, 18, tzinfo=UTC),
        "dtend": datetime(2026, 11, 24, 19, tzinfo=UTC),
        "summary": "Group",
        "location": "Big room, Test",
        "description": "3 of 8 places",
        "status": "CONFIRMED",
    }


def test_event_is_written_in_the_language_that_was_asked_for() -> None:
    [event] = written(a_studio(), a_lesson(taken=3), language="es").vevent_list

    assert [event.summary.value, event.location.value, event.description.value] == [
        "Grupo",
        "Sala grande, Test",
        "3 de 8 plazas",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"class_type": ""}, ("Calendly", "Big room, Test", "1 of 1 places")),
        ({"class_type": "old"}, ("old", "Big room, Test", "1 of 1 places")),
        ({"room": ""}, ("Group", "Test", "1 of 8 places")),
        ({"room": "sold"}, ("Group", "Test", "1 of 8 places")),
        ({"taken": 9}, ("Group", "Big room, Test", "9 of 8 places")),
    ],
)
def test_what_has_left_the_catalogue_is_shown_as_far_as_it_is_known(
    changes: dict[str, Any], words: tuple[str, str, str]
) -> None:
    [event] = written(a_studio(), a_lesson(**changes)).vevent_list

    assert (event.summary.value, event.location.value, event.description.value) == words


def test_calendar_without_lessons_is_one() -> None:
    calendar = written(a_studio())

    assert told(calendar) == {
        "version": "2.0",
        "prodid": "-//Sabor con Flow//Bookings//EN",
        "method": "PUBLISH",
        "name": "Test: Ana",
        "x-wr-calname": "Test: Ana",
        "refresh-interval": "PT15M",
        "x-published-ttl": "PT15M",
    }


@pytest.mark.parametrize("evil", ["A\r\nBEGIN:VEVENT\r\nEND:VEVENT", 'A;B,C\\n:D"', "\u202eA", "Ñ" * 300, "A\x00B"])
def test_words_of_the_catalogue_stay_words(evil: str) -> None:
    group = a_class(id="group", name=Text(evil, evil), capacity=8)
    studio = a_catalog(
        group, studio=evil, rooms={"big": Room("big", Text(evil, evil))}, instructors=(an_instructor("ana", name=evil),)
    )

    calendar = written(studio, a_lesson(), a_lesson()._replace(name="other"))

    kept = evil.replace("\r\n", "\n")
    assert calendar.contents["name"][0].value == f"{kept}: {kept}"
    assert [event.uid.value.partition("@")[0] for event in calendar.vevent_list] == ["name", "other"]
    assert {tuple(event.contents) for event in calendar.vevent_list} == {
        tuple(written(a_studio(), a_lesson()).vevent.contents)
    }


@pytest.mark.parametrize(
    ("changed", "sequence"),
    [(0, "0"), (1_577_836_800_000, "0"), (1_577_836_801_000, "1"), (3_725_320_447_000, "2147483647")],
)
def test_sequence_never_falls_below_nothing_and_lasts_for_decades(changed: int, sequence: str) -> None:
    [event] = written(a_studio(), a_lesson(), changed=changed).vevent_list

    assert event.sequence.value == sequence
