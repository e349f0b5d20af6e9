"""What customers do with the link in their mail: take along what is kept about them, and have it removed."""

import json
import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.booking_page import BookingPage
from tests.support.processes import do
from tests.support.servers import Site


def letters_to(site: Site, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{site.url}/dev/mailbox.json", timeout=30).raise_for_status().json()
    return [letter for letter in found if letter["to"] == address]


@pytest.fixture
def mailed(booking: BookingPage, site: Site) -> Page:
    """The booking's page, opened by the link in the letter."""
    booking.later()
    booking.at_the_form()
    booking.submit.click()
    booking.confirmation_number()
    page = booking.page
    address = booking.person["E-mail"]
    # Letters go out after the answer: on an idle machine at once, on one that is not it may take its time.
    page.wait_for_function(
        "async (to) => (await (await fetch('/dev/mailbox.json')).json()).some((letter) => letter.to === to)",
        arg=address,
        polling=100,
        timeout=60_000,
    )
    [letter] = letters_to(site, address)
    link = re.search(r"\S+/manage#\S+", letter["text"])
    assert link
    page.goto(link[0].replace("localhost", "127.0.0.1"))
    expect(page.get_by_text("Your data")).to_be_visible()
    page.get_by_text("Your data").click()
    return page


def test_data_can_be_taken_along(mailed: Page, booking: BookingPage, site: Site, tmp_path: Path) -> None:
    # A letter is in the mailbox a moment before it is noted that it was sent.
    link = httpx.QueryParams(httpx.URL(mailed.url).fragment)
    deadline = time.monotonic() + 30
    while f"{link['id']}:1:confirmed" not in do(site, "ZRANGE", "ob:sent:at", "0", "-1"):
        assert time.monotonic() < deadline
        mailed.wait_for_timeout(10)

    with mailed.expect_download() as download:
        mailed.get_by_role("button", name="Download my data").click()

    download.value.save_as(tmp_path / "data.json")
    held = json.loads((tmp_path / "data.json").read_text())
    assert held["scope"] == "customer"
    assert [each["personalInfo"]["email"] for each in held["bookings"]] == [booking.person["E-mail"]]
    assert ("confirmed", "sent") in {(each["kind"], each["state"]) for each in held["letters"]}


def test_erasing_asks_first_and_keeping_changes_nothing(mailed: Page, booking: BookingPage) -> None:
    mailed.get_by_role("button", name="Erase my data").click()
    expect(mailed.get_by_role("button", name="Keep my data")).to_be_focused()
    assert Axe().run(mailed).violations_count == 0

    mailed.get_by_role("button", name="Keep my data").click()

    mailed.reload()
    expect(mailed.locator("managed-booking")).to_contain_text(booking.person["First name"])


def test_erased_data_are_gone_and_the_place_stays(mailed: Page, booking: BookingPage) -> None:
    mailed.get_by_role("button", name="Erase my data").click()

    mailed.get_by_role("button", name="Yes, erase it").click()

    expect(mailed.locator("managed-booking")).to_contain_text("Your data are erased.")
    mailed.reload()
    expect(mailed.locator(".badge")).to_have_text("Confirmed")
    expect(mailed.locator("managed-booking")).not_to_contain_text(booking.person["First name"])
    expect(mailed.get_by_role("button", name="Correct your details")).to_have_count(0)
    expect(mailed.get_by_text("Your data")).to_have_count(0)


def test_mailbox_shows_letters_as_they_look(mailed: Page, site: Site) -> None:
    mailed.goto(f"{site.url}/dev/mailbox")
    mailed.get_by_text("As it looks").first.click()

    letter = mailed.frame_locator("iframe").first

    expect(letter.get_by_role("heading").first).to_be_visible()
    expect(mailed.get_by_role("heading", name="Mailbox")).to_be_visible()
