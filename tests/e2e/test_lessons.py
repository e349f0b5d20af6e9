"""Staff run the day at the desk: see it change, find anybody, move, cancel, book, print, save a file."""

import csv
import io
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.cuts import holding
from tests.e2e.desk_page import booked, free_slots, sheet
from tests.support.servers import Site


def test_day_shows_a_booking_as_it_is_made(desk: Page, studio: Site, day: str) -> None:
    expect(desk.get_by_role("button", name="Nora Live")).to_have_count(0)

    booked(studio, day, "Nora", "Live")

    expect(desk.get_by_role("button", name="Nora Live")).to_be_visible()


def test_anybody_is_found_and_cancelled_without_a_letter(desk: Page, studio: Site, day: str) -> None:
    booking = booked(studio, day, "Carla", "Quiet")
    letters = f"{studio.url}/dev/mailbox.json"
    desk.get_by_role("searchbox").fill("quiet car")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Carla Quiet").click()
    expect(sheet(desk).get_by_role("heading", name="Carla Quiet")).to_be_focused()

    sheet(desk).get_by_role("button", name="Cancel the booking").click()
    expect(sheet(desk).get_by_role("button", name="Keep it")).to_be_focused()
    sheet(desk).get_by_role("button", name="Cancel without a letter").click()

    expect(sheet(desk).get_by_text("Cancelled", exact=True)).to_be_visible()
    assert booking["slots"][0].split("_", 1)[1] in {
        slot["id"].split("_", 1)[1] for slot in free_slots(studio, "salsa-private", day, booking["instructor"])
    }
    kinds = [mail["kind"] for mail in httpx.get(letters, timeout=30).json() if mail["bookingId"] == booking["id"]]
    assert "canceled" not in kinds


def test_booking_is_moved_by_keyboard_alone(desk: Page, studio: Site, day: str) -> None:
    booking = booked(studio, day, "Kay", "Board")
    guest = desk.get_by_role("button", name="Kay Board")
    guest.focus()
    desk.keyboard.press("Enter")
    sheet(desk).get_by_role("button", name="Move").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Moving Kay Board")).to_be_visible()

    target = desk.locator(".target").last
    wanted = target.get_attribute("data-slot")
    target.focus()
    desk.keyboard.press("Enter")
    sheet(desk).get_by_role("button", name="Move it").focus()
    desk.keyboard.press("Enter")

    expect(sheet(desk).get_by_role("alert")).to_have_text("The booking is moved.")
    assert wanted != booking["slots"][0]
    link = {"Authorization": f"Bearer {booking['manageToken']}"}
    found = httpx.get(f"{studio.url}/api/bookings", params={"id": booking["id"]}, headers=link, timeout=30).json()[
        "bookings"
    ][0]
    assert found["slots"] == [wanted]


def test_booking_is_moved_with_the_mouse(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Drag", "Drop")
    guest = desk.get_by_role("button", name="Drag Drop")
    expect(guest).to_be_visible()
    box = guest.bounding_box()
    assert box
    desk.mouse.move(box["x"] + 5, box["y"] + 5)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 30, box["y"] + 30, steps=4)
    target = desk.locator(".target").last
    expect(target).to_be_visible()
    target.scroll_into_view_if_needed()
    place = target.bounding_box()
    assert place
    desk.mouse.move(place["x"] + 10, place["y"] + 10, steps=4)
    desk.mouse.up()

    expect(sheet(desk)).to_contain_text("Move to")
    sheet(desk).get_by_role("button", name="Leave it").click()
    expect(sheet(desk).get_by_role("button", name="Move", exact=True)).to_be_visible()


def test_somebody_on_the_telephone_is_booked(desk: Page) -> None:
    desk.get_by_role("button", name="New booking").click()
    form = sheet(desk)
    form.get_by_label("Class").select_option("salsa-private")
    form.get_by_role("radio").first.check()
    form.get_by_label("First name").fill("Tele")
    form.get_by_label("Last name").fill("Phone")
    form.get_by_label("E-mail").fill("not an address")
    form.get_by_role("button", name="Book").click()
    expect(form.get_by_role("alert").first).to_contain_text("e-mail")

    form.get_by_label("E-mail").fill("tele@example.com")
    form.get_by_role("button", name="Book").click()

    expect(form.get_by_role("heading", name="Tele Phone")).to_be_visible()
    expect(form).to_contain_text("through the desk")
    form.get_by_role("button", name="Close").click()
    expect(desk.get_by_role("button", name="Tele Phone")).to_be_visible()


def test_two_at_two_desks_are_told_of_each_other(desk: Page, studio: Site, day: str) -> None:
    booking = booked(studio, day, "Twice", "Touched")
    desk.get_by_role("button", name="Twice Touched").click()
    link = {"Authorization": f"Bearer {booking['manageToken']}"}
    correct = {"personalInfo": {"notes": "A new note"}}
    httpx.put(
        f"{studio.url}/api/bookings", params={"id": booking["id"]}, json=correct, headers=link, timeout=30
    ).raise_for_status()

    sheet(desk).get_by_role("button", name="Paid").click()

    expect(sheet(desk).get_by_role("alert")).to_contain_text("Somebody changed this booking")
    expect(sheet(desk)).to_contain_text("A new note")
    sheet(desk).get_by_role("button", name="Paid").click()
    expect(sheet(desk)).to_contain_text(", paid")


def test_trouble_is_also_told_when_the_sheet_was_closed_meanwhile(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Closed", "Early")
    desk.get_by_role("button", name="Closed Early").click()
    held = holding(desk, "**/api/admin/booking-management", times=1)
    with desk.expect_request("**/api/admin/booking-management"):
        sheet(desk).get_by_role("button", name="Paid").click()
    sheet(desk).get_by_role("button", name="Close").click()
    expect(desk.get_by_role("dialog")).to_be_hidden()

    held[0].fulfill(status=409, json={"code": "too_late", "detail": "That is over."})

    expect(desk.get_by_text("Closed Early: That is over.")).to_be_visible()


def test_list_is_narrowed_and_taken_along_as_a_file(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "=1+1", "<b>Row</b>")
    desk.get_by_role("button", name="List", exact=True).click()
    desk.get_by_label("From").fill(day)
    desk.get_by_label("To", exact=True).fill(day)
    expect(desk.get_by_role("button", name="=1+1 <b>Row</b>")).to_be_visible()

    with desk.expect_download() as download:
        desk.get_by_role("link", name="Save as CSV").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert {row["Date"] for row in rows} == {day}
    assert "'=1+1" in [row["First name"] for row in rows]


def test_several_times_are_moved_together(desk: Page, studio: Site, day: str) -> None:
    slots = [slot for slot in free_slots(studio, "salsa-private", day, "diego") if slot["startTime"] >= "15:00"]
    person = {"firstName": "Two", "lastName": "Times", "email": "two@example.com"}
    wish = {"classType": "salsa-private", "instructor": "diego", "personalInfo": person}
    chosen = [slots[0]["id"], slots[-1]["id"]]
    httpx.post(f"{studio.url}/api/bookings", json={**wish, "slots": chosen}, timeout=30).raise_for_status()
    desk.get_by_role("button", name="Two Times").first.click()
    sheet(desk).get_by_role("button", name="Move", exact=True).click()
    for at in (1, 2):
        sheet(desk).locator(".slot:enabled").nth(at * 3).click()

    sheet(desk).get_by_role("button", name="Move my booking").click()

    expect(sheet(desk).get_by_role("alert")).to_have_text("The booking is moved.")
