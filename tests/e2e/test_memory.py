"""A reload, a step back or a change of mind: what was booked, chosen and typed stays, and what cannot is said."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.booking_page import PERSON, BookingPage
from tests.e2e.cuts import first, holding
from tests.support.servers import Site

TYPED = {**PERSON, "Phone": "+1 212 555 0100", "Anything we should know?": "Left knee"}


def test_reload_after_booking_opens_the_booking(booking: BookingPage) -> None:
    booking.at_the_form()
    booking.submit.click()
    number = booking.confirmation_number()

    booking.page.reload()

    expect(booking.page.get_by_role("heading", name="Your booking")).to_be_visible()
    assert booking.confirmation_number() == number
    expect(booking.page.locator("managed-booking")).to_contain_text("Booked by")


def test_step_back_and_forward_after_booking_opens_the_booking(booking: BookingPage) -> None:
    booking.at_the_form()
    booking.submit.click()
    number = booking.confirmation_number()
    booking.page.evaluate("window.isOld = true")
    booking.page.go_back()
    booking.page.wait_for_function("!window.isOld")
    booking.week_is_shown()

    booking.page.go_forward()

    expect(booking.page.get_by_role("heading", name="Your booking")).to_be_visible()
    assert booking.confirmation_number() == number


def test_step_forward_before_the_page_is_ready_opens_the_booking(booking: BookingPage) -> None:
    booking.at_the_form()
    booking.submit.click()
    number = booking.confirmation_number()
    held = holding(booking.page, "**/api/class-types*", times=1)
    booking.page.go_back()
    first(booking.page, held)

    booking.page.go_forward()
    held[0].continue_()

    expect(booking.page.get_by_role("heading", name="Your booking")).to_be_visible()
    assert booking.confirmation_number() == number


def test_link_of_a_booking_is_copied(booking: BookingPage) -> None:
    booking.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    booking.at_the_form()
    booking.submit.click()
    booking.confirmation_number()

    booking.page.get_by_role("button", name="Copy link").click()

    expect(booking.page.locator("kept-link")).to_contain_text("Copied.")
    link = booking.page.get_by_role("link", name="Your booking").get_attribute("href")
    assert booking.page.locator("[data-link]").inner_text() == link
    assert booking.page.evaluate("navigator.clipboard.readText()") == link


def test_link_that_cannot_be_copied_is_marked(booking: BookingPage) -> None:
    booking.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')); }")
    booking.at_the_form()
    booking.submit.click()
    booking.confirmation_number()

    booking.page.get_by_role("button", name="Copy link").click()

    expect(booking.page.locator("kept-link")).to_contain_text("did not let the page copy")
    marked = booking.page.evaluate("getSelection().toString().trim()")
    assert marked == booking.page.locator("[data-link]").inner_text()


def test_reload_at_the_form_keeps_times_and_words(booking: BookingPage) -> None:
    booking.choose_class("bachata-1")
    booking.choose_slot(2)
    booking.add_another()
    booking.later()
    booking.choose_slot(4)
    booking.go_on()
    booking.fill(TYPED)
    summary = booking.page.locator("[data-summary]").inner_text()

    booking.page.reload()

    expect(booking.page.get_by_role("heading", name="Almost there")).to_be_visible()
    assert {label: booking.page.get_by_label(label).input_value() for label in TYPED} == TYPED
    assert booking.page.locator("[data-summary]").inner_text() == summary


def test_reload_while_choosing_keeps_the_times(booking: BookingPage) -> None:
    booking.choose_class("bachata-1")
    slot_id = booking.choose_slot(3)
    booking.back_to_the_times()

    booking.page.reload()

    expect(booking.page.locator(f"[data-slot='{slot_id}']")).to_have_attribute("aria-pressed", "true")
    expect(booking.page.get_by_role("button", name="Continue")).to_be_enabled()


def test_another_link_to_the_studio_chooses_its_own_class(booking: BookingPage) -> None:
    booking.choose_class("bachata-1")
    booking.choose_slot()

    BookingPage(booking.page, f"{booking.url}/?classType=wedding-dance").opened()

    expect(booking.page.locator("#class-wedding-dance")).to_be_checked()
    expect(booking.page.get_by_role("button", name="Continue")).to_be_hidden()


def test_nothing_is_remembered_once_it_is_booked(booking: BookingPage) -> None:
    booking.at_the_form()
    assert "López" in booking.page.evaluate("JSON.stringify(sessionStorage)")

    booking.submit.click()
    booking.confirmation_number()

    booking.page.get_by_role("button", name="Book another lesson").click()
    booking.week_is_shown()
    assert "López" not in booking.page.evaluate("JSON.stringify(sessionStorage)")
    expect(booking.page.get_by_role("button", name="Continue")).to_be_hidden()
    expect(booking.page.get_by_label("First name")).to_have_value("")


def test_memory_of_a_day_ago_is_gone(booking: BookingPage) -> None:
    script = """days => import("/js/memory.js").then(({ keep, kept }) => {
      keep({ person: { firstName: "Ana" } }, 0);
      return kept(days * 86400000).person ?? null;
    })"""

    found = [booking.page.evaluate(script, days) for days in (0.99, 1)]

    assert found == [{"firstName": "Ana"}, None]


def test_choice_of_an_instructor_keeps_the_times_that_they_have_free(booking: BookingPage) -> None:
    anyone, maria = (_free(booking, instructor) for instructor in ("any", "maria"))
    stays, goes = sorted(anyone & maria)[1], max(anyone - maria)
    booking.page.locator(f"[data-slot='any_{stays}']").click()
    booking.add_another()
    booking.page.locator(f"[data-slot='any_{goes}']").click()
    expect(booking.page.locator(".slot[aria-pressed=true]")).to_have_count(2)

    booking.choose_instructor("maria")

    pressed = booking.page.locator(".slot[aria-pressed=true]")
    expect(pressed).to_have_count(1)
    assert pressed.get_attribute("data-slot") == f"maria_{stays}"
    hour, minute = goes.split("_")[1:]
    clock = f"{int(hour):02}:{int(minute):02}"
    said = re.compile(f"Not free with María Delgado in the week shown, so no longer chosen: .*, {clock}\\.$")
    expect(booking.page.locator("[data-part=remark]")).to_have_text(said)
    expect(booking.page.locator("[data-part=bar]")).to_contain_text("1 time")


def test_times_of_another_class_are_taken_away_with_a_sentence_that_stays(booking: BookingPage) -> None:
    booking.choose_slot()
    booking.back_to_the_times()

    booking.choose_class("wedding-dance")

    for place in ("remark", "live"):
        expect(booking.page.locator(f"[data-part={place}]")).to_contain_text("no longer chosen")


@pytest.mark.parametrize("fragment", ["", "#id=booking_1700000000000_aaaaaaaaaaaaa&token=wrong"])
def test_link_that_opens_nothing_promises_nothing(booking: BookingPage, site: Site, fragment: str) -> None:
    booking.page.goto(f"{site.url}/manage{fragment}")

    expect(booking.page.locator("managed-booking")).to_contain_text(re.compile("not complete|No booking can be opened"))
    expect(booking.page.locator("main")).not_to_contain_text("To change or cancel")


def _free(booking: BookingPage, instructor: str) -> set[str]:
    """The free starts of the week on the screen, as the end of a slot id."""
    ids = booking.page.locator("[data-slot]").evaluate_all("all => all.map((one) => one.dataset.slot)")
    shown = {slot_id.split("_", maxsplit=1)[1] for slot_id in ids}
    query = {"classType": "salsa-1", "instructor": instructor, "week": min(shown).split("_")[0]}
    days = httpx.get(f"{booking.url}/api/availability", params=query, timeout=30).raise_for_status().json()
    found = [slot for slots in days.values() for slot in slots if slot["available"]]
    return shown & {slot["id"].split("_", maxsplit=1)[1] for slot in found}
