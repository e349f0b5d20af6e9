"""What the load says of itself is right: what counts as failed and where, and how a line through weights leans."""

import math

import pytest

from tests.chaos.load_report import Load, Try, Weight, Window, quantile, slope, table

MB = 2**20
GOOD = Try("book", 1.0, 1.1, 201)


def a_load(*tries: Try, windows: tuple[Window, ...] = ()) -> Load:
    return Load(10.0, tries, windows, {})


@pytest.mark.parametrize(("status", "failed"), [(0, True), (500, True), (503, True), (409, False), (201, False)])
def test_no_of_the_studio_is_an_answer(status: int, failed: bool) -> None:  # noqa: FBT001 -- a column
    assert Try("book", 0.0, 1.0, status).failed is failed


@pytest.mark.parametrize(
    ("began", "ended", "counts"),
    [(1.0, 2.0, True), (1.0, 2.1, False), (3.0, 3.5, False), (3.9, 9.0, False), (4.0, 9.0, True)],
)
def test_try_counts_when_it_ends_before_the_kill_or_begins_after_the_pause(
    began: float,
    ended: float,
    counts: bool,  # noqa: FBT001 -- a column
) -> None:
    load = a_load(Try("book", began, ended, 503), windows=(Window(2.0, 4.0),))

    assert bool(load.outside) is counts


def test_budget_is_a_thousandth_of_what_was_tried_outside() -> None:
    bad, inside = Try("book", 5.0, 5.1, 503), Try("book", 2.5, 2.6, 503)
    windows = (Window(2.0, 4.0),)

    assert a_load(*[GOOD] * 1001, bad, *[inside] * 50, windows=windows).is_in_budget
    assert not a_load(*[GOOD] * 999, bad, windows=windows).is_in_budget


def test_load_in_which_nothing_was_tried_outside_proves_nothing() -> None:
    assert not a_load(windows=(Window(0.0, 9.0),)).is_in_budget


def test_quantile_is_one_of_the_values() -> None:
    assert [quantile([1.0, 2.0, 3.0, 4.0], share) for share in (0.0, 0.5, 0.51, 0.99)] == [1.0, 2.0, 3.0, 4.0]


def test_slope_is_that_of_the_line() -> None:
    leaking = [Weight(60.0 * minute, (1000 + 3 * minute) * MB) for minute in range(10)]

    assert slope(leaking) == pytest.approx(3.0)
    assert math.isnan(slope(leaking[:1]))


def test_table_passes_over_the_first_third_and_finds_a_leak_behind_it() -> None:
    filling = [Weight(60.0 * minute, minute * 100 * MB) for minute in range(10)]
    flat, leaking = (
        [Weight(60.0 * minute, (1000 + grows * minute) * MB) for minute in range(10, 30)] for grows in (0, 3)
    )

    told = [list(table(Load(10.0, [GOOD], (), {"site": filling + later})))[-1] for later in (flat, leaking)]

    assert "1000 MB, MB a minute in the middle third +0.00, in the last +0.00" in told[0]
    assert "1087 MB, MB a minute in the middle third +3.00, in the last +3.00" in told[1]


def test_table_tells_failures_by_kind() -> None:
    text = "\n".join(table(a_load(GOOD, GOOD, Try("a week", 5.0, 5.25, 500), windows=(Window(7.0, 8.5),))))

    assert "3 requests in 10 s: 0 a second" in text
    assert "a week                     1       0.1     250     250       1" in text
    assert "the store was killed 1 times: 1.5 s, the longest 1.5 s" in text
    assert "failed outside of that: 1 of 3, 33.333%" in text
