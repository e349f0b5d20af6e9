"""Asks and books through the functions, for tests of what comes of it."""

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


async def get(world: Outside, name: str, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
    async with caller(name, world) as client:
        return await client.get(address, headers=headers)


async def week(world: Outside, query: str) -> dict[str, list[dict[str, Any]]]:
    answer = await get(world, "availability/index", f"/api/availability?{query}")
    found: dict[str, list[dict[str, Any]]] = answer.json()
    return found
