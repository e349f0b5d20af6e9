"""What is told of each place that is taken or left: when, with its buffers, and how many are left in its session."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import delete, put
from tests.support.customers import booked
from tests.support.edits import edited, of_class
from tests.support.raw_store import RawStore

pytestmark = ON_BOTH

BEFORE, AFTER, MINUTES = 20, 15, 60
# A quarter past ten and past two in New York.
MORNING, NOON = "ana_2030-06-04_10_15", "ana_2030-06-04_14_15"
BEGINS = {MORNING: datetime(2030, 6, 4, 14, 15, tzinfo=UTC), NOON: datetime(2030, 6, 4, 18, 15, tzinfo=UTC)}


def minute(slot: str) -> int:
    return int(BEGINS[slot].timestamp()) // 60


def told(raw: RawStore) -> list[tuple[str, int]]:
    """(slot, remaining) of all events; each must name the interval of its slot."""
    found = []
    for _, flat in reversed(raw.do("XREVRANGE", f"{raw.prefix}ev", "+", "-")):
        event = dict(zip(flat[::2], flat[1::2], strict=True))
        slot = event["slot"]
        assert (event["class"], event["instructor"]) == ("group", "ana")
        assert int(event["from"]) == minute(slot) - BEFORE
        assert int(event["till"]) == minute(slot) + MINUTES + AFTER
        found.append((slot, int(event["remaining"])))
    return found


async def joined(world: Outside, name: str, *slots: str) -> dict[str, Any]:
    person = {"firstName": name, "lastName": "Vega", "email": f"{name}@example.com"}
    return await booked(world, classType="group", slots=list(slots), personalInfo=person)


@pytest.fixture
async def studio(world: Outside, store: Store) -> Outside:
    await edited(store, of_class("group", before=BEFORE))
    return world


async def test_each_who_joins_or_leaves_is_told_with_what_is_left(studio: Outside, raw: RawStore) -> None:
    bookings = [await joined(studio, name, MORNING) for name in ("rosa", "luis", "eva")]
    for booking in bookings:
        assert (await delete(studio, booking)).status_code == 200

    assert told(raw) == [(MORNING, left) for left in (2, 1, 0, 1, 2, 3)]


async def test_move_tells_of_the_place_left_and_of_the_place_taken(studio: Outside, raw: RawStore) -> None:
    await joined(studio, "rosa", MORNING)
    moved, _ = await joined(studio, "luis", MORNING), await joined(studio, "eva", NOON)

    answer = await put(studio, moved, {"slots": [NOON]})

    assert answer.status_code == 200
    assert told(raw)[3:] == [(MORNING, 2), (NOON, 1)]


async def test_each_of_several_times_is_told(studio: Outside, raw: RawStore) -> None:
    await joined(studio, "rosa", MORNING)

    await delete(studio, await joined(studio, "luis", MORNING, NOON))

    assert sorted(told(raw)[1:3]) == sorted([(MORNING, 1), (NOON, 2)])
    assert sorted(told(raw)[3:]) == sorted([(MORNING, 2), (NOON, 3)])


async def test_nothing_is_left_of_a_session_that_was_made_smaller(studio: Outside, store: Store, raw: RawStore) -> None:
    bookings = [await joined(studio, name, MORNING) for name in ("rosa", "luis", "eva")]
    await edited(store, of_class("group", before=BEFORE, capacity=1), version=2)

    await studio.catalogs.fresh(0)
    await delete(studio, bookings[0])

    assert told(raw)[-1] == (MORNING, 0)
