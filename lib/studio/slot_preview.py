"""Which starts and prices an edit of the catalogue makes other than they are, day by day, whatever is booked."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from lib.studio import pricing
from lib.studio.catalog import Catalog
from lib.studio.localtime import local_minute
from lib.studio.slots import starts
from lib.studio.values import dataclass

PREVIEW_DAYS, MOST_LINES = 14, 400


class PreviewStart(NamedTuple):
    """The clock on the studio's wall, and the price in minor units."""

    clock: str
    price_minor: int


class PreviewLine(NamedTuple):
    """One instructor's starts of one class type on one date, now and then; ``before`` and ``after`` are different."""

    date: date
    instructor: str
    class_type: str
    before: tuple[PreviewStart, ...]
    after: tuple[PreviewStart, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """``is_cut``: there are more than MOST_LINES."""

    lines: tuple[PreviewLine, ...]
    is_cut: bool


def preview(before: Catalog, after: Catalog, first: date, instructor: str = "") -> Preview:
    """In the order of dates; ``instructor`` is the one who is asked about, empty for all."""
    found = tuple(islice(_lines(before, after, first, instructor), MOST_LINES + 1))
    return Preview(found[:MOST_LINES], len(found) > MOST_LINES)


def _lines(before: Catalog, after: Catalog, first: date, instructor: str) -> Iterator[PreviewLine]:
    people = [instructor] if instructor else list({**after.instructors, **before.instructors})
    class_types = list({**after.class_types, **before.class_types})
    for later in range(PREVIEW_DAYS):
        day = first + timedelta(days=later)
        for who in people:
            for class_type in class_types:
                now, then = (_starts(catalog, who, class_type, day) for catalog in (before, after))
                if now != then:
                    yield PreviewLine(day, who, class_type, now, then)


def _starts(catalog: Catalog, instructor: str, class_type_id: str, day: date) -> tuple[PreviewStart, ...]:
    class_type = catalog.class_types.get(class_type_id)
    if class_type is None or not class_type.active or instructor not in catalog.teachers(class_type):
        return ()
    rules = pricing.slot_rules(catalog, class_type, instructor)
    found = []
    for start in starts(catalog, class_type, instructor, day):
        when = local_minute(catalog.zone, start)
        price = pricing.slot_price(class_type, rules, day.weekday(), when.minute)
        found.append(PreviewStart(when.clock, price))
    return tuple(found)
