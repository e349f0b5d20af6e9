"""Ours beside another's: the site as `make run` serves it, in several processes, and the bare calls to its store."""

import asyncio
import contextlib
import itertools
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from lib.actions.book_lesson import BookingWish, book_lesson
from lib.actions.outages import Outage, StoreUnavailable
from lib.actions.ports import Outside
from lib.actions.show_offers import Days, show_offers
from lib.gateways.store import Store
from lib.gateways.store.keys import Keys
from lib.gateways.store.scripts import script, script_hash
from lib.studio.booking import Person
from lib.studio.wishes import Wish
from tests.bench import filled_store, same_studio
from tests.bench.crowd import Contender
from tests.bench.filled_store import TEACHERS, Lesson
from tests.bench.wire import Visitor
from tests.support.servers import RunningStore, program
from tests.support.studio import StandingClock, a_world, wish_body

JSON = {"content-type": "application/json"}
TRIES = 3
# What a bare call may well be answered.
ANSWERS = tuple(f'{{"result":["{word}"'.encode() for word in ("schedule", "claimed", "taken"))


@dataclass(frozen=True, slots=True)
class OurSite:
    """One size of it: its processes, the store under their prefix, and the address of that store's gateway.

    What is called bare is asked of `aside`, which has the same bookings under another prefix: letters of bookings that
    the site has not made would be its work all the same.
    """

    ports: tuple[int, ...]
    pids: tuple[int, ...]
    server: RunningStore
    prefix: str
    aside: Outside

    @property
    def store_port(self) -> int:
        return _port(self.server.url)

    @property
    def store_headers(self) -> dict[str, str]:
        return {**JSON, "authorization": f"Bearer {self.server.token}"}


@contextlib.contextmanager
def our_site(server: RunningStore, folder: Path, size: int, workers: int) -> Iterator[OurSite]:
    """So many bookings under a prefix of their own, and so many processes that serve them."""
    prefix = f"n{size}:"
    _filled(server, prefix, size).close()
    aside = _filled(server, f"b{size}:", size)
    settings = {"KV_REST_API_URL": server.url, "KV_REST_API_TOKEN": server.token, "KEY_PREFIX": prefix}
    with contextlib.ExitStack() as stack:
        started = [stack.enter_context(program("lib.local", folder, **settings)) for _ in range(workers)]
        ports = tuple(_port(each.line_with("Open http").split()[1]) for each in started)
        yield OurSite(ports, tuple(each.pid for each in started), server, prefix, a_world(aside))
    aside.close()


def _filled(server: RunningStore, prefix: str, size: int) -> Store:
    store = Store(server.url, server.token, prefix)
    asyncio.run(store.save_catalog(json.dumps(same_studio.document()), expected=None, version="1"))
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
        filled_store.put(client, prefix, same_studio.lessons(size))
    return store


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


async def week(visitor: Visitor, number: int) -> list[str]:
    """Starts that can be had, as their page would show them."""
    teacher = TEACHERS[number % len(TEACHERS)]
    address = f"/api/availability?classType=private&instructor={teacher}&week={same_studio.measured_week()}"
    reply = await visitor.get(address)
    assert reply.status == 200, reply
    return [f"{s['date']}T{s['startTime']}" for day in json.loads(reply.body).values() for s in day if s["available"]]


async def booking(visitor: Visitor, number: int) -> None:
    reply = await book(visitor, same_studio.free(number), number)
    assert reply == 201, reply


async def book(visitor: Visitor, lesson: Lesson, customer: int) -> int:
    """The status of the answer to what the form sends; it asks again with its key, as the page does, when told to."""
    person = {"firstName": "Rosa", "lastName": "Vega", "email": f"rosa{customer}@example.com", "phone": "+1 555 0100"}
    wish = wish_body(instructor=lesson.teacher, slots=[_slot(lesson)], personalInfo=person, totalAmount=40)
    body, key = json.dumps(wish).encode(), {"idempotency-key": f"form-{customer:08}"}
    reply = await visitor.post("/api/bookings", body, {**JSON, **key})
    for _ in range(TRIES):
        if reply.status != 503:
            break
        await asyncio.sleep(float(reply.headers["retry-after"]))
        reply = await visitor.post("/api/bookings", body, {**JSON, **key})
    return reply.status


