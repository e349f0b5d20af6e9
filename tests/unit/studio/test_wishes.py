from datetime import date
from typing import Any

import pytest

from lib.studio.catalog import ANYONE, Catalog, PriceRule, Rules, Text
from lib.studio.pricing import PriceLine, Quote
from lib.studio.refusals import NotASlot, UnknownClassType, UnknownInstructor
from lib.studio.wishes import CheckedWish, WantedSlot, Wish, bookable_class_type, bookable_instructor, check
from tests.unit.studio.builders import a_catalog, a_class, an_instructor, at

NOW = at("2026-11-23 12:00")
NINE = at("2026-11-24 14:00")
SALSA = a_class(after=15, step=30, instructors=("ana", "ben"))


def a_studio(**changes: Any) -> Catalog:
    people = (
        an_instructor("ana", "09:00-12:00"),
        an_instructor("ben", "09:00-10:00 14:00-15:00"),
        an_instructor("cleo", "09:00-12:00"),
        an_instructor("gone", "09:00-12:00", active=False),
    )
    return a_catalog(SALSA, a_class(id="old", active=False), **({"instructors": people} | changes))


def refusal(*slots: str, instructor: str = "ana", now: int = NOW) -> NotASlot:
    with pytest.raises(NotASlot) as refused:
        check(Wish("salsa", instructor, slots), a_studio(), now)
    return refused.value


def test_wish_is_described_in_order_of_its_starts() -> None:
    rule = PriceRule(Text("Ana", "Ana"), amount_minor=500, instructor="ana")
    catalog = a_studio(price_rules=(rule,))

    found = check(Wish("salsa", "ana", ("ana_2026-11-24_10_30", "ana_2026-11-24_9_0")), catalog, NOW)

    bounds = (at("2026-11-24 05:00"), at("2026-11-25 05:00"))
    slots = (
        WantedSlot("2026-11-24_9_0", NINE, NINE + 60, *bounds, 4500),
        WantedSlot("2026-11-24_10_30", NINE + 90, NINE + 150, *bounds, 4500),
    )
    lines = (PriceLine(Text("Salsa", "Salsa"), 8000), PriceLine(Text("Ana", "Ana"), 1000))
    assert found == CheckedWish(SALSA, "ana", ("ana",), slots, Quote(9000, (4500, 4500), lines))


@pytest.mark.parametrize(
    ("slots", "candidates"),
    [
        (("any_2026-11-24_9_0",), ("ana", "ben")),
        (("any_2026-11-24_10_30",), ("ana",)),
        (("any_2026-11-24_9_0", "any_2026-11-24_10_30"), ("ana",)),
        (("any_2026-11-24_9_0", "any_2026-11-24_14_0"), ("ben",)),
    ],
)
def test_candidates_of_anyone_teach_at_every_wanted_start(slots: tuple[str, ...], candidates: tuple[str, ...]) -> None:
    assert check(Wish("salsa", ANYONE, slots), a_studio(), NOW).candidates == candidates


def test_anyone_whom_no_single_teacher_can_be_is_refused() -> None:
    found = refusal("any_2026-11-24_10_30", "any_2026-11-24_14_0", instructor=ANYONE)

    assert found == NotASlot("any_2026-11-24_14_0", 1, "other_instructor")


@pytest.mark.parametrize(
    ("slot", "reason"),
    [
        ("ana_2026-11-24_09_0", "malformed"),
        ("ben_2026-11-24_9_0", "other_instructor"),
        ("any_2026-11-24_9_0", "other_instructor"),
        ("ana_2026-11-24_9_15", "off_grid"),
        ("ana_2026-11-24_11_30", "off_grid"),
        ("ana_2026-11-24_9_0_2", "off_grid"),
        ("ana_2026-11-24_12_0", "closed"),
        ("ana_2026-11-24_8_30", "closed"),
        ("ana_2026-11-22_9_0", "too_soon"),
        ("ana_2027-01-23_9_0", "too_far"),
        ("ana_2026-11-25_9_30", "overlapping"),
        ("ana_2026-11-25_10_0", "overlapping"),
        ("ana_2026-11-25_9_0", "overlapping"),
    ],
)
def test_slot_that_is_not_offered_is_refused_with_its_position(slot: str, reason: str) -> None:
    assert refusal("ana_2026-11-25_9_0", slot) == NotASlot(slot, 1, reason)


