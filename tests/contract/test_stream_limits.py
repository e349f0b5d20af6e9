"""How many may watch, for how long, and what is left when they go: nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from lib.actions.ports import Outside
from lib.actions.viewers import ViewingLimits
from tests.contract.test_hostile_input import judged
from tests.support.customers import booked, get
from tests.support.doors import caller
from tests.support.fault_proxy import Fate, Network
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, a_world
from tests.support.viewers import PATH, PATIENCE, patient, watching

ONE, OTHER = {"x-vercel-forwarded-for": "203.0.113.1"}, {"x-vercel-forwarded-for": "203.0.113.2"}


def subscribed(raw: RawStore) -> int:
    return int(raw.do("PUBSUB", "NUMSUB", f"{raw.prefix}ev:nudge")[1])


async def until_subscribed(raw: RawStore, count: int) -> bool:
    """Asked until it is so; in between everything else has its turn."""
    for _ in range(2000):
        if subscribed(raw) == count:
            return True
        await asyncio.sleep(0)
    return False


@pytest.fixture
async def watched() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def test_over_the_cap_of_a_process_is_a_no_with_a_time_to_come_back(
    world: Outside, watched: AsyncExitStack
) -> None:
    studio = patient(world, ViewingLimits(most=2, seconds=PATIENCE))
    for _ in range(2):
        await (await watched.enter_async_context(watching(studio))).opened()

    answer = await get(studio, "availability/stream", PATH)
    head = await _head(studio)

    assert judged(answer)[:2] == (503, "stream_full")
    assert answer.headers["retry-after"] == "30"
    assert head == 503


async def _head(studio: Outside) -> int:
    async with caller("availability/stream", studio) as client:
        return (await client.head(PATH)).status_code


async def test_place_is_free_again_when_its_viewer_leaves(world: Outside) -> None:
    studio = patient(world, ViewingLimits(most=1, seconds=PATIENCE))

    statuses = []
    for _ in range(3):
        async with watching(studio) as viewer:
            await viewer.opened()
            statuses.append((viewer.status, studio.viewers.count))

    assert statuses == [(200, 1)] * 3
    assert studio.viewers.count == 0


@pytest.mark.parametrize(("on_platform", "status"), [(True, 503), (False, 200)])
async def test_one_address_may_not_take_all_places_on_the_platform(
    world: Outside, watched: AsyncExitStack, *, on_platform: bool, status: int
) -> None:
    studio = replace(patient(world, ViewingLimits(most_per_network=2, seconds=PATIENCE)), on_platform=on_platform)
    for _ in range(2):
        await (await watched.enter_async_context(watching(studio, headers=ONE))).opened()

    third = await watched.enter_async_context(watching(studio, headers=ONE))
    other = await watched.enter_async_context(watching(studio, headers=OTHER))
    await third.next_block()
    await other.next_block()

    assert (third.status, other.status) == (status, 200)


async def test_nothing_is_remembered_of_addresses_that_have_gone(world: Outside) -> None:
    studio = replace(patient(world), on_platform=True)

    async with watching(studio, headers=ONE) as viewer:
        await viewer.opened()
        meanwhile = repr(studio.viewers)

    assert "203.0.113.1" in meanwhile
    assert "203.0.113.1" not in repr(studio.viewers)


async def test_many_viewers_are_one_subscription_and_none_is_left_behind(
    world: Outside, raw: RawStore, watched: AsyncExitStack
) -> None:
    studio = patient(world)
    viewers = [await watched.enter_async_context(watching(studio)) for _ in range(5)]
    for viewer in viewers:
        await viewer.opened()
    was_one = await until_subscribed(raw, 1)
    await booked(studio)
    told = [await viewer.next() for viewer in viewers]
    still_one = subscribed(raw)

    await watched.aclose()

    assert was_one
    assert still_one == 1
    assert len({each.id for each in told if each}) == 1
    assert await until_subscribed(raw, 0)
    assert studio.viewers.count == 0


async def test_viewer_who_comes_after_all_others_left_is_told_as_well(world: Outside) -> None:
    studio = patient(world)
    for number in range(2):
        async with watching(studio) as viewer:
            await viewer.opened()
            await booked(studio, slots=[f"ana_2030-06-0{number + 4}_9_0"])
            told = await viewer.next()
        assert told
        assert told.data["slotId"] == f"ana_2030-06-0{number + 4}_9_0"


async def test_stream_is_kept_alive_and_ends_by_itself(world: Outside) -> None:
    studio = patient(world, ViewingLimits(seconds=0.3, beat_seconds=0.01))

    async with watching(studio) as viewer:
        await viewer.opened()
        beats = 0
        async with asyncio.timeout(PATIENCE):
            while await viewer.next_block():
                beats += 1

    assert beats >= 1
    assert viewer.is_over
    assert studio.viewers.count == 0


async def test_reader_who_takes_nothing_any_more_is_let_go(world: Outside) -> None:
    studio = patient(world, ViewingLimits(seconds=0.05, beat_seconds=0.01))

    async with watching(studio) as viewer:
        viewer.is_stuck = True
        await viewer.started.wait()
        took = studio.viewers.count

    assert took == 1
    assert studio.viewers.count == 0
    assert not viewer.is_over


async def test_store_that_is_away_is_a_no_and_takes_no_place(connect: Connect) -> None:
    nowhere = a_world(connect("http://127.0.0.1:9"))

    answers = [
        await get(nowhere, "availability/stream", PATH + query) for query in ("", "?after=1-1", "?instructor=ana")
    ]

    assert [judged(answer)[:2] for answer in answers] == [(503, "store_unavailable")] * 3
    assert nowhere.viewers.count == 0


async def test_without_nudges_the_stream_is_read_now_and_then(
    network: Network, connect: Connect, raw: RawStore
) -> None:
    """The proxy lets no subscription through."""
    studio = patient(a_world(connect(network.url)))

    async with watching(studio) as viewer:
        await viewer.opened()
        await booked(studio)
        told = await viewer.next()

    assert told
    assert told.event == "message"
    assert subscribed(raw) == 0


async def test_store_that_goes_away_ends_the_stream_so_that_the_page_notices(
    network: Network, connect: Connect
) -> None:
    studio = patient(a_world(connect(network.url)))
    fates: list[Fate] = ["lost_before"] * 9

    async with watching(studio) as viewer:
        await viewer.opened()
        network.fates.extend(fates)
        ended = await viewer.next()

    assert ended is None
    assert viewer.is_over


@pytest.mark.parametrize("is_new", [True, False])
async def test_viewer_costs_one_request(network: Network, connect: Connect, raw: RawStore, *, is_new: bool) -> None:
    studio = a_world(connect(network.url))
    await booked(studio)
    newest = raw.do("XREVRANGE", f"{raw.prefix}ev", "+", "-", "COUNT", 1)[0][0]
    network.bodies.clear()

    # What is asked before anything is told; nobody reads on.
    async with caller("availability/stream", studio) as client:
        answer = await client.head(PATH if is_new else f"{PATH}?after={newest}")

    assert (answer.status_code, network.requests) == (200, 1)
