"""The desk shows the present: to whoever comes back to it, without a stream, and where changes never end."""

import time
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.e2e.cuts import first, holding
from tests.e2e.desk_page import booked
from tests.e2e.test_live import STREAM, become, refused
from tests.support.servers import Site

# What the page would do in twenty seconds, it does in a third of one; what in two minutes, in an hour.
HASTY_PAGE = """
const own = setTimeout;
window.setTimeout = (call, wait, ...rest) => own(call, { 20_000: 300, 120_000: 3_600_000 }[wait] ?? wait, ...rest);
"""
SECONDS = 20


def guest(desk: Page, name: str) -> Locator:
    return desk.get_by_role("button", name=name)


def test_desk_that_was_hidden_shows_what_was_booked_meanwhile(desk: Page, studio: Site, day: str) -> None:
    with desk.expect_event("requestfailed", lambda request: bool(STREAM.search(request.url))):
        become(desk, "hidden")
    booked(studio, day, "Mean", "While")
    still_unseen = guest(desk, "Mean While").count() == 0

    with desk.expect_request(STREAM):
        become(desk, "visible")

    assert still_unseen
    expect(guest(desk, "Mean While")).to_be_visible()
    booked(studio, day, "After", "Wards")
    expect(guest(desk, "After Wards")).to_be_visible()


def test_desk_that_was_hidden_while_it_read_hears_of_what_comes(desk: Page, studio: Site, day: str) -> None:
    held = holding(desk, "**/api/admin/booking-management?*", times=1)
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    reading = first(desk, held)
    become(desk, "hidden")
    become(desk, "visible")

    with desk.expect_request(STREAM):
        reading.continue_()

    booked(studio, day, "After", "Reading")
    expect(guest(desk, "After Reading")).to_be_visible()


def test_desk_over_the_cap_looks_now_and_then(desk: Page, studio: Site, day: str) -> None:
    desk.add_init_script(HASTY_PAGE)
    desk.route(STREAM, refused)
    with desk.expect_response(STREAM):
        desk.reload()

    booked(studio, day, "Over", "Cap")

    expect(guest(desk, "Over Cap")).to_be_visible()


def test_desk_says_that_the_studio_is_away_until_it_is_back(desk: Page, studio: Site) -> None:
    assert studio
    desk.add_init_script(HASTY_PAGE)
    desk.route(STREAM, refused)
    with desk.expect_response(STREAM):
        desk.reload()
    said = desk.get_by_text("The studio's system does not answer")
    desk.route("**/api/admin/booking-management?*", lambda route: route.abort())
    expect(said).to_be_visible()

    desk.unroute("**/api/admin/booking-management?*")

    expect(said).to_be_hidden()


def test_changes_that_never_end_are_seen_while_they_come(desk: Page, studio: Site, day: str) -> None:
    """A pause between two of them is shorter than what the desk waits for more."""
    changes, deadline = 0, time.monotonic() + SECONDS
    booked(studio, day, "First", "Change")
    while guest(desk, "First Change").count() == 0:
        changes += 1
        assert time.monotonic() < deadline
        _comes_and_goes(studio, day, changes)

    assert guest(desk, "First Change").count() == 1


def _comes_and_goes(studio: Site, day: str, number: int) -> None:
    booking: dict[str, Any] = booked(studio, day, f"Change{number}")
    link = {"Authorization": f"Bearer {booking['manageToken']}"}
    httpx.delete(
        f"{studio.url}/api/bookings", params={"id": booking["id"]}, headers=link, timeout=30
    ).raise_for_status()
