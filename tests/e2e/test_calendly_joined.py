"""The page, the site, its store and Calendly joined: whatever is booked there stands once here, and is shown."""

from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.calendly_joined import at_calendly, is_done, only_invitee, open_week
from tests.e2e.calendly_page import EVERYWHERE, alive
from tests.e2e.test_access import faults_of
from tests.support.connected import Connected

PENDING = "it shows up at the studio in a moment"


def test_booking_at_calendly_is_one_booking_here_whoever_tells_of_it(page: Page, connected: Connected) -> None:
    slot = connected.free_slot()
    calendly = at_calendly(page, connected)

    calendly.press("book it")

    is_done(calendly)
    invitee = only_invitee(connected)
    for known in (invitee.id[-8:].upper(), "Private salsa lesson", "María Delgado", slot["startTime"]):
        expect(calendly.done).to_contain_text(known)
    assert connected.hears(invitee) == "duplicate"
    assert connected.bookings() == [f"calendly_{invitee.id}"]
    assert not connected.is_free(slot)


def test_webhook_that_comes_before_the_page_makes_the_same_booking(
    page: Page, connected: Connected, phone: BrowserContext
) -> None:
    slot, said = connected.free_slot(), []
    calendly = at_calendly(page, connected, before=lambda invitee: said.append(connected.hears(invitee)))

    calendly.press("book it")

    is_done(calendly)
    invitee = only_invitee(connected)
    expect(calendly.done).to_contain_text(invitee.id[-8:].upper())
    assert said == ["applied"]
    assert connected.bookings() == [f"calendly_{invitee.id}"]
    # Nobody has asked Calendly for what was known already.
    assert connected.fake.asked == []
    phone.route(EVERYWHERE, alive)
    next_visitor = open_week(phone.new_page(), connected)
    expect(next_visitor.page.locator(f"[data-slot='{slot['id']}']")).to_be_disabled()


@pytest.mark.parametrize("fate", ["hang", "429"])
@pytest.mark.parametrize("mode", ["first"], indirect=True)
def test_booking_that_calendly_does_not_show_yet_is_brought_by_the_webhook(
    page: Page, connected: Connected, fate: Literal["hang", "429"]
) -> None:
    connected.fake.fates_at["GET /scheduled_events/"].extend([fate] * 9)
    slot = connected.free_slot()
    calendly = at_calendly(page, connected)

    calendly.press("book it")

    expect(calendly.done).to_contain_text(PENDING)
    assert connected.bookings() == []
    assert connected.hears(only_invitee(connected)) == "applied"
    assert connected.bookings() == [f"calendly_{only_invitee(connected).id}"]
    assert not connected.is_free(slot)


@pytest.mark.parametrize("mode", ["first"], indirect=True)
def test_lesson_that_the_catalogue_cannot_place_is_shown_with_its_number_alone(
    page: Page, connected: Connected
) -> None:
    other = connected.fake.add_event_type("Something else", host=connected.private.host)
    calendly = at_calendly(page, connected, other)

    calendly.press("book it")

    is_done(calendly)
    expect(calendly.done).to_contain_text(only_invitee(connected).id[-8:].upper())
    expect(calendly.done.locator(".summary")).to_have_count(0)


@pytest.mark.parametrize("mode", ["first"], indirect=True)
def test_invitee_that_calendly_does_not_know_leaves_calendlys_word_and_no_booking(
    page: Page, connected: Connected
) -> None:
    calendly = at_calendly(page, connected)

    calendly.press("schedule")

    is_done(calendly)
    expect(calendly.done).to_contain_text("Calendly has your booking; its confirmation comes by e-mail.")
    assert connected.bookings() == []
    page.reload()
    is_done(calendly)
    expect(calendly.done).to_contain_text("Calendly has your booking; its confirmation comes by e-mail.")


@pytest.mark.parametrize("mode", ["first"], indirect=True)
def test_reload_of_a_finished_booking_shows_it_and_asks_nobody_again(page: Page, connected: Connected) -> None:
    calendly = at_calendly(page, connected)
    calendly.press("book it")
    is_done(calendly)
    asked = list(connected.fake.asked)

    page.reload()

    is_done(calendly)
    expect(calendly.done).to_contain_text(only_invitee(connected).id[-8:].upper())
    assert connected.fake.asked == asked
    assert len(connected.bookings()) == 1


@pytest.mark.parametrize("mode", ["fallback"], indirect=True)
def test_what_was_typed_is_forgotten_once_calendly_has_booked(page: Page, connected: Connected) -> None:
    typed = BookingPage(page, connected.url).opened()
    typed.at_the_form()
    page.get_by_role("button", name="Change time").click()
    assert "López" in page.evaluate("JSON.stringify(sessionStorage)")
    calendly = at_calendly(page, connected)

    calendly.press("book it")

    is_done(calendly)
    assert "López" not in page.evaluate("JSON.stringify(sessionStorage)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["first"], indirect=True)
def test_finished_booking_has_no_fault_that_axe_can_find(
    page: Page, connected: Connected, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    calendly = at_calendly(page, connected)

    calendly.press("book it")

    is_done(calendly)
    assert faults_of(page) == ""
