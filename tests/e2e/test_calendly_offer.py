"""Calendly as the second way: offered quietly below the studio's own times."""

from playwright.sync_api import Route, expect

from tests.e2e.calendly_page import FIRST_LOAD, CalendlyPage, asked_by

A_WEEK = "**/api/availability?*week=*"


def test_calendly_second_is_a_quiet_offer_that_knows_what_was_typed(calendly: CalendlyPage) -> None:
    requests = calendly.calls()
    calendly.in_mode("fallback").opened().native.week_is_shown()
    slot_id = calendly.native.choose_slot()
    calendly.native.go_on()
    calendly.native.fill({"First name": "Ana", "Last name": " López ", "E-mail": "ana@example.org"})
    calendly.page.get_by_role("button", name="Change time").click()
    assert requests == []

    calendly.book_through_calendly()

    calendly.embed_is_shown()
    asked = asked_by(calendly.iframe.get_attribute("src") or "")
    assert (asked["name"], asked["email"]) == ("Ana López", "ana@example.org")
    calendly.page.go_back()
    calendly.native_is_shown()
    expect(calendly.page.locator(f"[data-slot='{slot_id}']")).to_have_attribute("aria-pressed", "true")
    calendly.booked_natively()


def test_offer_below_the_week_waits_for_it_so_that_nothing_moves_under_a_finger(calendly: CalendlyPage) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    calendly.page.route(A_WEEK, hold)
    calendly.in_mode("fallback").opened("?class=salsa-private")
    offer = calendly.page.locator(".calendly-quiet")
    expect(offer).to_have_count(1, timeout=FIRST_LOAD)

    expect(offer).to_be_hidden()

    calendly.page.unroute(A_WEEK)
    for route in held:
        route.continue_()
    calendly.native.week_is_shown()
    expect(offer).to_be_visible()
