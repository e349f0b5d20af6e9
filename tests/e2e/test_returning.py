"""Who comes back books with two taps, if they wished to be remembered, and is forgotten with one."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.test_access import faults_of
from tests.support.servers import Site

COUNT_TAPS = "window.taps = 0; addEventListener('pointerup', () => { window.taps += 1; }, true);"
REMEMBER = "Remember me on this device"
KEPT = "JSON.stringify({ ...localStorage })"


def book_once(booking: BookingPage, *, remember: bool) -> None:
    booking.choose_class("bachata-1")
    booking.choose_instructor("lucia")
    booking.at_the_form()
    if remember:
        booking.page.get_by_label(REMEMBER).check()
    booking.submit.click()
    booking.confirmation_number()


@pytest.fixture
def returned(booking: BookingPage, site: Site) -> Iterator[BookingPage]:
    """The page as somebody finds it in a new tab who booked before on this device and asked to be remembered."""
    book_once(booking, remember=True)
    page = booking.page.context.new_page()
    page.add_init_script(COUNT_TAPS)
    yield BookingPage(page, site.url, booking.person).opened()
    page.close()


def test_returning_customer_books_with_two_taps(returned: BookingPage) -> None:
    page = returned.page
    expect(page.locator("#class-bachata-1")).to_be_checked()
    expect(page.locator("#instructor-lucia")).to_be_checked()

    returned.free_slots.first.tap()
    expect(page.locator("[data-known]")).to_contain_text(returned.person["E-mail"])
    expect(page.get_by_label("First name")).to_be_hidden()
    faults = faults_of(page)
    returned.submit.tap()

    kept = returned.booking()
    assert page.evaluate("window.taps") == 2
    assert kept["personalInfo"]["email"] == returned.person["E-mail"]
    assert (kept["classType"], kept["instructor"]) == ("bachata-1", "lucia")
    assert faults == ""


def test_nobody_is_remembered_who_did_not_ask_for_it(booking: BookingPage) -> None:
    book_once(booking, remember=False)

    assert booking.person["E-mail"] not in booking.page.evaluate(KEPT)


def test_one_tap_forgets(returned: BookingPage) -> None:
    page = returned.page
    returned.choose_slot()
    assert returned.person["E-mail"] in page.evaluate(KEPT)

    page.get_by_role("button", name="Forget me").tap()

    expect(page.get_by_label("First name")).to_be_focused()
    assert returned.person["E-mail"] not in page.evaluate(KEPT)
    assert returned.person["E-mail"] not in page.evaluate("JSON.stringify({ ...sessionStorage })")
    expect(page.get_by_label("First name")).to_have_value("")
    expect(page.get_by_label(REMEMBER)).not_to_be_checked()


def test_details_of_a_returning_customer_can_be_changed(returned: BookingPage) -> None:
    returned.choose_slot()

    returned.page.get_by_role("button", name="Change", exact=True).tap()
    returned.fill({"First name": "Anita"})
    returned.submit.tap()

    assert returned.booking()["personalInfo"]["firstName"] == "Anita"


def test_box_that_is_unticked_forgets_after_the_booking(returned: BookingPage) -> None:
    returned.choose_slot()
    returned.page.get_by_role("button", name="Change", exact=True).tap()
    returned.page.get_by_label(REMEMBER).uncheck()

    returned.submit.tap()

    returned.confirmation_number()
    assert returned.person["E-mail"] not in returned.page.evaluate(KEPT)


def test_remembered_address_that_the_studio_refuses_is_shown_to_be_mended(returned: BookingPage) -> None:
    script = """() => {
        const known = JSON.parse(localStorage.getItem("booking-customer"));
        known.person.email = "ana@localhost";
        localStorage.setItem("booking-customer", JSON.stringify(known));
    }"""
    returned.page.evaluate(script)
    returned.page.reload()
    returned.week_is_shown()
    returned.choose_slot()

    returned.submit.tap()

    expect(returned.page.get_by_label("E-mail")).to_be_focused()
    expect(returned.page.locator("#email-message")).to_contain_text("Please enter an e-mail address")


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "null",
        "7",
        '"x"',
        "[]",
        "{",
        '{"person": 1}',
        '{"person": {"firstName": {"a": 1}, "lastName": 2, "email": []}}',
        '{"chosen": "x"}',
        '{"chosen": {"classType": "nothing", "instructor": 9}, "person": null}',
    ],
)
def test_memory_that_somebody_spoilt_is_no_memory(page: Page, site: Site, kept: str) -> None:
    page.goto(f"{site.url}/problems")
    page.evaluate("kept => localStorage.setItem('booking-customer', kept)", kept)

    booking = BookingPage(page, site.url).opened()

    booking.choose_slot()
    expect(page.get_by_label("First name")).to_have_value("")


def test_new_customer_sees_two_screens(booking: BookingPage) -> None:
    screens = [booking.page.locator("[data-screen]:visible").get_attribute("data-screen")]
    booking.at_the_form()
    screens.append(booking.page.locator("[data-screen]:visible").get_attribute("data-screen"))
    booking.submit.click()
    booking.confirmation_number()

    assert screens == ["choose", "confirm"]


@pytest.mark.parametrize(
    ("query", "class_type", "instructor"),
    [
        ("?class=wedding-dance", "wedding-dance", "any"),
        ("?classType=wedding-dance", "wedding-dance", "any"),
        ("?class=salsa-private&instructor=diego", "salsa-private", "diego"),
        ("?instructor=carlos", "bachata-1", "carlos"),
        ("?class=salsa-1&instructor=carlos", "salsa-1", "any"),
        ("?class=nothing&instructor=nobody", "salsa-1", "any"),
        ("?class=%00&instructor=%22%3E&date=%F0%9F%92%83", "salsa-1", "any"),
    ],
)
def test_link_chooses_what_it_names(page: Page, site: Site, query: str, class_type: str, instructor: str) -> None:
    page.goto(f"{site.url}/{query}")
    BookingPage(page, site.url).week_is_shown()

    expect(page.locator(f"#class-{class_type}")).to_be_checked()
    expect(page.locator(f"#instructor-{instructor}")).to_be_checked()


def test_link_opens_the_days_from_its_date_on(page: Page, site: Site) -> None:
    page.goto(site.url)
    BookingPage(page, site.url).week_is_shown()
    shown = page.locator("[data-part=range]").inner_text()
    date = page.evaluate(
        "import('/js/time.js').then((it) => it.addDays(it.dateIn('America/New_York', new Date()), 11))"
    )
    name = page.evaluate("date => import('/js/time.js').then((it) => it.shortDate(date))", date)

    page.goto(f"{site.url}/?date={date}")
    BookingPage(page, site.url).week_is_shown()

    assert not shown.startswith(f"{name} ")
    expect(page.locator("[data-part=range]")).to_have_text(re.compile(f"^{name} "))


@pytest.mark.parametrize("date", ["2026-02-30", "9999-12-31", "0000-00-00", "yesterday", "2020-01-01"])
def test_link_with_a_date_that_cannot_be_booked_opens_the_first_that_can(page: Page, site: Site, date: str) -> None:
    page.goto(f"{site.url}/?date={date}")
    booking = BookingPage(page, site.url)
    booking.week_is_shown()

    expect(booking.free_slots.first).to_be_visible()
