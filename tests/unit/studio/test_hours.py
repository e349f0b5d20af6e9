from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studio.catalog import Window
from lib.studio.hours import open_windows
from tests.unit.studio.builders import NO_BREAKS, a_catalog, an_instructor, windows

TUESDAY = date(2026, 11, 24)


def spans() -> st.SearchStrategy[tuple[Window, ...]]:
    ends = st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda pair: pair[0] != pair[1])
    return st.lists(ends.map(lambda pair: Window(min(pair), max(pair))), max_size=4).map(tuple)


@pytest.mark.parametrize(
    ("opens", "pauses", "left"),
    [
        ("09:00-21:00", "12:00-13:00 17:00-17:30", "09:00-12:00 13:00-17:00 17:30-21:00"),
        ("13:00-17:00 09:00-12:00", "", "09:00-12:00 13:00-17:00"),
        ("09:00-12:00 12:00-14:00", "", "09:00-14:00"),
        ("09:00-12:00", "08:00-09:30 11:30-13:00", "09:30-11:30"),
        ("09:00-12:00", "09:00-12:00", ""),
        ("20:00-24:00", "", "20:00-24:00"),
        ("", "12:00-13:00", ""),
    ],
)
def test_open_windows_are_the_week_without_breaks(opens: str, pauses: str, left: str) -> None:
    ana = an_instructor(opens=opens, breaks=(windows(pauses),) * 7)

    assert open_windows(a_catalog(), ana, TUESDAY) == windows(left)


def test_open_windows_follow_the_weekday() -> None:
    week = tuple(windows(f"{9 + weekday:02}:00-20:00") for weekday in range(7))
    ana = an_instructor(week=week)

    assert open_windows(a_catalog(), ana, TUESDAY) == windows("10:00-20:00")


def test_exception_replaces_the_week_and_keeps_the_breaks() -> None:
    ana = an_instructor(exceptions={TUESDAY: windows("10:00-14:00")}, breaks=(windows("12:00-13:00"),) * 7)

    assert open_windows(a_catalog(), ana, TUESDAY) == windows("10:00-12:00 13:00-14:00")


def test_day_off_and_closed_day_have_no_windows() -> None:
    off, working = an_instructor(exceptions={TUESDAY: ()}), an_instructor()
    closed = a_catalog(closed_days=frozenset({TUESDAY}))

    assert (open_windows(a_catalog(), off, TUESDAY), open_windows(closed, working, TUESDAY)) == ((), ())


def test_closed_day_wins_over_an_exception() -> None:
    ana = an_instructor(exceptions={TUESDAY: windows("10:00-14:00")})

    assert open_windows(a_catalog(closed_days=frozenset({TUESDAY})), ana, TUESDAY) == ()


@given(spans(), spans())
def test_open_windows_hold_exactly_the_minutes_that_are_open(
    opens: tuple[Window, ...], pauses: tuple[Window, ...]
) -> None:
    ana = an_instructor(week=(opens,) * 7, breaks=(*NO_BREAKS[:1], pauses, *NO_BREAKS[2:]))

    found = open_windows(a_catalog(), ana, TUESDAY)

    wanted = {m for each in opens for m in range(each.opens, each.closes)}
    wanted -= {m for each in pauses for m in range(each.opens, each.closes)}
    assert [m for each in found for m in range(each.opens, each.closes)] == sorted(wanted)
    assert all(one.closes < two.opens for one, two in pairwise(found))
