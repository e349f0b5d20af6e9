"""The booking on somebody else's page: another origin, wild styles, and not a word that is theirs lost or changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.cuts import first, holding
from tests.e2e.test_access import faults_of
from tests.support.local_http import Handler, served
from tests.support.servers import Site

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Another site</title>
<style>
  button {{ border: 7px dashed rgb(1, 2, 3); text-transform: uppercase; }}
  input {{ width: 40px; }} h1, h2 {{ color: rgb(4, 5, 6); }} .button, .slot, [hidden] {{ display: block; color: red; }}
  booking-widget {{ --accent: rgb(0, 105, 95); --accent-strong: rgb(0, 77, 69); --accent-soft: rgb(223, 243, 240); }}
</style>
<script>
  window.dataLayer = [];
  window.heard = [];
  for (const name of ["view", "slot", "confirmed", "failed"]) {{
    addEventListener(`booking:${{name}}`, ({{ type, detail }}) => heard.push({{ event: type, ...detail }}));
  }}
</script>
<script type="module" src="{site}/js/booking-widget.js"></script></head>
<body><main><h1>Another site</h1><button id="theirs">Theirs</button><p class="button slot sheet" id="text">Text</p>
<booking-widget {attributes}><a href="{site}/">Book a lesson</a></booking-widget></main></body></html>"""


@pytest.fixture
def elsewhere(site: Site) -> Iterator[dict[str, str]]:
    """Their page's address, and what its HTML is filled in with."""
    filled = {"language": "en", "site": site.url, "attributes": ""}

    def respond(handler: Handler) -> None:
        handler.answer(200, PAGE.format(**filled).encode(), Content_Type="text/html; charset=utf-8")

    with served(respond) as url:
        filled["url"] = url
        yield filled


def opened(page: Page, elsewhere: dict[str, str], site: Site, query: str = "") -> BookingPage:
    page.goto(f"{elsewhere['url']}/{query}")
    booking = BookingPage(page, site.url)
    booking.week_is_shown()
    return booking


def test_booking_from_another_site_is_kept_and_leaves_their_history_alone(
    page: Page, elsewhere: dict[str, str], site: Site
) -> None:
    booking = opened(page, elsewhere, site, "?utm_source=theirs&class=salsa-private")
    address = page.url

    booking.at_the_form()
    booking.back_to_the_times()
    booking.choose_slot(1)
    booking.submit.click()

    kept = booking.booking()
    assert (kept["classType"], kept["status"]) == ("salsa-private", "confirmed")
    assert page.url == address
    assert page.evaluate("history.state") is None
    page.get_by_role("button", name="Book another lesson").click()
    booking.week_is_shown()
    expect(booking.free_slots.first).to_be_visible()


def test_another_time_is_added_and_only_when_that_was_asked_for(
    page: Page, elsewhere: dict[str, str], site: Site
) -> None:
    booking = opened(page, elsewhere, site, "?class=salsa-private&instructor=maria")
    booking.choose_slot()
    booking.back_to_the_times()
    booking.choose_slot(1)
    booking.add_another()
    booking.choose_slot(3)
    booking.go_on()
    booking.fill()
    booking.submit.click()

    assert len(booking.booking()["slots"]) == 2


def test_styles_leak_neither_in_nor_out(page: Page, elsewhere: dict[str, str], site: Site) -> None:
    page.route("**/js/booking-widget.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(elsewhere["url"])
    theirs = _look(page)
    page.unroute("**/js/booking-widget.js")

    booking = opened(page, elsewhere, site)

    assert _look(page) == theirs
    expect(booking.free_slots.first).to_have_css("border-style", "solid")
    expect(booking.free_slots.first).to_have_css("text-transform", "none")
    booking.choose_slot()
    expect(booking.submit).to_have_css("background-color", "rgb(0, 105, 95)")
    assert page.get_by_label("E-mail").evaluate("one => one.offsetWidth") > 100


def _look(page: Page) -> Any:
    return page.evaluate("""() => ["#theirs", "#text", "h1", "body"].map((name) => {
        const look = getComputedStyle(document.querySelector(name));
        return [look.border, look.color, look.background, look.font, look.display, look.textTransform];
    })""")


@pytest.mark.parametrize(
    ("language", "attributes", "heading"),
    [
        ("en", "", "Next free times"),
        ("es-MX", "", "Próximas horas libres"),
        ("en", 'lang="es"', "Próximas horas libres"),
        ("de", "", "Next free times"),
    ],
)
def test_language_is_the_elements_then_the_pages(
    page: Page, elsewhere: dict[str, str], site: Site, language: str, attributes: str, heading: str
) -> None:
    elsewhere.update(language=language, attributes=attributes)

    opened(page, elsewhere, site)

    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_page_around_hears_what_happens_and_nothing_of_any_person(
    page: Page, elsewhere: dict[str, str], site: Site
) -> None:
    booking = opened(page, elsewhere, site, "?class=bachata-1&instructor=lucia")
    page.route("**/api/bookings", _refused, times=1)

    booking.at_the_form()
    booking.submit.click()
    expect(booking.notice).not_to_be_empty()
    booking.submit.click()
    booking.confirmation_number()

    heard: list[dict[str, Any]] = page.evaluate("heard")
    assert page.evaluate("dataLayer") == heard
    assert [each["event"] for each in heard] == ["booking:view", "booking:slot", "booking:failed", "booking:confirmed"]
    chosen = {"classType": "bachata-1", "instructor": "lucia"}
    assert all({**each, **chosen} == each for each in heard)
    assert sorted(heard[1]) == ["classType", "date", "event", "instructor", "startTime"]
    assert heard[2]["reason"] == "tooMany"
    assert sorted(heard[3]) == ["classType", "currency", "event", "instructor", "slots", "totalAmountMinor"]
    assert not any(text in str(heard) for text in booking.person.values())


def _refused(route: Any) -> None:
    route.fulfill(status=429, json={"code": "too_many_bookings"}, headers={"Access-Control-Allow-Origin": "*"})


def test_studio_that_does_not_answer_leaves_what_the_page_put_there(
    phone: BrowserContext, elsewhere: dict[str, str], site: Site
) -> None:
    page = phone.new_page()
    held = holding(page, f"{site.url}/")
    page.route(f"{site.url}/", lambda route: route.fulfill(status=503, body=""), times=1)

    page.goto(elsewhere["url"])

    expect(page.get_by_role("link", name="Book a lesson")).to_be_visible()
    first(page, held).continue_()
    BookingPage(page, site.url).week_is_shown()
    expect(page.get_by_role("link", name="Book a lesson")).to_be_hidden()


def test_demo_page_books(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/embed")
    booking = BookingPage(page, site.url)
    booking.week_is_shown()

    booking.at_the_form()
    booking.submit.click()

    assert booking.booking()["status"] == "confirmed"


def test_demo_page_has_no_fault_that_axe_can_find(browser: Browser, site: Site) -> None:
    # To look into a shadow root, axe itself sets styles that the page's policy does not allow.
    with browser.new_context(bypass_csp=True, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{site.url}/embed")
        BookingPage(page, site.url).week_is_shown()

        assert faults_of(page) == ""
