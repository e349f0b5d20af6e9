from datetime import date, timedelta

from lib.studio.catalog import ANYONE
from lib.studio.first_look import SCANNED_DAYS, FirstLook, first_look
from lib.studio.slots import OPENINGS_DAYS, OffersQuery, offers, openings, scan_bounds
from tests.unit.studio.builders import a_block, a_catalog, a_class, an_instructor, at

TUESDAY = date(2026, 11, 24)
NINE = at("2026-11-24 14:00")
NIGHT = NINE - 8 * 60
A_DAY = 1440


def test_first_look_is_the_first_class_with_free_time_from_its_first_free_day_on() -> None:
    old = a_class(id="old", active=False)
    never = a_class(id="never", instructors=("zoe",))
    salsa, bachata = a_class(id="salsa"), a_class(id="bachata")
    team = (an_instructor("ana"), an_instructor("ben"), an_instructor("zoe", ""))
    catalog = a_catalog(old, never, salsa, bachata, instructors=team)
    # Nobody has time on the first day.
    busy = [a_block(NINE - 60, NINE + 600, instructor=who) for who in ("ana", "ben")]

    found = first_look(catalog, openings(catalog, busy, NIGHT, None), busy, NIGHT)

    query = OffersQuery(salsa, ANYONE, TUESDAY + timedelta(days=1), 7)
    assert found == FirstLook(query, offers(query, busy, catalog, NIGHT))


def test_first_look_names_who_teaches_alone() -> None:
    solo = a_class(id="solo", instructors=("ben",))
    catalog = a_catalog(solo)

    found = first_look(catalog, openings(catalog, [], NIGHT, None), [], NIGHT)

    query = OffersQuery(solo, "ben", TUESDAY, 7)
    assert found == FirstLook(query, offers(query, [], catalog, NIGHT))


def test_first_look_is_nothing_where_nobody_has_time() -> None:
    catalog = a_catalog(instructors=(an_instructor("ana", ""), an_instructor("ben", "")))

    assert first_look(catalog, openings(catalog, [], NIGHT, None), [], NIGHT) is None


def test_as_much_is_scanned_as_the_latest_first_look_can_show() -> None:
    catalog = a_catalog()
    latest = TUESDAY + timedelta(days=OPENINGS_DAYS - 1)

    assert scan_bounds(catalog, TUESDAY, SCANNED_DAYS)[1] == scan_bounds(catalog, latest, OPENINGS_DAYS)[1]
