"""An open page sees what happens at Calendly, and what is booked on the page is at Calendly without anybody waiting."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.calendly_joined import open_week
from tests.e2e.calendly_page import EVERYWHERE, FAKE, GREETING
from tests.e2e.test_live import PATIENT_PAGE, STREAM
from tests.support.connected import Connected

# Less than the site gives Calendly for one answer.
BEFORE_CALENDLY_IS_GIVEN_UP = 4_000


@pytest.mark.alone
def test_open_page_sees_the_time_go_and_come_back_as_calendly_tells(page: Page, connected: Connected) -> None:
    """Nothing but the stream can be why: the page never looks again by itself, and nobody touches it."""
    page.add_init_script(PATIENT_PAGE)
    page.route(EVERYWHERE, lambda route: route.fulfill(content_type="text/html", body=FAKE + GREETING))
    with page.expect_response(STREAM):
        open_week(page, connected)
    slot = connected.free_slot()
    shown = page.locator(f"[data-slot='{slot['id']}']")
    expect(shown).to_be_enabled()
    invitee = connected.booked_there(slot)

    assert connected.hears(invitee) == "applied"
    expect(shown).to_be_disabled()
    connected.fake.cancel_invitee(invitee.uri)
    assert connected.hears(invitee, "invitee.canceled") == "applied"

    expect(shown).to_be_enabled()


def booked_natively(page: Page, connected: Connected) -> BookingPage:
    booking = open_week(page, connected)
    booking.at_the_form()
    booking.submit.click()
    return booking


@pytest.mark.parametrize("mode", ["fallback"], indirect=True)
def test_native_booking_is_at_calendly_once_and_leaves_it_when_it_is_cancelled(
    page: Page, connected: Connected
) -> None:
    booking = booked_natively(page, connected).booking()
    connected.mirror_is_done()

    [invitee] = connected.fake.active_of(booking["id"])
    assert connected.fake.made == [invitee.uri]
    assert invitee.event.type == connected.private
    # Calendly tells us of what we made there, and it is no other booking.
    connected.hears(invitee)
    assert connected.bookings() == [booking["id"]]

    page.reload()
    page.get_by_role("button", name="Cancel booking").click()
    page.get_by_role("button", name="Yes, cancel it").click()
    expect(page.locator("managed-booking")).to_contain_text("Your booking is canceled.")
    connected.mirror_is_done()

    assert connected.fake.active_of(booking["id"]) == []
    assert len(connected.fake.made) == 1


@pytest.mark.alone
@pytest.mark.parametrize("fate", ["503", "hang"])
@pytest.mark.parametrize("mode", ["fallback"], indirect=True)
def test_native_booking_does_not_wait_for_calendly_and_reaches_it_when_it_is_back(
    page: Page, connected: Connected, fate: Literal["503", "hang"]
) -> None:
    connected.fake.fates_at["POST /invitees"].append(fate)

    shown = booked_natively(page, connected)

    expect(page.locator(".number strong")).to_be_visible(timeout=BEFORE_CALENDLY_IS_GIVEN_UP)
    booking = shown.booking()
    assert booking["status"] == "confirmed"
    assert connected.fake.made == []
    connected.fake.let_go.set()
    connected.mirror_is_done()
    [invitee] = connected.fake.active_of(booking["id"])
    assert connected.fake.made == [invitee.uri]
