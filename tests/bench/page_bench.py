"""make page-bench: what a customer waits for, taps and fetches, in a real browser, with each promise beside it."""

import argparse
import operator
import os
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from lib.local.kept_secrets import kept
from lib.local.platform_cli import BuildFailedError, MissingToolError
from tests.bench import cold_function
from tests.bench.http2_edge import http2_edge
from tests.bench.page_visits import FAST_NETWORK, SLOW_NETWORK, SLOW_PROCESSOR, Visit, book_as_new, visit, visit_again
from tests.e2e.booking_page import PHONE
from tests.support.chromium import SWITCHES, found_chromium
from tests.support.servers import Site, running_site

DESK: ViewportSize = {"width": 1280, "height": 800}
KINDS = {".js": "js", ".css": "css", ".svg": "pictures", ".png": "pictures", ".woff2": "font", "": "html and API"}
PROMISED_BYTES = 35 * 1024
COMPARED = {"<": operator.lt, "<=": operator.le, "=": operator.eq}


@dataclass(frozen=True, slots=True)
class Line:
    """`limit` is what is promised; None where there is no promise, only a number to know."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    sign: str = "<"

    @property
    def text(self) -> str:
        return f"{self.name:68}{_number(self.value, self.unit):>12}  {self._promise}"

    @property
    def _promise(self) -> str:
        if self.limit is None:
            return ""
        holds = COMPARED[self.sign](self.value, self.limit)
        return f"{self.sign} {_number(self.limit, self.unit):10}{'holds' if holds else 'DOES NOT HOLD'}"


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site, _browser() as browser:
        print(f"Load of this machine at the beginning: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        with http2_edge(site.url, bookings=site.url) as url:
            for line in chain(_taps(browser, url), _warm(browser, url, asked.bookings), _loads(browser, url, asked)):
                print(line.text, flush=True)
        for line in _cold(browser, site, Path(folder), asked.cold) if asked.cold else ():
            print(line.text, flush=True)
        print(f"Load at the end: {os.getloadavg()[0]:.1f}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookings", type=int, default=40, help="bookings with a warm function")
    parser.add_argument("--cold", type=int, default=10, help="bookings with a function that was not there before")
    parser.add_argument("--loads", type=int, default=10, help="openings of the page on a slow phone")
    parser.add_argument("--waterfall", action="store_true", help="what was fetched when, of the middle opening")
    return parser.parse_args()


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_chromium(playwright), args=SWITCHES)
        yield browser
        browser.close()


def _taps(browser: Browser, url: str) -> Iterator[Line]:
    with visit(browser, url) as first:
        first.load()
        first.tap(first.booking.free_slots.first)
        first.booking.fill()
        first.page.get_by_label("Remember me").check()
        first.book()
        again = visit_again(first.page.context, url)
        again.load()
        again.tap(again.booking.free_slots.first)
        again.book()
        yield Line("Taps of who was here before, from open to booked", again.taps, "", 2, "=")
    with visit(browser, url) as new:
        _, screens = book_as_new(new)
        yield Line("Screens of who is new, before the confirmation", screens, "", 2, "=")
        yield from _bytes(new)


def _bytes(visit: Visit) -> Iterator[Line]:
    sent: defaultdict[str, int] = defaultdict(int)
    for each in visit.sent():
        sent[KINDS.get(PurePosixPath(each["name"]).suffix, "other")] += each["encodedBodySize"]
    for kind, size in sorted(sent.items()):
        yield Line(f"Bytes as sent until the confirmation: {kind}", size, "B")
    both = sent["js"] + sent["css"]
    yield Line("Bytes as sent until the confirmation: js and css together", both, "B", PROMISED_BYTES, "<=")


def _warm(browser: Browser, url: str, bookings: int) -> Iterator[Line]:
    return _booked(browser, url, bookings, ("warm function, 150 ms a request", 1.0))


def _booked(browser: Browser, url: str, bookings: int, promise: tuple[str, float]) -> Iterator[Line]:
    name, limit = promise
    taken = []
    for _ in range(bookings):
        with visit(browser, url) as one:
            one.throttle(FAST_NETWORK)
            taken.append(book_as_new(one)[0])
    yield Line(f"Book to confirmation, {name}, {bookings} times, p50", statistics.median(taken), "s")
    yield Line(f"Book to confirmation, {name}, {bookings} times, p95", _p95(taken), "s", limit)


def _loads(browser: Browser, url: str, asked: argparse.Namespace) -> Iterator[Line]:
    taken: list[tuple[float, list[dict[str, object]]]] = []
    shifts: dict[str, list[float]] = {"390x844": [], "1280x800": []}
    for _ in range(asked.loads):
        for size in (PHONE, DESK):
            with visit(browser, url, size) as one:
                one.throttle(SLOW_NETWORK, slow_down=SLOW_PROCESSOR)
                seconds = one.load()
                shifts[f"{size['width']}x{size['height']}"].append(one.shifts())
                if size is PHONE:
                    taken.append((seconds, one.sent()))
    taken.sort(key=lambda each: each[0])
    times = [seconds for seconds, _ in taken]
    name = f"Usable, CPU / {SLOW_PROCESSOR}, 1.6 Mbit/s, 150 ms, cold, {asked.loads} times"
    yield Line(f"{name}, least", times[0], "s")
    yield Line(f"{name}, p50", statistics.median(times), "s", 1.5)
    yield Line(f"{name}, p95", _p95(times), "s")
    for size_name, found in shifts.items():
        yield Line(f"Layout shifts while it loads, {size_name}, most of {asked.loads}", max(found), "cls", 0.02)
    if asked.waterfall:
        _show_waterfall(taken[len(taken) // 2][1])


def _show_waterfall(sent: Sequence[dict[str, object]]) -> None:
    print("  begins    ends   bytes")
    for each in sent:
        print(f"{each['startTime']:8.0f}{each['responseEnd']:8.0f}{each['encodedBodySize']:8}  {each['name']}")


def _cold(browser: Browser, site: Site, data: Path, bookings: int) -> Iterator[Line]:
    """Through the platform's own runtime; what its build takes is not counted, what its start takes is."""
    settings = {
        "KV_REST_API_URL": site.store_url,
        "KV_REST_API_TOKEN": site.token,
        "JWT_SECRET": kept(data, "jwt_secret") or "",
        "SITE_URL": site.url,
    }
    try:
        with (
            cold_function.built_booking_function() as function,
            cold_function.begun_for_each_request(function, settings) as cold,
            http2_edge(site.url, bookings=cold) as url,
        ):
            yield from _booked(browser, url, bookings, ("cold function of the platform, 150 ms", 2.0))
    except (MissingToolError, BuildFailedError) as missing:
        print(f"Book to confirmation with a cold function: NOT TRIED, {missing}")


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def _number(value: float, unit: str) -> str:
    if unit == "s":
        return f"{value:.2f} s"
    return f"{value:.4f}" if unit == "cls" else f"{value:,.0f} {unit}".strip()


if __name__ == "__main__":
    main()
