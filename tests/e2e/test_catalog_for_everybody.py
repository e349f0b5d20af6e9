"""The catalogue's page for instructors, without a mouse, on any screen, and with hostile words in every field."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.e2e.catalog_page import CatalogPage, Colleague, booked
from tests.e2e.hostile_studio import LABELS, NAMES, HostileStudio
from tests.e2e.test_access import faults_of
from tests.e2e.test_instructor_sign_in import signed_in
from tests.e2e.tripwire import told
from tests.support.connected import demo_studio
from tests.support.servers import Site

PARTS = ("Class types", "Instructors", "Price rules", "Rooms", "Closed days", "Rules", "Calendly", "Studio")
# Fields whose labels are as tall as a thumb count by these.
SMALL = """() => [...document.querySelectorAll("main :is(button, select, textarea, summary, .tick, input)")]
  .filter((each) => each.checkVisibility() && !each.closest(".tick input"))
  .filter((each) => each.getBoundingClientRect().height < 43.5)
  .map((each) => each.outerHTML.slice(0, 200))"""


def seen(page: Page, folder: Path, name: str) -> tuple[str, list[str], bool]:
    """What axe finds, what is too small for a thumb, whether it can be scrolled sideways; and a picture to look at."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    sideways = page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    return faults_of(page), page.evaluate(SMALL), sideways


@pytest.mark.parametrize(("scheme", "width", "height"), [("light", 390, 844), ("dark", 1280, 800)])
def test_page_has_no_fault_on_any_screen(
    browser: Browser, edited_site: Site, colleague: Colleague, tmp_path: Path, scheme: Any, width: int, height: int
) -> None:
    mapped: dict[str, Any] = {"mode": "fallback", "url": "https://calendly.com/studio"}
    mapped |= {"hosts": [{"user": "https://api.calendly.com/users/A", "instructor": "maria"}]}
    mapped |= {"eventTypes": [{"uri": "https://api.calendly.com/event_types/B", "classType": "salsa-1"}]}
    colleague.starts_anew(calendly=mapped)
    booked(edited_site)
    screen: ViewportSize = {"width": width, "height": height}
    context = browser.new_context(viewport=screen, color_scheme=scheme, reduced_motion="reduce")
    catalog = CatalogPage(context.new_page(), edited_site.url).opened(edited_site)
    page = catalog.page
    found = [seen(page, tmp_path, "closed")]
    catalog.unfold(*PARTS, "Salsa 1", "María Delgado", "Weekday afternoon", "Main hall")
    found.append(seen(page, tmp_path, "unfolded"))
    page.get_by_label("Active: it can be booked").uncheck()
    catalog.field("/instructors/0/week/mon/0/1").fill("09:00")
    catalog.field("/priceRules/0/percent").fill("-101")
    catalog.field("/classTypes/0/name/es").fill("")
    catalog.look()
    found.append(seen(page, tmp_path, "mistakes"))
    catalog.field("/instructors/0/week/mon/0/1").fill("20:00")
    catalog.field("/priceRules/0/percent").fill("-10")
    catalog.field("/classTypes/0/name/es").fill("Salsa 1")
    catalog.look()
    found.append(seen(page, tmp_path, "review"))
    colleague.starts_anew(rooms=demo_studio()["rooms"][::-1])
    catalog.press("Look at what changes")
    catalog.press("Look at the newest version")
    expect(page.locator(".beside")).to_be_visible()
    found.append(seen(page, tmp_path, "overtaken"))
    context.close()

    assert found == [("", [], False)] * 5


def test_narrow_phone_never_scrolls_sideways(catalog: CatalogPage) -> None:
    page = catalog.unfold(*PARTS, "Salsa 1", "María Delgado", "Weekday afternoon", "Main hall").page
    for width in (320, 280):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("() => document.documentElement.scrollWidth") == width


def own_hours(page: Page, site: Site) -> CatalogPage:
    """As Lucía finds them, who came in by her link."""
    signed_in(page, site, "lucia@studio.test", "Lucía Herrera")
    page.get_by_role("link", name="My hours").click()
    expect(page.get_by_role("heading", name="The week of Lucía Herrera")).to_be_visible()
    return CatalogPage(page, site.url)


