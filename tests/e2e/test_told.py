"""What the page tells who cannot see it: names and roles on the way through a booking, and each change as it comes."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.test_access import faults_of
from tests.support.servers import Site

SLOT = re.compile(r"^\w{3} \d+ \w{3}, \d\d:\d\d, Salsa 1, with María Delgado, \d+ places? left, \$[\d.]+$")


def tree(page: Page, part: str) -> str:
    return page.locator(part).aria_snapshot()


def test_booking_is_read_through_the_accessibility_tree(booking: BookingPage) -> None:
    page = booking.opened_today().page
    booking.choose_instructor("maria")
    choose = tree(page, "[data-screen=choose]")
    booking.at_the_form()
    form = tree(page, "[data-screen=confirm]")
    booking.submit.click()
    booking.confirmation_number()
    done = tree(page, "[data-screen=done]")

    assert 'group "Class"' in choose
    assert 'radio "Salsa 1" [checked]' in choose
    assert 'group "Instructor"' in choose
    assert 'radio "María Delgado" [checked]' in choose
    assert 'heading "Next free times" [level=2]' in choose
    assert 'button "← Seven days earlier" [disabled]' in choose
    names = re.findall(r'button "(\w{3} \d+ \w{3}, [^"]+)"(?! \[disabled\])', choose)
    assert len(names) > 10
    assert [name for name in names if not SLOT.match(name)] == []
    for role in ('heading "Almost there" [level=1]', 'textbox "First name"', 'textbox "E-mail"', 'button "Book for $'):
        assert role in form
    assert "Salsa 1" in form
    assert 'heading "You are booked. See you on the floor!" [level=1]' in done
    assert 'link "Add to calendar"' in done


def test_focus_goes_to_each_new_screen_and_is_seen(booking: BookingPage) -> None:
    page = booking.page
    booking.choose_slot()
    expect(page.get_by_role("heading", name="Almost there")).to_be_focused()
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    booking.back_to_the_times()
    booking.choose_slot(1)
    booking.fill()
    booking.submit.click()

    expect(page.get_by_role("heading", name="You are booked")).to_be_focused()
    assert ring == "solid"


def test_live_regions_tell_what_was_chosen_and_what_went_wrong(booking: BookingPage) -> None:
    page = booking.page
    live = page.locator("[data-part=live]")
    expect(live).to_contain_text("Timetable is up to date")
    booking.choose_instructor("maria")
    booking.choose_slot(0)
    booking.choose_slot(1)
    expect(live).to_contain_text(": chosen.")
    booking.go_on()
    booking.fill({**booking.person, "E-mail": "ana@localhost"})
    booking.submit.click()

    expect(page.locator("[data-notice][aria-live=polite]")).to_contain_text("Please look at this again")
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    described = page.get_by_label("E-mail").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("Please enter an e-mail address")


def test_choice_is_seen_in_forced_colours_and_at_twice_the_zoom(browser: Browser, site: Site) -> None:
    viewport = {"width": 640, "height": 400}
    context = browser.new_context(forced_colors="active", viewport=viewport, device_scale_factor=2)  # type: ignore[arg-type] # a dictionary like theirs
    page = context.new_page()
    booking = BookingPage(page, site.url).opened()
    chip = "(name) => getComputedStyle(document.querySelector(name).closest('.chip')).backgroundColor"
    chosen, other = page.evaluate(chip, "#class-salsa-1"), page.evaluate(chip, "#class-bachata-1")
    booking.at_the_form()
    width = page.evaluate("document.documentElement.scrollWidth")
    faults = faults_of(page)
    context.close()

    assert chosen != other
    assert width == viewport["width"]
    assert faults == ""


def test_nothing_moves_for_who_asked_for_stillness(booking: BookingPage) -> None:
    moving = booking.page.evaluate("""() => [...document.querySelectorAll("*")].filter((one) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(one);
        const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0);
        return lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration));
    }).length""")

    assert moving == 0
