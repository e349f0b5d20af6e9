"""Somebody else is quicker: before the customer goes on, and after."""

from itertools import count
from typing import Any

import httpx
from playwright.sync_api import expect

from tests.e2e.booking_page import BookingPage, lasting
from tests.e2e.cuts import BOOKING, Line, one_booking, says_not_booked
from tests.support.servers import Site


def _booked_by_another(booking: BookingPage, slot_id: str, class_type: str) -> dict[str, Any]:
    instructor = slot_id.split("_", maxsplit=1)[0]
    person = {"firstName": "Quick", "lastName": "Other", "email": "quick@example.org"}
    wish = {"classType": class_type, "instructor": instructor, "slots": [slot_id], "personalInfo": person}
    booked: dict[str, Any] = (
        httpx.post(f"{booking.url}/api/bookings", json=wish, timeout=30).raise_for_status().json()["booking"]
    )
    return booked


def test_slot_lost_after_the_choice_is_replaced_with_one_tap(booking: BookingPage) -> None:
    booking.choose_class("salsa-private")
    booking.choose_instructor("maria")
    slot_id = booking.at_the_form()
    _booked_by_another(booking, slot_id, "salsa-private")

    booking.submit.click()
    expect(booking.notice.get_by_role("heading")).to_be_focused()
    expect(booking.page.get_by_label("First name")).to_have_value("Ana")
    alternative = booking.page.locator(lasting("[data-swap]", "data-swap")).first
    swapped_id = alternative.get_attribute("data-swap")
    alternative.click()
    booking.submit.click()

    assert booking.booking()["slots"] == [swapped_id]


def test_slot_lost_while_choosing_is_dropped_with_a_sentence(booking: BookingPage) -> None:
    booking.choose_class("salsa-private")
    booking.choose_instructor("maria")
    slot_id = booking.choose_slot()
    booking.back_to_the_times()
    _booked_by_another(booking, slot_id, "salsa-private")

    # Coming back to the page is what makes it look again at once.
    booking.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(booking.page.locator("[data-part=remark]")).to_contain_text("has just been taken by someone else")
    expect(booking.page.locator(f"[data-slot='{slot_id}']")).to_be_disabled()
    expect(booking.page.get_by_role("button", name="Continue")).to_be_disabled()


def test_customer_is_not_told_that_somebody_took_what_they_may_have_booked(booking: BookingPage, site: Site) -> None:
    slot = booking.free_slots.last
    slot_id = slot.get_attribute("data-slot") or ""
    leave_one_place(booking, slot_id)
    booking.page.reload()
    booking.week_is_shown()
    booking.page.locator(f"[data-slot='{slot_id}']").click()
    booking.fill()
    line = Line(booking.page)
    with one_booking(booking, site):
        line.cut("lost", BOOKING)
        booking.submit.click()
        says_not_booked(booking)
        booking.page.reload()
        booking.week_is_shown()
        expect(booking.page.get_by_role("heading", name="Almost there")).to_be_focused()
        says_not_booked(booking)

        line.mend()
        booking.submit.click()


def leave_one_place(booking: BookingPage, slot_id: str) -> None:
    class_type = booking.page.locator("[name=classType]:checked").input_value()
    query = {"classType": class_type, "date": slot_id.split("_")[1]}
    for number in count():
        days = httpx.get(f"{booking.url}/api/availability", params=query, timeout=30).raise_for_status().json()
        [slot] = [each for each in days[query["date"]] if each["id"] == slot_id]
        if slot["remaining"] == 1:
            return
        person = {"firstName": "Some", "lastName": "Body", "email": f"some{number}@body.example"}
        wish = {"classType": class_type, "instructor": "any", "slots": [slot_id], "personalInfo": person}
        httpx.post(f"{booking.url}/api/bookings", json=wish, timeout=30).raise_for_status()


def test_time_lost_while_the_form_is_filled_in_is_told_at_once_with_others_to_take(booking: BookingPage) -> None:
    booking.choose_class("salsa-private")
    booking.choose_instructor("maria")
    booking.later()
    slot_id = booking.at_the_form()

    _booked_by_another(booking, slot_id, "salsa-private")
    booking.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(booking.notice).to_contain_text("has just been taken")
    alternatives = booking.notice.locator("[data-swap]")
    expect(alternatives).to_have_count(3)
    expect(booking.page.get_by_label("First name")).to_have_value(booking.person["First name"])
    swapped_id = alternatives.first.get_attribute("data-swap")
    alternatives.first.click()
    booking.submit.click()
    assert booking.booking()["slots"] == [swapped_id]


def test_fifth_time_stays_out_and_the_page_says_why(booking: BookingPage) -> None:
    booking.choose_instructor("maria")
    for number in range(4):
        booking.choose_slot(number)

    booking.free_slots.nth(4).click()

    expect(booking.page.locator("[data-part=remark]")).to_contain_text("Four times are the most")
    expect(booking.page.locator(".slot[aria-pressed=true]")).to_have_count(4)


def test_choice_of_another_class_clears_the_times_and_says_so(booking: BookingPage) -> None:
    booking.choose_slot()
    booking.back_to_the_times()

    booking.choose_class("wedding-dance")

    expect(booking.page.locator(".slot[aria-pressed=true]")).to_have_count(0)
    expect(booking.page.get_by_role("button", name="Continue")).to_be_disabled()
