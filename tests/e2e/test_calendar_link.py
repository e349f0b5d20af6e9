"""The link to an instructor's calendar at the desk: shown, taken along, replaced; for the owner and for who teaches."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import vobject
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.booking_page import PHONE
from tests.e2e.cuts import holding
from tests.e2e.desk_page import booked, entered, looked_at
from tests.e2e.test_instructor_sign_in import mailed
from tests.support.servers import Site

SUMMARY = "Lessons in your own calendar"
DOOR = "**/api/admin/booking-management"


@pytest.fixture(scope="module")
def named(studio: Site) -> Site:
    """By its name, as the links that it makes call it."""
    return Site(studio.url.replace("127.0.0.1", "localhost"), studio.store_url, studio.token, studio.program)


def opened(page: Page) -> Page:
    page.get_by_text(SUMMARY).click()
    return page


def shown(page: Page) -> str:
    page.get_by_role("button", name="Show the link").click()
    expect(page.get_by_label("Link of")).to_be_focused()
    return page.get_by_label("Link of").input_value()


def lessons(url: str) -> list[Any]:
    answer = httpx.get(url, timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    [calendar] = list(vobject.readComponents(answer.text))
    return list(calendar.contents.get("vevent", []))


def test_owner_chooses_whose_link_and_replaces_it(page: Page, named: Site, day: str) -> None:
    booking = booked(named, day, "Cal", "Endar")
    opened(entered(page, named))
    page.get_by_label("Whose lessons").select_option(booking["instructor"])

    first = shown(page)
    starts = [event.dtstart.value.strftime("%Y-%m-%dT%H:%M:%SZ") for event in lessons(first)]
    assert booking["startsAt"] in starts
    assert page.get_by_role("link", name="Open in a calendar").get_attribute("href") == first.replace(
        "http:", "webcal:"
    )

    page.get_by_role("button", name="New link").click()
    expect(page.get_by_role("button", name="Keep this one")).to_be_focused()
    page.get_by_role("button", name="Keep this one").click()
    expect(page.get_by_role("button", name="New link")).to_be_focused()
    assert page.get_by_label("Link of").input_value() == first

    page.get_by_role("button", name="New link").click()
    page.get_by_role("button", name="Make a new link").click()
    expect(page.get_by_text("The one before has stopped working.")).to_be_visible()
    second = page.get_by_label("Link of").input_value()
    assert (first == second, httpx.get(first, timeout=30).status_code, len(lessons(second))) == (
        False,
        404,
        len(starts),
    )


def test_link_is_offered_once_the_lessons_above_it_are_there(page: Page, named: Site) -> None:
    held = holding(page, "**/api/admin/booking-management?view=day*")
    with page.expect_request("**/api/admin/booking-management?view=day*"):
        entered(page, named)
    expect(page.locator("[data-part='view']")).to_be_attached()
    expect(page.get_by_text(SUMMARY)).to_have_count(0)

    held[0].continue_()

    expect(page.get_by_text(SUMMARY)).to_be_visible()


def test_somebody_elses_link_is_not_shown_under_a_name_that_was_chosen_later(page: Page, named: Site) -> None:
    opened(entered(page, named))
    whose = page.get_by_label("Whose lessons")
    first = shown(page)

    whose.select_option(index=1)

    expect(page.get_by_label("Link of")).to_have_count(0)
    assert shown(page) != first


def test_link_is_copied(page: Page, named: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=named.url)
    opened(entered(page, named))
    link = shown(page)

    page.get_by_role("button", name="Copy the link").click()

    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link


def test_link_is_marked_where_nothing_may_be_copied(page: Page, named: Site) -> None:
    page.add_init_script("navigator.clipboard.writeText = async () => { throw new Error('no'); }")
    opened(entered(page, named))
    link = shown(page)

    page.get_by_role("button", name="Copy the link").click()

    expect(page.get_by_text("The link is marked.")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == link


def test_answer_that_is_lost_is_asked_for_again(page: Page, named: Site) -> None:
    opened(entered(page, named))
    first = shown(page)
    lost: list[str] = []

    def once(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().json()["feedUrl"])
        return route.abort()

    page.route(DOOR, once)
    page.get_by_role("button", name="New link").click()
    page.get_by_role("button", name="Make a new link").click()

    expect(page.get_by_text("The one before has stopped working.")).to_be_visible()
    assert [page.get_by_label("Link of").input_value()] == lost != [first]


def test_who_teaches_finds_their_own_and_no_choice(page: Page, named: Site) -> None:
    page.goto(mailed(page, named, "maria@studio.test"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    opened(page)

    expect(page.get_by_label("Whose lessons")).to_have_count(0)
    assert isinstance(lessons(shown(page)), list)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_link_has_no_fault_on_a_phone(browser: Browser, named: Site, tmp_path: Path, scheme: Any) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    page = entered(context.new_page(), named)
    opened(page)
    faults = [looked_at(page, tmp_path / f"calendar-{scheme}.png")]
    shown(page)
    faults.append(looked_at(page, tmp_path / f"calendar-link-{scheme}.png"))
    page.get_by_role("button", name="New link").click()
    faults.append(looked_at(page, tmp_path / f"calendar-new-{scheme}.png"))
    context.close()

    assert faults == [("", [], PHONE["width"])] * 3
