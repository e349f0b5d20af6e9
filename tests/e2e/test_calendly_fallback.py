"""Calendly fails in every way there is: the native form comes at once, says why, has what was typed, and books."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.calendly_page import NO_ANSWER, SCHEDULED, CalendlyPage, alive, reported, silent
from tests.support.servers import Site

OFFLINE = "You are offline, so Calendly cannot be reached"
BLOCKED = "Calendly cannot be shown in this page"
BROKEN = "The connection to Calendly broke"
PREFILLED = "?firstName=Ana&lastName=L%C3%B3pez&email=ana%40example.org"


@pytest.fixture
def calendly(page: Page, site: Site) -> CalendlyPage:
    page.clock.install()
    return CalendlyPage(page, site.url).calendly_is(alive)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda route: route.abort("failed"), id="network"),
        pytest.param(lambda route: route.abort("blockedbyclient"), id="blocker"),
        pytest.param(lambda _: None, id="slow"),
        pytest.param(lambda route: route.fulfill(status=503, body="down"), id="down"),
        pytest.param(silent, id="silent"),
    ],
)
def test_calendly_that_does_not_answer_gives_way(calendly: CalendlyPage, answer: Callable[[Route], None]) -> None:
    slot_id = calendly.calendly_is(answer).typed()
    calendly.clock_stands()
    calendly.book_through_calendly()
    calendly.embed_is_shown()
    calendly.time_passes(7_000)
    calendly.embed_is_shown()

    calendly.time_passes(1_100)

    calendly.fell_back(NO_ANSWER)
    calendly.page.clock.resume()
    calendly.has_all_and_books(slot_id)


def test_calendly_first_that_does_not_answer_gives_way_to_a_form_with_what_is_known(calendly: CalendlyPage) -> None:
    calendly.calendly_is(silent).in_mode("first").opened(PREFILLED).embed_is_shown()

    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    calendly.native.week_is_shown()
    calendly.native.choose_slot()
    calendly.native.go_on()
    expect(calendly.page.get_by_label("Last name")).to_have_value("López")
    calendly.page.reload()
    expect(calendly.page.get_by_label("E-mail")).to_have_value("ana@example.org")
    calendly.booked_natively()


def test_blocker_of_everything_called_calendly_leaves_the_native_form(calendly: CalendlyPage) -> None:
    page = calendly.page.context.new_page()
    page.route(re.compile("calendly"), lambda route: route.abort("blockedbyclient"))
    blocked = CalendlyPage(page, calendly.url).in_mode("first").opened()

    blocked.native.week_is_shown()

    blocked.native_is_shown()
    blocked.booked_natively()


def test_policy_that_forbids_the_frame_gives_way_at_once(calendly: CalendlyPage) -> None:
    def stricter(route: Route) -> None:
        real = route.fetch()
        policy = real.headers["content-security-policy"].replace("frame-src https://calendly.com; ", "")
        route.fulfill(response=real, headers={**real.headers, "content-security-policy": policy})

    page = calendly.page.context.new_page()
    page.route(f"{calendly.url}/", stricter)
    strict = CalendlyPage(page, calendly.url).calendly_is(alive)

    slot_id = strict.typed_then_calendly()

    strict.fell_back(BLOCKED)
    strict.has_all_and_books(slot_id)


@pytest.mark.parametrize("url", ["https://calendly.com/", "https://calendly.com.evil.example/a", "https://["])
def test_link_that_cannot_be_framed_gives_way_at_once(calendly: CalendlyPage, url: str) -> None:
    asked = calendly.calls()

    calendly.in_mode("first", url).opened()

    calendly.fell_back(BLOCKED)
    assert asked == []
    assert calendly.notice.locator("a, button").count() == 0
    calendly.booked_natively()


def test_browser_that_is_offline_from_the_start_does_not_try(calendly: CalendlyPage) -> None:
    asked = calendly.calls()
    calendly.page.add_init_script("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })")

    calendly.in_mode("first").opened(PREFILLED)

    calendly.fell_back(OFFLINE)
    assert asked == []
    calendly.booked_natively()


@pytest.mark.parametrize(("answer", "sentence"), [(alive, BROKEN), (silent, OFFLINE)])
def test_connection_that_breaks_gives_way_at_once(
    calendly: CalendlyPage, answer: Callable[[Route], None], sentence: str
) -> None:
    calendly.calendly_is(answer)
    slot_id = calendly.typed_then_calendly()
    calendly.embed_is_shown()
    # What the page was about to fetch would be an error of its own.
    expect(calendly.page.locator("#team li").first).to_be_attached()
    calendly.press("pick a time") if answer is alive else calendly.frame()

    calendly.page.context.set_offline(True)

    calendly.fell_back(sentence)
    calendly.page.context.set_offline(False)
    calendly.has_all_and_books(slot_id)


def test_page_that_is_alive_is_left_alone(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened().embed_is_shown()
    calendly.press("pick a time")

    calendly.time_passes(60_000)

    calendly.press("grow")
    expect(calendly.iframe).to_have_css("height", "913px")
    expect(calendly.page.locator("booking-widget")).to_be_hidden()
    expect(calendly.notice).to_be_empty()


def test_who_has_left_for_the_native_form_is_not_disturbed(calendly: CalendlyPage) -> None:
    calendly.calendly_is(silent).in_mode("first").opened().embed_is_shown()
    calendly.page.get_by_role("button", name="Book on this page instead").click()
    calendly.native.week_is_shown()
    calendly.native.choose_slot()

    inside = calendly.frame()
    calendly.time_passes()
    inside.evaluate("say('calendly.event_type_viewed', {})")

    calendly.native.go_on()
    expect(calendly.notice).to_be_empty()


def test_late_answer_takes_nothing_over_and_may_be_followed(calendly: CalendlyPage) -> None:
    slot_id = calendly.calendly_is(silent).typed_then_calendly()
    inside = calendly.frame()
    calendly.time_passes()
    calendly.fell_back(NO_ANSWER)
    calendly.native.go_on()

    inside.evaluate("say('calendly.event_type_viewed', {})")

    expect(calendly.notice).to_contain_text("Calendly has answered")
    expect(calendly.iframe).to_be_hidden()
    expect(calendly.page.get_by_role("heading", name="Almost there")).to_be_focused()
    calendly.page.get_by_role("button", name="Use Calendly after all").click()
    calendly.embed_is_shown()
    expect(calendly.notice).to_be_empty()
    calendly.page.go_back()
    calendly.native.back_to_the_times()
    calendly.has_all_and_books(slot_id)


def test_booking_that_calendly_confirms_late_is_told_to_the_customer(calendly: CalendlyPage) -> None:
    reports = reported(calendly.page)
    calendly.calendly_is(silent).typed_then_calendly()
    inside = calendly.frame()
    calendly.time_passes()
    calendly.fell_back(NO_ANSWER)

    # Who looks at it before the studio has answered has it told again, under the same key.
    with calendly.page.expect_response("**/api/bookings") as told:
        inside.evaluate(f"[1, 2, 3].forEach(() => say('calendly.event_scheduled', {SCHEDULED}))")
    told.value.finished()

    expect(calendly.notice).to_contain_text("You are booked: do not book again")
    calendly.native_is_shown()
    calendly.page.get_by_role("button", name="Show that booking").click()
    expect(calendly.done).to_contain_text("it shows up at the studio in a moment")
    assert len(reports) == 1


def test_trying_again_loads_calendly_anew(calendly: CalendlyPage) -> None:
    calendly.calendly_is(lambda route: route.abort("failed"))
    calendly.typed_then_calendly()
    calendly.embed_is_shown()
    calendly.time_passes()
    calendly.fell_back(NO_ANSWER)

    calendly.calendly_is(alive).page.get_by_role("button", name="Try Calendly again").click()

    calendly.embed_is_shown()
    calendly.press("grow")
    expect(calendly.iframe).to_have_css("height", "913px")
    calendly.page.go_back()
    calendly.native_is_shown()


def test_reload_after_falling_back_stays_with_the_native_form(calendly: CalendlyPage) -> None:
    calendly.calendly_is(silent).in_mode("first").opened().embed_is_shown()
    calendly.time_passes()
    calendly.fell_back(NO_ANSWER)

    calendly.page.reload()

    calendly.native.week_is_shown()
    calendly.native_is_shown()
    calendly.booked_natively()


def test_calendly_and_the_studio_both_away_is_said_of_both(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened().embed_is_shown()
    calendly.page.route("**/api/**", lambda route: route.fulfill(status=503, json={}))
    calendly.calendly_is(silent).page.reload()
    calendly.embed_is_shown()

    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    expect(calendly.page.locator("[data-part=banner]")).to_contain_text("cannot be read at the moment", timeout=30_000)
    calendly.page.unroute("**/api/**")
    calendly.time_passes(20_000)
    calendly.booked_natively()


def test_notice_goes_with_a_native_booking(calendly: CalendlyPage) -> None:
    calendly.calendly_is(silent).in_mode("first").opened().embed_is_shown()
    calendly.time_passes()
    calendly.fell_back(NO_ANSWER)

    calendly.booked_natively()

    expect(calendly.notice).to_be_empty()
    assert re.search("/manage", calendly.page.url)
