"""A week and a booking at three sizes of the store, beside the barest call that could do the same."""

import asyncio
import json
import tempfile
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from upstash_redis import Redis

from lib.actions.book_lesson import BookingWish, book_lesson
from lib.actions.ports import Outside
from lib.actions.show_offers import Days, show_offers
from lib.gateways.store import Store
from lib.studio.booking import Person
from lib.studio.slots import scan_bounds
from lib.studio.wishes import Wish
from tests.bench import filled_store
from tests.bench.filled_store import CATALOG, FIRST_FREE_DAY, HOURS, TEACHERS, WEEK
from tests.bench.timing import Job, Row, medians
from tests.support.doors import door
from tests.support.servers import RunningStore, running_store
from tests.support.studio import a_world, wish_body

SIZES = (10, 1_000, 100_000)
ROUNDS = 150
BARE = "#!lua flags=allow-key-locking\nreturn redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])"


@dataclass(frozen=True, slots=True)
class Filled:
    """One store of one size, and what is measured in it; `bare` is the SDK as it comes, but without its repetitions."""

    prefix: str
    store: Store
    world: Outside
    bare: Redis


def rows() -> list[Row]:
    """One server holds all sizes, each under its own prefix; in each round every job runs once at every size."""
    with tempfile.TemporaryDirectory() as folder, running_store(Path(folder)) as server:
        filled = {f"{size:,}": filled_with(server, size) for size in SIZES}
        jobs = {f"{name}|{size}": job for size, one in filled.items() for name, job in _jobs(one).items()}
        found = asyncio.run(medians(jobs, ROUNDS))
        for one in filled.values():
            one.store.close()
    return _table(found, list(filled))


def filled_with(server: RunningStore, size: int) -> Filled:
    prefix = f"n{size}:"
    store = Store(server.url, server.token, prefix)
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
        asyncio.run(filled_store.fill(store, client, prefix, size))
    bare = Redis(server.url, server.token, rest_encoding=None, rest_retries=0, allow_telemetry=False)
    return Filled(prefix, store, a_world(store), bare)


def _jobs(filled: Filled) -> dict[str, Job]:
    redis = filled.bare
    low, high = scan_bounds(CATALOG, WEEK, 7)
    schedule = f"{filled.prefix}sch:i.{TEACHERS[0]}"
    days = {who: Days("private", who, WEEK, 7) for who in (TEACHERS[0], "any")}

    async def bare_read(_number: int) -> object:
        return redis.zrange(schedule, low, high, sortby="BYSCORE")

    async def bare_eval(number: int) -> object:
        return redis.eval(BARE, [f"{filled.prefix}bare"], [str(number), str(number)])

    return {
        "week: bare ranged read": bare_read,
        "week: action": lambda _: show_offers(days[TEACHERS[0]], filled.world),
        "week: door": lambda _: _get(f"classType=private&instructor={TEACHERS[0]}&week={WEEK}", filled.world),
        "week of anyone: action": lambda _: show_offers(days["any"], filled.world),
        "week of anyone: door": lambda _: _get(f"classType=private&week={WEEK}", filled.world),
        "booking: bare EVAL": bare_eval,
        "booking: action": lambda number: book_lesson(_wish(2 * number), None, filled.world),
        "booking: door": lambda number: _post(2 * number + 1, filled.world),
    }


def free_slot(number: int) -> tuple[str, str]:
    """A slot that nobody has: days upwards, hours and teachers in turn, Sundays left out."""
    number, hour = divmod(number, len(HOURS))
    day, teacher = divmod(number, 2)
    date = FIRST_FREE_DAY + timedelta(days=day + day // 6)
    return TEACHERS[teacher], f"{TEACHERS[teacher]}_{date}_{HOURS[hour]}_0"


def _wish(number: int) -> BookingWish:
    who, slot = free_slot(number)
    person = Person("Rosa", "Vega", f"rosa{number}@example.com")
    return BookingWish(Wish("private", who, (slot,)), person, None, None, "widget", "en", {})


async def _get(query: str, world: Outside) -> None:
    await call("availability/index", {"method": "GET", "query_string": query.encode()}, b"", world)


async def _post(number: int, world: Outside) -> None:
    who, slot = free_slot(number)
    # Everybody books once: one customer may not have as many as this.
    person = {"firstName": "Rosa", "lastName": "Vega", "email": f"rosa{number}@example.com"}
    wish = wish_body(classType="private", instructor=who, slots=[slot], personalInfo=person)
    body = json.dumps(wish).encode()
    await call("bookings", {"method": "POST", "query_string": b""}, body, world)


async def call(name: str, scope: dict[str, Any], body: bytes, world: Outside) -> None:
    """The function itself, called as its server calls it; no client and no socket in between."""
    answers: list[MutableMapping[str, Any]] = []
    scope = dict(scope)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: MutableMapping[str, Any]) -> None:
        answers.append(message)

    headers = [(b"host", b"studio"), (b"content-type", b"application/json"), *scope.pop("more_headers", ())]
    address = {"type": "http", "path": f"/api/{name}", "headers": headers, "scheme": "http", "server": ("studio", 80)}
    await door(name).given(world)({**address, **scope}, receive, send)
    assert answers[0]["status"] in {200, 201}, answers


def _table(found: dict[str, float], sizes: list[str]) -> list[Row]:
    limits = {"week: action": ("week: bare ranged read", 2.0), "week: door": ("week: bare ranged read", 3.5)}
    limits |= {"week of anyone: action": ("week: bare ranged read", 2.0)}
    limits |= {"week of anyone: door": ("week: bare ranged read", 3.5)}
    limits |= {"booking: action": ("booking: bare EVAL", 2.0), "booking: door": ("booking: bare EVAL", 3.5)}
    names = dict.fromkeys(name.partition("|")[0] for name in found)
    return [
        Row(name, {size: found[f"{name}|{size}"] for size in sizes}, *limits.get(name, (None, None))) for name in names
    ]
