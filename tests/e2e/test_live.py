"""An open page sees what others book, as they book it."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.booking_page import BookingPage, somebody
from tests.e2e.cuts import first, hang, holding
from tests.support.servers import Site

STREAM = re.compile("/api/availability/stream")
WEEK_READ = re.compile(r"/api/availability\?.*week=")
# Whatever the page would do by itself after a while, it does in an hour.
PATIENT_PAGE = """
const own = setTimeout;
window.setTimeout = (call, wait, ...rest) => own(call, wait >= 10_000 ? 3_600_000 : wait, ...rest);
"""


@pytest.fixture
def patient(page: Page, site: Site) -> BookingPage:
    """A page that never looks again without a reason."""
    page.add_init_script(PATIENT_PAGE)
    return BookingPage(page, site.url)


def booked_by_another(booking: BookingPage, slot_id: str) -> dict[str, Any]:
    person = {"firstName": "Quick", "lastName": "Other", "email": somebody()["E-mail"]}
    instructor = slot_id.split("_", maxsplit=1)[0]
    wish = {"classType": "salsa-private", "instructor": instructor, "slots": [slot_id], "personalInfo": person}
    booked: dict[str, Any] = (
        httpx.post(f"{booking.url}/api/bookings", json=wish, timeout=30).raise_for_status().json()["booking"]
    )
    return booked


def open_week(booking: BookingPage) -> None:
    booking.opened()
    booking.choose_class("salsa-private")
    booking.choose_instructor("maria")
    # Far enough ahead that customers may cancel.
    booking.later()


def free_slot(booking: BookingPage) -> str:
    slot = booking.free_slots.first.get_attribute("data-slot")
    assert slot
    return slot


def test_slot_goes_and_comes_back_while_the_page_is_open(patient: BookingPage) -> None:
    with patient.page.expect_response(STREAM):
        open_week(patient)
    slot = free_slot(patient)
    shown = patient.page.locator(f"[data-slot='{slot}']")

    booking = booked_by_another(patient, slot)
    expect(shown).to_be_disabled()
    key = {"Authorization": f"Bearer {booking['manageToken']}"}
    httpx.delete(
        f"{patient.url}/api/bookings", params={"id": booking["id"]}, headers=key, timeout=30
    ).raise_for_status()

    expect(shown).to_be_enabled()


def test_chosen_slot_that_goes_is_dropped_with_a_sentence(patient: BookingPage) -> None:
    with patient.page.expect_response(STREAM):
        open_week(patient)
    slot = patient.choose_slot()
    patient.back_to_the_times()

    booked_by_another(patient, slot)

    expect(patient.page.locator("[data-part=remark]")).to_contain_text("has just been taken by someone else")


def test_time_that_goes_and_comes_back_under_the_form_is_told_both_times(patient: BookingPage) -> None:
    with patient.page.expect_response(STREAM):
        open_week(patient)
    slot = patient.at_the_form()

    booking = booked_by_another(patient, slot)
    expect(patient.notice).to_contain_text("has just been taken")
    key = {"Authorization": f"Bearer {booking['manageToken']}"}
    httpx.delete(
        f"{patient.url}/api/bookings", params={"id": booking["id"]}, headers=key, timeout=30
    ).raise_for_status()

    expect(patient.notice).to_contain_text("can be booked after all")
    patient.submit.click()
    assert patient.booking()["slots"] == [slot]


def refused(route: Route) -> None:
    body = '{"code": "stream_full", "detail": "Many are watching already."}'
    route.fulfill(status=503, body=body, content_type="application/problem+json", headers={"Retry-After": "30"})


@pytest.mark.parametrize("deny", [refused, lambda route: route.abort()], ids=["full", "blocked"])
def test_page_without_the_stream_sees_it_only_when_it_looks_again(
    patient: BookingPage, deny: Callable[[Route], None]
) -> None:
    patient.page.route(STREAM, deny)
    open_week(patient)
    slot = free_slot(patient)
    shown = patient.page.locator(f"[data-slot='{slot}']")
    # After the first failure the page looks once more.
    with patient.page.expect_request(STREAM):
        pass

    booked_by_another(patient, slot)
    with patient.page.expect_request(STREAM):
        pass
    still_free = shown.is_enabled()
    patient.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    assert still_free
    expect(shown).to_be_disabled()


def test_hidden_page_listens_to_nothing_and_catches_up_when_it_is_shown(patient: BookingPage) -> None:
    with patient.page.expect_response(STREAM):
        open_week(patient)
    slot = free_slot(patient)
    shown = patient.page.locator(f"[data-slot='{slot}']")

    with patient.page.expect_event("requestfailed", lambda request: bool(STREAM.search(request.url))):
        become(patient.page, "hidden")
    booked_by_another(patient, slot)
    still_free = shown.is_enabled()
    with patient.page.expect_request(STREAM) as again:
        become(patient.page, "visible")

    assert still_free
    expect(shown).to_be_disabled()
    assert "after=" in again.value.url


def become(page: Page, state: str) -> None:
    page.evaluate(
        """state => {
            Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def test_viewer_who_is_told_to_look_anew_does_so(patient: BookingPage) -> None:
    """Also where an event names a class and an instructor that nobody has heard of."""
    strange = 'id: 1-1\ndata: {"slotId": "x", "classType": "", "instructor": "nobody"}\n\n'
    told = f"{strange}event: resync\nid: 2-2\ndata: {{}}\n\n"
    held = holding(patient.page, STREAM, times=1)
    # What is told while the page reads anyhow, it asks about in one go.
    open_week(patient)
    stream = first(patient.page, held)

    with (
        patient.page.expect_request(re.compile("v=1-1")),
        patient.page.expect_request(re.compile("v=2-2")),
        patient.page.expect_request(re.compile("stream.*after=2-2")),
    ):
        stream.fulfill(body=told, content_type="text/event-stream")

    expect(patient.free_slots.first).to_be_visible()


def test_class_that_is_gone_is_not_asked_for_without_a_pause(page: Page, site: Site) -> None:
    """Caches may go on offering it for a minute."""
    page.add_init_script(PATIENT_PAGE.replace("10_000", "1_000"))
    # Nothing that other tests do is told to this page.
    page.route(STREAM, hang)
    with page.expect_response(WEEK_READ):
        BookingPage(page, site.url).opened()
    asked: list[str] = []

    def gone(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=404, json={"code": "unknown_class_type", "status": 404})

    page.route(WEEK_READ, gone)
    with page.expect_response(lambda answer: answer.status == 404):
        page.get_by_role("button", name="Seven days later").click()
    for _ in range(9):
        page.evaluate("fetch('/api/class-types').then((answer) => answer.text())")

    assert len(asked) == 1
