"""The desk for whoever sits there: with a thumb or a mouse, by day or by night, after somebody else, in a hurry."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.desk_page import booked, entered, looked_at, settled, sheet
from tests.support.servers import Site


def test_next_person_at_the_same_desk_sees_nothing_of_the_one_before(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Secret", "Customer")
    desk.get_by_role("searchbox").fill("secret")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name="Secret Customer")).to_be_visible()
    desk.get_by_role("button", name="Sign out").click()

    def as_instructor(route: Route) -> None:
        answer = route.fetch()
        who = answer.json() | {"role": "instructor", "instructor": "maria"}
        route.fulfill(response=answer, json=who)

    desk.route("**/api/admin/session", as_instructor)
    # What is shown then can only be left over.
    desk.route("**/api/admin/booking-management?*", lambda route: route.abort())
    desk.get_by_label("E-mail", exact=True).fill(studio.owner[0])
    desk.get_by_label("Password").fill(studio.owner[1])
    with desk.expect_navigation():
        desk.get_by_role("button", name="Sign in", exact=True).click()

    expect(desk.get_by_role("button", name="Sign out")).to_be_visible()
    assert "Secret Customer" not in desk.content()


def test_sheet_that_is_opened_right_after_another_was_closed_gets_its_history(
    desk: Page, studio: Site, day: str
) -> None:
    """A browser tells that something was closed a little later, when the next may be open already."""
    booked(studio, day, "First", "Look")
    second = booked(studio, day, "Second", "Look")
    desk.get_by_role("button", name="First Look").click()
    expect(sheet(desk)).to_contain_text("What was done")
    expect(desk.locator(f"[data-booking='{second['id']}']")).to_be_attached()

    desk.locator("#close-sheet").evaluate(
        "(button, id) => { button.click(); document.querySelector(`[data-booking='${id}']`).click(); }", second["id"]
    )

    expect(sheet(desk)).to_contain_text("Second Look")
    expect(sheet(desk)).to_contain_text("What was done")


def test_second_press_while_the_first_is_on_its_way_is_none(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Double", "Press")
    desk.get_by_role("button", name="Double Press").click()
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    sheet(desk).get_by_role("button", name="Paid").evaluate("(button) => [1, 2].forEach(() => button.click())")

    expect(sheet(desk)).to_contain_text(", paid")
    expect(sheet(desk).get_by_role("alert")).to_have_text("The payment is noted.")
    assert len(sent) == 1


def test_second_half_of_a_double_click_undoes_nothing(desk: Page, studio: Site, day: str) -> None:
    """What has come to stand under it means the opposite."""
    booked(studio, day, "Quick", "Answer")
    desk.get_by_role("button", name="Quick Answer").click()
    sheet(desk).get_by_role("button", name="Paid").click()
    there = sheet(desk).get_by_role("button", name="Refunded")
    there.hover()
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    desk.mouse.down(click_count=2)
    desk.mouse.up(click_count=2)
    settled(desk)

    assert sent == []
    there.click()
    expect(sheet(desk)).to_contain_text(", refunded")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_desk_has_no_fault_in_any_view(
    browser: Browser, studio: Site, day: str, tmp_path: Path, scheme: Any, width: int, height: int
) -> None:
    booked(studio, day, f"Look{width}", scheme)
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    entered(page, studio, f"/admin/?view=day&date={day}")
    # With a mouse, what lies close together in a day's columns may be smaller than a thumb.
    least = 44 if width < 800 else 20
    guest = page.get_by_role("button", name=f"Look{width} {scheme}")
    expect(guest).to_be_visible()
    faults = [looked_at(page, tmp_path / f"day-{scheme}-{width}.png", least)]
    guest.click()
    faults.append(looked_at(page, tmp_path / f"sheet-{scheme}-{width}.png", least))
    sheet(page).get_by_role("button", name="Move").click()
    expect(page.locator(".target").first).to_be_visible()
    faults.append(looked_at(page, tmp_path / f"move-{scheme}-{width}.png", least))
    for view in ("Week", "List"):
        page.get_by_role("button", name=view, exact=True).click()
        expect(page.locator("[data-part='title']")).to_contain_text("All bookings" if view == "List" else "Sun")
        expect(page.locator("[data-part='view']")).to_contain_text("Private" if view == "List" else "Wed")
        faults.append(looked_at(page, tmp_path / f"{view}-{scheme}-{width}.png", least))
    page.get_by_role("button", name="New booking").click()
    expect(sheet(page).get_by_label("Class")).to_be_visible()
    faults.append(looked_at(page, tmp_path / f"new-{scheme}-{width}.png", least))
    context.close()

    assert faults == [("", [], width)] * 6
