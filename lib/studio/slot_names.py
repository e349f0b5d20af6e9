"""How a slot is called, both ways: the id that customers send back, and the start that it stands for."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from lib.studio import policy
from lib.studio.localtime import local_minute
from lib.studio.values import dataclass

_SLOT_ID = re.compile(
    r"([a-z0-9-]{1,40})_([0-9]{4})-([0-9]{2})-([0-9]{2})_(0|[1-9]|1[0-9]|2[0-3])_(0|[1-9]|[1-5][0-9])(_2)?"
)


@dataclass(frozen=True, slots=True)
class SlotName:
    """What a slot id says; ``minute`` is the wall clock's, ``later`` the second of a repeated minute."""

    instructor: str
    day: date
    minute: int
    later: bool


def slot_id(instructor: str, start: int, zone: ZoneInfo) -> str:
    """The id of a start (epoch minute) with an instructor or ANYONE."""
    return f"{instructor}_{slot_name(start, zone)}"


def slot_name(start: int, zone: ZoneInfo) -> str:
    """A slot id without its instructor: ``2026-11-24_18_0``."""
    begins = local_minute(zone, start)
    hour, minute = divmod(begins.minute, 60)
    return f"{begins.day.isoformat()}_{hour}_{minute}{'_2' if begins.later else ''}"


def parse_slot_id(text: str) -> SlotName | None:
    """What a slot id says, or None for any text that we would never have written."""
    match = _SLOT_ID.fullmatch(text)
    if match is None or not policy.FIRST_YEAR <= int(match[2]) <= policy.LAST_YEAR:
        return None
    instructor, year, month, day, hour, minute, later = match.groups()
    try:
        named = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return SlotName(instructor, named, int(hour) * 60 + int(minute), later=later is not None)
