"""The page of figures, as the owner sees it: periods, charts with tables behind them, on a phone and on a desk."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.cuts import holding
from tests.e2e.test_access import faults_of, widest
from tests.support.servers import Site, running_site

TODAY = datetime.now(UTC).date()
# Wide enough for today's and the booked days in any zone, whatever the end of the year is.
DAYS = f"from={TODAY - timedelta(days=1)}&to={TODAY + timedelta(days=50)}"
SPRING = {"utm": {"source": "newsletter", "campaign": "Spring Dance"}, "width": 390}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Six bookings in the coming week, and one that was tried in vain."""
    folder = tmp_path_factory.mktemp("figures")
    with running_site(folder) as site, httpx.Client(base_url=site.url, timeout=30) as client:
        slots = free(client)
        for number, slot in enumerate(slots[:6]):
            assert book(client, slot, number).status_code == 201
        assert book(client, slots[0], 7).status_code == 409
        yield site


def free(client: httpx.Client) -> list[dict[str, Any]]:
    """Times a few days ahead, of private lessons, far enough apart."""
    kind = next(each["id"] for each in client.get("/api/class-types").json() if each["capacity"] == 1)
    who = next(each["id"] for each in client.get("/api/instructors").json() if kind in each["classTypes"])
    openings = client.get("/api/availability", params={"classType": kind}).json()["instructors"]
    first = next(each["nextAvailable"] for each in openings if each["id"] == who)[:10]
    week = client.get("/api/availability", params={"classType": kind, "instructor": who, "week": first}).json()
    # The first may be too soon in a moment.
    return [slot for day in week.values() for slot in day if slot["available"]][3:]


def book(client: httpx.Client, slot: dict[str, Any], number: int) -> httpx.Response:
    person = {"firstName": "Rosa", "lastName": "Vega", "email": f"rosa{number}@localhost.example"}
    wish = {"classType": slot["classType"], "instructor": slot["instructor"], "slots": [slot["id"]]}
    return client.post("/api/bookings", json={**wish, "personalInfo": person, "context": SPRING})


@pytest.fixture
def figures(page: Page, studio: Site) -> Page:
    page.goto(f"{studio.url}/admin/figures?{DAYS}")
    signed_in(page, studio)
    return page


def signed_in(page: Page, studio: Site) -> None:
    email, password = studio.owner
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="In short")).to_be_visible()


def fact(page: Page, name: str) -> str:
    return page.locator(".main-figures > div", has=page.get_by_text(name, exact=True)).locator("dd b").inner_text()


