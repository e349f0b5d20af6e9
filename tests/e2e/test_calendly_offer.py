"""Calendly as the second way: offered quietly below the studio's own times."""

from playwright.sync_api import Request, expect

from tests.e2e.calendly_page import CalendlyPage, asked_by
from tests.e2e.cuts import BOOKING, HASTY_PAGE, cut, holding
from tests.e2e.desk_page import settled

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
    held = holding(calendly.page, A_WEEK)
    calendly.in_mode("fallback").opened("?class=salsa-private")
    offer = calendly.page.locator(".calendly-quiet")
    expect(offer).to_have_count(1)

    expect(offer).to_be_hidden()

    calendly.page.unroute(A_WEEK)
    for route in held:
        route.continue_()
    calendly.native.week_is_shown()
    expect(offer).to_be_visible()


def test_nothing_is_booked_here_while_the_customer_is_at_calendly(calendly: CalendlyPage) -> None:
    """Whether the first try has booked is asked when they come back."""
    page, native = calendly.page, calendly.native
    page.add_init_script(HASTY_PAGE)
    calendly.in_mode("fallback").opened().native.week_is_shown()
    native.at_the_form()
    page.route(BOOKING, cut)
    native.submit.click()
    expect(native.notice).to_contain_text("Try again now, or leave the page open", timeout=30_000)
    native.back_to_the_times()
    calendly.book_through_calendly()
    calendly.embed_is_shown()
    posts: list[Request] = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    page.unroute(BOOKING)

    page.evaluate("dispatchEvent(new Event('online'))")
    settled(page)
    assert posts == []

    page.go_back()
    calendly.native_is_shown()
    page.evaluate("dispatchEvent(new Event('online'))")
    native.confirmation_number()
