"""Server or store is killed while somebody books, and started again: one booking, no lie, and nothing typed is lost."""

import signal
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.cuts import BOOKING, HASTY_PAGE, BreakableStore, holds_what_was_typed, one_booking, says_not_booked
from tests.support.servers import Program, program


class Mortal(Protocol):
    def kill(self) -> None: ...

    def start_again(self) -> None: ...


class BreakableServer:
    """The functions over a store that lives on; killed without a word, and started again at the same address."""

    def __init__(self, data_dir: Path, store: BreakableStore, life: ExitStack) -> None:
        self._data_dir, self._life = data_dir, life
        self._settings = {"KV_REST_API_URL": store.url, "KV_REST_API_TOKEN": store.token}
        self._running, self.url = self._started()
        self._settings["PORT"] = str(urllib.parse.urlsplit(self.url).port)

    def kill(self) -> None:
        self._running.end(signal.SIGKILL)

    def start_again(self) -> None:
        self._running, _ = self._started()

    def _started(self) -> tuple[Program, str]:
        running = self._life.enter_context(program("lib.local", self._data_dir, **self._settings))
        return running, running.line_with("Open http").split()[1].replace("localhost", "127.0.0.1")


@pytest.fixture(scope="module")
def mortals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BreakableServer, BreakableStore]]:
    folder = tmp_path_factory.mktemp("mortals")
    with ExitStack() as life:
        store = BreakableStore(folder / "store", life)
        yield BreakableServer(folder / "site", store, life), store


@pytest.mark.parametrize("move", ["stay", "reload"])
@pytest.mark.parametrize("moment", ["before it hears", "before it answers"])
@pytest.mark.parametrize("what", ["server", "store"])
def test_killed_while_booking_books_once(
    page: Page, mortals: tuple[BreakableServer, BreakableStore], what: str, moment: str, move: str
) -> None:
    server, store = mortals
    victim: Mortal = server if what == "server" else store
    page.add_init_script(HASTY_PAGE)
    booking = BookingPage(page, server.url).opened()
    booking.at_the_form()
    with one_booking(booking, store.running):
        _killed_when_it_books(page, victim, moment)
        booking.submit.click()
        says_not_booked(booking)
        if move == "reload":
            _reloaded_in_vain(page, what)
        page.unroute(BOOKING)
        victim.start_again()

        if move == "reload":
            page.goto(server.url)
            booking.week_is_shown()
            booking.go_on()
            holds_what_was_typed(booking)
            booking.submit.click()


def _killed_when_it_books(page: Page, victim: Mortal, moment: str) -> None:
    if moment == "before it hears":
        victim.kill()
        return

    asked: list[Route] = []

    def killed(route: Route) -> None:
        asked.append(route)
        # On a busy machine the page may ask once more before the end.
        if len(asked) == 1:
            route.fetch()
            victim.kill()
        with suppress(Error):
            route.abort("connectionreset")

    page.route(BOOKING, killed)


def _reloaded_in_vain(page: Page, what: str) -> None:
    if what == "store":
        page.reload()
        expect(page.locator("[data-part=banner]")).to_contain_text("cannot be read at the moment", timeout=30_000)
        return
    with pytest.raises(Error, match="CONNECTION_REFUSED"):
        page.reload()
    # Reloading is over before the browser's own page of a failure is there.
    page.wait_for_url("chrome-error://**")
    # It would load the site by itself as soon as that is back, in the middle of the test doing so.
    page.goto("about:blank")
