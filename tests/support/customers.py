"""Books through the function, for tests that start from a booking."""

from typing import Any

import httpx

from lib.actions.ports import Outside
from tests.support.doors import caller
from tests.support.studio import wish_body


async def post(world: Outside, body: dict[str, Any], headers: dict[str, str] | None = None) -> httpx.Response:
    async with caller("bookings", world) as client:
        return await client.post("/api/bookings", json=body, headers=headers)


async def booked(world: Outside, **changes: object) -> dict[str, Any]:
    answer = await post(world, wish_body(**changes))
    assert answer.status_code == 201, answer.text
    booking: dict[str, Any] = answer.json()["booking"]
    return booking
