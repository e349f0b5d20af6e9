"""Three thousand histories in bad weather, and what is seen when the booking is written as elsewhere."""

import pytest

from tests.chaos.campaign import Tally, first_broken, on_cores
from tests.chaos.history import a_history
from tests.chaos.judge import verdict
from tests.chaos.line import SimulatedRest, SimulatedStore
from tests.chaos.naive import NAIVE
from tests.chaos.weather import CALM

HISTORIES, CONTROLS = 3_000, 1_000


@pytest.mark.slow
@pytest.mark.alone
def test_no_history_breaks_a_promise() -> None:
    # What counts seconds goes on beside, and needs the other core.
    total = sum(on_cores(1, 0, HISTORIES), Tally())

    assert total.broken == ()
    assert total.histories == HISTORIES
    # Something happened in them: a campaign of refusals alone would find nothing.
    assert min(total.granted, total.refused, total.unanswered) > HISTORIES


@pytest.mark.parametrize(
    ("make", "promises"),
    [
        (NAIVE[0], {"I1", "I4"}),
        (NAIVE[1], {"I4", "I5"}),
        (NAIVE[2], {"I1", "I4"}),
        (NAIVE[3], {"I4", "I5"}),
        (NAIVE[4], {"I2"}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_naive_way_to_book_is_caught(make: type[SimulatedStore], promises: set[str]) -> None:
    seen: set[str] = set()
    for seed in range(CONTROLS):
        broken = first_broken([seed], make, only_books=True)
        seen |= {each[:2] for each in broken.promises} if broken else set()
        if promises <= seen:
            break

    assert promises <= seen


PLANTED = {
    "a change that is not counted": ("note_booking(keys, booking)\nwrite_figures(", "write_figures("),
    "a session that is not over": ("if not session then note_session(keys, place, -1) end", ""),
    "a day that is another": ("string.sub(plan.today, 9)", "'31'"),
    "a total that stands still": ("string.format('%d', total + by)", "total"),
    "a step without a line": ("'a:' .. booking.version, line_of(plan, booking, parts)", "'x', ''"),
    "a line that tells something else": ("was[name] .. '>' .. booking[name]", "booking[name] .. '>' .. was[name]"),
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_what_is_miscounted_or_mistold_is_caught(planted: tuple[str, str]) -> None:
    def make(rest: SimulatedRest) -> SimulatedStore:
        rest.planted = planted
        return SimulatedStore(rest)

    broken = first_broken(range(CONTROLS), make)

    assert broken
    assert {each[:2] for each in broken.promises} == {"I9"}


def test_a_step_of_which_no_other_system_hears_is_caught() -> None:
    """Named without its version, the word of a move takes the place of the one before."""

    def make(rest: SimulatedRest) -> SimulatedStore:
        named = "{booking.id, booking.version, letter.kind}"
        rest.planted = (named, named.replace("booking.version", "letter.states and 1 or booking.version"))
        return SimulatedStore(rest)

    broken = first_broken(range(CONTROLS), make)

    assert broken
    assert {each[:2] for each in broken.promises} == {"I3"}


@pytest.mark.parametrize("make", NAIVE, ids=lambda kind: kind.__name__)
def test_a_naive_way_to_book_is_well_when_nobody_else_wants_anything(make: type[SimulatedStore]) -> None:
    """What the judge finds is the weather's and the crowd's doing, and no fault of the planted stores otherwise."""
    history = a_history(1, make=make, only_books=True)
    history.setting = type(history.setting)(CALM, history.setting.wishes[:1], customers=1, only_books=True)
    history.server.weather = CALM
    history.run()

    assert [each for each in verdict(history) if each[:2] in {"I1", "I2", "I5", "I7"}] == []


def test_one_seed_is_one_history() -> None:
    first, second, other = (a_history(seed, is_told=True) for seed in (7, 7, 8))
    for history in (first, second, other):
        history.run()

    assert first.story == second.story
    assert first.story != other.story
