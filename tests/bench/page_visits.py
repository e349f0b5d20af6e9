"""Visits of customers to the booking page, and what the browser itself saw of each."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.e2e.booking_page import PHONE, BookingPage

LATENCY_MILLISECONDS = 150
# A telephone with a poor network: 1.6 Mbit/s down, 0.75 up, and a processor four times slower than this one.
SLOW_NETWORK = {"downloadThroughput": 200_000, "uploadThroughput": 93_750}
FAST_NETWORK = {"downloadThroughput": -1, "uploadThroughput": -1}
SLOW_PROCESSOR = 4
# Whoever is quicker than the site believes of a person is made to wait a second.
SHORTEST_VISIT_MILLISECONDS = 1500
SETTLED_MILLISECONDS = 1000
WATCH = """
window.seen = { shifts: 0, pressed: 0, usable: 0, done: 0 };
window.whenSeen = {};
const tell = {};
for (const name of ["usable", "done"]) whenSeen[name] = new Promise((told) => { tell[name] = told; });
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.shifts += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });
addEventListener("click", ({ target, timeStamp }) => {
  if (target.closest?.("[type=submit]")) seen.pressed = timeStamp;
}, true);
// A task that begins after a frame was painted tells when it could be seen.
const onceSeen = (name) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { seen[name] ||= performance.now(); tell[name](); };
  port2.postMessage(0);
});
new MutationObserver(() => {
  if (!seen.usable && document.querySelector("[data-part=week][aria-busy=false] .slot:enabled")) onceSeen("usable");
  if (seen.pressed && !seen.done && document.querySelector("[data-screen=done]:not([hidden])")) onceSeen("done");
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["hidden", "aria-busy"] });
"""
SENT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map(({ name, startTime, responseEnd, encodedBodySize, nextHopProtocol }) =>
    ({ name: new URL(name).pathname, startTime, responseEnd, encodedBodySize, nextHopProtocol }))"""


@dataclass(slots=True)
class Visit:
    """One customer's page; `taps` counts what the customer pressed."""

    page: Page
    url: str
    taps: int = 0

    @property
    def booking(self) -> BookingPage:
        return BookingPage(self.page, self.url)

    def throttle(self, network: Mapping[str, int], *, slow_down: int = 1) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.send("Network.enable")
        wanted = {"offline": False, "latency": LATENCY_MILLISECONDS, **network}
        session.send("Network.emulateNetworkConditions", wanted)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slow_down})

    def tap(self, place: Locator) -> None:
        self.taps += 1
        place.click()

    def seen(self) -> dict[str, float]:
        found: dict[str, float] = self.page.evaluate("seen")
        return found

    def sent(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(SENT)
        return found

    def book(self) -> float:
        """Taps Book; seconds until the confirmation could be seen."""
        self.page.wait_for_timeout(max(0, SHORTEST_VISIT_MILLISECONDS - self.page.evaluate("performance.now()")))
        self.tap(self.booking.submit)
        self.page.evaluate("whenSeen.done")
        seen = self.seen()
        return (seen["done"] - seen["pressed"]) / 1000

    def load(self) -> float:
        """Opens the page; seconds until a time could be chosen."""
        self.page.goto(self.url, wait_until="commit")
        self.page.evaluate("whenSeen.usable")
        return self.seen()["usable"] / 1000

    def shifts(self) -> float:
        """How far things jumped, once everything has come to rest."""
        self.page.wait_for_timeout(SETTLED_MILLISECONDS)
        return self.seen()["shifts"]


@contextlib.contextmanager
def visit(browser: Browser, url: str, viewport: ViewportSize = PHONE) -> Iterator[Visit]:
    """Somebody who was never here before: nothing is in the cache."""
    is_phone = viewport["width"] < PHONE["width"] * 2
    context = browser.new_context(
        viewport=viewport, has_touch=is_phone, is_mobile=is_phone, ignore_https_errors=True, locale="en-US"
    )
    try:
        yield visit_again(context, url)
    finally:
        context.close()


def visit_again(context: BrowserContext, url: str) -> Visit:
    """The same browser, with all that it kept."""
    page = context.new_page()
    page.add_init_script(WATCH)
    return Visit(page, url)


def book_as_new(visit: Visit) -> tuple[float, int]:
    """Seconds from Book to the confirmation, and how many screens there were before it."""
    visit.load()
    screens = {_screen(visit)}
    visit.tap(visit.booking.free_slots.first)
    expect(visit.page.get_by_role("heading", name="Almost there")).to_be_visible()
    screens.add(_screen(visit))
    visit.booking.fill()
    return visit.book(), len(screens)


def _screen(visit: Visit) -> str:
    return visit.page.locator("[data-screen]:not([hidden])").get_attribute("data-screen") or ""
