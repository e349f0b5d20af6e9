"""The page behind a booking's link: what is seen there, moved, kept and cancelled, on a phone."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.booking_page import BookingPage
from tests.support.servers import Site


@pytest.fixture
def made(booking: BookingPage) -> dict[str, Any]:
    """A booking two weeks ahead, its page open."""
    booking.later()
    booking.later()
    booking.at_the_form(1)
    booking.submit.click()
    found = booking.booking()
    booking.page.reload()
    expect(booking.page.get_by_role("button", name="Cancel booking")).to_be_visible()
    link = httpx.QueryParams(httpx.URL(booking.page.url).fragment)
    return {**found, "token": link["token"]}


def stored(site: Site, made: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {made['token']}"}
    answer = httpx.get(f"{site.url}/api/bookings", params={"id": made["id"]}, headers=headers, timeout=30)
    found: dict[str, Any] = answer.raise_for_status().json()["bookings"][0]
    return found


def test_cancelling_asks_first_and_keeping_changes_nothing(
    booking: BookingPage, site: Site, made: dict[str, Any]
) -> None:
    page = booking.page
    page.get_by_role("button", name="Cancel booking").click()
    expect(page.get_by_role("button", name="Keep my booking")).to_be_focused()

    page.get_by_role("button", name="Keep my booking").click()

    expect(page.get_by_role("button", name="Move")).to_be_visible()
    assert stored(site, made)["status"] == "confirmed"


def test_cancelling_frees_the_place_and_a_reload_says_so(
    booking: BookingPage, site: Site, made: dict[str, Any]
) -> None:
    page = booking.page
    page.get_by_role("button", name="Cancel booking").click()

    page.get_by_role("button", name="Yes, cancel it").click()

    expect(page.locator("managed-booking")).to_contain_text("Your booking is canceled.")
    page.reload()
    expect(page.locator(".badge")).to_have_text("Canceled")
    expect(page.get_by_role("button", name="Move")).to_have_count(0)
    assert stored(site, made)["status"] == "canceled"


def test_moving_shows_the_new_time_and_keeps_the_price(booking: BookingPage, site: Site, made: dict[str, Any]) -> None:
    page = booking.page
    page.get_by_role("button", name="Move").click()
    page.get_by_role("button", name="Later").click()
    slot = page.locator("booking-mover .slot:enabled").first
    slot_id = slot.get_attribute("data-slot")
    slot.click()

    page.get_by_role("button", name="Move my booking").click()

    expect(page.locator("managed-booking")).to_contain_text("Your booking has been moved.")
    now = stored(site, made)
    assert now["slots"][0].split("_", 1)[1] == (slot_id or "").split("_", 1)[1]
    assert (now["totalAmountMinor"], now["version"]) == (made["totalAmountMinor"], 2)


def test_opening_the_link_by_any_reader_changes_nothing(booking: BookingPage, site: Site, made: dict[str, Any]) -> None:
    for method in ("GET", "HEAD"):
        httpx.request(method, booking.page.url, timeout=30)
        httpx.request(method, f"{site.url}/api/bookings", params={"id": made["id"]}, timeout=30)

    assert stored(site, made)["version"] == 1


def test_times_of_one_day_never_reach_into_the_next(booking: BookingPage, made: dict[str, Any]) -> None:
    page = booking.page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Move").click()
    expect(page.locator("booking-mover .slot").first).to_be_visible()

    covered = page.locator("booking-mover .slot:enabled").evaluate_all("""all => all.filter((one) => {
        one.scrollIntoView({ block: "center" });
        const { left, right, top, bottom } = one.getBoundingClientRect();
        const reached = [left + 4, right - 4].map((x) => document.elementFromPoint(x, (top + bottom) / 2));
        return reached.some((found) => !one.contains(found));
    }).map((one) => one.dataset.slot)""")

    assert covered == []
    assert made["status"] == "confirmed"


def test_link_that_took_a_quote_along_is_said_to_be_wrong_and_not_the_studio(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/manage#id=booking_1_aaaaaaaaaaaaa&token={'k' * 43}\u201d")

    expect(page.locator("managed-booking")).to_contain_text("No booking can be opened with this link.")


def test_move_is_done_once_by_two_presses(booking: BookingPage, made: dict[str, Any]) -> None:
    page = booking.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    page.get_by_role("button", name="Move", exact=True).click()
    page.locator(".slot:enabled").nth(5).click()

    page.get_by_role("button", name="Move my booking").dblclick()

    expect(page.locator("managed-booking")).to_contain_text("Your booking has been moved.")
    expect(page.get_by_role("button", name="Move", exact=True)).to_be_visible()
    assert (len(sent), made["version"]) == (1, 1)


def test_page_is_as_before_once_the_calendar_file_has_come(booking: BookingPage, made: dict[str, Any]) -> None:
    page = booking.page
    away = {"code": "store_unavailable", "status": 503, "detail": "Nothing was changed."}
    page.route("**/api/bookings?*format=ics*", lambda route: route.fulfill(status=503, json=away), times=1)

    with page.expect_download() as saved:
        page.get_by_role("button", name="Add to calendar").click()

    assert saved.value.suggested_filename == "dance-lesson.ics"
    expect(page.get_by_role("button", name="Cancel booking")).to_be_visible()
    expect(page.locator("managed-booking")).not_to_contain_text("cannot be reached")
    assert made["status"] == "confirmed"


def test_calendar_that_is_refused_is_saved_as_nothing(booking: BookingPage, made: dict[str, Any]) -> None:
    page = booking.page
    saved: list[str] = []
    page.on("download", lambda file: saved.append(file.suggested_filename))
    page.route(
        "**/api/bookings?*format=ics*", lambda route: route.fulfill(status=404, json={"code": "unknown_booking"})
    )

    page.get_by_role("button", name="Add to calendar").click()

    expect(page.locator("[data-part='calendar']")).not_to_be_empty()
    expect(page.get_by_role("button", name="Cancel booking")).to_be_visible()
    assert (saved, made["status"]) == ([], "confirmed")


def test_calendar_file_takes_away_nothing_that_was_typed(booking: BookingPage, made: dict[str, Any]) -> None:
    page = booking.page
    page.locator("[data-go='to-correct']").click()
    name = page.locator("details-form input").first
    name.fill("Typed")

    with page.expect_download():
        page.get_by_role("button", name="Add to calendar").click()

    expect(name).to_have_value("Typed")
    assert made["status"] == "confirmed"
