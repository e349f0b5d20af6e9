"""Calendly has booked, and the studio is told: once, patiently, and the customer never waits for it.

The studio here may not ask Calendly, so that it answers each report as one that is to come; elsewhere it may
(test_calendly_joined.py). Played are only answers that no studio can be brought to give at will.
"""

import json
import re
import time
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.calendly_page import EVENT, INVITEE, CalendlyPage, alive
from tests.e2e.cuts import SECONDS
from tests.e2e.test_access import faults_of
from tests.support.servers import Site

Scheme = Literal["light", "dark"]
PENDING = "it shows up at the studio in a moment"
WITHOUT_DETAILS = "Calendly has your booking; its confirmation comes by e-mail."
CHANGES = "To change or cancel it, use the links in Calendly\N{RIGHT SINGLE QUOTATION MARK}s e-mail."


@dataclass(frozen=True, slots=True)
class Studio:
    """What the studio is told, and how a test has it fail; a status of 0 gives no answer at all."""

    calendly: CalendlyPage
    reports: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        told = re.compile("/api/bookings$")
        self.calendly.page.on("request", lambda each: self.reports.append(each) if told.search(each.url) else None)

    def fails_with(self, status: int, body: dict[str, Any] | None = None, times: int | None = None) -> None:
        def answered(route: Route) -> None:
            route.fulfill(status=status, json=body or {}) if status else route.abort()

        self.calendly.page.route("**/api/bookings", answered, times=times)

    def is_told(self, times: int) -> None:
        """So often; the last request may be on its way before the test has heard of it."""
        deadline = time.monotonic() + SECONDS
        while len(self.reports) < times:
            assert time.monotonic() < deadline
            self.calendly.page.wait_for_timeout(10)

    def told(self) -> list[tuple[dict[str, Any], str]]:
        return [(json.loads(report.post_data or ""), report.headers["idempotency-key"]) for report in self.reports]


@pytest.fixture
def studio(page: Page, site: Site) -> Studio:
    page.clock.install()
    calendly = CalendlyPage(page, site.url).calendly_is(alive).in_mode("first").opened()
    calendly.embed_is_shown()
    return Studio(calendly)


def is_done(calendly: CalendlyPage) -> None:
    expect(calendly.page.get_by_role("heading", name="You are booked")).to_be_focused()
    expect(calendly.done).to_have_attribute("aria-busy", "false")
    expect(calendly.iframe).to_have_count(0)
    expect(calendly.page.locator("booking-widget")).to_be_hidden()


@pytest.mark.parametrize("mode", ["first", "fallback"])
def test_booking_through_calendly_is_told_to_the_studio_under_a_key(page: Page, site: Site, mode: str) -> None:
    calendly = CalendlyPage(page, site.url).calendly_is(alive).in_mode(mode).opened()
    if mode == "fallback":
        calendly.book_through_calendly()
    calendly.embed_is_shown()
    studio = Studio(calendly)

    calendly.press("schedule")

    is_done(calendly)
    expect(calendly.done).to_contain_text(PENDING)
    expect(calendly.done).to_contain_text(CHANGES)
    expect(calendly.said).to_contain_text(PENDING)
    [(body, key)] = studio.told()
    assert body == {"calendlyEventUri": EVENT, "inviteeUri": INVITEE, "bookingSource": "calendly"}
    assert re.fullmatch("[A-Za-z0-9_-]{8,64}", key)


def test_calendlys_word_that_comes_twice_is_told_once(studio: Studio) -> None:
    three_times = "[1, 2, 3].forEach(() => document.querySelector('[data-event$=scheduled]').click())"

    studio.calendly.frame().evaluate(three_times)

    is_done(studio.calendly)
    studio.calendly.time_passes(60_000)
    assert len(studio.reports) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [(400, {"code": "validation_failed"}), (201, {"success": True}), (200, {})],
)
def test_answer_without_a_booking_leaves_calendlys_word(studio: Studio, status: int, body: dict[str, Any]) -> None:
    studio.fails_with(status, body)

    studio.calendly.press("schedule")

    is_done(studio.calendly)
    expect(studio.calendly.done).to_contain_text(WITHOUT_DETAILS)
    assert len(studio.reports) == 1


