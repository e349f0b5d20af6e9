"""What a booking made on Calendly costs: what was paid there, if that can be read, else what the catalogue says."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from tests.support.customers import get
from tests.support.deliveries import Guest, outcomes


@pytest.mark.parametrize(
    ("payment", "total"),
    [
        ({"amount": 20, "currency": "USD"}, ("USD", 2000)),
        ({"amount": 20.5, "currency": "eur"}, ("EUR", 2050)),
        ({"amount": 1500, "currency": "JPY"}, ("JPY", 1500)),
        ({"amount": "1.2345", "currency": "KWD"}, ("USD", 4500)),
        ({"amount": 1.234, "currency": "KWD"}, ("KWD", 1234)),
        ({"amount": 0, "currency": "USD"}, ("USD", 0)),
        ({"amount": -5, "currency": "USD"}, ("USD", 4500)),
        ({"amount": 1e30, "currency": "USD"}, ("USD", 4500)),
        ({"amount": None, "currency": "USD"}, ("USD", 4500)),
        ({"amount": [1], "currency": "USD"}, ("USD", 4500)),
        ({"amount": 5, "currency": "dollars"}, ("USD", 4500)),
        ({"amount": 5, "currency": None}, ("USD", 4500)),
        ("paid", ("USD", 4500)),
    ],
)
async def test_price_is_what_was_paid_there_if_that_can_be_read(
    mapped: Outside, owner: dict[str, str], payment: Any, total: tuple[str, int]
) -> None:
    guest = Guest(more={"payment": payment})

    await outcomes(mapped, guest.created())

    answer = await get(mapped, "bookings", f"/api/bookings?id={guest.booking_id}", owner)
    booking = answer.json()["bookings"][0]
    assert (booking["currency"], booking["totalAmountMinor"]) == total
