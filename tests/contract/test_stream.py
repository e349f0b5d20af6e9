"""The stream of availability: every change once and in order, across reconnects, to whom it concerns."""

import asyncio
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.actions.viewers import ViewingLimits
from lib.gateways.store.events import BATCH
from tests.support.changers import delete
from tests.support.customers import booked, get
from tests.support.raw_store import RawStore
from tests.support.viewers import Told, Viewer, patient, watching

SLOTS = ["ana_2030-06-04_9_0", "ana_2030-06-04_10_15", "ana_2030-06-04_13_0", "ana_2030-06-04_14_15"]


@pytest.fixture
def studio(world: Outside) -> Outside:
    return patient(world)


def add(raw: RawStore, event_id: str = "*", **changes: object) -> str:
    """An event as lua/parts/seats.lua writes it."""
    words: dict[str, object] = {"slot": "ana_2030-06-04_9_0", "class": "private", "instructor": "ana"}
    words |= {"from": 31846380, "till": 31846455, "remaining": 0, "at": 1906718400000} | changes
    flat = [str(word) for pair in words.items() for word in pair]
    found: str = raw.do("XADD", f"{raw.prefix}ev", event_id, *flat)
    raw.do("PUBLISH", f"{raw.prefix}ev:nudge", found)
    return found


def fill(raw: RawStore, count: int) -> None:
    """So many events at once, and nobody is nudged."""
    raw.do(
        "EVAL", "for n = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'slot', 'x') end", 1, f"{raw.prefix}ev", count
    )


def ids(raw: RawStore) -> list[str]:
    return [entry[0] for entry in raw.do("XRANGE", f"{raw.prefix}ev", "-", "+")]


async def heard(viewer: Viewer, count: int) -> list[Told]:
    found = [await viewer.next() for _ in range(count)]
    return [told for told in found if told]


async def test_booking_and_cancelling_are_told_to_whoever_watches(studio: Outside, raw: RawStore) -> None:
    async with watching(studio) as viewer:
        await viewer.opened()
        booking = await booked(studio)
        taken = await viewer.next()
        await delete(studio, booking)
        given_back = await viewer.next()

    first, second = ids(raw)
    message: dict[str, Any] = {
        "slotId": "ana_2030-06-04_9_0",
        "classType": "private",
        "available": False,
        "timestamp": "2030-06-03T12:00:00.000Z",
        "instructor": "ana",
        "startsAt": "2030-06-04T13:00:00Z",
        "endsAt": "2030-06-04T14:15:00Z",
        "remaining": 0,
    }
    assert taken == Told("message", first, message)
    assert given_back == Told("message", second, message | {"available": True, "remaining": 1})
    assert viewer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert viewer.headers["cache-control"] == "no-store"
    assert viewer.headers["access-control-allow-origin"] == "*"
    assert viewer.body.startswith(b"retry: 2000\n\n")
    assert b"rosa" not in viewer.body.lower()
    assert booking["id"].encode() not in viewer.body


async def test_every_event_comes_once_and_in_order_however_often_the_viewer_comes_back(
    studio: Outside, raw: RawStore
) -> None:
    told: list[str] = []
    last = "0-0"

    for number in range(6):
        async with watching(studio, headers={"Last-Event-ID": last}) as viewer:
            # Some before this visit, some while it lasts, and some that come when nobody looks any more.
            for _ in range(3):
                add(raw)
            found = await heard(viewer, 2 + number % 3)
            told += [each.id for each in found]
            last = viewer.last_id
        add(raw)
    async with watching(studio, headers={"Last-Event-ID": last}) as viewer:
        told += [each.id for each in await heard(viewer, len(ids(raw)) - len(told))]

    assert told == ids(raw)
    assert len(told) == 24


async def test_crowd_of_bookings_reaches_every_viewer_whole(studio: Outside, raw: RawStore) -> None:
    async with watching(studio) as one, watching(studio, "after=0-0") as other:
        await one.opened()
        wishes = [booked(studio, slots=[slot], personalInfo=_person(slot)) for slot in SLOTS]
        await asyncio.gather(*wishes)
        found = [await heard(viewer, 4) for viewer in (one, other)]

    assert [[each.id for each in told] for told in found] == [ids(raw), ids(raw)]


