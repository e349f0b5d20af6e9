"""Which slots exist, what each one costs, and whether it can be had."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from lib.studio import localtime, places, policy, pricing
from lib.studio.catalog import ANYONE, Catalog, ClassType, PriceRule, Window
from lib.studio.hours import day_plan, without_breaks
from lib.studio.localtime import usual_midnight

OPENINGS_DAYS = 7

_SLOT_ID = re.compile(
    r"([a-z0-9-]{1,40})_([0-9]{4})-([0-9]{2})-([0-9]{2})_(0|[1-9]|1[0-9]|2[0-3])_(0|[1-9]|[1-5][0-9])(_2)?"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A session in the schedule. Instants are whole epoch minutes, buffers minutes; ``taken`` counts live places.

    ``session`` is empty for our own sessions and names the event for sessions that Calendly imposed.
    """

    start: int
    end: int
    before: int
    after: int
    instructor: str
    room: str
    class_type: str
    session: str
    taken: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot as the customer sees it. ``start`` and ``end`` are epoch minutes; times are the studio's wall clock."""

    id: str
    date: date
    start_time: str
    end_time: str
    start: int
    end: int
    available: bool
    instructor: str
    class_type: str
    capacity: int
    remaining: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class OffersQuery:
    """Some days of a class type with one instructor or ANYONE."""

    class_type: ClassType
    instructor: str
    first: date
    days: int

    def dates(self) -> list[date]:
        return [self.first + timedelta(days=later) for later in range(self.days)]


