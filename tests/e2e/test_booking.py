"""A customer books: with a thumb, with keys only, in a hurry, and with an outdated price on the screen."""

import json
import re

import httpx
from playwright.sync_api import Page, Route, expect

from tests.e2e.booking_page import BookingPage, lasting
from tests.support.servers import Site


def test_booking_on_a_phone_ends_with_a_number_and_is_kept(booking: BookingPage) -> None:
    booking.choose_class("salsa-private")
    slot_id = booking.at_the_form()
    total = booking.total()

    booking.submit.click()

    kept = booking.booking()
    assert kept["confirmationNumber"] == booking.confirmation_number()
    assert kept["personalInfo"] == {
        "firstName": booking.person["First name"],
        "lastName": booking.person["Last name"],
        "email": booking.person["E-mail"],
        "phone": None,
        "notes": None,
    }
    assert [re.sub("^[a-z0-9-]+_", "", slot) for slot in kept["slots"]] == [slot_id.removeprefix("any_")]
    assert (kept["classType"], kept["status"], kept["bookingSource"]) == ("salsa-private", "confirmed", "widget")
    assert booking.total() == total


def test_booking_of_two_times_has_both_and_their_sum(booking: BookingPage) -> None:
    booking.choose_instructor("maria")
    booking.choose_slot(0)
    booking.choose_slot(1)
    expect(booking.page.locator("[data-part=bar]")).to_contain_text("2 times")
    booking.go_on()
    booking.fill()
    shown = booking.total()

    booking.submit.click()

    kept = booking.booking()
    assert len(kept["slots"]) == 2
    assert shown == f"${kept['totalAmount']:g}" or shown == f"${kept['totalAmount']:.2f}"


def test_booking_of_four_times_shows_the_discount_before_it_is_made(booking: BookingPage) -> None:
    booking.choose_instructor("maria")
    for number in range(4):
        booking.choose_slot(number)
    booking.go_on()
    booking.fill()
    shown = booking.total()
    expect(booking.page.locator("[data-summary]")).to_contain_text("Four classes at once")

    booking.submit.click()

    kept = booking.booking()
    assert (len(kept["slots"]), kept["priceLines"][-1]["label"]) == (4, "Four classes at once")
    assert shown == f"${kept['totalAmount']:g}" or shown == f"${kept['totalAmount']:.2f}"
    assert booking.total() == shown


def test_price_that_the_page_did_not_know_is_agreed_to_with_one_press(page: Page, site: Site) -> None:
    page.route("**/api/availability", _without_rules_for_several_slots)
    booking = BookingPage(page, site.url).opened()
    booking.choose_instructor("maria")
    for number in range(4):
        booking.choose_slot(number)
    booking.go_on()
    booking.fill()
    sum_of_times = booking.total()
    booking.submit.click()
    expect(booking.notice).to_contain_text("it costs less")
    agreed = booking.total()
    assert agreed != sum_of_times

    booking.submit.click()

    assert len(booking.booking()["slots"]) == 4
    assert booking.total() == agreed


def _without_rules_for_several_slots(route: Route) -> None:
    """As a page sees it that was opened before the studio made such a rule."""
    answer = route.fetch()
    known = answer.json()
    known["rules"]["severalSlots"] = []
    route.fulfill(response=answer, json=known)


def test_booking_needs_nothing_but_keys(booking: BookingPage) -> None:
    page = booking.page

    _tab_to(page, "#class-salsa-1")
    page.keyboard.press("ArrowDown")
    booking.week_is_shown()
    _tab_to(page, lasting(".slot"))
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Almost there")).to_be_focused()
    for field, text in (("#first-name", "Kim"), ("#last-name", "Keys"), ("#email", "kim@example.org")):
        _tab_to(page, field)
        page.keyboard.type(text)
    _tab_to(page, "[type=submit]")
    page.keyboard.press("Enter")

    assert booking.booking()["personalInfo"]["firstName"] == "Kim"
    expect(page.get_by_role("heading", name="You are booked")).to_be_focused()


def test_button_pressed_twice_books_once(booking: BookingPage) -> None:
    sent: list[str] = []
    booking.page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    booking.choose_class("bachata-1")
    booking.at_the_form()

    booking.submit.dblclick()

    booking.confirmation_number()
    assert sent == ["POST"]


def test_price_that_changed_is_shown_and_confirmed_with_one_tap(booking: BookingPage) -> None:
    booking.page.route("**/api/bookings", lambda route: _with_total(route, 1.0), times=1)
    booking.choose_class("bachata-1")
    booking.at_the_form()
    booking.submit.click()
    expect(booking.notice).to_contain_text("The price is different")
    right = booking.total()
    expect(booking.submit).to_have_text(f"Book for {right}")

    booking.submit.click()

    booking.confirmation_number()
    assert booking.total() == right


def test_complaint_of_the_server_stands_at_its_field(booking: BookingPage) -> None:
    booking.at_the_form()
    booking.fill({"E-mail": "ana@localhost"})

    booking.submit.click()

    expect(booking.page.locator("#email-message")).not_to_be_empty()
    expect(booking.page.get_by_label("E-mail")).to_be_focused()
    expect(booking.page.get_by_label("First name")).to_have_value("Ana")


def test_back_button_of_the_phone_leads_to_the_times_and_keeps_the_form(booking: BookingPage) -> None:
    slot_id = booking.at_the_form()

    booking.page.go_back()

    expect(booking.page.locator(f"[data-slot='{slot_id}']")).to_have_attribute("aria-pressed", "true")
    booking.go_on()
    expect(booking.page.get_by_label("First name")).to_have_value("Ana")


def test_link_of_a_booking_opens_it(booking: BookingPage) -> None:
    booking.at_the_form()
    booking.submit.click()
    number = booking.confirmation_number()

    booking.page.get_by_role("link", name="Your booking").click()

    expect(booking.page.locator(".number strong")).to_have_text(number)
    with booking.page.expect_download() as download:
        booking.page.get_by_role("button", name="Add to calendar").click()
    assert "BEGIN:VCALENDAR" in download.value.path().read_text()


def test_calendar_link_of_a_fresh_booking_is_a_calendar(booking: BookingPage) -> None:
    booking.at_the_form()
    booking.submit.click()
    booking.confirmation_number()

    address = booking.page.get_by_role("link", name="Add to calendar").get_attribute("href") or ""

    answer = httpx.get(httpx.URL(booking.url).join(address), timeout=30)
    assert answer.headers["content-type"].startswith("text/calendar")


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


def _with_total(route: Route, total: float) -> None:
    body = {**json.loads(route.request.post_data or ""), "totalAmount": total}
    route.continue_(post_data=json.dumps(body))
