"""The line is cut at every step of a booking, in every way there is: one booking, no lie, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.cuts import (
    BOOKING,
    CATALOGUE,
    HASTY_PAGE,
    STREAM,
    UNHEARD,
    UNSENT,
    WEEK,
    Line,
    holds_what_was_typed,
    one_booking,
    promises_nothing,
    says_not_booked,
)
from tests.support.servers import Site

# One for each thing that the page can be told: nothing, what is not the studio's, half a word, and nothing for long.
TELLING = ["cut", "portal", "lost", "half", "lost in a hang"]
AWAY = "cannot be read at the moment"


@pytest.fixture
def hasty(page: Page, site: Site) -> BookingPage:
    page.add_init_script(HASTY_PAGE)
    return BookingPage(page, site.url)


@pytest.fixture
def line(hasty: BookingPage) -> Iterator[Line]:
    line = Line(hasty.page)
    yield line
    line.mend()


@pytest.mark.parametrize("kind", ["cut", "platform", "portal", "half", "hang"])
def test_reading_that_is_cut_is_said_and_mended(hasty: BookingPage, line: Line, site: Site, kind: str) -> None:
    page = hasty.page
    line.cut(kind, CATALOGUE)
    page.goto(site.url)
    expect(page.locator("[data-part=banner]")).to_contain_text(AWAY)
    promises_nothing(hasty)
    line.mend()
    hasty.week_is_shown()
    expect(page.locator("[data-part=banner]")).to_be_empty()
    line.cut(kind, WEEK)
    page.get_by_role("button", name="Seven days later").click()
    expect(page.locator("[data-part=full]")).to_contain_text(AWAY)
    line.mend()
    hasty.week_is_shown()
    # What never ends has no half, and of what is no stream the browser itself complains.
    line.cut("cut" if kind in {"half", "portal"} else kind, STREAM)
    page.reload()

    with one_booking(hasty, site):
        hasty.at_the_form()
        hasty.submit.click()


@pytest.mark.parametrize(
    ("kind", "since"),
    [*((kind, "pressing") for kind in UNSENT), *product(("offline", "portal"), ("choosing", "typing"))],
)
def test_line_cut_before_the_press_is_said_and_settled(
    hasty: BookingPage, line: Line, site: Site, kind: str, since: str
) -> None:
    # Of what comes in the stream's place and is no stream, the browser itself complains.
    with hasty.page.expect_response(STREAM):
        hasty.opened()
    steps: dict[str, Callable[[], object]]
    steps = {"choosing": hasty.choose_slot, "typing": hasty.fill, "pressing": hasty.submit.click}
    with one_booking(hasty, site):
        for step in steps:
            if step == since:
                line.cut(kind)
            steps[step]()
        says_not_booked(hasty)

        line.mend()


@pytest.mark.parametrize("kind", UNHEARD)
def test_answer_that_is_lost_is_settled(hasty: BookingPage, line: Line, site: Site, kind: str) -> None:
    hasty.opened().at_the_form()
    with one_booking(hasty, site):
        line.cut(kind, BOOKING)
        hasty.submit.click()
        says_not_booked(hasty)

        line.mend()


@pytest.mark.parametrize("kind", TELLING)
def test_reload_while_the_line_is_cut_loses_and_repeats_nothing(
    hasty: BookingPage, line: Line, site: Site, kind: str
) -> None:
    hasty.opened().at_the_form()
    with one_booking(hasty, site):
        line.cut(kind, BOOKING)
        hasty.submit.click()
        says_not_booked(hasty)
        line.cut("cut")
        hasty.page.reload()
        expect(hasty.page.locator("[data-part=banner]")).to_contain_text(AWAY)
        holds_what_was_typed(hasty)

        line.mend()
        expect(hasty.page.get_by_role("heading", name="Almost there")).to_be_visible()
        holds_what_was_typed(hasty)
        hasty.submit.click()


@pytest.mark.parametrize("kind", ["offline", *TELLING])
def test_step_back_while_the_line_is_cut_books_once(hasty: BookingPage, line: Line, site: Site, kind: str) -> None:
    hasty.opened().at_the_form()
    with one_booking(hasty, site):
        line.cut(kind, BOOKING)
        hasty.submit.click()
        says_not_booked(hasty)
        hasty.page.go_back()
        expect(hasty.page.get_by_role("heading", name="Next free times")).to_be_focused()
        holds_what_was_typed(hasty)

        # Nobody knows whether it has booked, so the page finds it out wherever the customer looks.
        line.mend()


def test_step_back_from_the_last_try_is_settled_when_the_studio_is_back(
    hasty: BookingPage, line: Line, site: Site
) -> None:
    hasty.opened().at_the_form()
    with one_booking(hasty, site):
        line.cut("cut")
        line.cut("lost", BOOKING)
        hasty.submit.click()
        expect(hasty.notice).to_contain_text("Try again now, or leave the page open", timeout=30_000)
        hasty.page.go_back()
        expect(hasty.page.get_by_role("heading", name="Next free times")).to_be_focused()

        line.mend()


@pytest.mark.parametrize("kind", [None, "cut", "hang", "lost"])
def test_double_tap_books_once(hasty: BookingPage, line: Line, site: Site, kind: str | None) -> None:
    hasty.opened().at_the_form()
    with one_booking(hasty, site):
        if kind:
            line.cut(kind, BOOKING)
        hasty.submit.dblclick()
        if kind:
            says_not_booked(hasty)
            hasty.submit.dblclick()

        line.mend()


@pytest.mark.parametrize("kind", ["cut", "lost", "half"])
def test_second_tab_of_the_same_visit_books_once(
    hasty: BookingPage, line: Line, site: Site, phone: BrowserContext, kind: str
) -> None:
    hasty.opened().choose_class("salsa-private")
    hasty.at_the_form()
    with one_booking(hasty, site):
        line.cut(kind, BOOKING)
        hasty.submit.click()
        says_not_booked(hasty)
        # A browser that is told to duplicate a tab takes along what it remembers, and where in its history it is. So it
        # has to be from the first page on: one that stood at the times would have let go of the time that is gone.
        with phone.expect_page() as opened:
            hasty.page.evaluate("window.open()")
        twin = BookingPage(opened.value, site.url, hasty.person)
        twin.page.add_init_script(HASTY_PAGE + "history.replaceState({ screen: 'confirm' }, '');")
        twin.page.goto(hasty.page.url)
        # The time may be gone meanwhile: to this very customer.
        twin.week_is_shown()
        expect(twin.page.get_by_role("heading", name="Almost there")).to_be_focused()
        holds_what_was_typed(twin)

        twin.submit.click()
        number = twin.confirmation_number()
        line.mend()

        assert hasty.confirmation_number() == number


@pytest.mark.parametrize("kind", UNSENT)
def test_done_screen_stays_and_comes_back_after_a_reload(hasty: BookingPage, line: Line, site: Site, kind: str) -> None:
    # Of what comes in the stream's place and is no stream, the browser itself complains.
    with hasty.page.expect_response(STREAM):
        hasty.opened()
    hasty.at_the_form()
    with one_booking(hasty, site):
        hasty.submit.click()
        number = hasty.confirmation_number()
        line.cut(kind)
        hasty.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(hasty.page.locator("[data-part=banner]")).to_contain_text(AWAY)
        assert hasty.confirmation_number() == number
        line.mend()
    if kind == "offline":
        return
    line.cut(kind)
    hasty.page.reload()
    expect(hasty.page.locator("managed-booking")).to_contain_text("cannot be reached at the moment")
    line.mend()
    assert hasty.confirmation_number() == number