@dataclass(frozen=True, slots=True)
class SlotName:
    """What a slot id says; ``minute`` is the wall clock's, ``later`` the second of a repeated minute."""

    instructor: str
    day: date
    minute: int
    later: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """How much of an instructor's time can still be booked; ``next_start`` is an epoch minute."""

    instructor: str
    open_slots: int
    next_start: int | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A wish that came too late: the days to look for something else in, and the starts (epoch minutes) it wanted."""

    query: OffersQuery
    starts: tuple[int, ...]


def starts(catalog: Catalog, class_type: ClassType, instructor_id: str, day: date) -> Sequence[int]:
    """Epoch minutes in order, whether free or not. Raises KeyError for an unknown instructor.

    Each window counts its own steps on the wall clock; a slot ends inside its window, its length in real minutes.
    """
    windows, breaks = day_plan(catalog, catalog.instructors[instructor_id], day)
    midnight = usual_midnight(catalog.zone, day)
    if midnight is not None:
        return [midnight + m for m in _usual_minutes(windows, breaks, class_type.duration, class_type.step)]
    pieces = localtime.day_pieces(catalog.zone, day)
    return sorted(start for each in without_breaks(windows, breaks) for start in _unusual(pieces, each, class_type))


# Keyed by everything that the minutes depend on, so that an edited catalogue can never be answered from an old one.
@lru_cache(maxsize=4096)
def _usual_minutes(
    windows: tuple[Window, ...], breaks: tuple[Window, ...], duration: int, step: int
) -> tuple[int, ...]:
    """Minutes since midnight on a day on which the clock does not change."""
    left = without_breaks(windows, breaks)
    return tuple(minute for each in left for minute in range(each.opens, each.closes - duration + 1, step))


def _unusual(pieces: Sequence[localtime.Piece], window: Window, class_type: ClassType) -> list[int]:
    """A slot may run across the change of the clock, but not from one stretch of open time into another."""
    parts = localtime.clip(pieces, window.opens, window.closes)
    found: list[int] = []
    for index, part in enumerate(parts):
        ends = part.end
        for following in parts[index + 1 :]:
            ends = following.end if following.start == ends else ends
        first = part.start + (window.opens - part.opens) % class_type.step
        found += range(first, min(part.end, ends - class_type.duration + 1), class_type.step)
    return found


def slot_id(instructor: str, start: int, zone: ZoneInfo) -> str:
    """The id of a start (epoch minute) with an instructor or ANYONE."""
    return f"{instructor}_{slot_name(start, zone)}"


def slot_name(start: int, zone: ZoneInfo) -> str:
    """A slot id without its instructor: ``2026-11-24_18_0``."""
    return _name(localtime.local_minute(zone, start))


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


def offers(query: OffersQuery, schedule: Sequence[Block], catalog: Catalog, now_minute: int) -> dict[date, list[Offer]]:
    """Every slot of each day in order; those that are taken, too soon or too far have no places left.

    With ANYONE each start stands once, with the places of the instructor who has most.
    """
    board = places.board(query.class_type, schedule)
    bookable = bookable_starts(catalog, now_minute)
    rules = pricing.slot_rules(catalog, query.class_type, query.instructor)
    listed = {}
    for day in query.dates():
        best: dict[int, int] = {}
        for teacher in _teachers(query, catalog):
            for start in starts(catalog, query.class_type, teacher, day):
                left = board.places_left(teacher, start) if start in bookable else 0
                best[start] = max(left, best.get(start, 0))
        listed[day] = [_offer(query, (start, best[start]), catalog.zone, rules) for start in sorted(best)]
    return listed


def bookable_starts(catalog: Catalog, now_minute: int) -> range:
    """From the end of the notice to the end of the furthest day, as epoch minutes."""
    today = localtime.local_minute(catalog.zone, now_minute).day
    furthest = today + timedelta(days=catalog.rules.horizon_days)
    return range(now_minute + catalog.rules.notice_minutes, localtime.day_bounds(catalog.zone, furthest)[1])


def scan_bounds(catalog: Catalog, first: date, days: int) -> tuple[int, int]:
    """Epoch minutes, half open: where every block starts that can matter to the slots of these days."""
    opens = localtime.day_bounds(catalog.zone, first)[0]
    closes = localtime.day_bounds(catalog.zone, first + timedelta(days=days - 1))[1]
    furthest_back = policy.LONGEST_SESSION_MINUTES + policy.LONGEST_BUFFER_MINUTES
    return opens - furthest_back, closes + policy.LONGEST_BUFFER_MINUTES


def openings(catalog: Catalog, schedule: Sequence[Block], now_minute: int, class_type_id: str | None) -> list[Opening]:
    """What each active instructor can still be booked for within OPENINGS_DAYS from today; None stands for all classes.

    A start that is free for several class types counts once. An unknown class type has no starts.
    """
    today = localtime.local_minute(catalog.zone, now_minute).day
    bookable = bookable_starts(catalog, now_minute)
    free: dict[str, set[int]] = {who.id: set() for who in catalog.instructors.values() if who.active}
    for class_type in catalog.class_types.values():
        if not class_type.active or class_type_id not in {None, class_type.id}:
            continue
        board = places.board(class_type, schedule)
        for teacher in catalog.teachers(class_type):
            for day in OffersQuery(class_type, teacher, today, OPENINGS_DAYS).dates():
                found = starts(catalog, class_type, teacher, day)
                free[teacher].update(s for s in found if s in bookable and board.places_left(teacher, s))
    return [Opening(who, len(found), min(found, default=None)) for who, found in free.items()]


def alternatives(missed: Missed, schedule: Sequence[Block], catalog: Catalog, now_minute: int) -> tuple[Offer, ...]:
    """Up to policy.ALTERNATIVES available offers, nearest to the first wanted start: same instructor, then others."""
    query, near = missed.query, min(missed.starts)
    others = () if query.instructor == ANYONE else catalog.teachers(query.class_type)
    found: list[Offer] = []
    for who in dict.fromkeys((query.instructor, *others)):
        is_missed = missed.starts if who == query.instructor else ()
        for day in offers(replace(query, instructor=who), schedule, catalog, now_minute).values():
            found += (offer for offer in day if offer.available and offer.start not in is_missed)
    found.sort(key=lambda each: (each.instructor != query.instructor, abs(each.start - near), each.start))
    return tuple(found[: policy.ALTERNATIVES])


def _teachers(query: OffersQuery, catalog: Catalog) -> tuple[str, ...]:
    teachers = catalog.teachers(query.class_type)
    return teachers if query.instructor == ANYONE else tuple(who for who in teachers if who == query.instructor)


def _offer(query: OffersQuery, found: tuple[int, int], zone: ZoneInfo, rules: Sequence[PriceRule]) -> Offer:
    start, left = found
    class_type, end = query.class_type, start + query.class_type.duration
    begins = localtime.local_minute(zone, start)
    return Offer(
        id=f"{query.instructor}_{_name(begins)}",
        date=begins.day,
        start_time=begins.clock,
        end_time=localtime.local_minute(zone, end).clock,
        start=start,
        end=end,
        available=left > 0,
        instructor=query.instructor,
        class_type=class_type.id,
        capacity=class_type.capacity,
        remaining=left,
        price_minor=pricing.slot_price(class_type, rules, begins.day.weekday(), begins.minute),
    )


def _name(begins: localtime.LocalMinute) -> str:
    hour, minute = divmod(begins.minute, 60)
    return f"{begins.day.isoformat()}_{hour}_{minute}{'_2' if begins.later else ''}"
