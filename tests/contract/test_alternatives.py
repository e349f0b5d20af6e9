"""What is offered in the place of a time that is full has to be free itself, by every schedule that there is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked, post
from tests.support.edits import edited, in_yen, of_instructor, only_open_on
from tests.support.studio import EVERY_DAY, StandingClock, wish_body

pytestmark = ON_BOTH

NIGHT = [["23:00", "24:00"]]
# In New York; at the same moment it is the fourth in London already.
TODAY = date(2030, 6, 3)
AFTERNOON = ["ana_2030-06-04_13_0", "ana_2030-06-04_14_15", "ana_2030-06-04_15_30"]


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


@pytest.mark.parametrize(
    ("wanted", "opens", "is_offered"),
    [(2, 0, []), (2, 1, [1]), (2, 8, [8]), (2, 9, []), (1, 0, [0]), (0, 7, [7]), (0, 8, [])],
)
async def test_eight_days_are_looked_through_from_the_day_before_but_not_from_yesterday(
    world: Outside, store: Store, clock: StandingClock, wanted: int, opens: int, is_offered: list[int]
) -> None:
    """It is nine in the evening, and each day has one lesson of one instructor, in its last hour."""
    clock.moment = datetime(2030, 6, 4, 1, 0, tzinfo=UTC)
    days = [TODAY + timedelta(days=number) for number in (wanted, opens)]
    late = of_instructor("cleo", week=dict.fromkeys(EVERY_DAY, NIGHT))
    await edited(store, only_open_on(*days), late)
    wish = wish_body(classType="solo", instructor="cleo", slots=[f"cleo_{days[0]}_23_0"])
    await booked(world, **wish)

    answer = await post(world, wish)

    assert answer.json()["code"] == "slot_taken"
    assert [slot["date"] for slot in answer.json()["alternatives"]] == [
        f"{TODAY + timedelta(days=number)}" for number in is_offered
    ]
