"""The judge of `make viewers` notices what it is there for, and its viewers come back as the page does."""

import re

import pytest

from tests.chaos import stream_viewers
from tests.chaos.store_bill import commands
from tests.chaos.viewers_judge import DESK, LINES_TO_STORE, ROOM, Size, growth, left_open, too_late, wrongly_told
from tests.support.processes import Descriptors
from tests.support.servers import ROOT

EVENTS = ["9-0", "10-0", "10-1", "10-2"]


def test_every_event_once_and_in_order_is_well() -> None:
    assert list(wrongly_told(EVENTS, EVENTS)) == []


@pytest.mark.parametrize(
    ("heard", "sentence"),
    [
        (["9-0", "10-0", "10-2"], "10-1 was lost"),
        (["9-0", "10-0", "10-1"], "10-2 was lost"),
        (["9-0", "10-0", "10-0", "10-1", "10-2"], "10-0 came after 10-0"),
        (["9-0", "10-1", "10-0", "10-2"], "10-0 came after 10-1"),
        ([*EVENTS, "10-3"], "10-3 never happened"),
        ([], "9-0 was lost"),
    ],
)
def test_event_that_is_lost_repeated_or_out_of_order_is_noticed(heard: list[str], sentence: str) -> None:
    assert sentence in list(wrongly_told(heard, EVENTS))


def test_one_of_a_hundred_may_be_late_and_not_two() -> None:
    assert list(too_late([0.2] * 200 + [3.0])) == []
    assert list(too_late([0.2] * 197 + [3.0] * 4)) == ["p99 is 3.00 s, and 1 s were promised"]


def sizes(visitors: int = 150, store: int = 4, others: int = 15, size: int = 70_000_000) -> list[Size]:
    """Twenty looks; the last two are as the arguments say."""
    usual = Size(Descriptors(150, 4, 15), 70_000_000)
    return [usual] * 18 + [Size(Descriptors(visitors, store, others), size)] * 2


@pytest.mark.parametrize(
    ("found", "is_growth"),
    [
        (sizes(), False),
        (sizes(visitors=120, store=LINES_TO_STORE, size=70_000_000 + ROOM), False),
        (sizes(visitors=151 + DESK), True),
        (sizes(store=LINES_TO_STORE + 1), True),
        (sizes(others=16), True),
        (sizes(size=70_000_001 + ROOM), True),
    ],
)
def test_growth_is_noticed(found: list[Size], *, is_growth: bool) -> None:
    assert bool(list(growth("process 1", found))) == is_growth


def test_line_that_ends_while_it_is_looked_at_is_no_growth() -> None:
    assert list(growth("process 1", [*sizes()[1:], *sizes(others=19)[-1:]])) == []


def test_line_that_is_left_is_noticed_and_one_more_to_the_store_is_none() -> None:
    before = Descriptors(2, 3, 15)

    assert list(left_open("process 1", before, Descriptors(2, 9, 15))) == []
    assert len(list(left_open("process 1", before, Descriptors(3, 3, 15)))) == 1
    assert len(list(left_open("process 1", before, Descriptors(2, 3, 16)))) == 1


def test_commands_are_counted_without_those_that_are_free() -> None:
    told = (
        "# Commandstats\r\n"
        "cmdstat_xrange:calls=12,usec=36,usec_per_call=3.00,rejected_calls=0,failed_calls=0\r\n"
        "cmdstat_config|get:calls=2,usec=1\r\n"
        "cmdstat_script|load:calls=1,usec=1\r\n"
        "cmdstat_ping:calls=99,usec=1\r\n"
    )

    assert commands(told) == {"xrange": 12, "script": 1}


def test_pauses_are_those_of_the_page() -> None:
    text = (ROOT / "public/js/availability-checker.js").read_text()
    pauses = re.search(r"PAUSE_MILLISECONDS\] = \[([\d_]+), ([\d_]+)\]", text)
    shortest = re.search(r"SHORTEST_MILLISECONDS = ([\d_]+)", text)

    assert pauses
    assert shortest
    assert [int(number) / 1000 for number in (*pauses.groups(), shortest[1])] == [
        stream_viewers.FIRST_PAUSE,
        stream_viewers.LONGEST_PAUSE,
        stream_viewers.SHORTEST,
    ]
