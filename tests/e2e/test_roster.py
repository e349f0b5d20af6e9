"""Whoever ticks off a class presses faster than the studio answers, and no press of theirs is lost."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.cuts import first
from tests.e2e.desk_page import book, free_slots, sheet
from tests.support.servers import Site

DECISIONS = re.compile(r"/api/admin/booking-management$")
READING = re.compile(r"/api/admin/booking-management\?view=day")
FAMILIES = count(1)
NAMES = ("Ada", "Bea", "Cleo")


@dataclass(frozen=True, slots=True)
class Roster:
    """Three of one family in a class on the sheet; `booked` holds their bookings by first name."""

    page: Page
    family: str
    booked: dict[str, dict[str, Any]]

    def row(self, name: str) -> Locator:
        found: Locator = sheet(self.page).locator("li", has_text=f"{name} {self.family}")
        return found

    def press(self, name: str, words: str) -> None:
        self.row(name).get_by_role("button", name=words, exact=True).click()

    def is_noted(self, name: str) -> None:
        expect(self.row(name).get_by_role("button", name="Undo")).to_be_visible()

    def is_open(self, name: str) -> None:
        expect(self.row(name).get_by_role("button", name="Came", exact=True)).to_be_visible()

    def holds(self, name: str) -> Callable[[], None]:
        """Keeps what is decided about this one on its way; the way on is given back."""
        held: list[Route] = []

        def decide(route: Route) -> None:
            if self.booked[name]["id"] in str(route.request.post_data):
                held.append(route)
            else:
                route.fallback()

        self.page.route(DECISIONS, decide)

        def go_on() -> None:
            first(self.page, held).continue_()

        return go_on


@pytest.fixture
def roster(desk: Page, studio: Site, day: str) -> Roster:
    slot = free_slots(studio, "salsa-1", day)[0]
    family = f"Roster{next(FAMILIES)}"
    booked = {name: book(studio, slot, name, family, email=f"{name}@{family}.example.com") for name in NAMES}
    desk.get_by_role("button", name=re.compile(f"{slot['startTime']}.*Salsa 1")).first.click()
    roster = Roster(desk, family, booked)
    expect(roster.row("Cleo")).to_be_visible()
    return roster


def test_class_is_ticked_off_and_printed(roster: Roster) -> None:
    roster.press("Ada", "Came")
    roster.is_noted("Ada")
    roster.press("Bea", "Did not come")
    roster.is_noted("Bea")
    roster.press("Bea", "Undo")
    roster.is_open("Bea")

    page = roster.page
    page.emulate_media(media="print")
    expect(sheet(page).get_by_text(f"Cleo {roster.family}")).to_be_visible()
    expect(sheet(page).get_by_role("button", name="Print")).to_be_hidden()
    expect(page.locator(".desk-nav")).to_be_hidden()


def test_next_one_is_ticked_off_while_the_one_before_is_on_its_way(roster: Roster) -> None:
    go_on, others = roster.holds("Ada"), [roster.holds(name) for name in ("Bea", "Cleo")]

    roster.press("Ada", "Came")
    roster.press("Bea", "Did not come")
    roster.press("Cleo", "Came")

    for answer in others:
        answer()
    roster.is_noted("Bea")
    roster.is_noted("Cleo")
    roster.is_open("Ada")
    go_on()
    roster.is_noted("Ada")


def test_what_went_well_hides_no_trouble_of_another(roster: Roster) -> None:
    roster.page.route(DECISIONS, lambda route: route.fulfill(status=412, json={}), times=1)
    said = sheet(roster.page).get_by_role("alert")
    roster.press("Ada", "Came")
    expect(said).to_contain_text(f"Ada {roster.family}: Somebody changed this booking")

    roster.press("Bea", "Came")
    expect(said).to_contain_text(f"Bea {roster.family}: Noted: came.")

    expect(said).to_contain_text(f"Ada {roster.family}: Somebody changed this booking")
    roster.press("Ada", "Came")
    expect(said).to_have_text(f"Ada {roster.family}: Noted: came.")


def test_what_was_read_before_a_decision_does_not_take_it_back(roster: Roster) -> None:
    page = roster.page
    late: list[tuple[Route, Any]] = []

    def read(route: Route) -> None:
        if late:
            route.abort()
            return
        late.append((route, route.fetch().json()))

    page.route(READING, read)
    with page.expect_request(READING):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    first(page, late)
    roster.press("Ada", "Came")
    roster.is_noted("Ada")

    route, was = late[0]
    for lesson in was["sessions"]:
        for booking in lesson["bookings"]:
            booking["personalInfo"]["firstName"] = booking["personalInfo"]["firstName"].replace("Cleo", "Cleopatra")
    route.fulfill(json=was)

    expect(roster.row("Cleopatra")).to_be_visible()
    roster.is_noted("Ada")