def _person(word: str) -> dict[str, str]:
    return {"firstName": "Rosa", "lastName": "Vega", "email": f"{word.replace('_', '.')}@example.com"}


async def test_viewer_who_is_far_behind_is_told_everything(studio: Outside, raw: RawStore) -> None:
    first = add(raw)
    fill(raw, 2 * BATCH + 7)

    async with watching(studio, f"after={first}") as viewer:
        found = await heard(viewer, 2 * BATCH + 7)

    assert [each.id for each in found] == ids(raw)[1:]


async def test_week_says_from_where_on_to_watch(studio: Outside, raw: RawStore) -> None:
    week = await get(studio, "availability/index", "/api/availability?classType=private&week=2030-06-03")
    await booked(studio)

    async with watching(studio, f"after={week.headers['event-id']}") as viewer:
        told = await viewer.next()

    assert told
    assert [told.id] == ids(raw)


async def test_what_the_browser_says_itself_is_newer_than_its_address(studio: Outside, raw: RawStore) -> None:
    first, second, third = (add(raw) for _ in range(3))

    async with watching(studio, f"after={first}", {"Last-Event-ID": second}) as viewer:
        told = await viewer.next()

    assert told
    assert told.id == third


async def test_filter_tells_of_one_instructor_and_remembers_the_others(studio: Outside, raw: RawStore) -> None:
    async with watching(patient(studio, ViewingLimits(beat_seconds=0.01)), "instructor=ana&after=0-0") as viewer:
        await viewer.opened()
        mine = add(raw)
        other = add(raw, instructor="ben", slot="ben_2030-06-04_9_0")
        told = await viewer.next()
        # A comment carries the id of what was passed over, so that coming back does not begin before it.
        while viewer.last_id != other:
            silent = await viewer.next_block()
            assert silent == Told("", viewer.last_id)

    assert told
    assert (told.id, told.data["instructor"]) == (mine, "ana")


@pytest.mark.parametrize("query", ["instructor=any", ""])
async def test_anyone_is_told_of_everybody(studio: Outside, raw: RawStore, query: str) -> None:
    add(raw)
    first = ids(raw)[0]
    add(raw, instructor="ben")

    async with watching(studio, f"{query}&after={first}") as viewer:
        told = await viewer.next()

    assert told
    assert told.data["instructor"] == "ben"


async def test_what_calendly_imposed_without_a_class_or_a_known_instructor_is_told(
    studio: Outside, raw: RawStore
) -> None:
    first = add(raw)
    add(raw, **{"class": "", "instructor": "nobody", "slot": "nobody_2030-06-04_9_0"})

    async with watching(studio, f"after={first}") as viewer:
        told = await viewer.next()

    assert told
    assert (told.data["classType"], told.data["instructor"], told.data["available"]) == ("", "nobody", False)


@pytest.mark.parametrize("changes", [{"from": "soon"}, {"remaining": ""}, {"at": "1.5"}])
async def test_what_this_release_cannot_read_makes_viewers_look_anew(
    studio: Outside, raw: RawStore, changes: dict[str, str]
) -> None:
    first = add(raw)
    strange, plain = add(raw, **changes), add(raw)

    async with watching(studio, f"after={first}") as viewer:
        found = await heard(viewer, 2)

    assert [(each.event, each.id) for each in found] == [("resync", strange), ("message", plain)]


async def test_what_a_nudge_says_is_told_to_nobody(studio: Outside, raw: RawStore) -> None:
    """A nudge is no more than that: what is told stands in this studio's own stream."""
    async with watching(studio, "after=0-0") as viewer:
        await viewer.opened()
        raw.do("PUBLISH", f"{raw.prefix}ev:nudge", '1-1 {"slotId": "made-up"}')
        mine = add(raw)
        told = await viewer.next()

    assert told
    assert told.id == mine
