"""A browser for the tests, whichever this machine has, and pages that report every error they meet."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.e2e.booking_page import PHONE, BookingPage
from tests.e2e.calendly_page import CalendlyPage, alive
from tests.e2e.catalog_page import CatalogPage, Colleague
from tests.e2e.desk_page import entered
from tests.e2e.hostile_studio import HostileStudio, hostile_studio
from tests.e2e.tripwire import Tripwire
from tests.support.chromium import SWITCHES, quick_chromium
from tests.support.connected import Connected, connected_site
from tests.support.servers import Site, running_site

# A busy machine takes its time; what holds is not waited for.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole site with a store of its own, shared by the tests that do not break it."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Browser:
    return KEPT.browser()


class _Kept:
    """One browser for all its tests in a row; to start it takes as long as a test.

    Not for the session: while Playwright runs, its event loop stands in the way of every asynchronous test.
    """

    def __init__(self) -> None:
        self._life = ExitStack()
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        if self._browser is None or not self._browser.is_connected():
            self.close()
            self._browser = _launched(self._life.enter_context(sync_playwright()))
            self._life.callback(self._browser.close)
        return self._browser

    def close(self) -> None:
        self._browser = None
        self._life.close()


KEPT = _Kept()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """When the last page of the row is closed."""
    if nextitem is None or not nextitem.path.is_relative_to(Path(__file__).parent):
        KEPT.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    """An empty page; the test fails if anything is written to its console as an error."""
    page = phone.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if _is_error(message) else None)
    yield page
    assert errors == []


@pytest.fixture
def booking(page: Page, site: Site) -> BookingPage:
    return BookingPage(page, site.url).opened()


@pytest.fixture
def calendly(page: Page, site: Site) -> CalendlyPage:
    """The booking page before a Calendly that answers."""
    return CalendlyPage(page, site.url).calendly_is(alive)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileStudio]:
    with hostile_studio(tmp_path_factory.mktemp("hostile")) as hostile:
        yield hostile


@pytest.fixture
def wire(phone: BrowserContext, hostile: HostileStudio) -> Tripwire:
    return Tripwire(hostile.url.rpartition(":")[2]).around(phone)


@pytest.fixture
def watched(wire: Tripwire, page: Page) -> Iterator[Page]:
    """An empty page; the test fails if a text becomes anything else on it."""
    yield page
    page.evaluate("0")
    assert wire.tripped == []


@pytest.fixture(scope="session")
def edited_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One whose catalogue every test may change. By its name: only there a browser takes staff's cookie without TLS."""
    with running_site(tmp_path_factory.mktemp("edited")) as site:
        yield Site(site.url.replace("127.0.0.1", "localhost"), site.store_url, site.token, site.program)


@pytest.fixture
def colleague(edited_site: Site) -> Iterator[Colleague]:
    """Somebody else at the catalogue, which is as in the beginning."""
    with Colleague.of(edited_site) as colleague:
        colleague.starts_anew()
        yield colleague


@pytest.fixture
def catalog(page: Page, edited_site: Site, colleague: Colleague) -> CatalogPage:
    assert colleague
    return CatalogPage(page, edited_site.url).opened(edited_site)


@pytest.fixture(params=["first", "fallback"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connected(tmp_path: Path, mode: str) -> Iterator[Connected]:
    """A site whose catalogue wants Calendly first, and one where it comes second."""
    with connected_site(tmp_path, mode) as connected:
        yield connected


def _launched(playwright: Playwright) -> Browser:
    found = quick_chromium(playwright)
    if found is None:
        _do_without("no Chromium on this machine")
    try:
        return playwright.chromium.launch(executable_path=found, args=SWITCHES)
    except Error as error:
        _do_without(f"{found} does not start: {error}")
        raise


def _do_without(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"The browser tests must run here, but there is {reason}")
    pytest.skip(f"BROWSER TESTS SKIPPED: {reason}")


def _is_error(message: ConsoleMessage) -> bool:
    # Chromium reports each answer of 400 and above as an error; for the API's own refusals that is as it should be, and
    # for a Calendly that a test plays.
    theirs = "/api/" in message.location["url"] or message.location["url"].startswith("https://calendly.com/")
    expected = message.text.startswith("Failed to load resource") and theirs
    return message.type == "error" and not expected


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("lessons")) as site:
        yield site


@pytest.fixture(scope="module")
def day() -> str:
    """A Wednesday in a fortnight, so that nobody else's test looks at it."""
    today = datetime.now(UTC).astimezone(ZoneInfo("America/New_York")).date()
    return (today + timedelta(days=14 + (2 - today.weekday()) % 7)).isoformat()


@pytest.fixture
def desk(page: Page, studio: Site, day: str) -> Page:
    page.set_viewport_size({"width": 1280, "height": 900})
    entered(page, studio, f"/admin/?view=day&date={day}")
    expect(page.locator("[data-part='title']")).not_to_be_empty()
    return page
