"""/api/admin/booking-management: what its addresses say, and the answers that no other door gives."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from lib.actions.look_through import Lesson
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.web.messages.availability import Day
from lib.web.messages.booking_queries import ListQuery
from lib.web.messages.bookings import BookingMessage, booking_message
from lib.web.messages.instants import rfc3339

View = Literal["list", "day", "summary", "audit", "problems"]


class ManagementQuery(ListQuery):
    """What staff want to see; each view takes of the rest what it needs."""

    view: View
    format: Literal["json", "csv"] = "json"
    date: Day | None = None
    days: Annotated[str, Field(pattern="^[1-7]$")] = "1"
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    id: Annotated[str, Field(max_length=100)] = ""

    @model_validator(mode="after")
    def _day_has_a_date(self) -> Self:
        if self.view == "day" and self.date is None:
            raise PydanticCustomError("missing", "date is required for the view of a day.")
        return self

    @model_validator(mode="after")
    def _period_can_be_counted(self) -> Self:
        first, last = self.period
        if first and last and not 0 <= (last - first).days < policy.LONGEST_PERIOD_DAYS:
            raise PydanticCustomError(
                "period",
                "from must not lie behind to, nor {most} days before it.",
                {"most": policy.LONGEST_PERIOD_DAYS},
            )
        return self

    @property
    def period(self) -> tuple[dt.date | None, dt.date | None]:
        first, last = (dt.date.fromisoformat(each) if each else None for each in (self.since, self.until))
        return first, last

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.date or "")


class LessonMessage(TypedDict):
    """One session with everybody in it; ``capacity`` is null for a class that has left the catalogue.

    ``meeting`` tells a meeting from Calendly apart from a session of ours at the same time; null for ours.
    """

    instructor: str
    room: str | None
    roomName: str | None
    classType: str
    startsAt: str
    endsAt: str
    capacity: int | None
    meeting: str | None
    bookings: list[BookingMessage]


class DayMessage(TypedDict):
    """The lessons of one day or several, in the order of time."""

    date: str
    days: int
    timezone: str
    sessions: list[LessonMessage]


def day_message(query: ManagementQuery, lessons: Iterable[Lesson], catalog: Catalog) -> DayMessage:
    return {
        "date": query.day.isoformat(),
        "days": int(query.days),
        "timezone": catalog.zone.key,
        "sessions": [_lesson(each, catalog) for each in lessons],
    }


def _lesson(lesson: Lesson, catalog: Catalog) -> LessonMessage:
    place = lesson.place
    class_type = catalog.class_types.get(place.class_type)
    return {
        "instructor": place.instructor,
        "room": place.room or None,
        "roomName": catalog.rooms[place.room].name.en if place.room in catalog.rooms else None,
        "classType": place.class_type,
        "startsAt": rfc3339(place.start),
        "endsAt": rfc3339(place.end),
        "capacity": class_type.capacity if class_type else None,
        "meeting": place.meeting or None,
        "bookings": list(map(booking_message, lesson.bookings)),
    }
