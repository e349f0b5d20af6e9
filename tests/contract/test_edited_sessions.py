"""The studio edits its catalogue while people book, join and move: nobody gets what is gone, nobody loses a place."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from lib.gateways.store.keys import Keys
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import delete, put
from tests.support.customers import booked, post
from tests.support.edits import Edit, edited, of_class, of_instructor, without_instructor
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.studio import wish_body

pytestmark = ON_BOTH

GROUP: dict[str, Any] = {"classType": "group", "slots": ["ana_2030-06-04_9_0"]}


LATER = {"mon": [["13:00", "18:00"]], "tue": [["13:00", "18:00"]]}


@pytest.mark.parametrize(
    ("edit", "more"),
    [
        (of_class("private", priceMinor=5000), {"totalAmountMinor": 5500}),
        (of_instructor("ana", week=LATER), {"alternatives": ["ana_2030-06-04_13_0", "ana_2030-06-04_14_15"]}),
        (of_instructor("ana", active=False), {"alternatives": ["any_2030-06-04_9_0", "any_2030-06-04_10_15"]}),
        (of_class("private", duration=90), {"totalAmountMinor": 4500}),
        (of_class("private", active=False), {}),
        (of_class("private", instructors=["ben"]), {"alternatives": ["any_2030-06-04_9_0", "any_2030-06-04_10_15"]}),
    ],
)
async def test_booking_on_its_way_is_never_made_under_the_old_catalogue(
    world: Outside, store: Store, raw: RawStore, edit: Edit, more: dict[str, Any]
) -> None:
    await world.catalogs.current()
    await edited(store, edit)

    answer = await post(world, wish_body())

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "catalog_changed")
    told = {**problem, "alternatives": [slot["id"] for slot in problem.get("alternatives", ())][:2]}
    assert {name: told[name] for name in more} == more
    assert raw.kept().bookings == {}


async def test_move_on_its_way_is_never_made_under_the_old_catalogue(world: Outside, store: Store) -> None:
    booking = await booked(world)
    await edited(store, of_instructor("ana", week={"tue": [["13:00", "18:00"]]}))

    answer = await put(world, booking, {"slots": ["ana_2030-06-04_10_15"]})

    assert (answer.status_code, answer.json()["code"]) == (409, "catalog_changed")
    assert [slot["id"] for slot in answer.json()["alternatives"]] == [
        *("ana_2030-06-04_13_0", "ana_2030-06-04_14_15", "ana_2030-06-04_15_30")
    ]


@pytest.mark.parametrize(
    ("edit", "joins"),
    [
        (of_class("group", capacity=2), [409, 409]),
        (of_class("group", capacity=3), [201, 409]),
        (of_class("group", capacity=4), [201, 201]),
        (of_class("group", rooms=["small"]), [201, 409]),
        (of_class("group", rooms=[]), [201, 409]),
        (of_class("group", after=30), [201, 409]),
        (of_class("group", before=30), [201, 409]),
    ],
)
async def test_open_session_goes_on_as_its_class_is_edited(
    world: Outside, store: Store, raw: RawStore, edit: Edit, joins: list[int]
) -> None:
    """Who stands in it stays; who joins fits the capacity of now, in the room that it has."""
    first, second = await booked(world, **GROUP), await booked(world, **GROUP)
    await edited(store, edit)
    await world.catalogs.fresh(0)

    statuses = [(await post(world, wish_body(**GROUP))).status_code for _ in range(2)]

    kept = raw.kept()
    assert statuses == joins
    assert {kept.bookings[each["id"]]["status"] for each in (first, second)} == {"confirmed"}
    assert {place.room for place in kept.schedules["sch:i.ana"]} == {"big"}
    assert broken(kept, await world.catalogs.current()) == []


@pytest.mark.parametrize(
    ("buffers", "next_one"),
    [
        ([{"after": 30}, {}], 409),
        ([{}, {"after": 30}], 409),
        ([{"before": 30}, {"before": 30}], 201),
        ([{}, {}], 201),
    ],
)
async def test_widest_of_the_buffers_under_which_a_session_was_joined_counts(
    world: Outside, store: Store, buffers: list[dict[str, int]], next_one: int
) -> None:
    for version, buffer in enumerate(buffers, 1):
        await edited(store, of_class("group", **buffer), version=version)
        await world.catalogs.fresh(0)
        await booked(world, **GROUP)
    await edited(store, version=3)
    await world.catalogs.fresh(0)

    answer = await post(world, wish_body(slots=["ana_2030-06-04_10_15"]))

    assert answer.status_code == next_one


async def test_session_above_its_new_capacity_is_left_and_only_then_joined(world: Outside, store: Store) -> None:
    made = [await booked(world, **GROUP) for _ in range(3)]
    await edited(store, of_class("group", capacity=2))
    await world.catalogs.fresh(0)

    statuses = []
    for booking in made[:2]:
        statuses.append((await post(world, wish_body(**GROUP))).status_code)
        await delete(world, booking)
    statuses.append((await post(world, wish_body(**GROUP))).status_code)

    assert statuses == [409, 409, 201]


async def test_session_of_the_old_length_is_not_joined_by_the_new_one(
    world: Outside, store: Store, raw: RawStore
) -> None:
    stays = await booked(world, **GROUP)
    await edited(store, of_class("group", duration=90))
    await world.catalogs.fresh(0)

    answer = await post(world, wish_body(**GROUP))

    assert answer.status_code == 409
    assert (await put(world, stays, {"slots": ["ana_2030-06-05_9_0"]})).status_code == 200
    assert (await post(world, wish_body(**GROUP))).status_code == 201
    assert broken(raw.kept(), await world.catalogs.current()) == []


async def test_moving_into_a_session_and_out_of_it_counts_its_places(world: Outside, raw: RawStore) -> None:
    full = [await booked(world, **GROUP) for _ in range(3)]
    waits = await booked(world, **{**GROUP, "slots": ["ana_2030-06-04_10_15"]})

    refused = await put(world, waits, {"slots": GROUP["slots"]})
    await put(world, full[0], {"slots": ["ana_2030-06-04_10_15"]})
    moved = await put(world, waits, {"slots": GROUP["slots"]})

    assert (refused.status_code, moved.status_code) == (409, 200)
    kept = raw.kept()
    assert (
        sorted(place.start for place in kept.schedules["sch:i.ana"]).count(full_start(kept.schedules["sch:i.ana"])) == 3
    )
    assert broken(kept, await world.catalogs.current()) == []


def full_start(places: list[Any]) -> int:
    return min(int(place.start) for place in places)


async def test_private_lesson_beside_a_group_takes_the_other_room_and_a_third_finds_none(
    world: Outside, raw: RawStore
) -> None:
    await booked(world, **GROUP)
    private = await booked(world, instructor="ben", slots=["ben_2030-06-04_9_0"])

    third = await post(world, wish_body(classType="group", instructor="cleo", slots=["cleo_2030-06-04_9_0"]))

    kept = raw.kept()
    assert [place.room for place in kept.schedules["sch:i.ben"]] == ["small"]
    assert kept.bookings[private["id"]]["status"] == "confirmed"
    assert third.status_code == 409
    assert broken(kept, await world.catalogs.current()) == []


async def test_instructor_who_left_is_given_back_the_place_that_is_cancelled(
    world: Outside, store: Store, raw: RawStore
) -> None:
    booking = await booked(world, instructor="ben", slots=["ben_2030-06-04_9_0"])
    await edited(store, without_instructor("ben"))
    await world.catalogs.fresh(0)

    assert (await delete(world, booking)).status_code == 200
    assert raw.do("ZCOUNT", Keys(raw.prefix).instructor_schedule("ben"), "-inf", "+inf") == 0
