"""Finds bookings for staff: page by page, by the words of who booked, or as the lessons of some days."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from lib.actions.callers import Staff
from lib.actions.change_booking import permitted
from lib.actions.desk import Mark, PageQuery, TakenPlace
from lib.actions.ports import Outside
from lib.actions.sign_in import session_name, still_open
from lib.studio import policy
from lib.studio.booking import Booking, Status
from lib.studio.catalog import ANYONE
from lib.studio.localtime import day_bounds
from lib.studio.refusals import NotYours
from lib.studio.search_words import beginnings, is_meant
from lib.studio.values import dataclass

# Behind every score there is: a millisecond of the year 5138.
_LATEST = 99_999_999_999_999


@dataclass(frozen=True, slots=True)
class Filter:
    """What of all bookings somebody wants to see; dates are the studio's, both inclusive."""

    statuses: frozenset[Status] = frozenset()
    instructor: str = ""
    email: str = ""
    first: date | None = None
    last: date | None = None
    by_created: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """The latest first. ``after`` is where the next one begins, None behind the last.

    With a filter that few bookings pass, a page may be short or empty and still not the last one.
    """

    bookings: tuple[Booking, ...]
    after: Mark | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """One session with everybody who is booked into it; ``place`` is the place of one of them."""

    place: TakenPlace
    bookings: tuple[Booking, ...]


async def list_bookings(wanted: Filter, query: PageQuery, staff: Staff, outside: Outside) -> Page:
    """Two round trips, however many bookings there are. Raises NotYours, SignedOut or an Outage."""
    permitted("list", staff)
    zone = (await outside.catalogs.current()).zone
    wanted = replace(wanted, instructor=_own(wanted.instructor, staff))
    query = _narrowed(query, wanted, zone, outside)
    query = replace(query, session=session_name(staff, outside))
    return await (_of_customer if wanted.email else _of_index)(wanted, query, outside)


async def every_booking(wanted: Filter, staff: Staff, outside: Outside) -> Page:
    """Page after page, as far as one function can go in its time; ``after`` says that there would be more.

    Raises as list_bookings does.
    """
    found: list[Booking] = []
    query = page_query(policy.DESK_MOST_READ)
    for _ in range(policy.DESK_FILE_PAGES):
        page = await list_bookings(wanted, query, staff, outside)
        found += page.bookings
        query = replace(query, after=page.after)
        if page.after is None:
            break
    return Page(tuple(found), query.after)


def page_query(most: int, after: Mark | None = None) -> PageQuery:
    """A page of so many, behind the last one that was seen."""
    return PageQuery("", (0, _LATEST), most, after=after)


@dataclass(frozen=True, slots=True)
class Found:
    """``has_more``: so many begin like that that not all of them were looked at."""

    bookings: tuple[Booking, ...]
    has_more: bool


async def search_bookings(words: str, staff: Staff, outside: Outside) -> Found:
    """Two round trips; the latest lessons first. Raises SignedOut or an Outage."""
    permitted("list", staff)
    # An instructor's own are few among many.
    most = policy.DESK_MOST_READ if staff.instructor else policy.DESK_FOUND
    answer = still_open(await outside.store.find(session_name(staff, outside), beginnings(words), most))
    found = await outside.store.bookings(answer.ids[: policy.DESK_MOST_READ])
    mine = [each for each in found if staff.instructor in {"", each.instructor} and is_meant(words, each.person)]
    latest = sorted(mine, key=lambda each: (each.slots[0].start, each.id), reverse=True)
    return Found(tuple(latest), answer.has_more or len(answer.ids) > policy.DESK_MOST_READ)


async def see_days(first: date, days: int, staff: Staff, outside: Outside) -> tuple[Lesson, ...]:
    """The lessons of so many days, in the order of time; two round trips. Raises SignedOut or an Outage."""
    permitted("list", staff)
    catalog = await outside.catalogs.current()
    starts = day_bounds(catalog.zone, first)[0], day_bounds(catalog.zone, first + timedelta(days=days - 1))[1]
    schedules = (staff.instructor,) if staff.instructor else (*catalog.instructors, ANYONE)
    taken = still_open(await outside.store.places_taken(session_name(staff, outside), schedules, starts))
    ids = dict.fromkeys((*(place.booking_id for place in taken.places), *(() if staff.instructor else taken.beginning)))
    bookings = {each.id: each for each in await outside.store.bookings(list(ids))}
    places = *taken.places, *_of_who_has_left(bookings.values(), schedules)
    known = sorted((place for place in places if place.booking_id in bookings), key=_order)
    return tuple(
        Lesson(of_one[0], tuple(bookings[place.booking_id] for place in of_one))
        for of_one in (list(group) for _, group in groupby(known, key=lambda place: _order(place)[:-1]))
    )


