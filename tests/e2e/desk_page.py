"""The desk in a browser: how somebody comes in, and how its studio came to have something to do."""

from itertools import count
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.test_access import faults_of
from tests.support.servers import Site

EMAILS = count(1)
TALL_ENOUGH = (
    "least => [...document.querySelectorAll('main :is(button, input:not([type=radio]), select, a), .top a')]"
    ".filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < least)"
    ".map((each) => each.outerHTML)"
)


def entered(page: Page, site: Site, path: str = "/admin/") -> Page:
    """As the owner."""
    email, password = site.owner
    page.goto(f"{site.url}{path}")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def free_slots(site: Site, class_type: str, date: str, instructor: str = "any") -> list[dict[str, Any]]:
    query = {"classType": class_type, "date": date, "instructor": instructor}
    found = httpx.get(f"{site.url}/api/availability", params=query, timeout=30).raise_for_status().json()
    return [slot for slot in found[date] if slot["available"]]


def book(site: Site, slot: dict[str, Any], first: str, last: str, **more: str) -> dict[str, Any]:
    person = {"firstName": first, "lastName": last, "email": "guest@example.com", **more}
    instructor = slot["id"].partition("_")[0]
    wish = {"classType": slot["classType"], "instructor": instructor, "slots": [slot["id"]], "personalInfo": person}
    answer = httpx.post(f"{site.url}/api/bookings", json=wish, timeout=30)
    assert answer.status_code == 201, answer.text
    booking: dict[str, Any] = answer.json()["booking"]
    return booking


def looked_at(page: Page, picture: Any, least: int = 44) -> tuple[str, list[str], int]:
    """What axe finds, what is too small to tap, how wide it is; and a picture for whoever wants to look."""
    page.screenshot(path=picture, full_page=True)
    return faults_of(page), page.evaluate(TALL_ENOUGH, least), page.evaluate("document.documentElement.scrollWidth")


def booked(site: Site, day: str, first: str, last: str = "Guest", class_type: str = "salsa-private") -> dict[str, Any]:
    """Everybody has an address of their own: nobody may have many bookings."""
    slot = free_slots(site, class_type, day)[0]
    return book(site, slot, first, last, email=f"guest{next(EMAILS)}@example.com")


def settled(desk: Page) -> None:
    """What has come by now was also taken in."""
    for _ in range(3):
        desk.evaluate("fetch('/api/class-types').then((answer) => answer.text())")


def sheet(page: Page) -> Any:
    return page.get_by_role("dialog")
