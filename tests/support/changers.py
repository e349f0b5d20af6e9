"""Changes a booking through the functions, as whoever holds its link."""

from typing import Any

import httpx

from lib.actions.ports import Outside
from tests.support.doors import caller


async def put(world: Outside, booking: dict[str, Any], body: object, **headers: str) -> httpx.Response:
    return await _change(world, "PUT", booking, json=body, headers=headers)


async def delete(world: Outside, booking: dict[str, Any], **headers: str) -> httpx.Response:
    return await _change(world, "DELETE", booking, headers=headers)


async def _change(world: Outside, verb: str, booking: dict[str, Any], **request: Any) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in request.pop("headers").items()}
    headers = {"Authorization": f"Bearer {booking['manageToken']}", **named}
    async with caller("bookings", world) as client:
        return await client.request(verb, f"/api/bookings?id={booking['id']}", headers=headers, **request)
