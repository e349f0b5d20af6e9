"""Who teaches, in which room, and who joins whom: what the claim chooses."""

import json

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked, post
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.studio import a_document, text, wish_body

pytestmark = ON_BOTH


async def test_group_is_joined_until_it_is_full_and_stays_one_session(world: Outside, raw: RawStore) -> None:
    group = {"classType": "group", "slots": ["ana_2030-06-04_9_0"]}

    statuses = [(await post(world, wish_body(**group))).status_code for _ in range(4)]

    kept = raw.kept()
    assert statuses == [201, 201, 201, 409]
    assert len({place.session for place in kept.schedules["sch:i.ana"]}) == 1
    assert broken(kept, await world.catalogs.current()) == []


async def test_anyone_joins_an_open_session_before_opening_another(world: Outside) -> None:
    await booked(world, classType="group", instructor="cleo", slots=["cleo_2030-06-04_9_0"])
    await booked(world, classType="solo", instructor="cleo", slots=["cleo_2030-06-04_13_0"])

    booking = await booked(world, classType="group", instructor="any", slots=["any_2030-06-04_9_0"])

    assert (booking["instructor"], booking["slots"]) == ("cleo", ["cleo_2030-06-04_9_0"])


async def test_anyone_is_who_teaches_the_fewest_minutes_that_day_then_the_first_by_id(world: Outside) -> None:
    first = await booked(world, instructor="any", slots=["any_2030-06-04_9_0"])
    second = await booked(world, instructor="any", slots=["any_2030-06-04_13_0"])
    third = await booked(world, instructor="any", slots=["any_2030-06-04_16_45"])

    assert [first["instructor"], second["instructor"], third["instructor"]] == ["ana", "ben", "ana"]


async def test_room_that_is_taken_makes_a_free_instructor_unavailable(world: Outside) -> None:
    await booked(world, classType="group", instructor="cleo", slots=["cleo_2030-06-04_9_0"])
    await booked(world, slots=["ana_2030-06-04_9_0"])

    answer = await post(world, wish_body(instructor="ben", slots=["ben_2030-06-04_9_0"]))

    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")


async def test_group_whose_room_has_left_the_catalogue_is_joined_all_the_same(
    world: Outside, store: Store, raw: RawStore
) -> None:
    group = {"classType": "group", "slots": ["ana_2030-06-04_9_0"]}
    await booked(world, **group)
    without = a_document(rooms=[{"id": "small", "name": text("Small room")}])
    for kind in without["classTypes"]:
        kind["rooms"] = [room for room in kind["rooms"] if room == "small"]
    await store.save_catalog(json.dumps(without), expected="1", version="2")

    statuses = [(await post(world, wish_body(**group))).status_code for _ in range(3)]

    assert statuses == [201, 201, 409]
    assert len(raw.kept().schedules["sch:i.ana"]) == 3


async def test_gap_between_neighbours_is_the_larger_buffer_and_not_the_sum(world: Outside) -> None:
    await booked(world, slots=["ana_2030-06-04_9_0"])
    short = {"classType": "short", "instructor": "ana"}

    early = await post(world, wish_body(**short, slots=["ana_2030-06-04_10_0"]))
    after_the_gap = await post(world, wish_body(**short, slots=["ana_2030-06-04_10_15"]))

    assert (early.status_code, after_the_gap.status_code) == (409, 201)


@pytest.mark.parametrize("first", ["private", "short"])
async def test_gap_is_the_larger_buffer_also_when_both_neighbours_ask_for_one(
    world: Outside, store: Store, first: str
) -> None:
    careful = a_document()
    careful["classTypes"][2] |= {"id": "short", "before": 10}
    await store.save_catalog(json.dumps(careful), expected="1", version="2")
    wishes = {
        "private": wish_body(slots=["ana_2030-06-04_9_0"]),
        "short": wish_body(classType="short", slots=["ana_2030-06-04_10_15"]),
    }
    await post(world, wishes.pop(first))

    second = await post(world, *wishes.values())

    assert second.status_code == 201
