"""The booking page as a customer handles it: what can be chosen, typed, pressed and read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Self
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import Locator, Page, ViewportSize, expect

PHONE: ViewportSize = {"width": 390, "height": 844}
PERSON = {"First name": "Ana", "Last name": "López", "E-mail": "ana@example.org"}


NUMBERS: Iterator[int] = count(1)
# Minutes: the demo studio's own notice, and how far ahead a test looks.
NOTICE, SOON, STEP = 120, 15, 5


def somebody() -> dict[str, str]:
    """Everybody has an address of their own, because one person may hold only so many bookings."""
    return {**PERSON, "E-mail": f"ana{next(NUMBERS)}@example.org"}


def leaving() -> list[str]:
    """How the ids end of the times that will be too soon to be booked within some minutes."""
    now = datetime.now(ZoneInfo("America/New_York"))
    first = now.replace(minute=now.minute // STEP * STEP) + timedelta(minutes=NOTICE)
    soon = (first + timedelta(minutes=minutes) for minutes in range(0, SOON, STEP))
    return [f"_{moment:%Y-%m-%d}_{moment.hour}_{moment.minute}" for moment in soon]


def lasting(selector: str, attribute: str = "data-slot") -> str:
    """Those of them that can still be booked when the test is through; the attribute holds their ids."""
    return selector + "".join(f":not([{attribute}$='{end}'])" for end in leaving())


@dataclass(frozen=True, slots=True)
class BookingPage:
    page: Page
    url: str
    person: dict[str, str] = field(default_factory=somebody)

    def opened(self) -> Self:
        self.page.goto(self.url)
        self.week_is_shown()
        return self

    def opened_today(self) -> Self:
        """By a link: without one the page opens on the next free time, which may be tomorrow's."""
        today = self.page.evaluate("import('/js/time.js').then((it) => it.dateIn('America/New_York', new Date()))")
        self.page.goto(f"{self.url}/?date={today}")
        self.week_is_shown()
        return self

    def week_is_shown(self, timeout: float | None = None) -> None:
        """Within so many milliseconds."""
        expect(self.page.locator("[data-part=week][aria-busy=false] .day")).to_have_count(7, timeout=timeout)

    def choose_class(self, class_type: str) -> None:
        self._choose(f"#class-{class_type}")
        self.week_is_shown()

    def choose_instructor(self, instructor: str) -> None:
        self._choose(f"#instructor-{instructor}")
        self.week_is_shown()

    def _choose(self, name: str) -> None:
        choice = self.page.locator(name)
        # The row of choices may still be on its way to the one that is chosen.
        self.page.locator("label", has=choice).click()
        expect(choice).to_be_checked()

    def later(self) -> None:
        self.page.get_by_role("button", name="Seven days later").click()
        self.week_is_shown()

    @property
    def free_slots(self) -> Locator:
        return self.page.locator(lasting(".slot:enabled"))

    def choose_slot(self, number: int = 0) -> str:
        """The id of the free slot that was chosen, counted from 0; one more where some are chosen already."""
        if self.is_at_the_form:
            self.add_another()
        slot = self.free_slots.nth(number)
        slot_id = slot.get_attribute("data-slot") or ""
        slot.click()
        expect(self.page.locator(f"[data-slot='{slot_id}']")).to_have_attribute("aria-pressed", "true")
        return slot_id

    def add_another(self) -> None:
        self.page.get_by_role("button", name="Add another time").click()
        expect(self.page.get_by_role("heading", name="Next free times")).to_be_focused()

    @property
    def is_at_the_form(self) -> bool:
        return self.page.locator("[data-screen=confirm]").is_visible()

    def go_on(self) -> None:
        """The first time that is chosen leads on by itself."""
        if not self.is_at_the_form:
            self.page.get_by_role("button", name="Continue").click()
        expect(self.page.get_by_role("heading", name="Almost there")).to_be_focused()

    def back_to_the_times(self) -> None:
        self.page.get_by_role("button", name="Change time").click()
        expect(self.page.get_by_role("heading", name="Next free times")).to_be_focused()

    def fill(self, person: dict[str, str] | None = None) -> None:
        for label, value in (person or self.person).items():
            self.page.get_by_label(label).fill(value)

    def at_the_form(self, slot_number: int = 0) -> str:
        """One slot chosen and the form filled; answers with the slot's id."""
        slot_id = self.choose_slot(slot_number)
        self.go_on()
        self.fill()
        return slot_id

    @property
    def submit(self) -> Locator:
        return self.page.locator("button[type=submit]")

    @property
    def notice(self) -> Locator:
        return self.page.locator("[data-notice]")

    def total(self) -> str:
        return self.page.locator(".total dd:visible").inner_text()

    def confirmation_number(self) -> str:
        number = self.page.locator(".number strong")
        expect(number).to_have_text(re.compile("^[A-Z0-9]{8}$"), timeout=30_000)
        return number.inner_text()

    def booking(self) -> dict[str, Any]:
        """The booking of the success screen, read through the API with the link it shows."""
        self.confirmation_number()
        link = httpx.URL(self.page.get_by_role("link", name="Your booking").get_attribute("href") or "")
        key = httpx.QueryParams(link.fragment)
        answer = httpx.get(
            f"{self.url}/api/bookings",
            params={"id": key["id"]},
            headers={"Authorization": f"Bearer {key['token']}"},
            timeout=30,
        )
        found: dict[str, Any] = answer.raise_for_status().json()["bookings"][0]
        return found
