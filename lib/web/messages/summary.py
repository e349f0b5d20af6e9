"""GET /api/admin/booking-management?view=summary."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from lib.actions.see_figures import Seen
from lib.studio.catalog import Catalog
from lib.studio.summary import Course, Lessons, Money, Origins, Visits


class MoneyMessage(TypedDict):
    """What was agreed in another currency than the studio's, on Calendly or before the studio changed its own."""

    currency: str
    revenueMinor: int
    paidMinor: int


class CountMessage(TypedDict):
    """Bookings that stand, by the day of their first lesson."""

    label: str
    bookings: int


class ClassMessage(TypedDict):
    """``name`` is the id of what has left the catalogue, and empty for what Calendly told and nobody could place."""

    id: str
    name: str
    bookings: int
    revenueMinor: int
    paidMinor: int


class InstructorMessage(ClassMessage):
    canceled: int
    noShows: int
    minutes: int
    openMinutes: int
    fillRate: float | None


class CourseMessage(TypedDict):
    """A day, or a month of a longer period. ``made`` and ``lost`` go by the day of asking, the rest by the lesson's.

    Both are 0 where the figures are an instructor's own.
    """

    when: str
    bookings: int
    canceled: int
    revenueMinor: int
    made: int
    lost: int


class VisitsMessage(TypedDict):
    """Bookings that were made, and tries that came to nothing because the time was full; by the day of asking."""

    label: str
    made: int
    lost: int


class FullMessage(TypedDict):
    """``weekday`` 0 is Monday; ``hour`` is the studio's wall clock."""

    weekday: int
    hour: int
    times: int


class OriginsMessage(TypedDict):
    """Where bookings come from. ``-`` is for nothing said, ``other`` for names past the first forty of a month.

    ``byWidth`` tells screens apart by the width from which they count.
    """

    made: int
    lost: int
    bySource: list[VisitsMessage]
    byOrigin: list[VisitsMessage]
    byCampaign: list[VisitsMessage]
    byWidth: list[VisitsMessage]
    full: list[FullMessage]
    fullByClass: list[VisitsMessage]


class SummaryMessage(TypedDict):
    """What the days from ``first`` to ``last`` came to, both included, by the day of a booking's first lesson.

    ``bookings`` stand (``noShows`` among them), ``canceled`` do not. ``revenueMinor`` is the listed price of what
    stands, ``paidMinor`` of that what is marked as paid: what was paid for a cancelled lesson is to be paid back, or
    was paid for the one in its stead. ``fillRate`` is minutes taught, each session once, of all minutes that were open
    by the hours the catalogue has today: null where none was, above 1 where lessons lie outside of them. ``places`` of
    ``placesOffered`` were taken in classes for several. ``leadHours`` is the average from booking to lesson, ``byLead``
    counts by days, each up to the next. ``origins`` is null for instructors, whose figures are their own lessons'.
    """

    first: str
    last: str
    timezone: str
    currency: str
    bookings: int
    canceled: int
    completed: int
    noShows: int
    revenueMinor: int
    paidMinor: int
    otherCurrencies: list[MoneyMessage]
    fillRate: float | None
    minutes: int
    openMinutes: int
    places: int
    placesOffered: int
    leadHours: int | None
    byClass: list[ClassMessage]
    byInstructor: list[InstructorMessage]
    byHour: list[CountMessage]
    bySource: list[CountMessage]
    byLead: list[CountMessage]
    course: list[CourseMessage]
    origins: OriginsMessage | None


def summary_message(seen: Seen) -> SummaryMessage:
    found, catalog = seen.summary, seen.catalog
    total = found.total
    return {
        "first": found.period.first.isoformat(),
        "last": found.period.last.isoformat(),
        "timezone": catalog.zone.key,
        "currency": catalog.currency,
        "bookings": total.bookings,
        "canceled": total.canceled,
        "completed": found.completed,
        "noShows": total.no_shows,
        "revenueMinor": total.money.listed,
        "paidMinor": total.money.paid,
        "otherCurrencies": list(map(_money, found.other_money)),
        "fillRate": total.fill_rate,
        "minutes": total.minutes,
        "openMinutes": total.open_minutes,
        "places": found.places,
        "placesOffered": found.offered,
        "leadHours": found.lead_hours,
        "byClass": [_class(each, catalog.class_name(each.label, "en")) for each in found.by_class],
        "byInstructor": [_instructor(each, catalog) for each in found.by_instructor],
        "byHour": _counts(found.by_hour),
        "bySource": _counts(found.by_source),
        "byLead": _counts(found.by_lead),
        "course": list(map(_course, found.course)),
        "origins": _origins(found.origins) if found.origins else None,
    }


def _money(each: Money) -> MoneyMessage:
    return {"currency": each.currency, "revenueMinor": each.listed, "paidMinor": each.paid}


def _counts(lessons: Iterable[Lessons]) -> list[CountMessage]:
    return [{"label": each.label, "bookings": each.bookings} for each in lessons]


def _class(each: Lessons, name: str) -> ClassMessage:
    return {
        "id": each.label,
        "name": name,
        "bookings": each.bookings,
        "revenueMinor": each.money.listed,
        "paidMinor": each.money.paid,
    }


def _instructor(each: Lessons, catalog: Catalog) -> InstructorMessage:
    return {
        **_class(each, catalog.instructor_name(each.label)),
        "canceled": each.canceled,
        "noShows": each.no_shows,
        "minutes": each.minutes,
        "openMinutes": each.open_minutes,
        "fillRate": each.fill_rate,
    }


def _course(each: Course) -> CourseMessage:
    return {
        "when": each.when,
        "bookings": each.bookings,
        "canceled": each.canceled,
        "revenueMinor": each.listed,
        "made": each.made,
        "lost": each.lost,
    }


def _visits(each: Visits) -> VisitsMessage:
    return {"label": each.label, "made": each.made, "lost": each.lost}


def _origins(origins: Origins) -> OriginsMessage:
    return {
        "made": origins.total.made,
        "lost": origins.total.lost,
        "bySource": list(map(_visits, origins.by_source)),
        "byOrigin": list(map(_visits, origins.by_origin)),
        "byCampaign": list(map(_visits, origins.by_campaign)),
        "byWidth": list(map(_visits, origins.by_width)),
        "full": [{"weekday": each.weekday, "hour": each.hour, "times": each.times} for each in origins.full],
        "fullByClass": list(map(_visits, origins.full_by_class)),
    }
