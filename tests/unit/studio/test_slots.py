from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studio.slot_names import SlotName, parse_slot_id, slot_id, slot_name
from lib.studio.slots import scan_bounds, starts
from tests.unit.studio.builders import NEW_YORK, a_catalog, a_class, an_instructor, at, windows

TUESDAY = date(2026, 11, 24)


def clocks(opens: str, **kind: object) -> list[str]:
    """Start times in New York on a day without a change."""
    class_type = a_class(**kind)
    catalog = a_catalog(class_type, instructors=(an_instructor("ana", opens), an_instructor("ben", "")))
    since_midnight = (start - at("2026-11-24 05:00") for start in starts(catalog, class_type, "ana", TUESDAY))
    return [f"{minute // 60:02}:{minute % 60:02}" for minute in since_midnight]


def test_each_window_has_a_grid_of_its_own_from_its_opening() -> None:
    assert clocks("09:10-12:00 13:05-15:20") == ["09:10", "10:25", "13:05", "14:20"]


def test_last_slot_ends_inside_its_window_and_its_buffer_may_not() -> None:
    assert clocks("18:00-21:00", duration=60, after=30, step=60) == ["18:00", "19:00", "20:00"]
    assert clocks("18:00-20:59", duration=60, after=30, step=60) == ["18:00", "19:00"]


def test_slot_may_end_at_midnight() -> None:
    assert clocks("22:00-24:00", duration=60, step=60) == ["22:00", "23:00"]


def test_window_shorter_than_the_class_has_no_slot() -> None:
    assert clocks("09:00-09:59", duration=60) == []


def test_closed_day_has_no_starts() -> None:
    catalog = a_catalog(closed_days=frozenset({TUESDAY}))

    assert list(starts(catalog, catalog.class_types["salsa"], "ana", TUESDAY)) == []


def test_starts_are_epoch_minutes() -> None:
    catalog = a_catalog()

    found = starts(catalog, catalog.class_types["salsa"], "ana", TUESDAY)

    assert found == (at("2026-11-24 14:00"), at("2026-11-24 15:15"))


def test_edited_hours_are_seen_at_once_under_the_same_version() -> None:
    before, after = clocks("09:00-10:00"), clocks("10:00-11:00")

    assert (before, after) == (["09:00"], ["10:00"])


def test_touching_windows_share_one_grid() -> None:
    assert clocks("09:00-10:30 10:30-12:00", duration=60, step=60) == ["09:00", "10:00", "11:00"]


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("2026-11-24 23:00", "2026-11-24_18_0"),
        ("2026-11-25 04:05", "2026-11-24_23_5"),
        ("2026-11-24 05:00", "2026-11-24_0_0"),
        ("2026-11-01 05:30", "2026-11-01_1_30"),
        ("2026-11-01 06:30", "2026-11-01_1_30_2"),
    ],
)
def test_slot_name_is_the_wall_clock_without_leading_zeros(start: str, name: str) -> None:
    assert (slot_name(at(start), NEW_YORK), slot_id("any", at(start), NEW_YORK)) == (name, f"any_{name}")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ana_2026-11-24_18_0", SlotName("ana", TUESDAY, 1080, later=False)),
        ("any_2026-11-24_0_5", SlotName("any", TUESDAY, 5, later=False)),
        ("a-1_2026-11-24_23_59_2", SlotName("a-1", TUESDAY, 1439, later=True)),
        ("x_2000-02-29_9_30", SlotName("x", date(2000, 2, 29), 570, later=False)),
        ("x_2099-12-31_9_30", SlotName("x", date(2099, 12, 31), 570, later=False)),
    ],
)
def test_slot_id_is_read_as_it_is_written(text: str, name: SlotName) -> None:
    assert parse_slot_id(text) == name


@pytest.mark.parametrize(
    "text",
    [
        *("", "ana", "ana_2026-11-24", "ana_2026-11-24_18", "_2026-11-24_18_0", "ana_2026-11-24_18_0_"),
        *("ana_2026-11-24_08_0", "ana_2026-11-24_8_00", "ana_2026-11-24_8_05", "ana_2026-11-24_24_0"),
        *("ana_2026-11-24_8_60", "ana_2026-11-24_-1_0", "ana_2026-11-24_8_0_1", "ana_2026-11-24_8_0_3"),
        *("ana_2026-02-30_8_0", "ana_2026-13-01_8_0", "ana_2026-00-01_8_0", "ana_26-11-24_8_0"),
        *("ana_1999-12-31_8_0", "ana_2100-01-01_8_0", "ana_0000-01-01_8_0", "ana_2026-1-4_8_0"),
        *("Ana_2026-11-24_8_0", "añ_2026-11-24_8_0", "a_b_2026-11-24_8_0", f"{'a' * 41}_2026-11-24_8_0"),
        *("ana_2026-11-24_8_0\n", " ana_2026-11-24_8_0", "ana_\uff12026-11-24_8_0", "ana_2026-11-24_٨_0"),
        *("ana_20261124_8_0", "ana_2026-11-24T8:00", "ana_2026-W48-2_8_0", "ana_2026-11-24_8_0_2_2"),
    ],
)
def test_slot_id_in_any_other_spelling_is_none(text: str) -> None:
    assert parse_slot_id(text) is None


@given(st.integers(at("2000-01-02 00:00"), at("2099-12-31 00:00")))
def test_slot_id_has_one_spelling(start: int) -> None:
    text = slot_id("ana", start, NEW_YORK)

    name = parse_slot_id(text)

    assert name is not None
    assert f"{name.instructor}_{name.day}_{name.minute // 60}_{name.minute % 60}{'_2' * name.later}" == text


def test_scan_bounds_reach_back_a_day_and_the_longest_buffer() -> None:
    week = scan_bounds(a_catalog(), date(2026, 10, 28), 7)

    assert week == (at("2026-10-28 04:00") - 1440 - 120, at("2026-11-04 05:00") + 120)


def test_windows_of_the_builder_are_minutes() -> None:
    assert [(each.opens, each.closes) for each in windows("09:10-24:00")] == [(550, 1440)]
