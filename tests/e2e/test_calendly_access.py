"""Everybody can use what the page shows of Calendly: with keys, in the dark, on a narrow phone, without jumping."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.calendly_page import AWAY, NO_ANSWER, CalendlyPage, alive, silent
from tests.e2e.test_access import WATCH_SHIFTS, faults_of
from tests.support.servers import Site

SMALL = """() => [...document.querySelectorAll("[data-way], .calendly-link")].filter((one) => one.checkVisibility())
    .map((one) => [one.textContent, one.getBoundingClientRect()])
    .map(([name, { width, height }]) => [name, width >= 44 && height >= 44])"""
SCHEMES = ("light", "dark")
Scheme = Literal["light", "dark"]


@pytest.fixture
def calendly(page: Page, site: Site) -> CalendlyPage:
    page.clock.install()
    return CalendlyPage(page, site.url).calendly_is(alive)


def test_keys_lead_into_the_frame_and_out_of_it(calendly: CalendlyPage) -> None:
    page = calendly.in_mode("first").opened().page
    calendly.embed_is_shown()
    calendly.inside.get_by_role("button", name="schedule").wait_for()

    ours = page.get_by_role("button", name="Book on this page instead")
    tab = page.get_by_role("link", name="Open Calendly in a new tab")
    theirs = [calendly.inside.get_by_role("button", name=name) for name in ("view", "pick a time", "grow", "schedule")]
    for each in (ours, tab, *theirs, page.get_by_role("link", name="+1 212 555 0134").last):
        page.keyboard.press("Tab")
        # The frame may be another process's, which the focus reaches only after the key.
        expect(each).to_be_focused()


@pytest.mark.parametrize("mode", ["first", "fallback"])
def test_page_does_not_jump_when_calendly_comes(calendly: CalendlyPage, mode: str) -> None:
    page = calendly.in_mode(mode).page
    page.add_init_script(WATCH_SHIFTS)
    calendly.opened()
    if mode == "first":
        calendly.embed_is_shown()
        calendly.press("grow")
        expect(calendly.iframe).to_have_css("height", "913px")
    else:
        calendly.native.week_is_shown()
        expect(page.get_by_role("button", name="Book through Calendly")).to_be_visible()

    assert page.evaluate("window.shifts") < 0.02


# 195 pixels are what twice the zoom leaves of a phone.
@pytest.mark.parametrize("width", [360, 320, 195])
def test_narrow_phone_never_scrolls_sideways_at_calendly(calendly: CalendlyPage, width: int) -> None:
    page = calendly.calendly_is(silent).page
    page.set_viewport_size({"width": width, "height": 740})
    calendly.in_mode("first").opened().embed_is_shown()
    widths = {"embed": page.evaluate("document.documentElement.scrollWidth")}
    calendly.time_passes()
    calendly.fell_back(NO_ANSWER)
    calendly.native.week_is_shown()
    widths["fallback"] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(widths, width)


def test_everything_of_calendly_is_large_enough_for_a_thumb(calendly: CalendlyPage) -> None:
    page = calendly.calendly_is(silent).in_mode("fallback").opened().page
    expect(page.get_by_role("button", name="Book through Calendly")).to_be_visible()
    sizes = page.evaluate(SMALL)
    calendly.book_through_calendly()
    calendly.embed_is_shown()
    sizes += page.evaluate(SMALL)
    calendly.time_passes()
    calendly.fell_back(NO_ANSWER)
    sizes += page.evaluate(SMALL)

    tab, use = "Open Calendly in a new tab", "Book through Calendly"
    assert sizes == [[name, True] for name in (use, "Book on this page instead", tab, "Try Calendly again", tab, use)]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_offers_and_embed_have_no_fault_that_axe_can_find(calendly: CalendlyPage, scheme: Scheme) -> None:
    page = calendly.page
    page.emulate_media(color_scheme=scheme)
    calendly.in_mode("fallback").opened().native.week_is_shown()
    expect(page.get_by_role("button", name="Book through Calendly")).to_be_visible()
    faults = {"quiet": faults_of(page)}
    calendly.book_through_calendly()
    calendly.embed_is_shown()
    faults["embed"] = faults_of(page)
    page.go_back()
    page.route("**/api/**", lambda route: route.fulfill(status=503, json={}))
    page.reload()
    expect(calendly.notice).to_contain_text(AWAY, timeout=30_000)
    faults["away"] = faults_of(page)

    assert faults == dict.fromkeys(faults, "")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_notices_have_no_fault_that_axe_can_find(calendly: CalendlyPage, scheme: Scheme) -> None:
    calendly.page.emulate_media(color_scheme=scheme)
    calendly.calendly_is(silent).in_mode("first").opened().embed_is_shown()
    inside = calendly.frame()
    calendly.time_passes()
    calendly.fell_back(NO_ANSWER)
    calendly.native.week_is_shown()
    faults = {"fallback": faults_of(calendly.page)}
    inside.evaluate("say('calendly.event_type_viewed', {})")
    expect(calendly.notice).to_contain_text("Calendly has answered")
    faults["late"] = faults_of(calendly.page)

    assert faults == dict.fromkeys(faults, "")
