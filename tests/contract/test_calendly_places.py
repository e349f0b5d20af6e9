"""Where a meeting on Calendly stands here: whom it blocks, in which room, from when to when."""

import pytest

from lib.actions.ports import Outside
from tests.support.customers import booked, week
from tests.support.deliveries import ANA, BEN, CLEO, GROUP, Guest, outcomes
from tests.support.raw_store import RawStore

AT_NINE = "ana_2030-06-05_9_0"


async def free(world: Outside, who: str = "ana", day: str = "2030-06-05") -> set[str]:
    days = await week(world, f"classType=private&instructor={who}&date={day}")
    return {slot["id"] for slot in days[day] if slot["available"]}


def schedule(raw: RawStore, name: str) -> list[str]:
    return list(raw.do("ZRANGE", f"{raw.prefix}sch:{name}", 0, -1))


async def test_every_host_is_blocked_and_one_room(mapped: Outside, raw: RawStore) -> None:
    guest = Guest(hosts=(ANA, BEN))

    await outcomes(mapped, guest.created())

    assert (AT_NINE in await free(mapped), "ben_2030-06-05_9_0" in await free(mapped, who="ben")) == (False, False)
    assert [len(schedule(raw, name)) for name in ("i.ana", "i.ben", "r.big", "r.small")] == [1, 1, 1, 0]
    await outcomes(mapped, guest.canceled())
    assert [len(schedule(raw, name)) for name in ("i.ana", "i.ben", "r.big", "r.small")] == [0, 0, 0, 0]


async def test_room_is_taken_only_where_one_is_free(mapped: Outside, raw: RawStore) -> None:
    for who in ("ana", "ben"):
        person = {"firstName": "Rosa", "lastName": "Vega", "email": f"{who}@example.com"}
        await booked(mapped, instructor=who, slots=[f"{who}_2030-06-05_9_0"], personalInfo=person)
    guest = Guest(hosts=(CLEO,), event_type=GROUP)

    await outcomes(mapped, guest.created())

    assert [guest.booking_id in member for member in schedule(raw, "i.cleo")] == [True]
    assert [guest.booking_id in member for room in ("big", "small") for member in schedule(raw, f"r.{room}")] == [
        False
    ] * 2


@pytest.mark.parametrize(
    ("start", "end", "taken"),
    [
        ("2030-06-05T13:07:13.500000Z", "2030-06-05T13:07:13.500000Z", {"9_0"}),
        ("2030-06-05T14:00:00Z", "2030-06-05T14:00:00Z", {"9_0", "10_15"}),
        ("2030-06-05T09:00:00-04:00", "2030-06-05T09:01:00-04:00", {"9_0"}),
        ("2030-06-04T13:00:00Z", "2030-06-07T13:00:00Z", {"9_0", "10_15", "13_0", "14_15", "15_30", "16_45"}),
        ("2030-06-05T11:00:00Z", "2030-06-05T12:45:00Z", set()),
        ("2030-06-05T11:00:00Z", "2030-06-05T12:46:00Z", {"9_0"}),
    ],
)
async def test_any_start_and_any_length_blocks_as_an_interval(
    mapped: Outside, start: str, end: str, taken: set[str]
) -> None:
    """A private lesson takes an hour, and behind it a quarter is kept free; so it is behind what Calendly imposes."""
    everything = await free(mapped)

    await outcomes(mapped, Guest(start=start, end=end).created())

    assert everything - await free(mapped) == {f"ana_2030-06-05_{name}" for name in taken}
