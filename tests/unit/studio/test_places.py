"""How many places are left, at both ends of everything that takes one."""

import pytest

from lib.studio.places import board
from tests.unit.studio.builders import a_block, a_class

START, END = 1000, 1060
ALONE = a_class(before=10, after=15)
GROUP = a_class(capacity=3, before=10, after=15, rooms=("big", "small"))


@pytest.mark.parametrize(
    ("start", "left"),
    # The gap before is the larger of 15 behind ours and 5 before theirs, the gap after of 20 behind theirs and 10.
    [(START - 15 - 60, 1), (START - 15 - 59, 0), (END + 19, 0), (END + 20, 1)],
)
def test_larger_buffer_counts_between_neighbours(start: int, left: int) -> None:
    theirs = a_block(START, END, before=5, after=20, class_type="tango")

    assert board(ALONE, [theirs]).places_left("ana", start) == left


def test_nobody_else_is_kept_from_teaching() -> None:
    assert board(ALONE, [a_block(START, END)]).places_left("ben", START) == 1


@pytest.mark.parametrize(("taken", "left"), [(1, 2), (3, 0), (4, 0)])
def test_open_session_has_what_is_left_of_it(taken: int, left: int) -> None:
    schedule = [a_block(START, END, taken=taken, room="big"), a_block(START, END, instructor="ben", room="small")]

    # Both rooms are taken at this time, one of them by the session itself.
    assert board(GROUP, schedule).places_left("ana", START) == left


@pytest.mark.parametrize(
    "other",
    [{"class_type": "tango"}, {"session": "calendly-1"}, {"end": END + 30}],
    ids=["another class", "Calendly's", "another length"],
)
def test_what_only_looks_like_the_session_is_in_its_way(other: dict[str, object]) -> None:
    end = int(str(other.pop("end", END)))

    assert board(GROUP, [a_block(START, end, room="big", **other)]).places_left("ana", START) == 0


def test_open_session_that_another_one_cuts_into_is_closed() -> None:
    schedule = [a_block(START, END, room="big"), a_block(START + 30, END + 30, class_type="tango", room="small")]

    assert board(GROUP, schedule).places_left("ana", START) == 0


@pytest.mark.parametrize(("rooms", "left"), [(["big"], 3), (["big", "small"], 0), (["other"], 3)])
def test_new_session_needs_one_room_of_its_own(rooms: list[str], left: int) -> None:
    schedule = [a_block(START, END, instructor=f"with-{room}", room=room) for room in rooms]

    assert board(GROUP, schedule).places_left("ana", START) == left
