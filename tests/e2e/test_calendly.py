"""A studio that uses Calendly: it comes first or second, knows the customer, and never takes the page over."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.calendly_page import AWAY, LINK, NO_ANSWER, CalendlyPage, asked_by, silent, wanted


def test_studio_that_does_not_want_calendly_loads_nothing_of_it(calendly: CalendlyPage) -> None:
    loaded: list[str] = []
    calendly.page.on("request", lambda request: loaded.append(urlsplit(request.url).path))

    calendly.in_mode("off", LINK).opened().native.week_is_shown()

    assert [path for path in loaded if "calendly" in path] == []
    expect(calendly.page.locator("second-door")).to_be_empty()
    expect(calendly.page.locator("[data-calendly=quiet]")).to_be_empty()


def test_calendly_first_opens_with_it_and_goes_by_what_the_address_knows(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened(
        "?firstName=Ana&lastName=L%C3%B3pez&email=ana%40example.org&a1=Salsa&utm_source=poster&utm_campaign=spring&x=1"
    )

    calendly.embed_is_shown()

    address = calendly.iframe.get_attribute("src") or ""
    assert address.startswith("https://calendly.com/sabor/lesson?")
    assert asked_by(address) == {
        "hide_event_type_details": "1",
        "utm_source": "poster",
        "utm_campaign": "spring",
        "a1": "Salsa",
        "name": "Ana López",
        "first_name": "Ana",
        "last_name": "López",
        "email": "ana@example.org",
        "embed_domain": "127.0.0.1",
        "embed_type": "Inline",
    }


def test_calendly_first_asks_for_its_widget_script_nowhere(calendly: CalendlyPage) -> None:
    asked = calendly.calls()

    calendly.in_mode("first").opened().embed_is_shown()
    calendly.frame()

    assert [request.resource_type for request in asked] == ["document"]


def test_native_booking_is_one_tap_away_and_back_leads_to_calendly(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened().embed_is_shown()

    calendly.page.get_by_role("button", name="Book on this page instead").click()

    calendly.native_is_shown()
    expect(calendly.page.locator("booking-widget [data-heading]:visible")).to_be_focused()
    calendly.page.go_back()
    calendly.embed_is_shown()
    calendly.page.go_forward()
    calendly.native_is_shown()
    calendly.booked_natively()


def test_frame_is_as_high_as_calendly_says(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened().embed_is_shown()

    calendly.press("grow")

    expect(calendly.iframe).to_have_css("height", "913px")


def test_frame_says_what_it_is_and_a_new_tab_is_offered_beside_it(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened().embed_is_shown()

    tab = calendly.page.get_by_role("link", name="Open Calendly in a new tab")

    expect(tab).to_have_attribute("href", LINK)
    expect(tab).to_have_attribute("rel", "noopener")
    expect(tab).to_have_attribute("target", "_blank")
    expect(calendly.iframe).to_have_attribute("title", "Calendly: choose a time")
    expect(calendly.iframe).to_have_attribute("referrerpolicy", "strict-origin")


def test_reload_at_calendly_stays_there_and_keeps_the_form_behind_it(calendly: CalendlyPage) -> None:
    calendly.in_mode("fallback").opened().native.week_is_shown()
    calendly.native.choose_slot()
    calendly.native.back_to_the_times()
    calendly.book_through_calendly()
    calendly.embed_is_shown()

    calendly.page.reload()

    calendly.embed_is_shown()
    calendly.page.go_back()
    calendly.native_is_shown()
    expect(calendly.page.locator(".slot[aria-pressed=true]")).to_have_count(1)


def test_reload_at_calendly_keeps_the_filled_form_behind_it(calendly: CalendlyPage) -> None:
    page = calendly.page
    page.clock.install()
    calendly.in_mode("fallback").opened().native.week_is_shown()
    calendly.native.at_the_form()
    page.route("**/api/availability?*", lambda route: route.fulfill(status=503, json={}))
    # The page looks again by itself, now and then also where it is told what changes.
    calendly.time_passes(121_000)
    calendly.notice.get_by_role("button", name="Book through Calendly").click()
    calendly.embed_is_shown()

    calendly.calendly_is(silent).page.reload()
    calendly.embed_is_shown()
    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    expect(page.get_by_role("heading", name="Almost there")).to_be_visible()
    expect(page.get_by_label("Last name")).to_have_value("López")
    calendly.native.submit.click()
    calendly.native.confirmation_number()


def test_reload_of_who_chose_the_native_form_does_not_bring_calendly_back(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened().embed_is_shown()
    calendly.page.get_by_role("button", name="Book on this page instead").click()

    calendly.page.reload()

    calendly.native.week_is_shown()
    expect(calendly.page.get_by_role("button", name="Book through Calendly")).to_be_visible()
    calendly.native_is_shown()


def test_studio_that_is_away_is_no_reason_to_wait_where_calendly_is_remembered(calendly: CalendlyPage) -> None:
    calendly.in_mode("fallback").opened().native.week_is_shown()
    expect(calendly.notice).to_be_empty()
    calendly.page.route("**/api/**", lambda route: route.fulfill(status=503, json={}))

    calendly.page.reload()

    expect(calendly.notice).to_contain_text(AWAY, timeout=30_000)
    expect(calendly.page.locator("[data-part=banner]")).to_contain_text("cannot be read at the moment", timeout=30_000)
    calendly.notice.get_by_role("button", name="Book through Calendly").click()
    calendly.embed_is_shown()
    calendly.page.go_back()
    calendly.native_is_shown()


def test_studio_that_goes_away_later_is_said_beside_the_offer_until_it_is_back(calendly: CalendlyPage) -> None:
    calendly.in_mode("fallback").opened().native.week_is_shown()
    calendly.page.route("**/api/availability?*", lambda route: route.fulfill(status=503, json={}))
    calendly.page.get_by_role("button", name="Seven days later").click()
    expect(calendly.notice).to_contain_text(AWAY, timeout=30_000)

    calendly.page.unroute("**/api/availability?*")

    expect(calendly.notice).to_be_empty(timeout=20_000)


def test_calendly_first_opens_also_while_the_studio_is_away(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened().embed_is_shown()
    calendly.page.evaluate("history.replaceState(null, '')")
    calendly.page.route("**/api/**", lambda route: route.fulfill(status=503, json={}))

    calendly.page.reload()

    # Three tries come first.
    expect(calendly.iframe).to_be_visible(timeout=30_000)
    calendly.embed_is_shown()


def test_studio_that_turned_calendly_off_meanwhile_shows_nothing_of_it(calendly: CalendlyPage) -> None:
    calendly.in_mode("first").opened().embed_is_shown()

    calendly.in_mode("off").page.reload()

    calendly.native.week_is_shown()
    expect(calendly.page.locator("second-door")).to_be_empty()


def test_offer_of_the_last_visit_goes_when_the_studio_no_longer_wants_it(calendly: CalendlyPage) -> None:
    calendly.in_mode("fallback").opened().native.week_is_shown()
    calendly.page.route("**/api/class-types", lambda route: route.fulfill(status=503, json={}))
    calendly.page.reload()
    expect(calendly.notice).to_contain_text(AWAY, timeout=30_000)

    calendly.in_mode("off").page.unroute("**/api/class-types")

    calendly.native.week_is_shown(timeout=30_000)
    expect(calendly.notice).to_be_empty()
    expect(calendly.page.get_by_role("button", name="Book through Calendly")).to_have_count(0)


def test_scripts_that_do_not_come_leave_the_native_form(calendly: CalendlyPage) -> None:
    calendly.page.clock.install()
    calendly.clock_stands()
    # Neither answered nor refused.
    calendly.page.route("**/js/calendly-integration.js", lambda _: None)
    calendly.in_mode("first").opened()
    expect(calendly.page.locator("booking-widget[hidden][data-ready]")).to_have_count(1)

    calendly.time_passes(3_100)

    calendly.native_is_shown()
    calendly.page.clock.resume()
    calendly.booked_natively()


@pytest.mark.parametrize(
    "url", ["https://calendly.com/", "https://calendly.com.evil.example/a", "https://a:b@x/", "https://["]
)
def test_link_that_is_not_calendlys_is_never_framed(calendly: CalendlyPage, url: str) -> None:
    calendly.page.unroute("**/api/availability")
    calendly.page.route("**/api/availability", wanted("fallback", url))

    calendly.opened().native.week_is_shown()

    expect(calendly.page.locator("[data-calendly=said]")).to_be_attached()
    expect(calendly.page.get_by_role("button", name="Book through Calendly")).to_have_count(0)
    expect(calendly.iframe).to_have_count(0)
