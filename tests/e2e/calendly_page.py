"""The booking page of a studio that uses Calendly, with a Calendly of ours behind the real address."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Frame, FrameLocator, Locator, Page, Request, Route, expect

from tests.e2e.booking_page import BookingPage

LINK = "https://calendly.com/sabor/lesson?hide_event_type_details=1"
EVERYWHERE = "https://calendly.com/**"
EVENT = "https://api.calendly.com/scheduled_events/GBGBDCAADAEDCRZ2"
INVITEE = f"{EVENT}/invitees/AAAAAAAAAAAAAAAA"
FAKE = (Path(__file__).parents[1] / "support" / "fake_calendly_page.html").read_text(encoding="utf-8")
GREETING = "<script>say('calendly.event_type_viewed', {})</script>"
SCHEDULED = f"{{event: {{uri: '{EVENT}'}}, invitee: {{uri: '{INVITEE}'}}}}"
AWAY = "the studio also takes bookings through Calendly"
NO_ANSWER = "Calendly does not answer at the moment"
# The page's patience with a silent Calendly, and a little more.
TOO_LONG = 8_100
TYPED = {"First name": "Ana", "Last name": "López", "E-mail": "ana@example.org", "Phone": "+1 212 555 0100"}


def alive(route: Route) -> None:
    """The real page says at once that it is being looked at."""
    route.fulfill(content_type="text/html", body=FAKE.replace("<!-- greeting -->", GREETING))


def silent(route: Route) -> None:
    """A page that answers, but speaks only when one of its buttons is pressed."""
    route.fulfill(content_type="text/html", body=FAKE)


def wanted(mode: str, url: str | None = LINK) -> Callable[[Route], None]:
    """The studio's real answer, in which it wants Calendly so."""

    def answer(route: Route) -> None:
        real = route.fetch()
        route.fulfill(response=real, json={**real.json(), "calendly": {"mode": mode, "url": url}})

    return answer


def asked_by(address: str) -> dict[str, str]:
    """What the frame's address tells Calendly."""
    return dict(parse_qsl(urlsplit(address).query))


def reported(page: Page) -> list[str]:
    """What the studio is told by POST from now on."""
    told: list[str] = []
    page.on("request", lambda request: told.append(request.post_data or "") if request.method == "POST" else None)
    return told


@dataclass(frozen=True, slots=True)
class CalendlyPage:
    page: Page
    url: str

    def in_mode(self, mode: str, url: str | None = LINK) -> Self:
        """From now on the studio wants this."""
        self.page.unroute("**/api/availability")
        self.page.route("**/api/availability", wanted(mode, url))
        return self

    def calendly_is(self, answer: Callable[[Route], None]) -> Self:
        """From now on Calendly is so."""
        self.page.unroute(EVERYWHERE)
        self.page.route(EVERYWHERE, answer)
        return self

    def opened(self, query: str = "") -> Self:
        # A frame that never loads would hold up the page's own "load".
        self.page.goto(f"{self.url}/{query}", wait_until="commit")
        return self

    def calls(self) -> list[Request]:
        """What is asked of Calendly from now on."""
        asked: list[Request] = []
        self.page.on("request", lambda request: asked.append(request) if "calendly.com" in request.url else None)
        return asked

    @property
    def native(self) -> BookingPage:
        return BookingPage(self.page, self.url)

    @property
    def iframe(self) -> Locator:
        return self.page.locator("second-door iframe")

    @property
    def inside(self) -> FrameLocator:
        return self.page.frame_locator("second-door iframe")

    @property
    def notice(self) -> Locator:
        return self.page.locator("[data-calendly=notice]")

    @property
    def said(self) -> Locator:
        return self.page.locator("[data-calendly=said]")

    @property
    def done(self) -> Locator:
        return self.page.locator(".calendly-booked")

    def embed_is_shown(self) -> None:
        heading = self.page.locator("second-door").get_by_role("heading", name="Book a dance lesson", exact=True)
        expect(self.page.locator("second-door h1")).to_be_focused()
        expect(heading).to_be_visible()
        expect(self.iframe).to_be_visible()
        expect(self.page.locator("booking-widget")).to_be_hidden()

    def native_is_shown(self) -> None:
        expect(self.page.locator("booking-widget")).to_be_visible()
        expect(self.iframe).to_be_hidden()

    def press(self, name: str) -> None:
        """A button of Calendly's page."""
        self.inside.get_by_role("button", name=name).click()

    @property
    def offer(self) -> Locator:
        return self.page.get_by_role("button", name="Book through Calendly").first

    def book_through_calendly(self) -> None:
        # Days are laid out when they are first seen: a press in the breath of the scroll misses what they move.
        self.offer.scroll_into_view_if_needed()
        self.offer.click()

    def frame(self) -> Frame:
        """Calendly's page itself, once it is there; `say(event, payload)` speaks in it, seen or not."""
        self.inside.locator("h1").wait_for(state="attached")
        return next(frame for frame in self.page.frames if frame.url.startswith("https://calendly.com/sabor"))

    def time_passes(self, milliseconds: int = TOO_LONG) -> None:
        """The page's clock must have been installed before it was opened."""
        self.page.clock.fast_forward(milliseconds)

    def clock_stands(self) -> None:
        """From some seconds ahead on, until ``page.clock.resume()``. As long as it goes, real time counts as well."""
        # To stand at a moment that the page has behind it is an error.
        self.page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=10))

    def fell_back(self, sentence: str) -> None:
        """The native form is there at once, and the page says why."""
        expect(self.notice).to_contain_text(sentence)
        expect(self.notice.get_by_role("heading", name="Please book right here")).to_be_focused()
        expect(self.said).to_contain_text(sentence)
        self.native_is_shown()

    def booked_natively(self) -> None:
        """The native form works to its end, with what was typed in it."""
        self.native.week_is_shown()
        if not self.native.submit.is_visible():
            if self.page.locator(".slot[aria-pressed=true]").count() == 0:
                self.native.choose_slot()
            self.native.go_on()
        self.native.fill(self.native.person)
        self.native.submit.click()
        assert re.fullmatch("[A-Z0-9]{8}", self.native.confirmation_number())

    def typed(self) -> str:
        """A time is chosen and the form filled, while Calendly, which comes second, is offered. The slot's id."""
        self.in_mode("fallback").opened().native.week_is_shown()
        slot_id = self.native.choose_slot()
        self.native.go_on()
        self.native.fill(TYPED)
        self.native.back_to_the_times()
        return slot_id

    def typed_then_calendly(self) -> str:
        """The same, and then Calendly is tried."""
        slot_id = self.typed()
        self.book_through_calendly()
        return slot_id

    def has_all_and_books(self, slot_id: str) -> None:
        """What was chosen and typed before is there, and can be booked."""
        expect(self.page.locator(f"[data-slot='{slot_id}']")).to_have_attribute("aria-pressed", "true")
        self.native.go_on()
        assert {label: self.page.get_by_label(label).input_value() for label in TYPED} == TYPED
        self.booked_natively()
