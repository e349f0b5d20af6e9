"""What an edit of the catalogue changes at once, and what it cannot overwrite."""

import json

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import get, week
from tests.support.doors import caller
from tests.support.studio import Connect, a_document, a_world, wish_body

pytestmark = ON_BOTH


async def test_edited_catalogue_is_seen_by_the_next_week_that_is_asked_for(world: Outside, store: Store) -> None:
    await week(world, "classType=private&date=2030-06-04")
    edited = a_document()
    edited["classTypes"][0]["priceMinor"] = 9900
    await store.save_catalog(json.dumps(edited), expected="1", version="2")

    days = await week(world, "classType=private&date=2030-06-04")

    assert days["2030-06-04"][0]["priceMinor"] == 9900


async def test_edited_catalogue_decides_whose_schedule_is_read(world: Outside, store: Store) -> None:
    async with caller("bookings", world) as client:
        await client.post("/api/bookings", json=wish_body())
    edited = a_document()
    next(kind for kind in edited["classTypes"] if kind["id"] == "solo")["instructors"] = ["ana"]
    await store.save_catalog(json.dumps(edited), expected="1", version="2")

    days = await week(world, "classType=solo&date=2030-06-04")

    assert [slot["available"] for slot in days["2030-06-04"]][:2] == [False, True]


async def test_catalogue_is_saved_only_over_the_one_that_was_read(store: Store) -> None:
    first = await store.save_catalog("{}", expected="1", version="2.a")
    late = await store.save_catalog("{}", expected="1", version="2.b")
    repeated = await store.save_catalog("{}", expected="1", version="2.a")

    assert [first, late, repeated] == [True, False, True]


async def test_store_without_a_catalogue_is_not_open(connect: Connect) -> None:
    answer = await get(a_world(connect()), "class-types", "/api/class-types")

    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
