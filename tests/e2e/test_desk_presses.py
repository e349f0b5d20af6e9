"""What staff have pressed at the desk is not taken away by what happens meanwhile, and nothing is done but that."""

import json
import re
from datetime import date, timedelta
from typing import Any

import httpx
from playwright.sync_api import Page, Route, expect

from tests.e2e.cuts import first, holding
from tests.e2e.desk_page import book, booked, free_slots, settled, sheet
from tests.support.servers import Site

DOOR = re.compile(r"/api/admin/booking-management$")


def held(desk: Page, action: str) -> list[Route]:
    """Requests for this action, which wait until the test lets them go."""
    found: list[Route] = []

    def hold(route: Route) -> None:
        found.append(route) if f'"{action}"' in str(route.request.post_data) else route.fallback()

    desk.route(DOOR, hold)
    return found


def test_press_is_heard_although_the_sheet_is_drawn_anew_meanwhile(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Long", "Press")
    desk.get_by_role("button", name="Long Press").first.click()
    expect(sheet(desk)).to_contain_text("What was done")
    late = holding(desk, re.compile(r"/api/admin/booking-management\?view=day"))
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    now: Any = first(desk, late).fetch().json()
    for lesson in now["sessions"]:
        for booking in lesson["bookings"]:
            booking["personalInfo"]["notes"] = "new"
    sheet(desk).get_by_role("button", name="Came", exact=True).hover()
    desk.mouse.down()

    with desk.expect_request_finished(lambda request: request == late[0].request):
        late[0].fulfill(json=now)
    settled(desk)
    desk.mouse.up()

    expect(sheet(desk).get_by_role("alert")).to_have_text("Noted: came.")


def test_time_of_another_day_is_not_booked_while_new_ones_are_read(desk: Page, studio: Site, day: str) -> None:
    desk.get_by_role("button", name="New booking").click()
    form = sheet(desk)
    form.get_by_label("Class").select_option("salsa-private")
    form.locator(".slot-choice input").nth(2).check()
    for label, value in {"First name": "Walk", "Last name": "In", "E-mail": "walk@example.com"}.items():
        form.get_by_label(label).fill(value)
    asked = holding(desk, "**/api/availability?*")

    form.get_by_label("Date").fill(str(date.fromisoformat(day) + timedelta(days=1)))
    form.get_by_role("button", name="Book", exact=True).click()

    expect(form.get_by_role("alert").first).to_have_text("Please choose a time.")
    expect(form.locator(".slot-choice")).to_have_count(0)
    first(desk, asked).continue_()
    expect(form.locator(".slot-choice").first).to_be_visible()
    assert studio.owner


def test_times_that_are_being_chosen_outlast_what_others_book(desk: Page, studio: Site, day: str) -> None:
    slots = [slot for slot in free_slots(studio, "salsa-private", day, "diego") if slot["startTime"] >= "15:00"]
    person = {"firstName": "Two", "lastName": "Times", "email": "two@example.com"}
    wish = {"classType": "salsa-private", "instructor": "diego", "personalInfo": person}
    wanted = [slots[0]["id"], slots[-1]["id"]]
    httpx.post(f"{studio.url}/api/bookings", json={**wish, "slots": wanted}, timeout=30).raise_for_status()
    desk.get_by_role("button", name="Two Times").first.click()
    sheet(desk).get_by_role("button", name="Move", exact=True).click()
    sheet(desk).locator(".slot:enabled").nth(3).click()

    booked(studio, day, "Somebody", "Else")

    expect(desk.get_by_text("Somebody Else")).to_be_attached()
    expect(sheet(desk).locator(".slot[aria-pressed=true]")).to_have_count(1)
    sheet(desk).get_by_role("button", name=re.compile("Leave|Keep")).first.click()
    expect(sheet(desk).get_by_role("heading", name="Two Times")).to_be_visible()
    expect(sheet(desk).get_by_role("button", name="Move", exact=True)).to_be_visible()


def test_search_is_answered_although_something_changes(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Searchable", "Person")
    desk.get_by_role("button", name="List").click()
    expect(desk.locator("[data-part='title']")).to_have_text("All bookings")
    searches = held(desk, "search")
    desk.get_by_role("searchbox").fill("Searchable")
    with desk.expect_request(DOOR):
        desk.get_by_role("button", name="Find").click()
    # The desk looks by itself, as when something changes.
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    settled(desk)

    searches[0].continue_()

    expect(desk.locator("[data-part='title']")).to_have_text("Found 1")
    expect(desk.get_by_role("button", name="Searchable Person")).to_be_visible()


def test_answer_about_one_move_does_not_end_the_next(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "First", "Mover")
    booked(studio, day, "Second", "Mover")
    moves = held(desk, "reschedule")
    desk.get_by_role("button", name="First Mover").first.click()
    sheet(desk).get_by_role("button", name="Move", exact=True).click()
    desk.locator(".target").last.click()
    sheet(desk).get_by_role("button", name="Move it").click()
    desk.locator("#close-sheet").click()
    desk.get_by_role("button", name="Second Mover").first.click()
    sheet(desk).get_by_role("button", name="Move", exact=True).click()
    expect(desk.locator("[data-part='moving']")).to_contain_text("Moving Second Mover")
    expect(desk.locator(".target").first).to_be_visible()

    with desk.expect_response(re.compile("view=day")):
        moves[0].continue_()
    settled(desk)

    expect(desk.locator("[data-part='said']")).to_contain_text("The booking is moved.")
    expect(desk.locator("[data-part='moving']")).to_contain_text("Moving Second Mover")
    expect(desk.locator(".target").first).to_be_visible()


def test_answer_that_was_overtaken_does_not_show_the_past(desk: Page, studio: Site, day: str) -> None:
    late: list[Route] = []

    def read(route: Route) -> None:
        route.fallback() if late else late.append(route)

    desk.route(re.compile(r"/api/admin/booking-management\?view=day"), read)
    with desk.expect_request(re.compile("view=day")):
        booked(studio, day, "Early", "Bird")
    booked(studio, day, "Late", "Bird")
    expect(desk.get_by_role("button", name="Late Bird").first).to_be_visible()
    was: Any = late[0].fetch().json()
    for lesson in was["sessions"]:
        lesson["bookings"] = [each for each in lesson["bookings"] if each["personalInfo"]["firstName"] != "Late"]

    with desk.expect_request_finished(lambda request: request == late[0].request):
        late[0].fulfill(json=was)
    settled(desk)

    assert desk.get_by_role("button", name="Late Bird").count() == 1


def test_meeting_from_calendly_beside_a_class_of_ours_has_its_own_roster(desk: Page, studio: Site, day: str) -> None:
    slot = free_slots(studio, "salsa-1", day)[0]
    book(studio, slot, "Ours", "Dancer", email="ours@example.com")

    def both(route: Route) -> None:
        body: Any = route.fetch().json()
        ours = next(lesson for lesson in body["sessions"] if lesson["classType"] == "salsa-1")
        theirs = json.loads(json.dumps(ours)) | {"room": None, "roomName": None, "meeting": "meeting-1"}
        theirs["bookings"][0] |= {"id": "calendly_x", "bookingSource": "calendly"}
        theirs["bookings"][0]["personalInfo"] |= {"firstName": "Theirs"}
        body["sessions"].append(theirs)
        route.fulfill(json=body)

    desk.route(re.compile(r"/api/admin/booking-management\?view=day"), both)
    desk.reload()
    heads = desk.get_by_role("button", name=re.compile(f"{slot['startTime']}.*Salsa 1"))
    expect(heads).to_have_count(2)

    heads.nth(1).click()

    expect(sheet(desk).locator("ol.roster")).to_contain_text("Theirs Dancer")
    expect(sheet(desk).locator("ol.roster")).not_to_contain_text("Ours Dancer")


def test_decision_that_is_carried_out_meanwhile_takes_no_search_away(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Ticked", "Off")
    booked(studio, day, "Looked", "For")
    decisions, searches = held(desk, "complete"), held(desk, "search")
    desk.get_by_role("button", name="List").click()
    expect(desk.locator("[data-part='title']")).to_have_text("All bookings")
    desk.get_by_role("button", name="Ticked Off").click()
    with desk.expect_request(DOOR):
        sheet(desk).get_by_role("button", name="Came").click()
    desk.locator("#close-sheet").click()
    desk.get_by_role("searchbox").fill("Looked")
    with desk.expect_request(DOOR):
        desk.get_by_role("button", name="Find").click()

    decisions[0].continue_()
    expect(desk.locator("[data-part='said']")).to_contain_text("Noted: came.")
    searches[0].continue_()

    expect(desk.locator("[data-part='title']")).to_have_text("Found 1")


def test_more_of_a_filter_is_not_shown_under_another(desk: Page, studio: Site, day: str) -> None:
    """The button of the filter before is still there while the first page of the new one is read."""
    booked(studio, day, "Only", "Confirmed")
    # The desk reads once for it, and not in the middle of what follows.
    expect(desk.get_by_role("button", name="Only Confirmed")).to_be_visible()
    listing = re.compile(r"/api/admin/booking-management\?.*view=list")
    asked: list[str] = []

    def page_of_two(route: Route) -> None:
        asked.append(route.request.url)
        body: Any = route.fetch().json()
        route.fulfill(json=body | {"bookings": body["bookings"][:1], "nextCursor": "of-the-filter-before"})

    desk.route(listing, page_of_two, times=1)
    desk.get_by_role("button", name="List").click()
    more = desk.get_by_role("button", name="Show more")
    expect(more).to_be_visible()
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        asked.append(route.request.url)
        waiting.append(route)

    desk.route(listing, wait)
    with desk.expect_request(listing):
        desk.get_by_label("Status").select_option("canceled")
    with desk.expect_request(listing):
        more.click()

    for route in waiting:
        route.continue_()

    expect(desk.get_by_role("button", name="Only Confirmed")).to_have_count(0)
    assert [url for url in asked if "cursor=" in url] == []
