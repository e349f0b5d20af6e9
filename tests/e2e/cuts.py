"""What can come between a page and its studio, one way each, and a page whose own pauses are short."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Route, expect

from tests.e2e.booking_page import BookingPage
from tests.support.processes import do
from tests.support.servers import RunningStore, Site, running_store

Asked = TypeVar("Asked")
# Pauses take a sixth of their time and the deadline a tenth; a visit counts as long enough from its beginning.
HASTY_PAGE = """
const [later, ends, now] = [setTimeout, AbortSignal.timeout.bind(AbortSignal), performance.now.bind(performance)];
window.setTimeout = (call, wait, ...rest) => later(call, wait >= 1000 ? wait / 6 : wait, ...rest);
AbortSignal.timeout = (wait) => ends(wait / 10);
performance.now = () => now() + 1000;
"""
CATALOGUE, WEEK, STREAM = "**/api/class-types*", "**/api/availability?classType*", "**/api/availability/stream*"
BOOKING, ALL = "**/api/bookings*", "**/api/**"
NOT_YET = "Not booked yet"
SECONDS = 30
PAGE = "<!doctype html><title>An error occurred with your deployment</title>"


def html(status: int) -> Callable[[Route], None]:
    """Whoever stands in between answers with a page of their own."""
    return lambda route: route.fulfill(status=status, content_type="text/html", body=PAGE)


def half(route: Route) -> None:
    # The line may have been mended while the studio answered.
    with suppress(Error):
        real = route.fetch()
        route.fulfill(response=real, body=real.body()[: len(real.body()) // 2])


def after(fate: Callable[[Route], None]) -> Callable[[Route], None]:
    """The studio has done what was asked of it; what it says comes to this."""

    def done(route: Route) -> None:
        with suppress(Error):
            route.fetch()
            fate(route)

    return done


def cut(route: Route) -> None:
    route.abort("connectionreset")


def hang(_route: Route) -> None:
    """Nothing comes, for longer than the page waits."""


def holding(page: Page, where: str | re.Pattern[str], *, times: int | None = None) -> list[Route]:
    """From now on requests to there wait in this list for the test."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(where, hold, times=times)
    return held


def first(page: Page, asked: list[Asked]) -> Asked:
    """A request is on its way before the test has heard of it."""
    deadline = time.monotonic() + SECONDS
    while not asked:
        assert time.monotonic() < deadline
        page.wait_for_timeout(10)
    return asked[0]


UNSENT: dict[str, Callable[[Route], None] | None] = {
    "offline": None,
    "cut": cut,
    "platform": html(502),
    "portal": html(200),
    "hang": hang,
}
UNHEARD = {"lost": after(cut), "half": half, "lost to the platform": after(html(502)), "lost in a hang": after(hang)}
KINDS = {**UNSENT, **UNHEARD}


@dataclass(frozen=True, slots=True)
class Line:
    """The way from a page to its studio, which a test cuts and mends."""

    page: Page
    cuts: list[str] = field(default_factory=list)

    def cut(self, kind: str, where: str = ALL) -> None:
        if (fate := KINDS[kind]) is None:
            self.page.context.set_offline(offline=True)
            return
        self.cuts.append(where)
        self.page.route(where, fate)

    def mend(self) -> None:
        self.page.context.set_offline(offline=False)
        while self.cuts:
            self.page.unroute(self.cuts.pop())


def bookings(store: RunningStore | Site) -> set[str]:
    """The ids of all that are in the store."""
    return {name.removeprefix("bk:") for name in do(store, "KEYS", "bk:*")}


@contextmanager
def one_booking(booking: BookingPage, store: RunningStore | Site) -> Iterator[None]:
    """What the block does ends in exactly one booking, which the page shows and which holds what was typed."""
    before = bookings(store)
    yield
    made = booking.booking()
    assert bookings(store) - before == {made["id"]}
    typed = {"firstName": booking.person["First name"], "lastName": booking.person["Last name"]}
    assert made["personalInfo"] == {**typed, "email": booking.person["E-mail"], "phone": None, "notes": None}


def says_not_booked(booking: BookingPage) -> None:
    """The page says so in plain words, holds what was typed, and nowhere speaks of a booking that is made."""
    expect(booking.notice).to_contain_text(NOT_YET)
    holds_what_was_typed(booking)


def holds_what_was_typed(booking: BookingPage) -> None:
    for label, words in booking.person.items():
        expect(booking.page.get_by_label(label)).to_have_value(words)
    promises_nothing(booking)


def promises_nothing(booking: BookingPage) -> None:
    expect(booking.page.get_by_role("heading", name="You are booked")).to_be_hidden()
    expect(booking.page.locator(".number")).to_have_count(0)


class BreakableStore:
    """A store under the site that can be killed and started again, with the same data at the same address."""

    def __init__(self, data_dir: Path, life: ExitStack) -> None:
        self._data_dir = data_dir
        self._life = life
        self._running = self._started()
        self.port = str(urlsplit(self._running.url).port)
        self.url, self.token = self._running.url, self._running.token

    @property
    def running(self) -> RunningStore:
        return self._running

    def kill(self) -> None:
        self._running.program.end()

    def start_again(self) -> None:
        self._running = self._started(PORT=self.port)

    def _started(self, **settings: str) -> RunningStore:
        return self._life.enter_context(running_store(self._data_dir, **settings))
