"""Interleavings that Hypothesis thinks of: it chooses who asks for what, together, and what becomes of each request.

Where the simulation draws by chance, this one searches, and tells the shortest story of what it finds.
"""

import random
from collections import deque
from dataclasses import dataclass, field
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from lib.actions.callers import Caller, Customer
from lib.actions.change_booking import ChangeWish
from lib.studio.booking import Status
from lib.studio.wishes import Wish
from tests.chaos import asks
from tests.chaos.customers import Intent
from tests.chaos.history import OWNER, History, Setting
from tests.chaos.judge import standing, verdict
from tests.chaos.line import Server, SimulatedStore
from tests.chaos.naive import KeyWithoutFingerprint, ReadThenWrite
from tests.chaos.scheduler import Scheduler
from tests.chaos.weather import CALM, Fate, Weather
from tests.chaos.world import START, MakeStore, catalogs, open_studio, wishes

EXAMPLES, STEPS = 120, 12
# Showing that something is found needs no shortest story of it.
SEARCH = (Phase.generate,)
FATES: tuple[Fate, ...] = ("delivered", "delivered", "refused", "lost_before", "lost_after", "late")


@dataclass(frozen=True, slots=True)
class ChosenWeather(Weather):
    """What becomes of each request was decided before; afterwards all is well."""

    coming: deque[Fate] = field(default_factory=deque)

    def fate(self, rng: random.Random) -> Fate:
        assert rng
        return self.coming.popleft() if self.coming else "delivered"


class Studio(RuleBasedStateMachine):
    """One history, lengthened by one round of requests at a time."""

    make: MakeStore = SimulatedStore
    bookings = Bundle("bookings")

    @initialize(seed=st.integers(0, 2**16), chosen=st.lists(st.sampled_from(wishes()), min_size=1, max_size=3))
    def open(self, seed: int, chosen: list[Wish]) -> None:
        rng = random.Random(seed)
        self.weather = ChosenWeather("chosen", latest=20.0)
        server = Server(Scheduler(rng, START), rng, self.weather)
        self.history = History(seed, Setting(self.weather, tuple(chosen), 0), server, type(self).make)
        open_studio(server)
        self.history.processes = [self.history._process(number) for number in range(2)]
        for process in self.history.processes:
            process.outside.catalogs.keep(catalogs()[0][1])
        self.count = 0

    @rule(
        target=bookings,
        picks=st.lists(st.integers(0, 2), min_size=1, max_size=3),
        fates=st.lists(st.sampled_from(FATES), max_size=6),
        is_same_key=st.booleans(),
    )
    def several_book(self, picks: list[int], fates: list[Fate], is_same_key: bool) -> Intent:  # noqa: FBT001 -- a choice
        """At the same time; with one key when a page has lost count of its forms."""
        self.count += 1
        intents = []
        for number, pick in enumerate(picks):
            wish = self.history.setting.wishes[pick % len(self.history.setting.wishes)]
            mark = f"h{self.count}-{number}-mark"
            key = f"key-of-{self.count:06}" if is_same_key else f"key-{self.count:04}-{number:04}"
            ask = partial(asks.book, wish, mark, key)
            intents.append(self.history._intent(f"h{self.count}.{number}", "book", ask, mark=mark, slots=wish.slots))
        self._together(intents, fates)
        return intents[0]

    @rule(
        booked=bookings,
        verbs=st.lists(st.sampled_from(("move", "cancel", "correct", "settle", "undo", "pay")), min_size=1, max_size=3),
        pick=st.integers(0, 2),
        fates=st.lists(st.sampled_from(FATES), max_size=6),
    )
    def several_change(self, booked: Intent, verbs: list[str], pick: int, fates: list[Fate]) -> None:
        granted = booked.granted
        if granted is None:
            return
        self.count += 1
        wish = self.history.setting.wishes[pick % len(self.history.setting.wishes)]
        intents = [self._change(verb, granted.booking.id, wish, number) for number, verb in enumerate(verbs)]
        self._together(intents, fates)

    @rule(booked=consumes(bookings))
    def nobody_asks_about(self, booked: Intent) -> None:
        """Some bookings are left alone from here on."""
        assert booked

    def _change(self, verb: str, booking: str, wish: Wish, number: int) -> Intent:
        token = self.history.processes[0].outside.keyring.manage_token(booking, 1)
        is_staff = verb in {"settle", "undo", "pay"}
        caller: Caller = OWNER if is_staff else Customer(token)
        change = ChangeWish(booking, caller, f"change-{self.count:04}-{number:04}")
        name, statuses = f"h{self.count}.{verb}{number}", {"settle": "completed", "undo": "confirmed"}
        status: Status = "completed" if statuses.get(verb) == "completed" else "confirmed"
        match verb:
            case "move":
                ask = partial(asks.move, change, wish.slots)
                return self.history._intent(name, "move", ask, booking=booking, slots=wish.slots)
            case "cancel":
                return self.history._intent(name, "cancel", partial(asks.cancel, change), booking=booking)
            case "pay":
                return self.history._intent(name, "settle", partial(asks.pay, change, "paid"), booking=booking)
            case "correct":
                return self.history._intent(name, "correct", partial(asks.correct, change, name), booking=booking)
            case _:
                return self.history._intent(name, "settle", partial(asks.settle, change, status), booking=booking)

    def _together(self, intents: list[Intent], fates: list[Fate]) -> None:
        self.weather.coming.extend(fates)
        for intent in intents:
            self.history.server.scheduler.start(self.history._persist(intent))  # type: ignore[arg-type]
        self.history.server.scheduler.run()
        self.weather.coming.clear()
        self.history._settle_everything()
        self.history.server.weather = self.weather

    @invariant()
    def every_promise_is_kept(self) -> None:
        if getattr(self, "history", None):
            self.history.server.weather = CALM
            broken = standing(self.history)
            self.history.server.weather = self.weather
            assert broken == []

    def teardown(self) -> None:
        if getattr(self, "history", None):
            self.history.server.weather = CALM
            assert verdict(self.history) == []


STRICT = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_no_interleaving_breaks_a_promise() -> None:
    run_state_machine_as_test(Studio, settings=STRICT)


@pytest.mark.parametrize("kind", [KeyWithoutFingerprint, ReadThenWrite])
def test_search_finds_what_is_planted(kind: MakeStore) -> None:
    planted = type("Planted", (Studio,), {"make": kind})

    with pytest.raises(AssertionError):
        run_state_machine_as_test(planted, settings=settings(STRICT, report_multiple_bugs=False, phases=SEARCH))