@pytest.mark.parametrize("status", [503, 500, 429, 0])
def test_studio_that_does_not_answer_is_asked_three_times_under_one_key(studio: Studio, status: int) -> None:
    calendly = studio.calendly
    studio.fails_with(status)

    calendly.press("schedule")

    # The customer knows at once; the studio is asked meanwhile.
    expect(calendly.page.get_by_role("heading", name="You are booked")).to_be_focused()
    expect(calendly.done).to_contain_text("Calendly has confirmed your booking.")
    for times, pause in ((2, 1_000), (3, 3_000)):
        calendly.time_passes(pause)
        studio.is_told(times)
    is_done(calendly)
    expect(calendly.done).to_contain_text(WITHOUT_DETAILS)
    assert len(studio.reports) == 3
    assert len({key for _, key in studio.told()}) == 1


def test_studio_that_answers_the_second_time_is_believed(studio: Studio) -> None:
    studio.fails_with(503, times=1)
    studio.calendly.clock_stands()

    studio.calendly.press("schedule")
    expect(studio.calendly.done).to_have_attribute("aria-busy", "true")
    studio.calendly.page.clock.resume()

    is_done(studio.calendly)
    expect(studio.calendly.done).to_contain_text(PENDING)
    assert len({key for _, key in studio.told()}) == 1


def test_reload_shows_the_same_and_tells_nothing_again(studio: Studio) -> None:
    studio.calendly.press("schedule")
    is_done(studio.calendly)
    asked = studio.calendly.calls()

    studio.calendly.page.reload()

    is_done(studio.calendly)
    expect(studio.calendly.done).to_contain_text(PENDING)
    assert (len(studio.reports), asked) == (1, [])


def test_reload_before_the_studio_answered_asks_again_under_the_same_key(studio: Studio) -> None:
    studio.fails_with(503, times=1)
    studio.calendly.clock_stands()
    studio.calendly.press("schedule")
    expect(studio.calendly.done).to_have_attribute("aria-busy", "true")

    studio.calendly.page.reload()
    studio.calendly.page.clock.resume()

    is_done(studio.calendly)
    expect(studio.calendly.done).to_contain_text(PENDING)
    assert len({key for _, key in studio.told()}) == 1


def test_another_lesson_begins_anew(studio: Studio) -> None:
    studio.calendly.press("schedule")
    is_done(studio.calendly)

    studio.calendly.page.get_by_role("button", name="Book another lesson").click()

    studio.calendly.embed_is_shown()


@pytest.mark.parametrize("held_up", ["nothing", "calendly-integration"])
def test_step_back_from_the_booking_leads_to_the_times(page: Page, site: Site, held_up: str) -> None:
    calendly = CalendlyPage(page, site.url).calendly_is(alive).in_mode("fallback").opened()
    calendly.book_through_calendly()
    studio = Studio(calendly)
    calendly.press("schedule")
    is_done(calendly)

    page.route(f"**/js/{held_up}.js", lambda _: None, times=1)
    # Going back reloads; what is shown before that is of the page that is left.
    with page.expect_request("**/js/second-door.js"):
        page.go_back()

    calendly.native.week_is_shown()
    calendly.native_is_shown()
    page.go_forward()
    is_done(calendly)
    assert len(studio.reports) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_booking_that_is_to_come_has_no_fault_that_axe_can_find(studio: Studio, scheme: Scheme) -> None:
    studio.calendly.page.emulate_media(color_scheme=scheme)
    studio.calendly.press("schedule")
    is_done(studio.calendly)

    assert faults_of(studio.calendly.page) == ""
