"""What figures and trails cost with each step: counted by the store itself, the commands inside of scripts as well."""

from collections import Counter

import pytest

from lib.actions.ports import Outside
from tests.chaos.store_bill import commands_so_far
from tests.support.changers import delete, put
from tests.support.customers import booked, post
from tests.support.desk import OWNER, Desk
from tests.support.full_house import person
from tests.support.raw_store import RawStore
from tests.support.studio import wish_body

HASHES = ("hget", "hmget", "hset", "hdel", "hgetall")


class Bill:
    """Commands on hashes since it was last looked at: those of figures and trails are no others."""

    def __init__(self, raw: RawStore) -> None:
        self._raw, self._before = raw, commands_so_far(raw)

    def since(self) -> dict[str, int]:
        now = commands_so_far(self._raw)
        found = Counter({name: now[name] - self._before[name] for name in HASHES})
        self._before = now
        return {name: count for name, count in found.items() if count}


@pytest.fixture
def bill(world: Outside, raw: RawStore) -> Bill:
    assert world
    return Bill(raw)


async def test_each_step_costs_two_commands_for_each_month_that_it_counts_in(
    world: Outside, raw: RawStore, bill: Bill
) -> None:
    await world.catalogs.current()
    desk, found = Desk(world, raw, OWNER), {}
    bill.since()

    booking = await booked(world)
    found["book"] = bill.since()
    await post(world, wish_body(personalInfo=person("late")))
    found["in vain"] = bill.since()
    await put(world, booking, {"personalInfo": {"firstName": "Rosalia"}})
    found["correct"] = bill.since()
    await put(world, booking, {"slots": ["ana_2030-06-06_9_0"]})
    found["move"] = bill.since()
    await put(world, booking, {"slots": ["ana_2030-07-02_9_0"]})
    found["move to another month"] = bill.since()
    await desk.act("set_payment", id=booking["id"], paymentStatus="paid")
    found["pay"] = bill.since()
    await delete(world, booking)
    found["cancel"] = bill.since()

    # One HSET is the booking's own, one the letter's; each HMGET and HSET beyond that is for a month of figures.
    assert found == {
        "book": {"hget": 1, "hmget": 2, "hset": 4},
        "in vain": {"hget": 1, "hmget": 1, "hset": 1},
        "correct": {"hmget": 1, "hset": 1},
        "move": {"hget": 1, "hmget": 2, "hset": 3, "hdel": 1},
        "move to another month": {"hget": 1, "hmget": 3, "hset": 4, "hdel": 1},
        "pay": {"hmget": 2, "hset": 2},
        "cancel": {"hmget": 2, "hset": 3, "hdel": 1},
    }
