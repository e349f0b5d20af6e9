from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studio.catalog import ANYONE, PriceRule, Text, Window
from lib.studio.localtime import LocalMinute
from lib.studio.pricing import PriceLine, Quote, quote, slot_price, slot_rules
from tests.unit.studio.builders import a_catalog, a_class

SATURDAY = LocalMinute(date(2026, 11, 28), 600, later=False)
TUESDAY = LocalMinute(date(2026, 11, 24), 600, later=False)
SALSA = a_class(price_minor=4000)


def a_rule(label: str = "Rule", **conditions: Any) -> PriceRule:
    return PriceRule(Text(label, label), **conditions)


def line(label: str, amount_minor: int) -> PriceLine:
    return PriceLine(Text(label, label), amount_minor)


def price(*rules: PriceRule, instructor: str = "ana", start: LocalMinute = TUESDAY) -> int:
    catalog = a_catalog(SALSA, price_rules=rules)
    return slot_price(SALSA, slot_rules(catalog, SALSA, instructor), start.day.weekday(), start.minute)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, 4400),
        ({"class_types": ("salsa",)}, 4400),
        ({"class_types": ("bachata",)}, 4000),
        ({"instructor": "ana"}, 4400),
        ({"instructor": "ben"}, 4000),
        ({"weekdays": (1,)}, 4400),
        ({"weekdays": (0, 5)}, 4000),
        ({"hours": Window(600, 601)}, 4400),
        ({"hours": Window(540, 600)}, 4000),
        ({"weekdays": (1,), "hours": Window(700, 800)}, 4000),
        ({"slots_at_least": 2}, 4000),
    ],
)
def test_slot_price_changes_when_all_conditions_hold(conditions: dict[str, Any], expected: int) -> None:
    assert price(a_rule(percent=10, **conditions)) == expected


def test_rule_for_one_person_never_applies_to_anyone() -> None:
    assert price(a_rule(percent=10, instructor="ana"), instructor=ANYONE) == 4000


def test_percentages_are_of_the_class_price_and_do_not_compound() -> None:
    assert price(a_rule(percent=50), a_rule(percent=-10), a_rule(amount_minor=-25)) == 4000 + 2000 - 400 - 25


def test_price_is_never_below_zero_after_any_rule() -> None:
    assert price(a_rule(amount_minor=-9999), a_rule(amount_minor=100)) == 100


def test_quote_has_a_line_for_the_slots_and_one_for_each_rule() -> None:
    rules = (
        a_rule("Saturday", percent=10, weekdays=(5,)),
        a_rule("Ana", amount_minor=500, instructor="ana"),
        a_rule("Ben", amount_minor=700, instructor="ben"),
        a_rule("Two", percent=-10, slots_at_least=2),
        a_rule("Three", percent=-20, slots_at_least=3),
    )

    found = quote(a_catalog(SALSA, price_rules=rules), SALSA, "ana", [TUESDAY, SATURDAY])

    lines = (line("Salsa", 8000), line("Saturday", 400), line("Ana", 1000), line("Two", -940))
    assert found == Quote(8460, (4500, 4900), lines)


def test_rule_for_several_slots_needs_its_hours_in_each() -> None:
    rule = a_rule("Two", percent=-10, slots_at_least=2, weekdays=(5,))
    catalog = a_catalog(SALSA, price_rules=(rule,))

    mixed, saturdays = (quote(catalog, SALSA, "ana", [day, SATURDAY]).total_minor for day in (TUESDAY, SATURDAY))

    assert (mixed, saturdays) == (8000, 7200)


def test_quote_is_never_below_zero() -> None:
    rule = a_rule("Gift", amount_minor=-99999, slots_at_least=2)

    found = quote(a_catalog(SALSA, price_rules=(rule,)), SALSA, "ana", [TUESDAY, SATURDAY])

    assert found == Quote(0, (4000, 4000), (line("Salsa", 8000), line("Gift", -8000)))


RULES = st.builds(
    a_rule,
    percent=st.none(),
    amount_minor=st.integers(-9000, 9000),
    weekdays=st.sampled_from([(), (1,), (5,)]),
    slots_at_least=st.sampled_from([None, 2, 3]),
) | st.builds(
    a_rule,
    percent=st.integers(-100, 300),
    instructor=st.sampled_from([None, "ana"]),
    slots_at_least=st.sampled_from([None, 2]),
)


@given(
    st.lists(RULES, max_size=6),
    st.lists(st.sampled_from([TUESDAY, SATURDAY]), min_size=1, max_size=4),
    st.sampled_from(["ana", ANYONE]),
)
def test_lines_add_up_to_the_total(rules: list[PriceRule], days: list[LocalMinute], instructor: str) -> None:
    catalog = a_catalog(SALSA, price_rules=tuple(rules))

    found = quote(catalog, SALSA, instructor, days)

    assert sum(each.amount_minor for each in found.lines) == found.total_minor >= 0
    assert found.slot_prices == tuple(price(*rules, instructor=instructor, start=day) for day in days)


def test_quote_asks_rules_of_one_class_whose_they_are() -> None:
    kind, rules = (
        a_class(),
        (a_rule(amount_minor=500, class_types=("salsa",)), a_rule(amount_minor=70, class_types=("tango",))),
    )

    found = quote(a_catalog(kind, price_rules=rules), kind, "ana", [TUESDAY])

    assert (found.total_minor, found.slot_prices) == (4500, (4500,))