def _of_who_has_left(bookings: Iterable[Booking], schedules: Container[str]) -> Iterator[TakenPlace]:
    """Somebody has to see to their lessons as well, and nobody asks for their schedule any more."""
    for booking in bookings:
        if booking.instructor not in schedules and booking.status != "canceled":
            first, class_type = booking.slots[0], booking.terms.class_type
            yield TakenPlace(booking.instructor, first.room, class_type, first.start, first.end, "", booking.id)


def _own(instructor: str, staff: Staff) -> str:
    """Whose lessons are looked at. Raises NotYours for a colleague's."""
    if staff.instructor and instructor not in {"", staff.instructor}:
        raise NotYours
    return staff.instructor or instructor


def _narrowed(query: PageQuery, wanted: Filter, zone: ZoneInfo, outside: Outside) -> PageQuery:
    unit = 60_000 if wanted.by_created else 1
    low = day_bounds(zone, wanted.first)[0] * unit if wanted.first else query.scores[0]
    high = day_bounds(zone, wanted.last)[1] * unit if wanted.last else query.scores[1]
    return replace(
        query,
        scores=(low, high),
        by_created=wanted.by_created,
        instructor="" if wanted.by_created else wanted.instructor,
        customer=outside.keyring.customer(wanted.email) if wanted.email else "",
    )


async def _of_index(wanted: Filter, query: PageQuery, outside: Outside) -> Page:
    """A filter that only the bookings themselves can answer looks at more of them than it shows."""
    is_answered = not wanted.statuses and query.instructor == wanted.instructor
    looked = query.most if is_answered else policy.DESK_LOOKS_THROUGH
    marks = still_open(await outside.store.page(replace(query, most=looked)))
    bookings = {each.id: each for each in await outside.store.bookings([mark.booking_id for mark in marks])}
    passing = [mark for mark in marks if (found := bookings.get(mark.booking_id)) and _passes(found, wanted)]
    shown = tuple(bookings[mark.booking_id] for mark in passing[: query.most])
    if len(passing) > query.most:
        return Page(shown, passing[query.most - 1])
    return Page(shown, marks[-1] if len(marks) == looked else None)


async def _of_customer(wanted: Filter, query: PageQuery, outside: Outside) -> Page:
    """By creation among the latest lessons that can be looked at in one go; by start to the end."""
    looked = replace(query, most=policy.DESK_MOST_READ, after=None if wanted.by_created else query.after)
    marks = still_open(await outside.store.page(looked))
    found = await outside.store.bookings([mark.booking_id for mark in marks])
    ordered = sorted(((_score(each, wanted), each.id, each) for each in found), reverse=True, key=lambda each: each[:2])
    after = (query.after.score, query.after.booking_id) if query.after else (_LATEST, "")
    passing = [
        (Mark(score, booking_id), each)
        for score, booking_id, each in ordered
        if (score, booking_id) < after and query.scores[0] <= score < query.scores[1] and _passes(each, wanted)
    ]
    shown = passing[: query.most]
    if len(passing) > query.most:
        return Page(tuple(each for _, each in shown), shown[-1][0])
    is_cut = len(marks) == policy.DESK_MOST_READ and not wanted.by_created
    return Page(tuple(each for _, each in shown), marks[-1] if is_cut else None)


def _passes(booking: Booking, wanted: Filter) -> bool:
    if wanted.instructor not in {"", booking.instructor}:
        return False
    return not wanted.statuses or booking.status in wanted.statuses


def _score(booking: Booking, wanted: Filter) -> int:
    return booking.terms.created if wanted.by_created else booking.slots[0].start


def _order(place: TakenPlace) -> tuple[int, str, int, str, str, str]:
    return place.start, place.instructor, place.end, place.class_type, place.meeting, place.booking_id
