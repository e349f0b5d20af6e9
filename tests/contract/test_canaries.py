"""Marked words in everything personal, through everything that can be done: they come back to their owner alone."""

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import httpx
import pytest

from lib.actions.ports import Outside
from tests.support.customers import post
from tests.support.doors import caller, door
from tests.support.fault_proxy import Network
from tests.support.raw_store import RawStore
from tests.support.served import served
from tests.support.staff import bearer, session
from tests.support.studio import Connect, a_world, wish_body

# Keys in which nothing but what their names say may stand; values of the first may hold their own customer's words.
PERSONAL = re.compile(r"bk:booking_\d+_[a-z0-9]{13}|idem:[0-9a-f]{64}|ix:words")
IMPERSONAL = re.compile(
    r"cat|ev|f[gv]:\d{4}-\d\d|sch:[ir]\.[a-z]+|ix:(cus|act|start|created|i\.[a-z]+)|ob:(due|letters)"
    r"|tr:[cab]\.[a-z0-9_]*|gu:[pank]\.[0-9a-f.]*|se:[0-9a-f]{64}|se:in|ln:[0-9a-f]{64}"
)
CANARY = re.compile(r"(?i)canary(\d)")


@dataclass
class Visitor:
    """A customer whose words are all marked, and what they were told."""

    number: int
    world: Outside
    booking: dict[str, Any] = field(default_factory=dict)
    told: list[httpx.Response] = field(default_factory=list)

    @property
    def person(self) -> dict[str, str]:
        mark = f"Canary{self.number}"
        return {
            "firstName": f"{mark}first",
            "lastName": f"{mark}last",
            "email": f"{mark}@example.com",
            "phone": f"+1 555 010{self.number}",
            "notes": f"{mark} has a knee",
        }

    async def books(self, slot: str, **more: object) -> httpx.Response:
        wish = wish_body(slots=[slot], instructor=slot.split("_", maxsplit=1)[0], personalInfo=self.person, **more)
        answer = await post(self.world, wish, {"Idempotency-Key": f"key-of-visitor-{self.number}"})
        self.told.append(answer)
        if answer.status_code == 201:
            self.booking = answer.json()["booking"]
        return answer

    async def does(self, verb: str, body: object = None, more: str = "", token: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {token or self.booking['manageToken']}"}
        async with caller("bookings", self.world) as client:
            address = f"/api/bookings?id={self.booking['id']}{more}"
            answer = await client.request(verb, address, headers=headers, json=body)
        self.told.append(answer)
        return answer


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that anybody logs, at the most talkative."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "httpx", "httpcore", "studio", "uvicorn", "asyncio")}
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def live(network: Network, connect: Connect) -> tuple[Visitor, Visitor]:
    """Two customers who meet everything there is, the second always second."""
    world = a_world(connect(network.url))
    first, second = Visitor(1, world), Visitor(2, world)
    assert (await first.books("ana_2030-06-04_9_0")).status_code == 201
    assert (await second.books("ana_2030-06-04_9_0")).status_code == 409
    assert (await second.books("ana_2030-06-04_10_15")).status_code == 201
    assert (await second.books("ana_2030-06-04_9_0")).status_code == 422
    assert (await first.does("GET")).status_code == 200
    assert (await first.does("GET", more="&format=ics")).status_code == 200
    assert (await second.does("PUT", {"slots": ["ana_2030-06-04_9_0"]})).status_code == 409
    assert (await second.does("PUT", {"slots": ["ana_2030-06-05_9_0"]})).status_code == 200
    assert (await first.does("PUT", {"personalInfo": {"notes": "Canary1 is better"}})).status_code == 200
    assert (await first.does("PUT", {"personalInfo": {"phone": "Canary1 no phone"}})).status_code == 400
    assert (await first.does("PUT", {"personalInfo": {"email": "Canary1@other.example"}})).status_code == 403
    for verb in ("GET", "PUT", "DELETE"):
        body = {"personalInfo": {"notes": "Canary2 was here"}} if verb == "PUT" else None
        assert (await first.does(verb, body, token=second.booking["manageToken"])).status_code == 404
    network.fates.extend(["lost_after"] * 3)
    assert (await first.does("DELETE")).status_code == 503
    network.fates.extend(["page", "broken", "broken"])
    assert (await second.does("DELETE")).status_code == 503
    network.fates.clear()
    for visitor in (first, second):
        assert (await visitor.does("DELETE")).status_code == 200
    staff = await bearer(world)
    await session(world, "POST", body={"email": "Canary3@example.com", "password": "Canary3 secret"})
    await session(world, "DELETE", staff)
    return first, second


async def test_nobody_is_told_of_another(network: Network, connect: Connect) -> None:
    for visitor in await live(network, connect):
        marks = {mark for answer in visitor.told for mark in CANARY.findall(answer.text + str(answer.headers))}
        assert marks == {str(visitor.number)}


async def test_nothing_personal_is_logged(network: Network, connect: Connect, log: StringIO) -> None:
    first, second = await live(network, connect)

    said = log.getvalue()
    kinds = {json.loads(line)["line"] for line in said.splitlines() if line.startswith('{"line"')}
    assert kinds >= {"request", "outage"}
    assert CANARY.search(said) is None
    # Ids open nothing, and lead to somebody all the same.
    assert not any(each.booking["id"] in said for each in (first, second))
    assert not any(each.booking["manageToken"] in said for each in (first, second))


async def test_served_site_logs_no_address_with_a_query(network: Network, connect: Connect, log: StringIO) -> None:
    world = a_world(connect(network.url))
    visitor = Visitor(1, world)
    await visitor.books("ana_2030-06-04_9_0")

    with served(door("bookings").given(world)) as url:
        await asyncio.to_thread(httpx.get, f"{url}/api/bookings?id={visitor.booking['id']}&email=Canary1@example.com")

    assert "Canary1" not in "\n".join(line for line in log.getvalue().splitlines() if "HTTP Request" not in line)


async def test_address_that_no_door_has_is_not_logged_as_it_was_typed(world: Outside, log: StringIO) -> None:
    async with caller("bookings", world) as client:
        for verb in ("GET", "POST", "CANARY1"):
            await client.request(
                verb, "/api/bookings/Canary1/canary1@example.com?q=Canary1", json={"Canary1": "Canary1"}
            )

    assert log.getvalue().count('"line":"request"') == 3
    assert CANARY.search("\n".join(line for line in log.getvalue().splitlines() if "HTTP Request" not in line)) is None


async def test_bug_is_logged_without_what_was_sent(world: Outside, log: StringIO) -> None:
    visitor = Visitor(1, world)
    await visitor.books("ana_2030-06-04_9_0")
    world.store.booking = planted  # type: ignore[method-assign,assignment]

    answer = await visitor.does("GET")

    assert (answer.status_code, '"line":"bug"' in log.getvalue()) == (500, True)
    assert CANARY.search(log.getvalue() + answer.text) is None


WORDS = "Canary1 could not be read"


async def planted(_authority: object) -> Any:
    raise ValueError(WORDS)


async def test_names_in_the_store_say_nothing_and_values_stay_where_they_belong(
    network: Network, connect: Connect, raw: RawStore
) -> None:
    first, second = await live(network, connect)

    names = raw.names()
    assert [name for name in names if not (PERSONAL.fullmatch(name) or IMPERSONAL.fullmatch(name))] == []
    for name in names:
        assert first.booking["manageToken"] not in name
        if IMPERSONAL.fullmatch(name):
            assert CANARY.search(content(raw, name)) is None, name
    own = content(raw, f"bk:{first.booking['id']}"), content(raw, f"bk:{second.booking['id']}")
    assert [set(CANARY.findall(each)) for each in own] == [{"1"}, {"2"}]


async def test_addresses_that_the_store_is_called_at_say_nothing(network: Network, connect: Connect) -> None:
    await live(network, connect)

    assert network.paths
    assert set(network.paths) == {"/"}


def content(raw: RawStore, name: str) -> str:
    commands = {
        "string": ("GET", name),
        "hash": ("HGETALL", name),
        "zset": ("ZRANGE", name, 0, -1),
        "stream": ("XRANGE", name, "-", "+"),
    }
    command, key, *rest = commands[raw.do("TYPE", raw.prefix + name)]
    return str(raw.do(str(command), raw.prefix + str(key), *rest))
