"""A process that knows an older catalogue books what only the present one grants, and replaces what it does not."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lib.actions.answers import ClaimAnswer, Plan
from lib.actions.ports import Outside
from lib.gateways.store import Store
from lib.studio.catalog import Catalog
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import post
from tests.support.edits import edited, in_yen, of_class, of_instructor, only_open_on
from tests.support.studio import Connect, StandingClock, a_document, wish_body

pytestmark = ON_BOTH


class BeingEdited(Store):
    """Whenever a booking comes to it, somebody saves the catalogue just before."""

    async def claim(self, plan: Plan, catalog: Catalog) -> ClaimAnswer:
        assert await self.save_catalog(json.dumps(a_document()), catalog.version, f"{catalog.version}+")
        return await super().claim(plan, catalog)


TODAY = date(2030, 6, 3)


async def ids_instead(world: Outside, **wish: object) -> list[str]:
    answer = await post(world, wish_body(**wish))

    assert (answer.status_code, answer.json()["code"]) == (409, "catalog_changed")
    return [slot["id"] for slot in answer.json().get("alternatives", ())]


async def test_wish_planned_with_an_old_catalogue_is_refused_with_the_new_price(world: Outside, store: Store) -> None:
    await world.catalogs.current()
    await edited(store, of_class("private", priceMinor=9000))

    answer = await post(world, wish_body())

    assert (answer.status_code, answer.json()["code"]) == (409, "catalog_changed")
    assert answer.json()["totalAmountMinor"] == 9500


async def test_catalogue_edited_elsewhere_does_not_stop_a_booking(world: Outside, store: Store) -> None:
    await world.catalogs.current()
    renamed = a_document()
    renamed["studio"]["name"] = "Another name"
    await store.save_catalog(json.dumps(renamed), expected="1", version="2")

    answer = await post(world, wish_body())

    assert answer.status_code == 201


async def test_what_only_the_present_catalogue_grants_is_booked(world: Outside, store: Store) -> None:
    await world.catalogs.current()
    await edited(store, of_class("solo", instructors=["cleo", "ben"]))

    answer = await post(world, wish_body(classType="solo", instructor="ben", slots=["ben_2030-06-04_9_0"]))

    assert answer.status_code == 201
    assert (await world.catalogs.current()).version == "2"


async def test_what_neither_catalogue_grants_is_refused_by_name(world: Outside, store: Store) -> None:
    await world.catalogs.current()
    await edited(store, of_class("solo", instructors=["cleo", "ben"]))

    answer = await post(world, wish_body(classType="solo"))

    assert (answer.status_code, answer.json()["code"]) == (400, "not_a_slot")


@pytest.mark.parametrize(
    ("wanted", "opens", "offered"),
    [
        # The day before, and six days after.
        (2, 0, 0), (2, 1, 3), (2, 8, 3), (2, 9, 0),
        # Nothing can be had yesterday: today, and seven days after.
        (0, 7, 3), (0, 8, 0),
    ],
)  # fmt: skip
async def test_eight_days_are_looked_through_from_the_day_before_but_not_from_yesterday(
    world: Outside, store: Store, wanted: int, opens: int, offered: int
) -> None:
    await world.catalogs.current()
    wish, day = TODAY + timedelta(days=wanted), TODAY + timedelta(days=opens)
    await edited(store, only_open_on(day))

    instead = await ids_instead(world, slots=[f"ana_{wish}_15_30"])

    assert [slot.split("_")[1] for slot in instead] == [f"{day}"] * offered


async def test_today_is_the_studios_until_its_midnight(world: Outside, store: Store, clock: StandingClock) -> None:
    clock.moment = datetime(2030, 6, 4, 1, 0, tzinfo=UTC)
    await world.catalogs.current()
    await edited(store, only_open_on(TODAY), of_instructor("ana", week={"mon": [["13:00", "24:00"]]}))

    assert await ids_instead(world) == ["ana_2030-06-03_23_0"]


async def test_nearest_on_the_clock_comes_first_and_the_earlier_of_two(world: Outside, store: Store) -> None:
    await world.catalogs.current()
    await edited(store, of_instructor("ana", week={"tue": [["09:00", "10:15"], ["11:15", "18:00"]]}))

    offered = await ids_instead(world, classType="short", slots=["ana_2030-06-04_10_30"])

    assert offered == ["ana_2030-06-04_9_45", "ana_2030-06-04_11_15", "ana_2030-06-04_9_30"]


async def test_what_is_told_of_an_edit_is_in_the_studios_currency(world: Outside, store: Store) -> None:
    await edited(store, in_yen)
    await world.catalogs.current()
    await edited(store, in_yen, of_class("private", priceMinor=9000), version=2)

    dearer = (await post(world, wish_body())).json()
    await edited(store, in_yen, of_instructor("ana", week={"tue": [["13:00", "18:00"]]}), version=3)
    gone = (await post(world, wish_body())).json()

    assert (dearer["totalAmount"], dearer["totalAmountMinor"], dearer["currency"]) == (9500, 9500, "JPY")
    assert [slot["price"] for slot in gone["alternatives"]] == [4500] * 3
    assert (await post(world, wish_body(slots=["ana_2030-06-04_13_0"], totalAmount=4500))).status_code == 201


async def test_catalogue_that_never_comes_to_rest_stops_a_booking_and_offers_others(
    world: Outside, connect: Connect
) -> None:
    store = connect(kind=BeingEdited)

    answer = await post(replace(world, store=store), wish_body())

    assert (answer.status_code, answer.json()["code"]) == (409, "catalog_changed")
    assert [slot["price"] for slot in answer.json()["alternatives"]] == [45, 45, 45]
