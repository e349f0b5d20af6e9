"""Staff who edit the catalogue through its function: their headers, and what they send and get."""

from typing import Any

import httpx

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.staff import let_in

ADDRESS = "/api/admin/catalog"
OWNER = Staff("s-owner", "owner", "")


def instructor(name: str) -> Staff:
    return Staff(f"s-{name}", "instructor", name)


class Editor:
    """Somebody with the catalogue open."""

    def __init__(self, staff: Staff, world: Outside, raw: RawStore) -> None:
        self.world, self.raw = world, raw
        self.headers = let_in(staff, world, raw)

    async def get(self, query: str = "") -> httpx.Response:
        async with caller("admin/catalog", self.world) as client:
            return await client.get(ADDRESS + query, headers=self.headers)

    async def put(self, document: Any, tag: str | None = '"1"', query: str = "") -> httpx.Response:
        named = [] if tag is None else [(b"If-Match", tag.encode())]
        headers = [*((name.encode(), value.encode()) for name, value in self.headers.items()), *named]
        async with caller("admin/catalog", self.world) as client:
            return await client.put(ADDRESS + query, json=document, headers=headers)

    async def send(self, body: bytes, **headers: str) -> httpx.Response:
        """Bytes as they are, as JSON."""
        sent = {**self.headers, "if-match": '"1"', "content-type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        async with caller("admin/catalog", self.world) as client:
            return await client.put(ADDRESS, content=body, headers=sent)
