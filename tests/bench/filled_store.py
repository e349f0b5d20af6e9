"""A store that already holds many bookings, of which the measured week holds the same few at every size."""

import copy
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

import httpx

from lib.gateways.store import Store, records
from lib.gateways.store.keys import Keys
from lib.studio.booking import Person, Terms
from lib.studio.catalog_document import parse
from lib.studio.localtime import instants
from tests.support.studio import DOCUMENT, EVERY_DAY, text

TEACHERS = [f"teacher-{number}" for number in range(10)]
# The week that is read, and the days on which the bench books: no filling goes there.
WEEK = date(2030, 6, 10)
FIRST_FREE_DAY = date(2030, 6, 17)
IN_THE_WEEK = 10
HOURS = (9, 10, 13, 14, 15, 16)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Lesson:
    """One hour with one teacher, booked by one customer; `rest` is kept free after it, minutes."""

    day: date
    hour: int
    teacher: str
    room: str = ""
    rest: int = 0


def document() -> dict[str, Any]:
    """Ten teachers with the same hours, private lessons without a shortage of rooms, a horizon of a year."""
    changed = copy.deepcopy(DOCUMENT)
    person = {name: value for name, value in changed["instructors"][0].items() if name != "email"}
    changed["instructors"] = [person | {"id": name, "week": EVERY_DAY} for name in TEACHERS]
    lesson = changed["classTypes"][0] | {"after": 0, "step": 60, "instructors": TEACHERS}
    rooms = [{"id": f"room-{number}", "name": text("Room")} for number in range(2)]
    changed["classTypes"] = [lesson | {"id": "private", "rooms": [room["id"] for room in rooms]}]
    return changed | {"rooms": rooms, "priceRules": [], "closedDays": [], "rules": {"horizonDays": 365}}


CATALOG = parse(document(), "1")


async def fill(store: Store, client: httpx.Client, prefix: str, size: int) -> None:
    """So many bookings under this prefix: ten in the measured week, the rest in the years before it."""
    await store.save_catalog(json.dumps(document()), expected=None, version="1")
    wanted = [*islice(_places(WEEK, 7), 0, IN_THE_WEEK * 7, 7), *islice(_places_before(WEEK), size - IN_THE_WEEK)]
    lessons = (Lesson(day, hour, teacher, f"room-{TEACHERS.index(teacher) % 2}") for day, hour, teacher in wanted)
    put(client, prefix, lessons)


def put(client: httpx.Client, prefix: str, lessons: Iterable[Lesson]) -> None:
    """Writes bookings as the scripts leave them, past the scripts: most lie in the past, where nobody can book."""
    commands: list[list[object]] = []
    for number, lesson in enumerate(lessons):
        commands += _booking(Keys(prefix), number, lesson)
        if len(commands) > BATCH:
            _send(client, commands)
            commands = []
    _send(client, commands)


def _send(client: httpx.Client, commands: list[list[object]]) -> None:
    answers = client.post("/pipeline", json=commands).raise_for_status().json()
    assert not [answer for answer in answers if "error" in answer]


def minute_of(lesson: Lesson) -> int:
    return instants(CATALOG.zone, lesson.day, lesson.hour * 60)[0]


def _places(first: date, days: int) -> Iterator[tuple[date, int, str]]:
    """Two teachers at a time, because there are two rooms."""
    for offset, hour in product(range(days), HOURS):
        pair = 2 * ((offset + hour) % (len(TEACHERS) // 2))
        yield from ((first + timedelta(days=offset), hour, teacher) for teacher in TEACHERS[pair : pair + 2])


def _places_before(day: date) -> Iterator[tuple[date, int, str]]:
    """Without end, in dense weeks and then thinner ones: going back from the week before."""
    while True:
        day -= timedelta(days=7)
        yield from _places(day, 7)


def _booking(keys: Keys, number: int, lesson: Lesson) -> list[list[object]]:
    """What one booking leaves in the store, as lib/gateways/store describes it."""
    teacher, room = lesson.teacher, lesson.room
    start, name = minute_of(lesson), f"{lesson.day}_{lesson.hour}_0"
    booking_id = f"booking_{start * 60_000}_{number:013}"
    member = f"{start}:{start + 60}:{teacher}:private::0:{lesson.rest}:{room}:0:{booking_id}"
    terms = Terms("private", (4000,), 4000, "USD", (), "widget", "en", start * 60_000, {})
    fields = {"schema": 1, "version": 1, "status": "confirmed", "token": 1, "payment": "pending"}
    customer = f"{number % 997:040}"
    fields |= {"customer": customer}
    fields |= {"instructor": teacher, "places": f"{name} {member}", "terms": records.terms_text(terms)}
    fields |= {"person": records.person_text(Person("Rosa", "Vega", f"rosa{number}@example.com"))}
    return [
        ["ZADD", keys.instructor_schedule(teacher), start, member],
        *([["ZADD", keys.room_schedule(room), start, member]] if room else []),
        ["HSET", keys.booking(booking_id), *(word for pair in fields.items() for word in pair)],
        ["ZADD", keys.customers, 0, f"{customer}:{start:010}:{booking_id}"],
        ["ZADD", keys.active, 0, f"{customer}:{start + 60:010}:{booking_id}"],
        ["ZADD", keys.by_start, start, booking_id],
        ["ZADD", keys.by_created, start * 60_000, booking_id],
        ["ZADD", keys.instructor_index(teacher), start, booking_id],
        ["ZADD", keys.words, *(word for entry in _entries(number, booking_id) for word in (0, entry))],
    ]


def _entries(number: int, booking_id: str) -> list[str]:
    """By which it is found (lib/gateways/store/lua/parts/words.lua)."""
    words = ("rosa vega", "vega rosa", f"@rosa{number}@example.com", f"#{booking_id[-8:]}")
    return [f"{each}|{booking_id}" for each in words]