def table(page: Page, title: str) -> list[list[str]]:
    section = page.locator(".chart", has=page.get_by_role("heading", name=title, exact=True))
    section.get_by_text("The numbers").click()
    rows = section.locator("tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_owner_sees_what_was_booked_and_what_was_tried_in_vain(figures: Page) -> None:
    found = (fact(figures, "Bookings"), fact(figures, "Cancelled"), fact(figures, "No-shows"))

    assert found == ("6", "0", "0")
    assert table(figures, "By campaign") == [["spring+dance", "6", "1"]]
    assert table(figures, "By screen") == [["Phone", "6", "1"]]
    assert table(figures, "By channel") == [["Booking page", "6"]]
    assert [times for _, times in table(figures, "Asked for, and full")] == ["1"]
    assert sum(int(row[1]) for row in table(figures, "By instructor")) == 6
    assert sum(int(row[1]) for row in table(figures, "Lessons")) == 6


def test_period_is_chosen_by_a_tap_or_by_two_dates_and_survives_a_reload(figures: Page) -> None:
    figures.get_by_label("From", exact=True).fill("2020-03-01")
    figures.get_by_label("to", exact=True).fill("2020-03-31")
    figures.get_by_role("button", name="Show").click()
    expect(figures.locator(".main-figures dd b").first).to_have_text("0")
    address = figures.url
    figures.reload()

    expect(figures.get_by_label("From", exact=True)).to_have_value("2020-03-01")
    assert address.endswith("?from=2020-03-01&to=2020-03-31")
    figures.get_by_role("button", name="This year").click()
    expect(figures.get_by_role("button", name="This year")).to_have_attribute("aria-pressed", "true")
    expect(figures.get_by_label("From", exact=True)).to_have_value(re.compile("-01-01$"))


def test_period_that_cannot_be_counted_is_told_in_words(figures: Page) -> None:
    figures.get_by_label("From", exact=True).fill("2001-01-01")
    figures.get_by_label("to", exact=True).fill("2031-12-31")

    figures.get_by_role("button", name="Show").click()

    expect(figures.locator("[data-part='said']")).not_to_be_empty()
    expect(figures.get_by_text("The figures of these days could not be read.")).to_be_visible()


def test_answer_that_comes_late_does_not_cover_the_period_that_was_chosen_since(figures: Page) -> None:
    held = holding(figures, "**/*from=2019*")
    figures.get_by_label("From", exact=True).fill("2019-01-01")
    figures.get_by_label("to", exact=True).fill("2019-01-31")
    figures.get_by_role("button", name="Show").click()
    figures.get_by_label("From", exact=True).fill(str(TODAY - timedelta(days=1)))
    figures.get_by_label("to", exact=True).fill(str(TODAY + timedelta(days=50)))
    figures.get_by_role("button", name="Show").click()
    expect(figures.locator("[data-part='figures']")).not_to_have_attribute("aria-busy", "true")

    with figures.expect_response("**/*from=2019*"):
        held[0].continue_()

    expect(figures.locator(".main-figures dd b").first).to_have_text("6")
    expect(figures.get_by_label("From", exact=True)).not_to_have_value("2019-01-01")


@pytest.mark.parametrize("width", [390, 320])
def test_phone_never_scrolls_sideways(figures: Page, width: int) -> None:
    figures.set_viewport_size({"width": width, "height": 800})
    for each in figures.get_by_text("The numbers").all():
        each.click()

    assert widest(figures) == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_has_no_fault_that_axe_can_find(browser: Browser, studio: Site, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{studio.url}/admin/figures?{DAYS}")
    signed_in(page, studio)
    for each in page.get_by_text("The numbers").all():
        each.click()

    faults = faults_of(page)

    context.close()
    assert faults == ""


def test_history_of_a_booking_is_told_in_words_and_markup_stays_text(figures: Page) -> None:
    told = figures.evaluate(
        """async () => {
          const { historyOf } = await import("/js/admin-history.js");
          const line = (who, action, changes) => ({ at: "2030-06-03T12:00:00.000Z", who, action, changes });
          const lines = [
            line("customer", "booked", {
              status: { before: null, after: "confirmed" }, payment: { before: null, after: "pending" },
              instructor: { before: null, after: "ana" }, slots: { before: [], after: ["2030-06-04_9_0"] } }),
            line("instructor:ben", "moved", {
              instructor: { before: "ana", after: "ben" },
              slots: { before: ["2030-06-04_9_0"], after: ["2030-06-05_14_30"] } }),
            line("customer", "corrected", { parts: ["firstName", "notes"] }),
            line("owner", "payment", { payment: { before: "pending", after: "paid" } }),
            line("<img src=x>", "<b>", {}),
          ];
          const place = document.createElement("div");
          const { draw } = await import("/js/html.js");
          draw(place, historyOf(lines, "America/New_York", { ana: "Ana", ben: "Ben" }));
          return [...place.querySelectorAll("li span")].map((each) => each.textContent.replace(/\\s+/g, " "));
        }"""
    )

    assert told == [
        "<img src=x> <b>",
        "Owner changed the payment: not paid → paid",
        "Customer corrected it: first name, notes",
        "Ben moved it: Tue 4 Jun, 09:00 → Wed 5 Jun, 14:30; Ana → Ben",
        "Customer booked: Tue 4 Jun, 09:00; Ana; confirmed",
    ]
