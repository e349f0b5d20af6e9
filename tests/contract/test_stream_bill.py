"""What watching costs at a store that counts commands: every one that one process sends, in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store, feed
from lib.gateways.store.nudges import NudgeChannel
from lib.gateways.store.rest import Rest
from tests.support.customers import booked
from tests.support.studio import Connect, a_world
from tests.support.viewers import PATIENCE, Viewer, patient, watching

WATCHERS = 12


class Bill(list[str]):
    """Commands by name once they are answered; a subscription when it is asked for, and "nudge" when one comes."""

    def __init__(self) -> None:
        super().__init__()
        self._grown = asyncio.Event()

    def add(self, word: str) -> None:
        self.append(word)
        self._grown.set()

    async def holds(self, word: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while word not in self:
                self._grown.clear()
                await self._grown.wait()


class CountedRest(Rest):
    bill: Bill

    async def run(self, name: str, keys: list[str], args: list[str]) -> list[str]:
        self.bill.add(name)
        return await super().run(name, keys, args)

    async def look(self, name: str, keys: list[str], args: list[str]) -> list[str]:
        self.bill.add(name)
        return await super().look(name, keys, args)

    async def command(self, *words: str) -> object:
        answer = await super().command(*words)
        self.bill.add(words[0])
        return answer


class CountedNudges(NudgeChannel):
    bill: Bill

    async def listen(self, nudge: Callable[[], None]) -> None:
        def counted() -> None:
            self.bill.add("nudge")
            nudge()

        self.bill.add("SUBSCRIBE")
        await super().listen(counted)


class CountedStore(Store):
    """Of a process in which nobody does anything but watch."""

    def __init__(self, url: str, token: str, prefix: str = "") -> None:
        super().__init__(url, token, prefix)
        self.bill = Bill()
        self._rest.close()
        self._rest, self.nudges = CountedRest(url, token), CountedNudges(url, token, self._keys.nudge)
        self._rest.bill = self.nudges.bill = self.bill


@pytest.fixture
def counted(world: Outside, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> tuple[Outside, Bill]:
    """A second process; ``world`` is the one in which lessons are booked."""
    assert world
    # Nothing happens here because time passes.
    monkeypatch.setattr(feed, "POLL", 10 * PATIENCE)
    monkeypatch.setattr(feed, "DOUBT", 10 * PATIENCE)
    store = connect(kind=CountedStore)
    assert isinstance(store, CountedStore)
    return patient(a_world(store)), store.bill


@pytest.fixture
async def watchers(counted: tuple[Outside, Bill], world: Outside) -> AsyncIterator[list[Viewer]]:
    """All of them came without having seen anything, and the subscription stands."""
    studio, bill = counted
    await booked(world, slots=["ana_2030-06-04_13_0"])
    async with AsyncExitStack() as stack:
        found = [await stack.enter_async_context(watching(studio)) for _ in range(WATCHERS)]
        for viewer in found:
            await viewer.opened()
        await bill.holds("XRANGE")
        yield found


async def test_opening_is_a_command_for_each_and_a_subscription_with_one_look_for_all(
    watchers: list[Viewer], counted: tuple[Outside, Bill]
) -> None:
    assert watchers
    assert sorted(counted[1]) == sorted([*["XREVRANGE"] * WATCHERS, "SUBSCRIBE", "nudge", "XRANGE"])


async def test_event_is_one_command_for_all_who_watch(
    watchers: list[Viewer], world: Outside, counted: tuple[Outside, Bill]
) -> None:
    bill = counted[1]
    bill.clear()

    await booked(world)
    told = [await viewer.next() for viewer in watchers]
    await bill.holds("XRANGE")

    assert [each.event for each in told if each] == ["message"] * WATCHERS
    assert bill == ["nudge", "XRANGE"]


async def test_who_comes_back_while_others_watch_costs_nothing(
    watchers: list[Viewer], world: Outside, counted: tuple[Outside, Bill]
) -> None:
    studio, bill = counted
    seen = watchers[0].last_id
    await booked(world)
    told = [await viewer.next() for viewer in watchers]
    await bill.holds("XRANGE")
    bill.clear()

    again = []
    for _ in range(3):
        async with watching(studio, headers={"Last-Event-ID": seen}) as viewer:
            again.append(await viewer.next())

    assert again == told[:3]
    assert bill == []
