"""By which words a booking can be found: exactly those of who comes now, and none of before."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store.keys import Keys
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import put
from tests.support.customers import booked
from tests.support.raw_store import RawStore

pytestmark = ON_BOTH

ROSA = {"firstName": "Rosa María", "lastName": "Vega", "email": "rosa@example.com", "phone": "+1 212 555 0100"}
NAMES = {"rosa maria vega", "maria vega rosa", "vega rosa maria"}
REST = {"@rosa@example.com", "+12125550100", "~00105552121"}


def entries(raw: RawStore, booking: dict[str, Any]) -> set[str]:
    """Without the booking that each of them leads to."""
    found = raw.do("ZRANGE", Keys(raw.prefix).words, 0, -1)
    assert all(entry.endswith(f"|{booking['id']}") for entry in found)
    scores = raw.do("ZCOUNT", Keys(raw.prefix).words, 0, 0)
    assert scores == len(found), "the order of letters is only that of entries with one score"
    return {entry.partition("|")[0] for entry in found}


def number(booking: dict[str, Any]) -> set[str]:
    return {f"#{booking['id'][-8:].lower()}"}


@pytest.mark.parametrize(
    ("change", "names", "rest"),
    [
        ({}, NAMES, REST),
        ({"firstName": "Eva"}, {"eva vega", "vega eva"}, REST),
        ({"lastName": "Luz"}, {"rosa maria luz", "maria luz rosa", "luz rosa maria"}, REST),
        ({"phone": "+1 212 555 0199"}, NAMES, {"@rosa@example.com", "+12125550199", "~99105552121"}),
    ],
)
async def test_booking_is_found_by_who_comes_now_and_by_nothing_else(
    world: Outside, raw: RawStore, change: dict[str, str], names: set[str], rest: set[str]
) -> None:
    booking = await booked(world, personalInfo=ROSA)
    if change:
        assert (await put(world, booking, {"personalInfo": change})).status_code == 200

    assert entries(raw, booking) == names | rest | number(booking)


async def test_who_left_no_phone_is_found_by_none(world: Outside, raw: RawStore) -> None:
    booking = await booked(world, personalInfo={name: word for name, word in ROSA.items() if name != "phone"})

    assert entries(raw, booking) == NAMES | {"@rosa@example.com"} | number(booking)
