"""A page that finds no place among those who watch: it looks now and then, at the address that everybody looks at."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Request, expect

from lib.studio import policy
from tests.e2e.booking_page import BookingPage
from tests.e2e.test_live import STREAM, WEEK_READ, booked_by_another, free_slot, open_week
from tests.support.servers import Site

BEGUN, SECONDS = b"HTTP/1.1 200 OK", 20
# What the page would do in twenty seconds, it does in a third of one.
HASTY_PAGE = """
const own = setTimeout;
window.setTimeout = (call, wait, ...rest) => own(call, wait === 20_000 ? 300 : wait, ...rest);
"""


@pytest.fixture
def crowd(site: Site) -> Iterator[list[bytes]]:
    """As many as one process has places for, each with a stream that has begun."""
    address = urlsplit(site.url)
    ask = f"GET /api/availability/stream HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode()
    deadline = time.monotonic() + SECONDS
    with ExitStack() as stack:
        begun: list[bytes] = []
        while len(begun) < policy.VIEWERS_PER_PROCESS and time.monotonic() < deadline:
            line = stack.enter_context(closing(socket.create_connection((address.hostname, address.port), 10)))
            line.sendall(ask)
            # Whoever has just gone away may still have a place.
            begun += [answer for answer in [line.recv(15)] if answer == BEGUN]
        yield begun


def test_page_over_the_cap_looks_where_the_edge_answers_for_all(page: Page, site: Site, crowd: list[bytes]) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if WEEK_READ.search(request.url):
            asked.append(request.url)

    page.on("request", note)
    page.add_init_script(HASTY_PAGE)
    booking = BookingPage(page, site.url)

    with page.expect_response(STREAM) as told:
        open_week(booking)
    slot = free_slot(booking)
    looks_before = len(asked)
    booked_by_another(booking, slot)
    expect(page.locator(f"[data-slot='{slot}']")).to_be_disabled()
    # A look that was on its way already may have seen it.
    with page.expect_request(WEEK_READ):
        pass

    refused = told.value
    assert crowd == [BEGUN] * policy.VIEWERS_PER_PROCESS
    assert (refused.status, refused.headers["retry-after"]) == (503, str(policy.VIEWERS_WAIT_SECONDS))
    # One address for all who look at this week, and one that the edge keeps.
    looks = asked[looks_before:]
    assert len(looks) > 0
    assert set(looks) == {asked[looks_before - 1]}
    assert "v=" not in looks[0]
    assert httpx.get(looks[0], timeout=30).headers["cdn-cache-control"] == "public, max-age=1, stale-while-revalidate=5"
