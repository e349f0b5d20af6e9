"""Secrets of calendars that are none, not any more, or not for this: each is the same as one that never was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest

from lib.actions.keyring import Keyring
from lib.actions.ports import Outside
from lib.web.tokens import token_for
from tests.chaos.in_process import ON_BOTH
from tests.contract.test_hostile_input import judged
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.raw_store import RawStore
from tests.support.staff import TOMORROW
from tests.support.studio import Connect, a_world
from tests.support.teaching import ANA, OWNER, asked, fetched, link

TICKET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody who guesses may have: links of their own, and how ours are made, without our secret."""

    right: str
    revoked: str
    booking: dict[str, Any]
    keyring: Keyring
    staff_token: str

    @property
    def ticket(self) -> str:
        return self.right[:26]


HOSTILE: dict[str, Callable[[Known], str]] = {
    "empty": lambda _: "",
    "blank": lambda _: "   ",
    "one letter": lambda _: "a",
    "revoked": lambda known: known.revoked,
    "cut by one": lambda known: known.right[:-1],
    "cut to the ticket": lambda known: known.ticket,
    "without the ticket": lambda known: known.right[26:],
    "one letter more": lambda known: known.right + "A",
    "in capitals": lambda known: known.right.upper(),
    "padded": lambda known: known.right + "=",
    "with a blank before": lambda known: " " + known.right,
    "with a blank behind": lambda known: known.right + " ",
    "with a line behind": lambda known: known.right + "\n",
    "with NUL behind": lambda known: known.right + "\0",
    "with NUL within": lambda known: known.right[:40] + "\0" + known.right[41:],
    "turned around for reading": lambda known: "\u202e" + known.right,
    "marked within": lambda known: known.right[:26] + "\u2066" + known.right[26:],
    "joined by nothing": lambda known: known.right + "\u200d",
    "other digits": lambda _: "\u0664" * 69,
    "wide letters": lambda known: "\uff41" + known.right[1:],
    "half a character": lambda known: known.right[:-1] + "\udc80",
    "other ticket": lambda known: TICKET + known.right[26:],
    "other proof": lambda known: known.ticket + known.keyring.teaching_secret("ben", TICKET)[26:],
    "somebody else's proof for the ticket": lambda known: known.keyring.teaching_secret("ben", known.ticket),
    "a ticket that nobody keeps": lambda known: known.keyring.teaching_secret("ana", TICKET),
    "of who has left": lambda known: known.keyring.teaching_secret("gone", known.ticket),
    "of anybody": lambda known: known.keyring.teaching_secret("any", known.ticket),
    "of nobody": lambda known: known.keyring.teaching_secret("", known.ticket),
    "a sign-in link": lambda known: known.keyring.magic(known.ticket),
    "a manage token": lambda known: known.booking["manageToken"],
    "a mailed token": lambda known: known.keyring.mailed_token(known.booking["id"], 1),
    "a calendar key": lambda known: known.booking["calendarUrl"].rpartition("key=")[2],
    "a token of the staff": lambda known: known.staff_token,
    "under another secret": lambda known: Keyring(b"x" * 32).teaching_secret("ana", known.ticket),
    "an instructor": lambda _: "ana",
    "a key of the store": lambda _: "tc",
    "a pattern": lambda _: "*" * 69,
    "a path": lambda _: "../../api/bookings",
    "a list": lambda known: f'["{known.right}"]',
    "Lua": lambda _: "']] redis.call('FLUSHALL') --",
    "markup": lambda _: "<script>alert(1)</script>",
    "a header": lambda known: known.right + "\r\nSet-Cookie: a=b",
    "long": lambda known: known.right * 20,
    "whole address": lambda known: f"https://studio.example/api/instructors?feed={known.right}",
}


@pytest.fixture
async def known(world: Outside, raw: RawStore) -> Known:
    revoked = await link(world, raw)
    right = await link(world, raw, instead=revoked)
    assert (await fetched(world, right)).status_code == 200
    secrets = [path.rpartition("feed=")[2] for path in (right, revoked)]
    return Known(secrets[0], secrets[1], await booked(world), world.keyring, token_for(OWNER, TOMORROW, world)[0])


@ON_BOTH
async def test_what_opens_no_calendar_is_answered_alike_and_changes_nothing(
    world: Outside, raw: RawStore, known: Known
) -> None:
    before, answers = raw.everything(), {}

    for name, secret in HOSTILE.items():
        words = quote(secret(known).encode("utf-8", "surrogatepass"), safe="")
        answers[name] = await fetched(world, f"/api/instructors?feed={words}")

    told = {name: (each.status_code, each.json() | {"instance": ""}) for name, each in answers.items()}
    unknown = told["one letter"]
    assert (unknown[0], unknown[1]["code"]) == (404, "not_found")
    assert {name: each for name, each in told.items() if each != unknown} == {}
    assert {each.headers["cache-control"] for each in answers.values()} == {"no-store"}
    assert [each.headers.get("cdn-cache-control") for each in answers.values()] == [None] * len(answers)
    assert raw.everything() == before


