"""What is offered in the place of a time that is full has to be free itself, by every schedule that there is."""

from typing import Any

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked, post
from tests.support.edits import edited
from tests.support.studio import wish_body

pytestmark = ON_BOTH

AFTERNOON = ["ana_2030-06-04_13_0", "ana_2030-06-04_14_15", "ana_2030-06-04_15_30"]


def in_yen(document: dict[str, Any]) -> None:
    document["studio"]["currency"] = "JPY"


async def offered_instead(world: Outside) -> list[str]:
    """Of a private lesson with Ana on the fourth at nine, which is full."""
    answer = await post(world, wish_body())

    assert answer.json()["code"] == "slot_taken"
    return [slot["id"] for slot in answer.json()["alternatives"]]


async def test_time_that_its_instructor_teaches_without_a_room_is_not_offered(world: Outside) -> None:
    await booked(world)
    await booked(world, classType="short", slots=["ana_2030-06-04_10_15"])

    assert await offered_instead(world) == AFTERNOON


async def test_time_at_which_others_have_all_rooms_is_not_offered(world: Outside) -> None:
    await booked(world)
    # Cleo teaches no private lessons: only the room tells of her.
    await booked(world, classType="group", instructor="cleo", slots=["cleo_2030-06-04_10_15"])
    assert (await offered_instead(world))[0] == "ana_2030-06-04_10_15"

    await booked(world, instructor="ben", slots=["ben_2030-06-04_10_15"])

    assert await offered_instead(world) == AFTERNOON


async def test_times_that_nobody_can_teach_together_are_all_named(world: Outside) -> None:
    """Each of them is free with somebody."""
    wanted = ["any_2030-06-04_9_0", "any_2030-06-05_9_0"]
    await booked(world, slots=["ana_2030-06-04_9_0"])
    await booked(world, instructor="ben", slots=["ben_2030-06-05_9_0"])

    answer = await post(world, wish_body(instructor="any", slots=wanted))

    assert answer.json()["unavailableSlots"] == wanted


async def test_alternatives_cost_what_they_cost_in_a_currency_without_cents(world: Outside, store: Store) -> None:
    await edited(store, in_yen)
    await booked(world)

    answer = await post(world, wish_body())

    assert [(slot["price"], slot["priceMinor"]) for slot in answer.json()["alternatives"]] == [(4500, 4500)] * 3
