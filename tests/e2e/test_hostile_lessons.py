"""Hostile words at the desk: whoever booked under them stands there as text, in every view and on the sheet."""

from playwright.sync_api import Page, expect

from tests.e2e.booking_page import PHONE
from tests.e2e.desk_page import entered, sheet
from tests.e2e.hostile_studio import NAMES, HostileStudio, person
from tests.e2e.tripwire import told, width


def test_lessons_show_who_booked_as_text(watched: Page, hostile: HostileStudio) -> None:
    entered(watched, hostile.named, "/admin/?view=list")
    for booking in hostile.bookings:
        expect(watched.locator(f"[data-booking='{booking['id']}']")).to_be_visible()
    listed = told(watched.locator("[data-part='view']"))
    assert [name for name in NAMES if name not in listed] == []

    for number, booking in enumerate(hostile.bookings):
        watched.locator(f"[data-booking='{booking['id']}']").click()
        shown = told(sheet(watched))
        who = person(number)
        words = [f"{who['firstName']} {who['lastName']}", *who["notes"].splitlines()]
        assert [each for each in words if each not in shown] == []
        watched.get_by_role("button", name="Close").click()

    assert width(watched) == PHONE["width"]


def test_days_show_classes_rooms_and_people_as_text(watched: Page, hostile: HostileStudio) -> None:
    entered(watched, hostile.named)
    for view in ("day", "week"):
        shown = ""
        for date in sorted({booking["slots"][0].split("_")[1] for booking in hostile.bookings}):
            watched.goto(f"{hostile.named.url}/admin/?view={view}&date={date}")
            expect(watched.locator(".lesson").first).to_be_visible()
            shown += told(watched.locator("[data-part='view']"))

        assert [name for name in NAMES if name not in shown] == []
        assert width(watched) == PHONE["width"]
