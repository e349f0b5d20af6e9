"""The owner edits the catalogue on a phone: looks at what changes, saves, and the public page follows at once."""

import httpx
from playwright.sync_api import expect

from tests.e2e.catalog_page import CatalogPage, Colleague, booked
from tests.support.connected import demo_studio, next_week
from tests.support.servers import Site


def test_price_is_looked_at_and_saved_and_the_public_page_follows_at_once(
    catalog: CatalogPage, colleague: Colleague, edited_site: Site
) -> None:
    catalog.unfold("Class types", "Salsa 1")
    catalog.field("/classTypes/0/priceMinor").fill("27.50")
    expect(catalog.bar).to_contain_text("1 change, not saved")

    review = catalog.look()
    expect(review).to_contain_text("No booking is in the way.")
    expect(review.locator("ins").first).to_contain_text("$")
    assert colleague.read()["catalog"]["classTypes"][0]["priceMinor"] == 2500
    catalog.bar.get_by_role("button", name="Save").click()

    expect(catalog.review.get_by_role("heading", name="Saved. It is in force now.")).to_be_focused()
    expect(catalog.bar).to_contain_text("Everything is saved")
    document = demo_studio()
    document["classTypes"][0]["priceMinor"] = 2750
    assert colleague.read()["catalog"] == {
        **document,
        "calendly": {**document["calendly"], "hosts": [], "eventTypes": []},
    }
    catalog.page.goto(f"{edited_site.url}/")
    expect(catalog.page.get_by_text("$27.50").first).to_be_visible()


def test_mistakes_stand_beside_their_fields_and_nothing_is_saved(catalog: CatalogPage, colleague: Colleague) -> None:
    before = colleague.read()
    catalog.unfold("Class types", "Salsa 1")
    catalog.field("/classTypes/0/duration").fill("0")
    catalog.field("/classTypes/0/priceMinor").fill("a lot")
    catalog.field("/classTypes/0/name/es").fill("")
    catalog.unfold("Studio")
    catalog.field("/studio/zone").fill("Mars/Olympus")
    catalog.page.get_by_role("heading", name="Studio").click()

    review = catalog.look()

    expect(review.get_by_role("heading", name="Nothing was saved: 4 mistakes")).to_be_focused()
    expect(catalog.field("/studio/zone")).to_have_attribute("aria-describedby", "hint/studio/zone wrong/studio/zone")
    expect(catalog.page.locator("[id='wrong/studio/zone']")).to_have_text("This must be the IANA name of a time zone.")
    expect(catalog.page.locator("[id='wrong/classTypes/0/duration']")).to_have_text("This must be 1 to 1440.")
    expect(catalog.field("/classTypes/0/priceMinor")).to_have_value("a lot")
    expect(catalog.field("/classTypes/0/priceMinor")).to_have_attribute("aria-invalid", "true")
    review.get_by_role("link", name="Class types \u203a Salsa 1 \u203a Price").click()
    expect(catalog.field("/classTypes/0/priceMinor")).to_be_focused()
    assert catalog.bar.get_by_role("button", name="Save").count() == 0
    assert colleague.read() == before


def test_stranded_bookings_are_listed_first_and_stay_booked(
    catalog: CatalogPage, edited_site: Site, colleague: Colleague
) -> None:
    booking = booked(edited_site)
    catalog.unfold("Class types", "Salsa 1")
    catalog.page.get_by_label("Active: it can be booked").uncheck()

    review = catalog.look()

    expect(review.locator("li").first).to_contain_text("Salsa 1 with María Delgado: Rosa Vega, rosa@example.com")
    expect(review.locator("li").first).to_contain_text("the class is not offered any more")
    expect(review.locator("h3")).to_have_text(["Stranded by this change", "Times of the next two weeks that change"])
    catalog.bar.get_by_role("button", name="Save").click()
    expect(catalog.review).to_contain_text("Nothing is canceled by itself")
    kept = colleague.client.get(f"/api/bookings?id={booking['id']}").json()["bookings"][0]
    assert kept["status"] == "confirmed"


def test_week_is_painted_by_thumb_and_by_keyboard_and_says_the_exact_times(
    catalog: CatalogPage, colleague: Colleague
) -> None:
    page = catalog.unfold("Instructors", "María Delgado").page
    page.get_by_role("gridcell", name="Sunday 09:00").tap()
    for _ in range(2):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.get_by_role("gridcell", name="Saturday 09:30")).to_be_focused()

    expect(page.get_by_label("Sunday, hours 1, from")).to_have_value("09:00")
    expect(page.get_by_label("Sunday, hours 1, until")).to_have_value("10:30")
    page.get_by_label("Sunday, hours 1, until").fill("10:45")
    page.get_by_role("radio", name="Breaks").check()
    page.get_by_role("gridcell", name="Friday 12:00").tap()
    page.get_by_role("button", name="+ hours on Sunday").click()
    catalog.save()

    maria = colleague.read()["catalog"]["instructors"][0]
    assert maria["week"]["sun"] == [["09:00", "10:45"], ["11:45", "13:45"]]
    assert maria["week"]["sat"] == [["09:30", "16:00"]]
    assert maria["breaks"]["fri"] == [["12:00", "12:30"]]


def test_days_off_of_a_whole_week_are_one_step(catalog: CatalogPage, colleague: Colleague) -> None:
    page = catalog.unfold("Instructors", "Carlos Rivera").page
    page.get_by_label("Date", exact=True).fill("2027-08-01")
    page.get_by_label("Until (for several days)").fill("2027-08-03")
    page.get_by_role("button", name="Day off").click()
    page.get_by_label("Date", exact=True).fill("2027-09-01")
    page.get_by_role("button", name="Other hours").click()
    page.get_by_label("Wed 1 Sep 2027, hours 1, until").fill("00:00")
    catalog.save()

    found = colleague.read()["catalog"]["instructors"][1]["exceptions"]
    assert {day: windows for day, windows in found.items() if day > "2027-08"} == {
        **{f"2027-08-0{day}": [] for day in (1, 2, 3)},
        "2027-09-01": [["10:00", "24:00"]],
    }


def test_new_class_with_a_new_instructor_is_offered(catalog: CatalogPage, edited_site: Site) -> None:
    page = catalog.unfold("Instructors").page
    page.get_by_role("button", name="Add an instructor").click()
    catalog.field("/instructors/4/name").fill("Íñigo Peña")
    expect(catalog.field("/instructors/4/id")).to_have_value("inigo-pena")
    page.get_by_role("button", name="+ hours on Monday").click()
    catalog.unfold("Class types")
    page.get_by_role("button", name="Add a class type").click()
    for language in ("en", "es"):
        catalog.field(f"/classTypes/6/name/{language}").fill("Cha-cha")
    catalog.field("/classTypes/6/priceMinor").fill("30")
    page.get_by_role("checkbox", name="Íñigo Peña").check()
    catalog.save()

    kinds = httpx.get(f"{edited_site.url}/api/class-types", params={"v": "new"}, timeout=30).json()
    assert [kind["price"] for kind in kinds if kind["id"] == "cha-cha"] == [30]
    asked = {"classType": "cha-cha", "instructor": "inigo-pena", "week": str(next_week())}
    week = httpx.get(f"{edited_site.url}/api/availability", params=asked, timeout=30).json()
    assert [slot["startTime"] for day in week.values() for slot in day][:2] == ["10:00", "11:15"]
