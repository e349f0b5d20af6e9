"""The catalogue's page as its owner uses it, and the same catalogue as a program sees it meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.support.connected import demo_studio, next_week
from tests.support.servers import Site

ADDRESS = "/api/admin/catalog"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Edits the same catalogue by program."""

    client: httpx.Client

    @classmethod
    @contextmanager
    def of(cls, site: Site) -> Iterator[Self]:
        email, password = site.owner
        with httpx.Client(base_url=site.url, timeout=30) as client:
            wish = {"email": email, "password": password, "bearer": True}
            token = client.post("/api/admin/session", json=wish).raise_for_status().json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            yield cls(client)

    def read(self, query: str = "") -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(ADDRESS + query).raise_for_status().json()
        return found

    def save(self, document: dict[str, Any]) -> None:
        tag = f'"{self.read()["version"]}"'
        self.client.put(ADDRESS, json=document, headers={"If-Match": tag}).raise_for_status()

    def starts_anew(self, **changes: Any) -> None:
        self.save({**demo_studio(), **changes})


@dataclass(frozen=True, slots=True)
class CatalogPage:
    page: Page
    url: str

    def opened(self, site: Site) -> Self:
        self.page.goto(f"{self.url}/admin/catalog")
        email, password = site.owner
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.bar).to_be_visible()
        return self

    @property
    def bar(self) -> Locator:
        return self.page.locator("[data-part=bar]")

    @property
    def review(self) -> Locator:
        return self.page.locator("section.review")

    @property
    def notice(self) -> Locator:
        return self.page.locator("staff-door [data-part='said']")

    def unfold(self, *names: str) -> Self:
        for name in names:
            heading = self.page.locator("summary", has=self.page.get_by_role("heading", name=name, exact=True))
            heading.click()
            expect(heading.locator("xpath=..")).to_have_attribute("open", "")
        return self

    def field(self, pointer: str) -> Locator:
        return self.page.locator(f"[id='at{pointer}']")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def look(self) -> Locator:
        self.press("Look at what changes")
        # What was said before stands there until the answer comes.
        expect(self.page.locator("#review-heading")).to_be_focused()
        return self.review

    def save(self) -> None:
        self.look()
        self.bar.get_by_role("button", name="Save").click()
        expect(self.review.get_by_role("heading", name="Saved. It is in force now.")).to_be_visible()


def booked(site: Site, class_type: str = "salsa-1", instructor: str = "maria") -> dict[str, Any]:
    """The first free time of next week's."""
    asked = {"classType": class_type, "instructor": instructor, "week": str(next_week())}
    week = httpx.get(f"{site.url}/api/availability", params=asked, timeout=30).json()
    slot = next(slot["id"] for day in week.values() for slot in day if slot["available"])
    person = {"firstName": "Rosa", "lastName": "Vega", "email": "rosa@example.com", "phone": "+1 555 0100"}
    wish = {"classType": class_type, "instructor": instructor, "slots": [slot], "personalInfo": person}
    answer = httpx.post(f"{site.url}/api/bookings", json=wish, timeout=30)
    found: dict[str, Any] = answer.raise_for_status().json()["booking"]
    return found