def test_closed_day_is_closed() -> None:
    catalog = a_studio(closed_days=frozenset({date(2026, 11, 24)}))

    with pytest.raises(NotASlot) as refused:
        check(Wish("salsa", "ana", ("ana_2026-11-24_9_0",)), catalog, NOW)

    assert refused.value == NotASlot("ana_2026-11-24_9_0", 0, "closed")


def test_notice_ends_with_its_minute_and_the_horizon_with_its_day() -> None:
    wish = Wish("salsa", "ana", ("ana_2026-11-24_9_0",))
    catalog = a_studio(rules=Rules(120, 720, 1, 8))

    in_time = check(wish, catalog, NINE - 120).slots[0].start
    a_day_before = check(wish, catalog, at("2026-11-23 05:00")).slots[0].start

    assert (in_time, a_day_before) == (NINE, NINE)
    assert refusal("ana_2026-11-24_9_0", now=NINE - 119) == NotASlot("ana_2026-11-24_9_0", 0, "too_soon")
    with pytest.raises(NotASlot, check=lambda error: error.reason == "too_far"):
        check(wish, catalog, at("2026-11-23 04:59"))


def test_neighbours_with_the_gap_between_them_are_granted() -> None:
    wish = Wish("salsa", "ana", ("ana_2026-11-24_9_0", "ana_2026-11-24_10_30"))

    assert [each.start for each in check(wish, a_studio(), NOW).slots] == [NINE, NINE + 90]


def test_skipped_minute_is_off_the_grid_and_the_repeated_one_is_two_slots() -> None:
    nights = a_studio(instructors=(an_instructor("ana", "00:00-05:00"),))
    repeated = ("ana_2026-11-01_1_30", "ana_2026-11-01_1_30_2")

    with pytest.raises(NotASlot) as refused:
        check(Wish("salsa", "ana", ("ana_2027-03-14_2_30",)), nights, at("2027-03-01 12:00"))
    starts = [check(Wish("salsa", "ana", (each,)), nights, at("2026-10-20 12:00")).slots[0].start for each in repeated]

    assert refused.value == NotASlot("ana_2027-03-14_2_30", 0, "off_grid")
    assert starts == [at("2026-11-01 05:30"), at("2026-11-01 06:30")]


@pytest.mark.parametrize("class_type", ["tango", "old", ""])
def test_unknown_or_inactive_class_is_refused(class_type: str) -> None:
    with pytest.raises(UnknownClassType) as refused:
        check(Wish(class_type, "ana", ("ana_2026-11-24_9_0",)), a_studio(), NOW)

    assert refused.value == UnknownClassType(class_type)


@pytest.mark.parametrize("instructor", ["zoe", "gone", ""])
def test_unknown_or_inactive_instructor_is_refused(instructor: str) -> None:
    with pytest.raises(UnknownInstructor) as refused:
        check(Wish("salsa", instructor, ("ana_2026-11-24_9_0",)), a_studio(), NOW)

    assert refused.value == UnknownInstructor(instructor)


def test_instructor_of_other_classes_is_refused_at_the_first_slot() -> None:
    found = refusal("cleo_2026-11-24_9_0", instructor="cleo")

    assert found == NotASlot("cleo_2026-11-24_9_0", 0, "other_instructor")


def test_bookable_names_are_given_back() -> None:
    catalog = a_studio()

    assert bookable_class_type(catalog, "salsa") == SALSA
    assert [bookable_instructor(catalog, name) for name in ("ana", "any")] == ["ana", "any"]


@pytest.mark.parametrize("count", [0, 5])
def test_wish_has_one_to_four_slots(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        Wish("salsa", "ana", ("ana_2026-11-24_9_0",) * count)
