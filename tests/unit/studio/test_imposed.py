"""What a meeting on Calendly is here, known or not."""

from typing import Any

import pytest

from lib.studio.catalog import ANYONE, Calendly, Catalog, EventType, PriceRule, Text, Window
from lib.studio.imposed import Imposed, Piece, imposed, instructors_of
from lib.studio.pricing import Quote
from tests.unit.studio.builders import a_catalog, a_class, at

START = at("2026-11-24 18:00")
KIND, ALONE, UNKNOWN = "kind-of-two", "kind-of-ana", "kind-of-nobody"


def a_studio(**changes: Any) -> Catalog:
    kinds = {KIND: EventType("salsa"), ALONE: EventType("salsa", "ana"), "gone": EventType("left")}
    return a_catalog(
        a_class(before=5, rooms=("big",)),
        calendly=Calendly(hosts={"u-ana": "ana", "u-ben": "ben"}, event_types=kinds),
        **changes,
    )


def test_meeting_that_the_catalogue_knows_is_a_lesson() -> None:
    found = imposed((START, START + 60), KIND, ["u-ben", "u-ana"], a_studio())

    assert (found.instructor, found.class_type, found.before, found.after, found.rooms) == (
        "ben",
        "salsa",
        5,
        15,
        ("big",),
    )
    assert found.pieces == (
        Piece("2026-11-24_13_0", START, START + 60, "ben"),
        Piece("2026-11-24_13_0", START, START + 60, "ana"),
    )
    assert (found.quote.total_minor, found.is_mapped) == (4000, True)


def test_meeting_that_nobody_knows_takes_time_and_costs_nothing() -> None:
    found = imposed((START, START + 30), UNKNOWN, ["u-stranger"], a_studio())

    assert found == Imposed(
        instructor=ANYONE,
        class_type="",
        before=0,
        after=15,
        rooms=(),
        pieces=(Piece("2026-11-24_13_0", START, START + 30, ANYONE),),
        quote=Quote(0, (), ()),
        is_mapped=False,
    )


@pytest.mark.parametrize(
    ("kind", "hosts", "mapped"),
    [
        (KIND, ["u-ana"], True),
        (KIND, ["u-ana", "u-stranger"], False),
        (KIND, [], False),
        (ALONE, [], True),
        (ALONE, ["u-stranger"], True),
        (ALONE, ["u-stranger", "u-other"], False),
        ("gone", ["u-ana"], False),
        (UNKNOWN, ["u-ana"], False),
    ],
)
def test_meeting_is_mapped_when_nothing_is_left_to_be_said(kind: str, hosts: list[str], mapped: bool) -> None:  # noqa: FBT001 -- a column
    assert imposed((START, START + 60), kind, hosts, a_studio()).is_mapped is mapped


@pytest.mark.parametrize(
    ("kind", "hosts", "who"),
    [
        (KIND, ["u-ben", "u-stranger", "u-ana", "u-ben"], ("ben", "ana")),
        (ALONE, ["u-ben"], ("ben",)),
        (ALONE, [], ("ana",)),
        (ALONE, ["u-stranger"], ("ana",)),
        (ALONE, ["u-stranger", "u-other"], (ANYONE,)),
        (KIND, [], (ANYONE,)),
    ],
)
def test_instructors_are_the_hosts_that_are_known_each_once(kind: str, hosts: list[str], who: tuple[str, ...]) -> None:
    assert instructors_of(kind, hosts, a_studio()) == who


def test_long_meeting_is_cut_into_days_and_a_rest() -> None:
    pieces = imposed((START, START + 2 * 1440 + 30), KIND, ["u-ana"], a_studio()).pieces

    assert [(piece.name, piece.start - START, piece.end - START) for piece in pieces] == [
        ("2026-11-24_13_0", 0, 1440),
        ("2026-11-25_13_0", 1440, 2880),
        ("2026-11-26_13_0", 2880, 2910),
    ]


def test_meeting_costs_what_its_own_hour_of_the_studio_costs() -> None:
    evening = PriceRule(Text("Evening", "Tarde"), amount_minor=500, hours=Window(13 * 60, 14 * 60))

    found = imposed((START, START + 60), KIND, ["u-ana"], a_studio(price_rules=(evening,)))

    assert (found.quote.total_minor, found.quote.slot_prices) == (4500, (4500,))
