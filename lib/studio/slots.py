"""Which slots exist, what each one costs, and whether it can be had."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from lib.studio import localtime, places, policy, pricing
from lib.studio.catalog import ANYONE, Catalog, ClassType, PriceRule, Window
from lib.studio.hours import DayPlan, day_plan, without_breaks
from lib.studio.localtime import usual_midnight
from lib.studio.slot_names import slot_id
from lib.studio.values import dataclass

OPENINGS_DAYS = 7


class Block(NamedTuple):
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


class Offer(NamedTuple):
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
    plan = day_plan(catalog, catalog.instructors[instructor_id], day)
    return _starts(catalog.zone, day, plan, (class_type.duration, class_type.step)) if plan[0] else ()


# Keyed by everything that the starts depend on, so that an edited catalogue can never be answered from an old one.
@lru_cache(maxsize=16_384)
def _starts(zone: ZoneInfo, day: date, plan: DayPlan, length_and_step: tuple[int, int]) -> tuple[int, ...]:
    midnight, (length, step) = usual_midnight(zone, day), length_and_step
    if midnight is not None:
        return tuple(midnight + minute for minute in _usual_minutes(plan, length, step))
    pieces = localtime.day_pieces(zone, day)
    return tuple(sorted(start for each in without_breaks(*plan) for start in _unusual(pieces, each, length_and_step)))


@lru_cache(maxsize=1024)
def _usual_minutes(plan: DayPlan, length: int, step: int) -> tuple[int, ...]:
    """Minutes since midnight on a day on which the clock does not change."""
    left = without_breaks(*plan)
    return tuple(minute for each in left for minute in range(each.opens, each.closes - length + 1, step))


def _unusual(pieces: Sequence[localtime.Piece], window: Window, length_and_step: tuple[int, int]) -> list[int]:
    """A slot may run across the change of the clock, but not from one stretch of open time into another."""
    parts = localtime.clip(pieces, window.opens, window.closes)
    length, step = length_and_step
    found: list[int] = []
    for index, part in enumerate(parts):
        ends = part.end
        for following in parts[index + 1 :]:
            ends = following.end if following.start == ends else ends
        first = part.start + (window.opens - part.opens) % step
        found += range(first, min(part.end, ends - length + 1), step)
    return found


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
                # Nobody has more places than all of them.
                if best.setdefault(start, 0) < query.class_type.capacity and start in bookable:
                    best[start] = max(best[start], board.places_left(teacher, start))
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
    named, day, begins, ends, minute = _face(query.instructor, start, end, zone)
    return Offer(
        named,
        day,
        begins,
        ends,
        start,
        end,
        left > 0,
        query.instructor,
        class_type.id,
        class_type.capacity,
        left,
        pricing.slot_price(class_type, rules, day.weekday(), minute),
    )


# Nothing in it can change, and a week is asked for again and again: a few thousand starts are all there is.
@lru_cache(maxsize=32_768)
def _face(instructor: str, start: int, end: int, zone: ZoneInfo) -> tuple[str, date, str, str, int]:
    """Id, date, the clock at both ends, and the wall-clock minute of the start."""
    begins = localtime.local_minute(zone, start)
    ends = localtime.local_minute(zone, end)
    return slot_id(instructor, start, zone), begins.day, begins.clock, ends.clock, begins.minute
