"""One line for each request, one for what was slow, one for what was away: all JSON, of words that the code chose."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import httpx
import pytest

from lib.actions import log_lines
from lib.actions.mail import Subject
from lib.actions.maintain import maintain
from lib.actions.outages import NotConfigured, OutcomeUnknown, StoreUnavailable, VaultUnavailable
from lib.actions.ports import Letters, Outside
from lib.actions.send_letters import send_letters
from lib.local.functions import address, function_files
from lib.web import request_lines
from lib.web.endpoint import endpoint
from lib.web.request_lines import ROUTES
from tests.architecture.tree import ROOT
from tests.contract.test_maintenance import BrokenVault
from tests.support.customers import booked, get
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.postman import Postman
from tests.support.studio import Connect, a_world, wish_body
from tests.support.viewers import watching

HEX = re.compile("[0-9a-f]{16}")
Lines = list[dict[str, Any]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What is written from here on, line by line; the numbers of the day are not compared, and no store is slow."""
    monkeypatch.setitem(log_lines.SLOW_MS, "store", 60_000)
    monkeypatch.setattr(request_lines, "SLOW_REQUEST_MS", 60_000)
    caplog.set_level(logging.INFO, "studio")
    found = Lines()

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = json.loads(record.getMessage())
            assert "\n" not in record.getMessage()
            found.append({name: value for name, value in line.items() if name not in {"ms", "storeMs", "elsewhereMs"}})

    reader = Reader()
    logging.getLogger("studio").addHandler(reader)
    yield found
    logging.getLogger("studio").removeHandler(reader)


def of(lines: Lines, kind: str) -> Lines:
    return [line for line in lines if line["line"] == kind]


def test_routes_are_those_of_the_doors() -> None:
    assert {address(path.relative_to(ROOT)) for path in function_files(ROOT)} == ROUTES


async def test_booking_is_a_line_with_its_door_its_status_and_its_round_trips(world: Outside, lines: Lines) -> None:
    await world.catalogs.current()

    async with caller("bookings", world) as client:
        answer = await client.post("/api/bookings?lang=es", json=wish_body())

    request = answer.headers["x-request-id"]
    assert HEX.fullmatch(request)
    assert lines == [
        {
            "line": "request",
            "request": request,
            "route": "/api/bookings",
            "verb": "POST",
            "status": 201,
            "storeTrips": 1,
        }
    ]


async def test_round_trips_are_those_that_the_wire_saw(network: Network, connect: Connect, lines: Lines) -> None:
    cold = a_world(connect(network.url))

    await get(cold, "availability/index", "/api/availability?classType=private&week=2030-06-03")
    await get(cold, "availability/index", "/api/availability?classType=private&week=2030-06-03")

    assert [line["storeTrips"] for line in of(lines, "request")] == [2, 1]
    assert network.requests == 3


async def test_letters_sent_after_the_answer_are_a_line_of_their_own(world: Outside, lines: Lines) -> None:
    await booked(replace(world, post=Postman()))

    assert [line["line"] for line in lines] == ["request", "afterwards"]
    assert lines[0]["request"] == lines[1]["request"]
    assert lines[1]["storeTrips"] > 1


async def test_stream_is_told_of_when_it_begins(world: Outside, lines: Lines) -> None:
    async with watching(world) as viewer:
        await viewer.opened()

    assert [(line["line"], line["route"]) for line in lines[:1]] == [("request", "/api/availability/stream")]


