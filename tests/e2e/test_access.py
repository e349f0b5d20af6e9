"""Everybody can use the page: with a screen reader, in the dark, on a narrow phone, without waiting or jumping."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.booking_page import BookingPage
from tests.support.servers import Site

PUBLIC = Path(__file__).parents[2] / "public"
WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shifts += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


def test_screens_have_no_fault_that_axe_can_find(booking: BookingPage) -> None:
    faults = {"choose": faults_of(booking.page)}
    booking.choose_slot()
    faults["chosen"] = faults_of(booking.page)
    booking.go_on()
    booking.fill({"First name": "Ana", "Last name": "López", "E-mail": "ana@localhost"})
    faults["confirm"] = faults_of(booking.page)
    booking.submit.click()
    expect(booking.notice).not_to_be_empty()
    faults["error"] = faults_of(booking.page)
    booking.fill()
    booking.submit.click()
    booking.confirmation_number()
    faults["done"] = faults_of(booking.page)

    assert faults == dict.fromkeys(faults, "")


@pytest.mark.parametrize(
    ("path", "last"), [("/", "[data-part=week][aria-busy=false] .day"), ("/manage", "managed-booking .notice")]
)
def test_page_has_no_fault_in_the_dark(browser: Browser, site: Site, path: str, last: str) -> None:
    context = browser.new_context(color_scheme="dark", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site.url}{path}")
    expect(page.locator(last).first).to_be_visible()

    faults = faults_of(page)

    context.close()
    assert faults == ""


# 195 pixels are what twice the zoom leaves of a phone.
@pytest.mark.parametrize("width", [360, 320, 195])
def test_narrow_phone_never_scrolls_sideways(booking: BookingPage, width: int) -> None:
    page = booking.page
    page.set_viewport_size({"width": width, "height": 740})
    # One instructor, because nobody promises that two times of anyone's can be had from the same one.
    booking.choose_instructor("maria")
    widths = {"choose": widest(page)}
    booking.choose_slot(0)
    booking.choose_slot(1)
    widths["chosen"] = widest(page)
    booking.go_on()
    widths["confirm"] = widest(page)
    booking.fill()
    booking.submit.click()
    booking.confirmation_number()
    widths["done"] = widest(page)

    page.reload()
    booking.confirmation_number()
    widths["manage"] = widest(page)
    assert widths == dict.fromkeys(widths, width)


def test_bar_with_four_times_shows_them_all_and_stays_low(booking: BookingPage) -> None:
    booking.page.set_viewport_size({"width": 360, "height": 740})
    booking.choose_instructor("maria")
    for number in range(4):
        booking.choose_slot(number)

    box = booking.page.locator(".bar").bounding_box()

    assert box is not None
    assert box["height"] <= 120
    times = booking.page.locator(".bar-times > span")
    cut_off = times.evaluate_all("all => all.filter((one) => one.offsetWidth > one.parentElement.clientWidth)")
    assert (times.count(), cut_off) == (4, [])


def test_stars_are_cut_at_the_rating_and_not_squeezed(booking: BookingPage) -> None:
    booking.page.locator("#team").scroll_into_view_if_needed()
    expect(booking.page.locator(".stars").first).to_be_visible()

    boxes = booking.page.locator(".stars").evaluate_all("""all => all.map((stars) => {
        const width = (name) => stars.querySelector(name).getBoundingClientRect().width;
        const shown = stars.querySelector("svg").width.baseVal.value / stars.viewBox.baseVal.width * 5;
        const rating = stars.getAttribute("aria-label").split(" ")[0];
        return [rating, shown.toFixed(1), width(".stars-full") / width(".stars-empty")];
    })""")

    assert boxes
    assert boxes == [[rating, rating, 1] for rating, _, _ in boxes]


def test_slot_says_whether_it_is_chosen(booking: BookingPage) -> None:
    booking.choose_slot()

    states = booking.page.locator(".slot").evaluate_all("all => all.map((one) => one.getAttribute('aria-pressed'))")

    assert sorted(set(states)) == ["false", "true"]
    assert states.count("true") == 1


def test_places_left_are_told_of_a_teacher_but_of_anyone_only_when_few(booking: BookingPage) -> None:
    left = booking.page.locator(".slot-left")
    of_anyone = [int(text.split()[0]) for text in left.all_inner_texts()]

    booking.choose_instructor("maria")

    assert max(of_anyone, default=0) <= 3
    assert max(int(text.split()[0]) for text in left.all_inner_texts()) > 3


def test_days_beyond_the_horizon_are_one_sentence_each(booking: BookingPage) -> None:
    while booking.page.get_by_role("button", name="Seven days later").is_enabled():
        booking.later()

    # The studio is closed on one of them at the most.
    beyond = booking.page.locator(".day:nth-last-child(-n + 2)")

    expect(beyond.locator(".slot")).to_have_count(0)
    later = "Opens for booking later"
    assert sorted(beyond.locator(".no-lessons").all_text_contents()) in ([later, later], ["No lessons", later])


def test_today_is_named_with_its_weekday(booking: BookingPage) -> None:
    booking.opened_today()

    expect(booking.page.locator(".is-today h3")).to_have_text(re.compile(r"^Today, \w{3} \d+ \w{3}$"))


def test_everything_to_tap_is_large_enough_for_a_thumb(booking: BookingPage) -> None:
    booking.choose_slot()
    booking.back_to_the_times()
    booking.page.locator("#questions").scroll_into_view_if_needed()
    expect(booking.page.locator("#team li").first).to_be_visible()
    # A day that is out of sight has no sizes.
    booking.page.evaluate("document.querySelectorAll('.day').forEach((day) => day.style.contentVisibility = 'visible')")

    small = booking.page.evaluate("""() => [...document.querySelectorAll("button, .chip, .top a, summary")]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 44 || box.height < 44)
        .map(([name]) => name)""")

    assert small == []


def test_page_does_not_jump_while_it_fills(page: Page, site: Site) -> None:
    held: list[Route] = []
    # Playwright marks the function it is given, which a built-in method does not allow.
    page.route("**/api/**", lambda route: held.append(route))  # noqa: PLW0108 -- see above
    page.add_init_script(WATCH_SHIFTS)
    page.goto(site.url)
    _painted(page)
    # One answer after another, each with time to be seen before the next.
    while page.locator("[data-part=week][aria-busy=true]").count():
        if held:
            held.pop(0).continue_()
        _painted(page)
    BookingPage(page, site.url).week_is_shown()
    _painted(page)

    assert page.evaluate("window.shifts") < 0.02


def test_slot_is_called_by_day_time_class_and_teacher(booking: BookingPage) -> None:
    booking.choose_instructor("maria")

    name = booking.free_slots.first.get_attribute("aria-label") or ""

    expected = r"\w{3} \d+ \w{3}, \d\d:\d\d, .+, with María .+, \d+ places? left, \$[\d.]+"
    assert re.fullmatch(expected, name), name


def test_page_without_scripts_gives_a_telephone_number(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)

    for telephone in page.locator("noscript a[href^='tel:']").all():
        expect(telephone).to_be_visible()
    expect(page.locator("booking-widget")).to_be_hidden()
    context.close()


def test_markup_in_the_catalogue_is_shown_as_text(page: Page, site: Site) -> None:
    def with_markup(route: Route) -> None:
        classes = route.fetch().json()
        classes[0]["name"] = '<img src=x onerror=alert(1)> & "Co"'
        route.fulfill(json=classes)

    page.route("**/api/class-types", with_markup)
    BookingPage(page, site.url).opened()

    expect(page.locator(".chip-name").first).to_have_text('<img src=x onerror=alert(1)> & "Co"')


def faults_of(page: Page) -> str:
    report: str = Axe().run(page).generate_snapshot()
    return report


def _painted(page: Page) -> None:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def widest(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width
