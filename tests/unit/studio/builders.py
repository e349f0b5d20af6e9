"""Small studios for the tests of the rules: every part has a value, and a test names only those that it is about."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lib.studio.catalog import Catalog, ClassType, Instructor, Room, Rules, Text, Window
from lib.studio.slots import Block

NEW_YORK = ZoneInfo("America/New_York")
ALL_DAY = (Window(0, 1440),)
NO_BREAKS: tuple[tuple[Window, ...], ...] = ((),) * 7


def a_class(**changes: Any) -> ClassType:
    usual: dict[str, Any] = {"id": "salsa", "name": Text("Salsa", "Salsa"), "description": Text("", ""), "icon": ""}
    usual |= {"duration": 60, "price_minor": 4000, "capacity": 1, "before": 0, "after": 15, "step": 75}
    return ClassType(**(usual | {"instructors": ("ana", "ben"), "rooms": ()} | changes))


def an_instructor(id_: str = "ana", opens: str = "09:00-12:00", **changes: Any) -> Instructor:
    usual: dict[str, Any] = {"id": id_, "name": id_.title(), "photo": "", "specialties": (), "rating": None}
    usual |= {"review_count": 0, "week": (windows(opens),) * 7, "breaks": NO_BREAKS, "exceptions": {}}
    return Instructor(**(usual | changes))


def a_catalog(*class_types: ClassType, **changes: Any) -> Catalog:
    people = changes.pop("instructors", (an_instructor("ana"), an_instructor("ben")))
    rooms = {room for each in class_types for room in each.rooms}
    usual: dict[str, Any] = {"version": "1", "studio": "Test", "zone": NEW_YORK, "currency": "USD"}
    usual |= {"closed_days": frozenset(), "price_rules": (), "rules": Rules(120, 720, 60, 8)}
    usual |= {"class_types": {each.id: each for each in class_types or (a_class(),)}}
    usual |= {"rooms": {room: Room(room, Text(room, room)) for room in sorted(rooms)}}
    return Catalog(**(usual | {"instructors": {each.id: each for each in people}} | changes))


def a_block(start: int, end: int, **changes: Any) -> Block:
    usual: dict[str, Any] = {"before": 0, "after": 15, "instructor": "ana", "room": "", "class_type": "salsa"}
    return Block(start, end, **(usual | {"session": "", "taken": 1} | changes))


def windows(text: str) -> tuple[Window, ...]:
    """``09:00-12:00 13:00-24:00``; nothing for an empty text."""
    ends = [part.split("-") for part in text.split()]
    return tuple(Window(minute_of_day(opens), minute_of_day(closes)) for opens, closes in ends)


def minute_of_day(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def at(text: str) -> int:
    """The epoch minute of a UTC time: ``2026-11-24 18:00``."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 60