def test_instructor_sees_and_changes_own_hours_and_nothing_else(
    page: Page, edited_site: Site, colleague: Colleague
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/admin/catalog?" in request.url else None)
    catalog = own_hours(page, edited_site)

    expect(page.get_by_role("heading", name="Lucía Herrera", exact=True)).to_be_visible()
    assert page.locator("summary").count() == 0
    expect(page.get_by_role("heading", name="My hours")).to_be_visible()
    page.get_by_label("Date", exact=True).fill("2027-08-02")
    page.get_by_role("button", name="Day off").click()
    page.get_by_role("gridcell", name="Saturday 10:00").tap()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_label("Saturday, hours 1, from")).to_have_value("10:00")
    assert faults_of(page) == ""
    review = catalog.look()
    expect(review).to_contain_text("Lucía Herrera, Salsa 1")
    catalog.bar.get_by_role("button", name="Save").click()
    expect(catalog.review.get_by_role("heading", name="Saved. It is in force now.")).to_be_visible()

    lucia = colleague.read("?part=lucia")["catalog"]
    assert (lucia["exceptions"]["2027-08-02"], lucia["week"]["sat"]) == ([], [["10:00", "12:00"]])
    assert {re.sub(r"^.*\?", "", url) for url in asked} == {"part=lucia", "part=lucia&dryRun=1"}


def test_instructor_is_told_of_mistakes_and_of_other_editors(
    page: Page, edited_site: Site, colleague: Colleague
) -> None:
    catalog = own_hours(page, edited_site)
    page.get_by_label("Monday, hours 1, until").fill("08:00")
    catalog.look()
    expect(page.get_by_label("Monday, hours 1, until")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[id='wrong/week/mon']")).to_have_text("This must end after it begins, on the same day.")

    page.get_by_label("Monday, hours 1, until").fill("14:00")
    theirs = demo_studio()
    theirs["instructors"][2]["week"]["sat"] = [["10:00", "12:00"]]
    colleague.save(theirs)
    catalog.press("Look at what changes")
    catalog.press("Look at the newest version")
    catalog.press("Put my changes on the newest version")
    catalog.save()

    lucia = colleague.read()["catalog"]["instructors"][2]
    assert (lucia["week"]["mon"], lucia["week"]["sat"]) == ([["09:00", "14:00"]], [["10:00", "12:00"]])


def test_everything_can_be_reached_by_keyboard(browser: Browser, edited_site: Site, colleague: Colleague) -> None:
    context = browser.new_context(reduced_motion="reduce")
    catalog = CatalogPage(context.new_page(), edited_site.url).opened(edited_site)
    page = catalog.page
    page.locator("[id='open/instructors']").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="María Delgado")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("grid")).to_be_visible()
    expect(page.locator("[id='open/instructors/0']")).to_be_focused()
    page.get_by_role("radio", name="Hours").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_label("Monday, hours 1, from")).to_have_value("08:00")
    expect(page.get_by_label("Monday, hours 1, until")).to_have_value("09:00")
    page.locator("#look").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#review-heading")).to_be_focused()
    page.locator("#save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Saved. It is in force now.")).to_be_visible()
    context.close()
    assert colleague.read()["catalog"]["instructors"][0]["week"]["mon"] == [["08:00", "09:00"], ["10:00", "20:00"]]


def test_hostile_words_are_words_in_every_part(watched: Page, hostile: HostileStudio, phone: BrowserContext) -> None:
    assert phone
    catalog = CatalogPage(watched, hostile.named.url).opened(hostile.named)
    catalog.unfold("Class types", "Instructors", "Price rules", "Rooms", "Studio")
    for part in ("classTypes", "instructors", "priceRules", "rooms"):
        for number in (0, 1):
            watched.locator(f"[id='open/{part}/{number}']").click()
            expect(watched.locator(f"[data-open='/{part}/{number}']")).to_have_attribute("open", "")
    text = told(watched)
    assert [name for name in NAMES if name not in text] == []
    assert [label for label in LABELS[:2] if label not in text] == []
    values = watched.locator("input[type=text], textarea").evaluate_all("all => all.map((each) => each.value)")
    assert {NAMES[0], NAMES[1], LABELS[0]} <= set(values)

    watched.get_by_label("Active: it can be booked").first.uncheck()
    catalog.field("/priceRules/0/percent").fill(NAMES[0][:5])
    review = catalog.look()

    expect(review).to_contain_text("mistake")
