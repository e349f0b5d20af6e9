"""The studio that both systems run when they are measured beside each other: its hours, and who has booked what."""

import copy
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice, product
from typing import Any
from zoneinfo import ZoneInfo

from lib.studio.catalog_document import parse
from tests.bench.filled_store import TEACHERS, Lesson
from tests.support.studio import DOCUMENT

ZONE = "America/New_York"
OPENS, CLOSES, LENGTH, GAP, NOTICE = 9, 18, 60, 15, 120
# Every second hour, because with a rest of a quarter of an hour the one after a lesson cannot be had.
HOURS = range(OPENS, CLOSES, 2)
WORKING_DAYS = 6
IN_THE_WEEK = 10


def document() -> dict[str, Any]:
    """Ten teachers, Monday to Saturday without a break, one class, no rooms: what both systems know how to say."""
    changed = copy.deepcopy(DOCUMENT)
    week = {day: [[f"{OPENS:02}:00", f"{CLOSES:02}:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    person = {name: value for name, value in changed["instructors"][0].items() if name != "email"}
    changed["instructors"] = [person | {"id": name, "week": week} for name in TEACHERS]
    changed["classTypes"] = [
        changed["classTypes"][0] | {"after": GAP, "step": LENGTH, "instructors": TEACHERS, "rooms": []}
    ]
    rules = {"noticeMinutes": NOTICE, "horizonDays": 730}
    return changed | {"rooms": [], "priceRules": [], "closedDays": [], "rules": rules}


CATALOG = parse(document(), "1")


def measured_week() -> date:
    """The first Monday that is three days ahead: whatever the hour, no slot of it is too soon."""
    today = datetime.now(ZoneInfo(ZONE)).date() + timedelta(days=3)
    return today + timedelta(days=-today.weekday() % 7)


def lessons(size: int) -> list[Lesson]:
    """Ten in the measured week, the rest in the weeks before it, dense."""
    week = measured_week()
    within = [
        Lesson(week + timedelta(days=n % WORKING_DAYS), HOURS[n % len(HOURS)], teacher, rest=GAP)
        for n, teacher in enumerate(TEACHERS[:IN_THE_WEEK])
    ]
    return [*within, *islice(_before(week), size - IN_THE_WEEK)]


def _before(day: date) -> Iterator[Lesson]:
    while True:
        day -= timedelta(days=1)
        if day.weekday() < WORKING_DAYS:
            yield from (Lesson(day, hour, teacher, rest=GAP) for hour, teacher in product(HOURS, TEACHERS))


def free(number: int) -> Lesson:
    """A lesson that nobody has: teachers first, then hours, then days from the week after the measured one on."""
    number, teacher = divmod(number, len(TEACHERS))
    later, hour = divmod(number, len(HOURS))
    weeks, day = divmod(later, WORKING_DAYS)
    return Lesson(measured_week() + timedelta(weeks=weeks + 1, days=day), HOURS[hour], TEACHERS[teacher], rest=GAP)
