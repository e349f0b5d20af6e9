"""The calendar files of a letter, read back by the library that wrote them and by another one."""

from typing import Any

import icalendar
import vobject

from lib.actions.mail import CalendarFile, Subject
from tests.unit.gateways.golden import LETTERS


def files(subject: Subject) -> tuple[CalendarFile, ...]:
    return LETTERS.about(subject).calendars


def only(subject: Subject) -> CalendarFile:
    [file] = files(subject)
    return file


def event_of(file: CalendarFile) -> Any:
    """The one event, read by the library that wrote it."""
    calendar = icalendar.Calendar.from_ical(file.content)
    [event] = calendar.subcomponents
    assert (calendar["METHOD"], calendar["VERSION"], event.name) == (file.method, "2.0", "VEVENT")
    return event


def read_elsewhere(file: CalendarFile) -> Any:
    """The same by another library."""
    [calendar] = list(vobject.readComponents(file.content.decode()))
    assert calendar.method.value == file.method
    assert list(calendar.contents) == ["version", "prodid", "method", "vevent"]
    [event] = calendar.vevent_list
    return event