async def test_slow_call_is_named_with_the_request_in_whose_course_it_came(
    world: Outside, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.catalogs.current()
    monkeypatch.setitem(log_lines.SLOW_MS, "store", 0)
    monkeypatch.setattr(request_lines, "SLOW_REQUEST_MS", 0)

    async with caller("bookings", world) as client:
        answer = await client.post("/api/bookings", json=wish_body())

    request = answer.headers["x-request-id"]
    what = {"route": "/api/bookings", "verb": "POST", "storeTrips": 1}
    assert of(lines, "slow") == [
        {"line": "slow", "request": request, "what": "store.claim"},
        {"line": "slow", "request": request, "what": "request", **what},
    ]


async def test_store_that_is_away_is_a_line_with_its_cause(network: Network, connect: Connect, lines: Lines) -> None:
    world = a_world(connect(network.url))
    await world.catalogs.current()
    network.fates.extend(["lost_after"] * 6)

    async with caller("bookings", world) as client:
        answer = await client.post("/api/bookings", json=wish_body())

    request = answer.headers["x-request-id"]
    assert answer.status_code == 503
    [line] = of(lines, "outage")
    assert line["request"] == request
    assert (line["where"], line["kind"], line["cause"]) == ("door", "OutcomeUnknown", "RemoteProtocolError")
    assert [each["status"] for each in of(lines, "request")] == [503]


@pytest.mark.parametrize(
    ("outage", "expected"),
    [
        (StoreUnavailable("ConnectError"), ("StoreUnavailable", "ConnectError")),
        (NotConfigured("JWT_SECRET"), ("NotConfigured", "JWT_SECRET")),
        (OutcomeUnknown("rosa@example.com"), ("OutcomeUnknown", "unnamed")),
        (OutcomeUnknown("two words"), ("OutcomeUnknown", "unnamed")),
        (OutcomeUnknown('"}\n{"line":"forged"'), ("OutcomeUnknown", "unnamed")),
        (OutcomeUnknown(""), ("OutcomeUnknown", "unnamed")),
        (OutcomeUnknown("x" * 41), ("OutcomeUnknown", "unnamed")),
    ],
)
def test_outage_is_told_in_one_word_whatever_came_from_outside(
    outage: StoreUnavailable, expected: tuple[str, str], lines: Lines
) -> None:
    log_lines.tell_outage(outage, where="door")

    assert [(line["kind"], line["cause"]) for line in lines] == [expected]


HOSTILE = [
    "/api/bookings/rosa@example.com",
    "/api/bookings/booking_1_abc?email=rosa@example.com",
    "/rosa",
    '/api/bookings%0A{"line":"forged"}',
    "/api/bookings/../rosa",
    "/%F0%9F%92%83",
]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("verb", ["GET", "ROSA", "PATCH"])
async def test_nothing_that_was_typed_is_in_the_line(world: Outside, lines: Lines, path: str, verb: str) -> None:
    async with caller("bookings", world) as client:
        await client.request(verb, path, headers={"X-Request-Id": "rosa", "User-Agent": "rosa"})

    [line] = of(lines, "request")
    assert line["route"] in {"other", "/api/bookings"}
    assert "rosa" not in json.dumps(line).lower()
    assert "forged" not in json.dumps(line)


async def test_bug_is_one_line_that_says_where(world: Outside, lines: Lines) -> None:
    async def door(_request: object, _outside: Outside) -> Any:
        raise ValueError("rosa@example.com")

    app = endpoint(GET=door).given(world)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://studio") as client:
        answer = await client.get("/api/bookings")

    [line] = of(lines, "bug")
    assert (line["request"], line["kind"]) == (answer.headers["x-request-id"], "ValueError")
    assert line["places"][-1].endswith(" door")
    assert "rosa" not in json.dumps(line)


class Careless:
    """Makes a mistake on every letter that it is to write."""

    studio = ""

    def about(self, subject: Subject) -> Any:
        raise ValueError(subject.booking.person.email)


async def test_bug_in_a_letter_says_where_and_not_to_whom(world: Outside, lines: Lines) -> None:
    await booked(replace(world, post=Postman(), letters=cast("Letters", Careless())))

    [line] = of(lines, "bug")
    assert (line["request"], line["where"], line["kind"]) == (lines[0]["request"], "letter", "ValueError")
    assert line["places"][-1].endswith(" about")
    assert "rosa" not in json.dumps(lines).lower()


async def test_bug_after_the_answer_is_a_line_and_nothing_of_its_message(world: Outside, lines: Lines) -> None:
    class Stuck:
        """Has no word for the lease, the first that is wanted after the answer."""

        def letters(self, count: int) -> str:
            if of(lines, "request"):
                raise ValueError("rosa@example.com")
            return "x" * count

    await booked(replace(world, post=Postman(), dice=Stuck()))

    assert [(line["where"], line["kind"]) for line in of(lines, "bug")] == [("letters", "ValueError")]
    assert "rosa" not in json.dumps(lines).lower()


async def test_settlement_that_is_lost_is_told(
    world: Outside, network: Network, connect: Connect, lines: Lines
) -> None:
    await booked(world)
    network.fates.extend(["pass", "pass", "lost_before", "lost_before", "lost_before"])

    await send_letters(5, replace(world, store=connect(network.url), post=Postman()))

    assert [(line["where"], line["kind"]) for line in of(lines, "outage")] == [("settlement", "OutcomeUnknown")]


async def test_maintenance_says_why_a_part_failed(world: Outside, lines: Lines) -> None:
    await maintain(replace(world, vault=BrokenVault(VaultUnavailable("AccessDenied"))))

    told = {(line["where"], line["kind"], line["cause"]) for line in of(lines, "outage")}
    assert ("maintenance of backup", "VaultUnavailable", "AccessDenied") in told