@ON_BOTH
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("feed={0}&feed={0}", 400),
        ("feed={0}&feed=", 400),
        ("feed=&feed={0}", 400),
        ("feed=" + "a" * 2000, 400),
        ("FEED={0}", 200),
        ("feed[]={0}", 200),
    ],
)
async def test_feed_that_is_said_in_another_way_opens_nothing(
    world: Outside, known: Known, query: str, status: int
) -> None:
    answer = await fetched(world, "/api/instructors?" + query.format(known.right))

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/")
    if status != 200:
        judged(answer)


@ON_BOTH
async def test_secret_of_a_calendar_opens_nothing_else(world: Outside, known: Known) -> None:
    bearer = {"Authorization": f"Bearer {known.right}"}
    booking = known.booking["id"]
    asks = {
        "bookings": [f"/api/bookings?id={booking}", f"/api/bookings?id={booking}&format=ics", "/api/bookings"],
        "admin/booking-management": ["/api/admin/booking-management?view=list"],
        "admin/catalog": ["/api/admin/catalog?part=ana"],
        "admin/session": ["/api/admin/session"],
        "send-confirmation": ["/api/send-confirmation"],
    }
    statuses = []
    for door, addresses in asks.items():
        async with caller(door, world) as client:
            statuses += [(await client.get(address, headers=bearer)).status_code for address in addresses]
    async with caller("bookings", world) as client:
        as_key = await client.get(f"/api/bookings?id={booking}&format=ics&key={known.right}")
    async with caller("admin/session", world) as client:
        came = await client.post("/api/admin/session", json={"magic": known.right})

    assert (set(statuses), as_key.status_code, came.status_code) == ({401}, 401, 401)


@ON_BOTH
async def test_methods_that_write_are_none_of_the_calendars(world: Outside, known: Known) -> None:
    path = f"/api/instructors?feed={known.right}"

    answers = [await fetched(world, path, method) for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS")]

    assert [each.status_code for each in answers] == [405, 405, 405, 405, 204]
    assert {each.headers["allow"] for each in answers} == {"GET, HEAD, OPTIONS"}


BODIES: dict[str, tuple[dict[str, Any], int]] = {
    "instructor of null": ({"instructor": None}, 400),
    "instructor as a list": ({"instructor": ["ana"]}, 400),
    "long instructor": ({"instructor": "a" * 41}, 400),
    "instead of null": ({"instead": None}, 400),
    "instead as a number": ({"instead": 7}, 400),
    "long instead": ({"instead": "a" * 401}, 400),
    "a ticket of one's own": ({"ticket": TICKET}, 400),
    "somebody else's": ({"instructor": "ben"}, 403),
    "any": ({"instructor": "any"}, 403),
    "instead of NUL": ({"instead": "\0"}, 200),
    "instead of a pattern": ({"instead": "*"}, 200),
    "instead of Lua": ({"instead": "']] redis.call('FLUSHALL') --"}, 200),
    "instead of a ticket that nobody keeps": ({"instead": TICKET + "a" * 43}, 200),
    "instead, turned around": ({"instead": "\u202efeed="}, 200),
}


@ON_BOTH
@pytest.mark.parametrize("name", BODIES)
async def test_odd_wishes_for_a_link_leave_the_one_there_is(
    world: Outside, raw: RawStore, known: Known, name: str
) -> None:
    body, status = BODIES[name]
    before = raw.do("HGETALL", f"{raw.prefix}tc")

    answer = await asked(world, raw, ANA, {"action": "calendar_link", **body})

    assert answer.status_code == status, answer.text
    assert raw.do("HGETALL", f"{raw.prefix}tc") == before
    assert (await fetched(world, f"/api/instructors?feed={known.right}")).status_code == 200


@pytest.fixture
async def counted(network: Network, connect: Connect) -> Outside:
    """A world whose catalogue is at hand; what it asks from now on is counted."""
    world = a_world(connect(network.url))
    await world.catalogs.fresh(0)
    network.bodies.clear()
    return world


async def test_calendar_is_one_request_and_a_guess_is_none(
    world: Outside, raw: RawStore, known: Known, counted: Outside, network: Network
) -> None:
    assert world.store is not counted.store
    counts = {}
    for name, secret in {"right": known.right, "revoked": known.revoked, "guess": "a" * 69, "odd": "a"}.items():
        network.bodies.clear()
        await fetched(counted, f"/api/instructors?feed={secret}")
        counts[name] = network.requests

    assert counts == {"right": 1, "revoked": 1, "guess": 0, "odd": 0}
    assert (await fetched(counted, await link(counted, raw))).status_code == 200


async def test_link_is_one_request(raw: RawStore, counted: Outside, network: Network) -> None:
    await link(counted, raw)

    assert network.requests == 1


async def test_no_name_of_a_key_holds_a_secret(raw: RawStore, known: Known) -> None:
    told = "\n".join(raw.names()) + str(raw.do("HGETALL", f"{raw.prefix}tc"))

    assert known.right not in told
    assert known.right[26:] not in told
