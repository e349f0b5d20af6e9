"""The line on which a process is nudged ends now and then: a new one is asked for, and nobody waits for it."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from starlette.types import Receive, Scope, Send

from lib.actions.ports import Outside
from lib.gateways.store import Store, feed
from lib.gateways.store.nudges import NudgeChannel
from tests.support.customers import booked
from tests.support.served import served
from tests.support.studio import Connect, a_world
from tests.support.viewers import PATIENCE, patient, watching

NEVER = 10 * PATIENCE


class Exchange:
    """Where lines are asked for: each is confirmed, the first one is hung up, and none ever says anything."""

    def __init__(self) -> None:
        self.lines = 0
        self.is_renewed = threading.Event()

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self.lines += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"data: subscribe,ch,1\n\n", "more_body": self.lines > 1})
        if self.lines > 1:
            self.is_renewed.set()
            while (await receive())["type"] != "http.disconnect":
                pass


@pytest.fixture
def exchange() -> Exchange:
    return Exchange()


@pytest.fixture
def studio(world: Outside, connect: Connect, exchange: Exchange) -> Iterator[Outside]:
    """A process whose lines go by the exchange."""
    assert world
    store: Store = connect()
    with served(exchange) as url:
        store.nudges = NudgeChannel(url, "t", "ch")
        yield patient(a_world(store))


async def test_line_that_stood_is_renewed_at_once(
    studio: Outside, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "STEADY", 0)
    monkeypatch.setattr(feed, "PAUSES", (0, NEVER))

    async with watching(studio) as viewer:
        await viewer.opened()
        was_renewed = await asyncio.to_thread(exchange.is_renewed.wait, PATIENCE)

    assert was_renewed


async def test_line_that_does_not_stand_is_left_alone_for_a_while_and_the_stream_is_read_instead(
    studio: Outside, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "STEADY", NEVER)
    monkeypatch.setattr(feed, "PAUSES", (0, NEVER))
    monkeypatch.setattr(feed, "POLL", 0.01)

    async with watching(studio) as viewer:
        await viewer.opened()
        told = []
        for hour in (9, 13):
            await booked(studio, slots=[f"ana_2030-06-04_{hour}_0"])
            told.append(await viewer.next())

    assert [each.event for each in told if each] == ["message", "message"]
    assert exchange.lines == 1
