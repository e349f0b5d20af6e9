from datetime import date

from lib.studio.catalog import ANYONE
from lib.studio.slots import Missed, OffersQuery, Opening, alternatives, openings
from tests.unit.studio.builders import a_block, a_catalog, a_class, an_instructor, at

TUESDAY = date(2026, 11, 24)
NINE = at("2026-11-24 14:00")
NIGHT = NINE - 8 * 60
A_DAY = 1440


def test_openings_count_each_free_start_of_seven_days_once() -> None:
    hourly, also_hourly = a_class(id="salsa", after=0, step=60), a_class(id="bachata", after=0, step=60)
    late = a_class(id="late", after=0, step=30, duration=90, instructors=("ben",))
    old = a_class(id="old", step=1, after=0, active=False)
    people = (an_instructor("ana", "09:00-12:00"), an_instructor("ben", "09:00-10:30"))
    catalog = a_catalog(hourly, also_hourly, late, old, instructors=(*people, an_instructor("zoe", active=False)))
    schedule = [a_block(NINE, NINE + 60, after=0, class_type="other")]

    found = openings(catalog, schedule, NIGHT, None)
    of_one = openings(catalog, schedule, NIGHT, "late")

    assert found == [Opening("ana", 20, NINE + 60), Opening("ben", 7, NINE)]
    assert of_one == [Opening("ana", 0, None), Opening("ben", 7, NINE)]


def test_openings_begin_after_the_notice_and_end_after_seven_days() -> None:
    hourly = a_class(after=0, step=60, instructors=("ana",))
    catalog = a_catalog(hourly, instructors=(an_instructor("ana", "09:00-12:00"),))

    assert openings(catalog, [], NINE - 60, None) == [Opening("ana", 20, NINE + 60)]


def missed(instructor: str, *wanted: int) -> Missed:
    return Missed(OffersQuery(a_class(after=0, step=60), instructor, TUESDAY, 3), wanted)


def test_alternatives_are_the_nearest_of_the_same_instructor() -> None:
    wish = missed("ana", NINE + A_DAY)
    catalog = a_catalog(wish.query.class_type)

    found = alternatives(wish, [a_block(NINE + A_DAY + 60, NINE + A_DAY + 120, after=0)], catalog, NIGHT)

    assert [each.id for each in found] == ["ana_2026-11-25_11_0", "ana_2026-11-24_11_0", "ana_2026-11-24_10_0"]


def test_alternatives_are_filled_up_with_other_teachers() -> None:
    wish = missed("ana", NINE + A_DAY)
    catalog = a_catalog(wish.query.class_type)
    busy = [a_block(NINE - 60, NINE + 2 * A_DAY + 60, after=0)]

    found = alternatives(wish, busy, catalog, NIGHT)

    assert [each.id for each in found] == ["ana_2026-11-26_10_0", "ana_2026-11-26_11_0", "ben_2026-11-25_9_0"]


def test_alternatives_leave_out_every_wanted_start_even_if_it_looks_free() -> None:
    wish = missed(ANYONE, NINE, NINE + 60)
    catalog = a_catalog(wish.query.class_type)

    found = alternatives(wish, [], catalog, NIGHT)

    assert [each.id for each in found] == ["any_2026-11-24_11_0", "any_2026-11-25_9_0", "any_2026-11-25_10_0"]


def test_alternatives_are_none_when_nothing_is_free() -> None:
    wish = missed("ana", NINE)
    catalog = a_catalog(wish.query.class_type)
    busy = [a_block(NINE - 600, NINE + 5 * A_DAY, instructor=who) for who in ("ana", "ben")]

    assert alternatives(wish, busy, catalog, NIGHT) == ()
