"""By which names a calendar knows lessons again: the same for what moves or fills, other ones for what is another."""

from dataclasses import replace
from typing import Any

import pytest

from lib.studio.catalog import Catalog
from lib.studio.teaching import Taught, lessons
from tests.unit.studio.builders import a_block, a_catalog, a_class


def taught(start: int, booking: str = "b1", **changes: Any) -> Taught:
    return Taught(a_block(start, changes.pop("end", start + 60), **({"class_type": "private"} | changes)), booking)


@pytest.fixture
def catalog() -> Catalog:
    return a_catalog(a_class(id="private"), a_class(id="group", capacity=3))


def names(catalog: Catalog, *sessions: Taught) -> list[str]:
    return [lesson.name for lesson in lessons(sessions, catalog)]


def test_lessons_are_the_sessions_in_their_order(catalog: Catalog) -> None:
    sessions = [taught(600), taught(720, "b2"), taught(840, "b3")]

    found = lessons(sessions, catalog)

    assert [lesson.block for lesson in found] == [session.block for session in sessions]
    assert len({lesson.name for lesson in found}) == 3


def test_private_lesson_is_named_by_its_booking_whenever_and_whoever_gives_it(catalog: Catalog) -> None:
    assert names(catalog, taught(600)) == names(catalog, taught(9000, instructor="ben", room="small"))
    assert names(catalog, taught(600)) != names(catalog, taught(600, "b2"))


def test_class_is_named_by_its_time_whoever_comes(catalog: Catalog) -> None:
    group = taught(600, class_type="group")

    assert names(catalog, group) == names(catalog, taught(600, "b2", class_type="group", taken=3, room="small"))
    others = [
        taught(660, class_type="group"),
        taught(600, class_type="group", end=720),
        taught(600, class_type="group", instructor="ben"),
        taught(600, class_type="unknown"),
    ]
    assert len({*names(catalog, group), *(names(catalog, other)[0] for other in others)}) == 5


def test_several_lessons_of_a_booking_are_counted_from_the_last(catalog: Catalog) -> None:
    first, second, third = taught(600), taught(9000), taught(90_000)

    all_of_them = names(catalog, first, taught(700, "b2"), second, third)

    assert len(set(all_of_them)) == 4
    assert names(catalog, second, third) == all_of_them[2:]


def test_meeting_on_calendly_is_named_by_itself_in_all_its_pieces(catalog: Catalog) -> None:
    pieces = [taught(600, session="m1"), taught(2040, session="m1")]
    moved = [taught(700, "b2", session="m1", taken=2), taught(2140, "b2", session="m1", taken=2)]

    assert names(catalog, *pieces) == names(catalog, *moved)
    assert len({*names(catalog, *pieces), *names(catalog, taught(600, session="m2"))}) == 3
    assert names(catalog, taught(600, session="m1")) != names(catalog, taught(600, session="m1", instructor="ben"))


def test_session_that_holds_more_than_its_class_has_places_is_named_by_its_time(catalog: Catalog) -> None:
    two = taught(600, taken=2)

    assert names(catalog, two) == names(catalog, taught(600, "b2", taken=2))


def test_names_tell_nothing_of_our_ids(catalog: Catalog) -> None:
    [name] = names(catalog, taught(600, "booking_1906718400000_abcdefghijklm"))

    assert (len(name), set(name) <= set("0123456789abcdef")) == (32, True)


def test_class_that_is_not_known_any_more_has_a_name_as_well(catalog: Catalog) -> None:
    without = replace(catalog, class_types={})

    assert len(set(names(without, taught(600), taught(720), taught(720, class_type="")))) == 3
