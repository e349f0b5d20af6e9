"""Sits at the desk: asks and acts through its door, as somebody who is signed in."""

from typing import Any

import httpx

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.staff import let_in

DOOR = "/api/admin/booking-management"
JUNE = "view=summary&from=2030-06-01&to=2030-06-30"
OWNER = Staff("session-of-the-owner", "owner", "")
ANA = Staff("session-of-ana", "instructor", "ana")
BEN = Staff("session-of-ben", "instructor", "ben")


class Desk:
    def __init__(self, world: Outside, raw: RawStore, staff: Staff = OWNER) -> None:
        self.world = world
        self.headers = let_in(staff, world, raw)

    async def see(self, query: str) -> httpx.Response:
        async with caller("admin/booking-management", self.world) as client:
            return await client.get(f"{DOOR}?{query}", headers=self.headers)

    async def act(self, action: str, headers: dict[str, str] | None = None, /, **fields: object) -> httpx.Response:
        return await self.send({"action": action, **fields}, headers)

    async def send(self, body: Any, headers: dict[str, str] | None = None) -> httpx.Response:
        async with caller("admin/booking-management", self.world) as client:
            return await client.post(DOOR, headers={**self.headers, **(headers or {})}, json=body)

    async def found(self, words: str) -> list[str]:
        answer = await self.act("search", q=words)
        assert answer.status_code == 200, answer.text
        return [booking["id"] for booking in answer.json()["bookings"]]

    async def listed(self, query: str = "") -> list[str]:
        """Page after page, to the end."""
        ids: list[str] = []
        cursor = ""
        for _ in range(100):
            answer = await self.see(f"view=list&{query}{f'&cursor={cursor}' if cursor else ''}")
            assert answer.status_code == 200, answer.text
            page = answer.json()
            ids += [booking["id"] for booking in page["bookings"]]
            if page["nextCursor"] is None:
                return ids
            cursor = page["nextCursor"]
        raise AssertionError("there is no end to these pages")


async def summary(desk: Desk, query: str = JUNE) -> dict[str, Any]:
    answer = await desk.see(query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
