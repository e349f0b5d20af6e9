"""Offers against a slow model, written from the rules and not from the code."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.studio import places
from lib.studio.catalog import ANYONE, Catalog, ClassType, PriceRule, Rules, Text
from lib.studio.slots import Block, Offer, OffersQuery, offers, starts
from tests.unit.studio.builders import a_block, a_catalog, a_class, an_instructor, at

TUESDAY = date(2026, 11, 24)
NINE = at("2026-11-24 14:00")
LONG_AGO = at("2026-11-20 12:00")
ROOMS = ("big", "small")


def conflict(one: Block, two: Block) -> bool:
    first, second = sorted((one, two), key=lambda each: (each.start, each.end))
    apart = first.end + max(first.after, second.before) <= second.start
    other_way = second.end + max(second.after, first.before) <= first.start
    return not (apart or other_way)


def slowly(class_type: ClassType, who: str, start: int, schedule: list[Block]) -> int:
    """Places left, by looking at every block for every start."""
    end = start + class_type.duration
    wanted = a_block(start, end, before=class_type.before, after=class_type.after, instructor=who)
    own = [
        each
        for each in schedule
        if (each.instructor, each.class_type, each.start, each.end, each.session)
        == (who, class_type.id, start, end, "")
    ]
    if any(conflict(wanted, each) for each in schedule if each.instructor == who and each not in own):
        return 0
    if own:
        return max(0, class_type.capacity - own[0].taken)
    rooms = [any(conflict(wanted, each) for each in schedule if each.room == room) for room in class_type.rooms]
    return 0 if rooms and all(rooms) else class_type.capacity


@st.composite
def studios(draw: st.DrawFn) -> tuple[Catalog, ClassType, list[Block]]:
    buffers = st.sampled_from([0, 5, 15, 30])
    class_type = a_class(
        duration=draw(st.sampled_from([30, 45, 60])),
        step=draw(st.sampled_from([15, 30, 60, 75])),
        before=draw(buffers),
        after=draw(buffers),
        capacity=draw(st.integers(1, 3)),
        rooms=draw(st.sampled_from([(), ROOMS, ROOMS[:1]])),
    )
    people = (an_instructor("ana", "09:00-12:00"), an_instructor("ben", "09:30-11:00 11:15-14:00"))
    catalog = a_catalog(class_type, instructors=people)
    grid = [(who, start) for who in ("ana", "ben") for start in starts(catalog, class_type, who, TUESDAY)]
    ours = st.tuples(st.sampled_from(grid), st.sampled_from(["", *ROOMS]), st.integers(1, 4))
    schedule = [
        a_block(start, start + class_type.duration, instructor=who, room=room, taken=taken, after=class_type.after)
        for (who, start), room, taken in draw(st.lists(ours, max_size=4, unique_by=lambda each: each[0]))
    ]
    imposed = st.builds(
        lambda start, length, more: a_block(NINE + start, NINE + start + length, **more),
        st.integers(-120, 360),
        st.sampled_from([1, 20, 60, 90, 1440]),
        st.fixed_dictionaries(
            {
                "before": buffers,
                "after": buffers,
                "instructor": st.sampled_from(["ana", "ben", "", "else"]),
                "room": st.sampled_from(["", *ROOMS]),
                "class_type": st.sampled_from(["salsa", "other"]),
                "session": st.sampled_from(["event", "another"]),
            }
        ),
    )
    return catalog, class_type, schedule + draw(st.lists(imposed, max_size=5))


@settings(max_examples=300, deadline=None)
@given(studios())
def test_offers_of_each_instructor_are_those_of_the_model(studio: tuple[Catalog, ClassType, list[Block]]) -> None:
    catalog, class_type, schedule = studio

    found = {
        who: [(each.start, each.remaining, each.available) for each in listed[TUESDAY]]
        for who in ("ana", "ben")
        for listed in [offers(OffersQuery(class_type, who, TUESDAY, 1), schedule, catalog, LONG_AGO)]
    }

    left = {
        who: [(s, slowly(class_type, who, s, schedule)) for s in starts(catalog, class_type, who, TUESDAY)]
        for who in ("ana", "ben")
    }
    assert found == {who: [(start, n, n > 0) for start, n in listed] for who, listed in left.items()}


@settings(max_examples=200, deadline=None)
@given(studios())
def test_offers_of_anyone_are_the_best_of_each_start(studio: tuple[Catalog, ClassType, list[Block]]) -> None:
    catalog, class_type, schedule = studio

    found = offers(OffersQuery(class_type, ANYONE, TUESDAY, 1), schedule, catalog, LONG_AGO)[TUESDAY]

    best: dict[int, int] = {}
    for who in ("ana", "ben"):
        for start in starts(catalog, class_type, who, TUESDAY):
            best[start] = max(best.get(start, 0), slowly(class_type, who, start, schedule))
    assert [(each.start, each.remaining, each.available) for each in found] == [
        (start, best[start], best[start] > 0) for start in sorted(best)
    ]
    assert {each.id.partition("_")[0] for each in found} <= {"any"}


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 50)), max_size=6), st.integers(0, 20), st.integers(0, 20))
def test_conflicts_are_counted_minute_by_minute(spans: list[tuple[int, int]], before: int, after: int) -> None:
    class_type = a_class(duration=10, before=before, after=after)
    schedule = [a_block(start, start + length, after=7, before=3) for start, length in spans]

    people = places.board(class_type, schedule).people

    counted = [people["ana"].conflicts(minute) if people else 0 for minute in range(-100, 400)]
    assert counted == [
        sum(conflict(a_block(m, m + 10, before=before, after=after), block) for block in schedule)
        for m in range(-100, 400)
    ]


def remaining(class_type: ClassType, schedule: list[Block], **changes: Any) -> list[int]:
    """Places left at 9, 10 and 11 with Ana."""
    catalog = a_catalog(class_type, **changes)
    listed = offers(OffersQuery(class_type, "ana", TUESDAY, 1), schedule, catalog, LONG_AGO)
    return [each.remaining for each in listed[TUESDAY]]


def test_offer_says_everything_that_the_page_shows() -> None:
    rule = PriceRule(Text("Morning", "Mañana"), percent=-10)
    class_type = a_class(capacity=12)
    catalog = a_catalog(class_type, price_rules=(rule,))

    listed = offers(OffersQuery(class_type, "ana", TUESDAY, 2), [a_block(NINE, NINE + 60, taken=5)], catalog, LONG_AGO)

    assert list(listed) == [TUESDAY, TUESDAY + timedelta(days=1)]
    assert listed[TUESDAY][0] == Offer(
        id="ana_2026-11-24_9_0",
        date=TUESDAY,
        start_time="09:00",
        end_time="10:00",
        start=NINE,
        end=NINE + 60,
        available=True,
        instructor="ana",
        class_type="salsa",
        capacity=12,
        remaining=7,
        price_minor=3600,
    )


def test_gap_between_neighbours_is_the_larger_buffer_and_not_the_sum() -> None:
    class_type = a_class(duration=60, before=10, after=0, step=60)

    fits = remaining(class_type, [a_block(NINE, NINE + 45, after=15)])
    too_close = remaining(class_type, [a_block(NINE, NINE + 46, after=15)])

    assert (fits, too_close) == ([0, 1, 1], [0, 0, 1])


def test_group_session_is_joined_while_places_are_left() -> None:
    class_type = a_class(duration=60, after=0, step=60, capacity=3)
    schedule = [a_block(NINE, NINE + 60, taken=2, after=0), a_block(NINE + 60, NINE + 120, taken=3, after=0)]

    assert remaining(class_type, schedule) == [1, 0, 3]


def test_session_that_something_else_overlaps_cannot_be_joined() -> None:
    class_type = a_class(duration=60, after=0, step=60, capacity=3)
    schedule = [a_block(NINE, NINE + 60, after=0), a_block(NINE + 30, NINE + 40, after=0, session="event")]

    assert remaining(class_type, schedule) == [0, 3, 3]


@pytest.mark.parametrize(
    "other", [{"class_type": "bachata"}, {"session": "event"}, {"end": NINE + 61}, {"start": NINE + 1}]
)
def test_session_of_another_kind_is_no_place_to_join(other: dict[str, Any]) -> None:
    class_type = a_class(duration=60, after=0, step=60, capacity=3)
    block = a_block(other.get("start", NINE), other.get("end", NINE + 60), after=0)
    others = {name: value for name, value in other.items() if name not in {"start", "end"}}

    found = remaining(class_type, [a_block(block.start, block.end, after=0, **others)])

    assert found[0] == 0


def test_class_needs_one_free_room_and_an_open_session_keeps_its_own() -> None:
    class_type = a_class(duration=60, after=0, step=60, capacity=3, rooms=ROOMS)
    both = [a_block(NINE + 60, NINE + 120, after=0, instructor="ben", room=room) for room in ROOMS]
    one = a_block(NINE + 120, NINE + 180, after=0, instructor="ben", room="big")
    own = a_block(NINE + 60, NINE + 120, after=0, room="big")

    assert remaining(class_type, [*both, one]) == [3, 0, 3]
    assert remaining(class_type, [*both, one, own]) == [3, 2, 3]


def test_block_of_an_unknown_host_takes_the_room_only() -> None:
    class_type = a_class(duration=60, after=0, step=60, rooms=("big",))

    found = remaining(class_type, [a_block(NINE, NINE + 60, after=0, instructor="", room="big", session="event")])

    assert found == [0, 1, 1]


def test_too_soon_and_too_far_are_listed_without_places() -> None:
    class_type = a_class(duration=60, after=0, step=60)
    catalog = a_catalog(class_type, rules=Rules(120, 720, 1, 8))

    listed = offers(OffersQuery(class_type, "ana", TUESDAY, 3), [], catalog, NINE - 60)

    assert [[each.remaining for each in day] for day in listed.values()] == [[0, 1, 1], [1, 1, 1], [0, 0, 0]]


def test_instructor_who_does_not_teach_the_class_has_empty_days() -> None:
    class_type = a_class(instructors=("ben",))

    assert offers(OffersQuery(class_type, "ana", TUESDAY, 1), [], a_catalog(class_type), LONG_AGO) == {TUESDAY: []}


def test_anyone_leaves_out_who_is_inactive() -> None:
    class_type = a_class()
    people = (an_instructor("ana", "09:00-10:00"), an_instructor("ben", "15:00-16:00", active=False))
    catalog = a_catalog(class_type, instructors=people)

    listed = offers(OffersQuery(class_type, ANYONE, TUESDAY, 1), [], catalog, LONG_AGO)

    assert [each.id for each in listed[TUESDAY]] == ["any_2026-11-24_9_0"]
