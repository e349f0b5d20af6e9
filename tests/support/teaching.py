"""An instructor's calendar as a calendar sees it: fetched by its address, read by a library that did not write it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import vobject

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.staff import let_in

TUESDAY = datetime(2030, 6, 4, tzinfo=UTC)
PRIVATE = ("Private", "Big room, Test studio", "1 of 1 places")
DESK = "/api/admin/booking-management"
OWNER, ANA, BEN = (
    Staff("s-owner", "owner", ""),
    Staff("s-ana", "instructor", "ana"),
    Staff("s-ben", "instructor", "ben"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar shows of one lesson."""

    start: datetime
    end: datetime
    summary: str
    location: str
    description: str


def entry(hour: int, words: tuple[str, str, str] = PRIVATE, day: datetime = TUESDAY) -> Entry:
    """An hour that begins at a whole one, in UTC."""
    start = day + timedelta(hours=hour)
    return Entry(start, start + timedelta(hours=1), *words)


async def asked(world: Outside, raw: RawStore, staff: Staff, body: dict[str, Any]) -> httpx.Response:
    async with caller("admin/booking-management", world) as client:
        return await client.post(DESK, json=body, headers=let_in(staff, world, raw))


async def link(world: Outside, raw: RawStore, instructor: str = "ana", instead: str = "") -> str:
    """The path of the address that the owner is told."""
    answer = await asked(world, raw, OWNER, {"action": "calendar_link", "instructor": instructor, "instead": instead})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["feedUrl"]).removeprefix("https://studio.example")


async def fetched(
    world: Outside, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> httpx.Response:
    async with caller("instructors", world) as client:
        return await client.request(method, path, headers=headers)


async def events(world: Outside, path: str) -> dict[str, Any]:
    """By their UIDs, in the order of the file."""
    answer = await fetched(world, path)
    assert answer.status_code == 200, answer.text
    [calendar] = list(vobject.readComponents(answer.text))
    found = calendar.contents.get("vevent", [])
    by_uid = {event.uid.value: event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


async def shown(world: Outside, path: str) -> dict[str, Entry]:
    """The same as people see it."""
    return {uid: _entry(event) for uid, event in (await events(world, path)).items()}


def _entry(event: Any) -> Entry:
    words = (event.summary.value, event.location.value, event.description.value)
    return Entry(event.dtstart.value, event.dtend.value, *words)
