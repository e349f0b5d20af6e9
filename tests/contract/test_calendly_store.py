"""A delivery costs the store one request, and one that the store did not take comes again."""

import asyncio
import json
from dataclasses import replace

import pytest

from lib.actions.ports import Outside
from lib.gateways.store.nudges import NudgeChannel
from lib.gateways.store.restores import Restored
from lib.studio.policy import CALENDLY_MEMORY_DAYS
from tests.support.deliveries import CLEO, GROUP, STRANGER, Guest, deliver, mapped_document, outcomes, state
from tests.support.fault_proxy import Fate, Network
from tests.support.full_house import taken, wipe
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, a_world
from tests.support.viewers import PATIENCE


@pytest.fixture
async def mapped(network: Network, connect: Connect) -> Outside:
    """A world whose catalogue is at hand; what it asks from now on is counted."""
    store = connect(network.url)
    await store.save_catalog(json.dumps(mapped_document()), expected="1", version="mapped")
    world = a_world(store)
    await world.catalogs.current()
    network.bodies.clear()
    return world


async def test_each_delivery_is_one_request(mapped: Outside, network: Network) -> None:
    old, new = Guest(1), Guest(2, meeting=2, start="2030-06-06T13:00:00Z", end="2030-06-06T14:00:00Z")
    counts = []
    for body in (
        old.created(),
        old.created(),
        new.created(old_invitee=old.uri),
        old.canceled(rescheduled=True, new_invitee=new.uri),
        new.missed("2030-06-06T15:00:00Z"),
        new.not_missed("2030-06-06T16:00:00Z"),
        new.canceled(),
    ):
        network.bodies.clear()
        await outcomes(mapped, body)
        counts.append(network.requests)

    assert counts == [1] * 7


async def test_whole_meeting_of_many_is_cancelled_in_two(mapped: Outside, network: Network) -> None:
    guests = [Guest(number, hosts=(CLEO,), event_type=GROUP) for number in range(30)]
    await outcomes(mapped, *(guest.created() for guest in guests))
    network.bodies.clear()

    await outcomes(mapped, guests[0].canceled(meeting="canceled"))

    assert network.requests == 2


async def test_what_nobody_may_send_asks_nothing(mapped: Outside, network: Network) -> None:
    answers = [await deliver(mapped, Guest().created(), {}), await deliver(mapped, b"{}")]

    assert ([answer.status_code for answer in answers], network.requests) == ([401, 400], 0)


@pytest.mark.parametrize("fate", ["lost_before", "lost_after", "page", "broken"])
async def test_one_lost_answer_is_settled_before_calendly_notices(
    mapped: Outside, network: Network, raw: RawStore, fate: Fate
) -> None:
    network.fates.append(fate)

    answer = await deliver(mapped, Guest().created())

    assert answer.status_code == 200
    assert len(raw.do("ZRANGE", f"{raw.prefix}sch:i.ana", 0, -1)) == 1


@pytest.mark.parametrize("fate", ["lost_before", "lost_after", "page", "quota", "broken"])
async def test_delivery_that_was_not_stored_is_503_and_counts_when_it_comes_again(
    mapped: Outside, network: Network, raw: RawStore, fate: Fate
) -> None:
    network.fates.extend([fate] * 3)
    body = Guest().created()

    first = await deliver(mapped, body)
    network.fates.clear()
    second = await deliver(mapped, body)

    assert (first.status_code, second.status_code) == (503, 200)
    assert first.headers["retry-after"]
    assert len(raw.do("ZRANGE", f"{raw.prefix}sch:i.ana", 0, -1)) == 1


async def test_delivery_under_a_catalogue_that_changed_is_placed_by_the_present_one(
    mapped: Outside, connect: Connect, raw: RawStore
) -> None:
    document = mapped_document()
    document["calendly"]["hosts"].append({"user": STRANGER, "instructor": "ben"})
    await connect().save_catalog(json.dumps(document), expected="mapped", version="better")

    await outcomes(mapped, Guest(hosts=(STRANGER,)).created())

    assert len(raw.do("ZRANGE", f"{raw.prefix}sch:i.ben", 0, -1)) == 1


async def test_what_is_no_booking_falls_away_by_itself_and_a_booking_does_not(mapped: Outside, raw: RawStore) -> None:
    guest, gone = Guest(1), Guest(2)
    early, bare = guest.created(), gone.canceled()
    for body in (early, bare):
        del body["payload"]["scheduled_event"]
    await outcomes(mapped, early, bare)
    keys = [f"{raw.prefix}bk:{each.booking_id}" for each in (guest, gone)]
    before = [int(raw.do("TTL", key)) for key in keys]

    await outcomes(mapped, guest.created())

    assert all(86_400 < ttl <= CALENDLY_MEMORY_DAYS * 86_400 for ttl in before)
    assert [raw.do("TTL", keys[0]), raw.do("TTL", keys[1]) > 0] == [-1, True]


async def test_open_pages_are_woken_by_a_delivery(mapped: Outside, raw: RawStore) -> None:
    nudged = asyncio.Semaphore(0)
    channel = NudgeChannel(raw.url, raw.token, f"{raw.prefix}ev:nudge")
    listening = asyncio.create_task(channel.listen(nudged.release))
    async with asyncio.timeout(PATIENCE):
        # The first one says that the subscription stands.
        await nudged.acquire()

        await outcomes(mapped, Guest().created())
        await nudged.acquire()
        await outcomes(mapped, Guest().canceled())
        await nudged.acquire()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

    events = [entry[1] for entry in raw.do("XRANGE", f"{raw.prefix}ev", "-", "+")]
    assert [dict(zip(words[::2], words[1::2], strict=True))["slot"] for words in events] == ["ana_2030-06-05_9_0"] * 2


async def test_backup_brings_calendlys_bookings_back_with_all_that_blocks(
    mapped: Outside, connect: Connect, raw: RawStore
) -> None:
    unplaced = Guest(4, meeting=4, hosts=(STRANGER,), start="2030-06-10T13:00:00Z", end="2030-06-10T14:00:00Z")
    several = Guest(5, meeting=5, hosts=(CLEO, STRANGER), start="2030-06-11T13:00:00Z", end="2030-06-14T14:00:00Z")
    gone = Guest(6, meeting=6, start="2030-06-12T13:00:00Z", end="2030-06-12T14:00:00Z")
    await outcomes(mapped, Guest().created(), unplaced.created(), several.created(), gone.created(), gone.canceled())
    before = {name: value for name, value in state(raw).items() if not name.startswith("cal:m.")}
    backup = await taken(connect())
    wipe(raw)

    restored = await connect().restore(backup)

    after = {name: value for name, value in state(raw).items() if name != "mt"}
    assert restored == Restored(bookings=4, letters=0)
    assert after == before
    again = [await deliver(replace(mapped, store=connect()), body) for body in (Guest().created(), gone.created())]
    assert [answer.json()["outcome"] for answer in again] == ["duplicate", "duplicate"]
