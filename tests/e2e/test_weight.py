"""Little is fetched for a booking, and each piece of it is asked for at once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.booking_page import BookingPage
from tests.support.servers import Site

PUBLIC = Path(__file__).parents[2] / "public"
BYTES_AT_MOST = 35 * 1024
COUNT_FORMATS = """
[window.formats, window.early] = [0, 0];
const made = (Format, values) => {
  formats += 1;
  early += !document.querySelector(".slot");
  return new Format(...values);
};
for (const name of ["NumberFormat", "DateTimeFormat"]) Intl[name] = new Proxy(Intl[name], { construct: made });
"""


@pytest.mark.parametrize("language", ["en", "es"])
def test_booking_page_weighs_little(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.url}/?lang={language}")
    booking = BookingPage(page, site.url)
    booking.week_is_shown()
    booking.choose_slot()
    for field, text in zip(("firstName", "lastName", "email"), booking.person.values(), strict=True):
        page.locator(f"[name={field}]").fill(text)
    booking.submit.click()
    booking.confirmation_number()

    weights = sent_scripts_and_styles(booking.page)

    assert {"/js/booking-widget.js", "/css/main.css"} <= weights.keys()
    assert sum(weights.values()) <= BYTES_AT_MOST, weights


def test_preloaded_modules_are_exactly_those_that_are_imported() -> None:
    page = (PUBLIC / "index.html").read_text()
    preloaded = set(re.findall(r'<link rel="modulepreload" href="/js/([\w-]+\.js)">', page))
    entries = set(re.findall(r'<script type="module" src="/js/([\w-]+\.js)">', page))

    # Which table of sentences is fetched is decided while the page loads, so it is no import of this kind.
    imported, left = set[str](), list(entries)
    while left:
        name = left.pop()
        imported.add(name)
        found = re.findall(r'(?:from|import) "\./([\w-]+\.js)"', (PUBLIC / "js" / name).read_text())
        left += [one for one in found if one not in imported]

    assert "booking-widget.js" in entries
    assert preloaded == imported - entries


@pytest.mark.parametrize("language", ["en", "es"])
def test_catalogue_is_asked_for_ahead_once_and_in_the_language_of_the_page(
    page: Page, site: Site, language: str
) -> None:
    BookingPage(page, f"{site.url}/?lang={language}").opened()

    ahead = page.evaluate("""() => performance.getEntriesByType("resource")
        .filter(({ name }) => /class-types|instructors|availability($|.lang)/.test(name))
        .map(({ name, initiatorType }) => `${initiatorType} ${name.slice(location.origin.length)}`)""")

    query = "" if language == "en" else "?lang=es"
    assert sorted(ahead) == [f"link /api/{name}{query}" for name in ("availability", "class-types", "instructors")]
    assert page.locator(f"link[rel=modulepreload][href='/js/messages-{language}.js']").count() == 1


@pytest.mark.parametrize(("locale", "query"), [("en-US", ""), ("es-MX", "?lang=es")])
def test_catalogue_is_asked_for_before_any_script_has_come(
    browser: Browser, site: Site, locale: str, query: str
) -> None:
    """The answer that brings the page names it in the browser's language."""
    page = browser.new_context(locale=locale).new_page()
    page.route("**/js/*.js", lambda _: None)

    with page.expect_request(f"{site.url}/api/class-types{query}"):
        page.goto(site.url, wait_until="commit")

    page.context.close()


def test_newcomer_waits_for_nothing_that_was_not_asked_for_ahead(page: Page, site: Site) -> None:
    page.route("**/api/availability?classType=*", lambda _: None)

    booking = BookingPage(page, site.url).opened()

    assert booking.free_slots.count() > 20


def test_week_of_prices_is_written_with_a_handful_of_formats_and_waits_for_none(page: Page, site: Site) -> None:
    page.add_init_script(COUNT_FORMATS)
    booking = BookingPage(page, site.url).opened()

    expect(page.locator("[data-part=zone]")).to_contain_text(re.compile(r"\(E[DS]T\)"))

    assert booking.free_slots.count() > 20
    assert page.evaluate("formats") <= 12
    # The first takes a slow phone a tenth of a second, whatever it is of.
    assert page.evaluate("early") == 0


def sent_scripts_and_styles(page: Page) -> dict[str, int]:
    """Path -> bytes as they were sent, of every script and style that this page has fetched so far."""
    sent: dict[str, int] = page.evaluate("""() => Object.fromEntries(performance.getEntriesByType("resource")
        .map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize])
        .filter(([path]) => /\\.(js|css)$/.test(path)))""")
    return sent