def _slot(lesson: Lesson) -> str:
    return f"{lesson.teacher}_{lesson.day}_{lesson.hour}_0"


class _Overheard:
    """Stands where the connection to the store was: keeps what would have been sent, and answers nothing."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    async def look(self, name: str, keys: list[str], args: list[str]) -> list[str]:
        self.sent.append(json.dumps(["EVALSHA", script_hash(name), len(keys), *keys, *args]).encode())
        raise StoreUnavailable("overheard")

    run = look


async def overheard_week(site: OurSite) -> list[bytes]:
    """What the site asks its store for each teacher's week."""
    days = [Days("private", teacher, same_studio.measured_week(), 7) for teacher in TEACHERS]
    return await _overheard(site, [show_offers(each, _now(site)) for each in days])


async def overheard_bookings(site: OurSite, numbers: list[int]) -> list[bytes]:
    wishes = [_wish(number) for number in numbers]
    return await _overheard(site, [book_lesson(each, None, _now(site)) for each in wishes])


def _wish(number: int) -> BookingWish:
    lesson = same_studio.free(number)
    person = Person("Rosa", "Vega", f"rosa{number}@example.com", "+1 555 0100")
    return BookingWish(Wish("private", lesson.teacher, (_slot(lesson),)), person, None, None, "widget", "en", {})


def _now(site: OurSite) -> Outside:
    clock = site.aside.clock
    assert isinstance(clock, StandingClock)
    clock.moment = datetime.now(UTC)
    return site.aside


async def _overheard(site: OurSite, asked: list[Any]) -> list[bytes]:
    store = site.aside.store
    assert isinstance(store, Store)
    await site.aside.catalogs.current()
    listener, before = _Overheard(), store._rest
    store._rest = listener  # type: ignore[assignment] # the seam that is listened at
    for each in asked:
        with contextlib.suppress(Outage):
            await each
    store._rest = before
    return listener.sent


async def known_scripts(site: OurSite) -> None:
    """The store learns the texts, as it has when the site has asked once."""
    visitor = Visitor(site.store_port)
    for name in ("schedule", "claim"):
        body = json.dumps(["SCRIPT", "LOAD", script(name)]).encode()
        assert (await visitor.post("/", body, site.store_headers)).status == 200
    visitor.close()


async def bare_call(visitor: Visitor, body: bytes, site: OurSite) -> None:
    reply = await visitor.post("/", body, site.store_headers)
    assert reply.body.startswith(ANSWERS), reply


def bare_bookings(site: OurSite, numbers: Iterator[int], most: int) -> Contender:
    """So many claims in a turn: they are made ready before it, and are valid for half a minute."""
    ready: deque[bytes] = deque()

    async def refill() -> None:
        ready.clear()
        ready.extend(await overheard_bookings(site, [*itertools.islice(numbers, most)]))

    async def claim(visitor: Visitor, _number: int) -> None:
        await bare_call(visitor, ready.popleft(), site)

    left = iter(lambda: len(ready), 0)
    return Contender(claim, (site.store_port,), (site.server.pid,), left, refill)


def places_sold(site: OurSite, lesson: Lesson) -> int:
    """Places that stand in the teacher's schedule at this start, whatever anybody was told."""
    start = filled_store.minute_of(lesson)
    key = Keys(site.prefix).instructor_schedule(lesson.teacher)
    with httpx.Client(base_url=site.server.url, headers=site.store_headers) as client:
        found = client.post("/", json=["ZCOUNT", key, start, start]).json()
    return int(found["result"])
