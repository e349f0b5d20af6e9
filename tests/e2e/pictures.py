"""make pictures: every screen of a booking as a PNG, in four sizes, both languages and both colour schemes."""

import argparse
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, sync_playwright

from tests.e2e.booking_page import NUMBERS
from tests.support.chromium import SWITCHES, found_chromium
from tests.support.servers import running_site

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LANGUAGES = ("en", "es")
SIZES: dict[str, ViewportSize] = {
    "small": {"width": 360, "height": 740},
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 768, "height": 1024},
    "desk": {"width": 1280, "height": 800},
}
TOUCHED_UP_TO = 800
WEEK = "[data-part=week][aria-busy=false]"


@dataclass(frozen=True, slots=True)
class Walk:
    """One customer on one device; pages are found by their parts, because their words change with the language."""

    context: BrowserContext
    url: str
    folder: Path
    name: str

    @property
    def language(self) -> str:
        return self.name.split("-")[1]

    def opened(self) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.url}/?lang={self.language}")
        page.locator(WEEK).wait_for()
        return page

    def kept(self, page: Page, step: str, *, whole: bool = False) -> None:
        page.wait_for_timeout(300)
        page.screenshot(path=self.folder / f"{self.name}-{step}.png", full_page=whole)


def main() -> None:
    asked = _asked()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, running_site(Path(data)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_chromium(playwright), args=SWITCHES)
        for size, language, scheme in product(SIZES, LANGUAGES, SCHEMES):
            name = f"{size}-{language}-{scheme}"
            if asked.only in name:
                context = _device(browser, SIZES[size], scheme)
                _take_all(Walk(context, site.url, asked.folder, name))
                context.close()
                print(name, flush=True)
        browser.close()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="a part of the names, such as phone-es")
    return parser.parse_args()


def _device(browser: Browser, size: ViewportSize, scheme: Scheme) -> BrowserContext:
    is_touched = size["width"] <= TOUCHED_UP_TO
    context = browser.new_context(
        viewport=size, has_touch=is_touched, is_mobile=is_touched, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    return context


def _take_all(walk: Walk) -> None:
    page = walk.opened()
    walk.kept(page, "1-choose")
    walk.kept(page, "1-choose-whole", whole=True)
    _two_times(walk, page)
    _form(walk, page)
    _manage(walk, page)
    _known_customer(walk)
    _empty_week(walk)
    _store_away(walk)


def _two_times(walk: Walk, page: Page) -> None:
    page.locator("label", has=page.locator("#instructor-maria")).click()
    page.locator(WEEK).wait_for()
    # What begins too soon cannot be moved any more.
    page.locator("[data-part=later]").click()
    page.locator(WEEK).wait_for()
    page.locator(".slot:enabled").nth(0).click()
    page.locator("[data-go=add]").click()
    page.locator(".slot:enabled:not([aria-pressed=true])").nth(2).click()
    page.evaluate("scrollTo(0, 0)")
    walk.kept(page, "2-two-times")


def _form(walk: Walk, page: Page) -> None:
    page.locator("[data-part=confirm]").click()
    walk.kept(page, "3-form")
    _fill(page, "ana@localhost")
    page.locator("[type=submit]").click()
    page.locator("[data-notice] .notice").wait_for()
    walk.kept(page, "4-error")
    walk.kept(page, "4-error-whole", whole=True)
    _fill(page, f"ana{next(NUMBERS)}@example.org")
    page.locator("[name=remember]").check()
    page.locator("[type=submit]").click()
    page.locator("[data-screen=done]:not([hidden])").wait_for()
    walk.kept(page, "5-booked")
    walk.kept(page, "5-booked-whole", whole=True)


def _fill(page: Page, email: str) -> None:
    person = {"first-name": "Ana María", "last-name": "López de la Fuente", "email": email, "phone": "+1 212 555 0100"}
    for name, value in person.items():
        page.locator(f"#{name}").fill(value)


def _manage(walk: Walk, page: Page) -> None:
    page.reload()
    page.locator("[data-go=to-move]").wait_for()
    walk.kept(page, "6-manage")
    walk.kept(page, "6-manage-whole", whole=True)
    page.locator("[data-go=to-move]").click()
    page.locator("booking-mover .slot:enabled").first.click()
    walk.kept(page, "7-moving")
    page.close()


def _known_customer(walk: Walk) -> None:
    page = walk.opened()
    page.locator(".slot:enabled").first.click()
    page.locator("[data-known]").wait_for()
    walk.kept(page, "8-remembered")
    page.close()


def _empty_week(walk: Walk) -> None:
    page = walk.context.new_page()
    page.route("**/api/availability?*week=*", _with_nothing_free)
    page.goto(f"{walk.url}/?lang={walk.language}")
    page.locator("[data-part=full] p").wait_for()
    walk.kept(page, "9-empty-week")
    page.close()


def _with_nothing_free(route: Route) -> None:
    answer = route.fetch()
    days = {day: [slot | {"available": False} for slot in slots] for day, slots in answer.json().items()}
    route.fulfill(response=answer, json=days)


def _store_away(walk: Walk) -> None:
    page = walk.context.new_page()
    page.route("**/api/**", lambda route: route.fulfill(status=503, json={}))
    page.goto(f"{walk.url}/?lang={walk.language}")
    page.locator("[data-part=banner] p").wait_for()
    walk.kept(page, "10-store-away")
    page.close()


if __name__ == "__main__":
    main()
