"""Who may book at the last minute, and change until when."""

from dataclasses import replace

import pytest

from lib.studio.catalog import Rules
from lib.studio.life_cycle import bookable_by, changeable_from
from lib.studio.roles import ROLES, Role, scope
from tests.unit.studio.builders import a_catalog

CATALOG = a_catalog(rules=Rules(120, 720, 60, 8))


def test_customers_book_with_the_notice_of_the_catalogue() -> None:
    assert bookable_by("customer", CATALOG) == CATALOG


@pytest.mark.parametrize("role", ["instructor", "owner"])
def test_staff_book_at_the_last_minute_and_by_all_other_rules(role: Role) -> None:
    assert bookable_by(role, CATALOG) == replace(CATALOG, rules=Rules(0, 720, 60, 8))


@pytest.mark.parametrize(("role", "first"), [("customer", 1720), ("instructor", 0), ("owner", 0)])
def test_customers_alone_change_no_lesson_that_is_near_or_past(role: Role, first: int) -> None:
    assert changeable_from(1000, role, CATALOG) == first


def test_scope_is_what_the_table_says_and_none_for_who_stands_in_no_row() -> None:
    assert (scope("see", "customer"), scope("list", "owner"), scope("list", "customer")) == (
        "own_booking",
        "everything",
        None,
    )
    assert {operation for operation, row in ROLES.items() if "customer" in row} == {
        "see", "move", "correct", "cancel", "see_data", "erase",
    }  # fmt: skip
