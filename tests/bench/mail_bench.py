"""A booking over HTTP while nobody delivers letters, while a provider takes them, and while a provider hangs."""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import httpx

from lib.gateways.mail.chain import Chain
from lib.gateways.mail.sendgrid import SendGrid
from lib.gateways.store import Store
from tests.bench import filled_store
from tests.bench.store_bench import free_slot
from tests.bench.timing import Row
from tests.support.doors import door
from tests.support.fake_sendgrid import FakeSendGrid, running_sendgrid
from tests.support.served import served
from tests.support.servers import RunningStore, running_store
from tests.support.studio import a_world, wish_body

ROUNDS, WARM_UP = 100, 5
QUIET = "booking: nobody delivers"
BESIDE = {"booking: provider takes letters": "accept", "booking: provider hangs": "hang"}


def rows() -> list[Row]:
    """The same wishes in turn; how much of the machine each provider takes is shared by all three."""
    with tempfile.TemporaryDirectory() as folder, running_store(Path(folder)) as server, ExitStack() as stack:
        clients = {QUIET: stack.enter_context(_site(server, None))}
        for name, fate in BESIDE.items():
            sendgrid = stack.enter_context(running_sendgrid())
            if fate == "hang":
                sendgrid.fates.extend(repeat("hang", 10 * ROUNDS))
            clients[name] = stack.enter_context(_site(server, sendgrid))
        taken = _taken(clients)
    middle = [_row(name, statistics.median(times), "") for name, times in taken.items()]
    return [*middle, *(_row(name, statistics.quantiles(times, n=20)[-1], " (p95)") for name, times in taken.items())]


def _row(name: str, seconds: float, ending: str) -> Row:
    return Row(name + ending, {"p50": seconds}, None if name == QUIET else QUIET + ending, 1.5)


@contextmanager
def _site(server: RunningStore, sendgrid: FakeSendGrid | None) -> Iterator[httpx.Client]:
    prefix = f"m{id(sendgrid)}:"
    store = Store(server.url, server.token, prefix)
    asyncio.run(store.save_catalog(json.dumps(filled_store.document()), expected=None, version="1"))
    world = a_world(store)
    if sendgrid:
        world = replace(world, post=Chain((SendGrid(sendgrid.key, sendgrid.url),), "live"))
    with served(door("bookings").given(world)) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client
    store.close()


def _taken(clients: Mapping[str, httpx.Client]) -> dict[str, list[float]]:
    """Seconds until the answer was there."""
    taken: dict[str, list[float]] = {name: [] for name in clients}
    for number in range(ROUNDS + WARM_UP):
        who, slot = free_slot(number)
        person = {"firstName": "Rosa", "lastName": "Vega", "email": f"rosa{number}@example.com"}
        wish = wish_body(classType="private", instructor=who, slots=[slot], personalInfo=person)
        # In another order each time: whoever comes first finds the machine's caches cold.
        order = [*clients.items()]
        for name, client in (*order[number % 3 :], *order[: number % 3]):
            began = time.perf_counter()
            client.post("/api/bookings", json=wish).raise_for_status()
            if number >= WARM_UP:
                taken[name].append(time.perf_counter() - began)
    return taken
