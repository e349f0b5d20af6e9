"""Bookings as iCalendar files (RFC 5545): instants in UTC, so that no calendar is ever an hour off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from lib.actions.mail import CalendarFile
from lib.studio.booking import BookedSlot, Booking
from lib.studio.catalog import Catalog
from lib.studio.values import dataclass

if TYPE_CHECKING:
    from icalendar import Calendar, Event, vCalAddress

# Part of every UID, which has to stay the same for ever, wherever the site moves.
DOMAIN = "bookings.sabor-con-flow"
PRODUCT = "-//Sabor con Flow//Bookings//EN"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What an event in a letter says besides the booking: ``organizer`` is the bare address that the letter is from.

    ``at`` is the epoch millisecond of what the letter is about: a letter that is sent again brings the same bytes.
    """

    organizer: str
    note: str
    at: int


class IcalendarFiles:
    """Fulfils ports.Calendars."""

    def file(self, booking: Booking, catalog: Catalog) -> bytes:
        """The same bytes for the same version of a booking."""
        calendar = _calendar("PUBLISH")
        for number, slot in enumerate(booking.slots, start=1):
            event = _event(booking, number, catalog)
            event.add("dtstamp", _moment(booking.terms.created // 1000))
            event.add("location", _place(booking, slot, catalog))
            event.add("description", booking.confirmation_number)
            calendar.add_component(event)
        return bytes(calendar.to_ical())


def invitations(booking: Booking, catalog: Catalog, letterhead: Letterhead) -> tuple[CalendarFile, ...]:
    """A file for each slot, for calendars that put events from letters in, move them and take them out again.

    RFC 5546, 3.2.2: events of different UIDs must not be in one REQUEST.
    """
    several = len(booking.slots) > 1
    return tuple(
        CalendarFile(
            filename=f"lesson-{number}.ics" if several else "lesson.ics",
            method="CANCEL" if booking.status == "canceled" else "REQUEST",
            content=_invitation(booking, number, catalog, letterhead),
        )
        for number in range(1, len(booking.slots) + 1)
    )


def _invitation(booking: Booking, number: int, catalog: Catalog, letterhead: Letterhead) -> bytes:
    place = _place(booking, booking.slots[number - 1], catalog)
    event = _event(booking, number, catalog)
    event.add("dtstamp", _moment(letterhead.at // 1000))
    event.add("location", f"{place}, {catalog.address}" if catalog.address.strip() else place)
    event.add("description", letterhead.note)
    event.add("organizer", _mailto(letterhead.organizer))
    # Whether they come was settled by booking: their calendar need not ask them, nor write to us.
    event.add("attendee", _mailto(booking.person.email), parameters={"RSVP": "FALSE"})
    calendar = _calendar("CANCEL" if booking.status == "canceled" else "REQUEST")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    # Imported here: one answer in a hundred is a calendar, and every start of the function would pay for it.
    from icalendar import Calendar  # noqa: PLC0415 -- see above

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(booking: Booking, number: int, catalog: Catalog) -> Event:
    """What downloads and letters say alike; calendars know an event again by its UID."""
    from icalendar import Event  # noqa: PLC0415 -- as above

    slot = booking.slots[number - 1]
    event = Event()
    event.add("uid", f"{booking.id}-{number}@{DOMAIN}")
    event.add("sequence", booking.version)
    event.add("dtstart", _moment(slot.start * 60))
    event.add("dtend", _moment(slot.end * 60))
    event.add("summary", _title(booking, catalog))
    event.add("status", "CANCELLED" if booking.status == "canceled" else "CONFIRMED")
    return event


def _mailto(address: str) -> vCalAddress:
    from icalendar import vCalAddress  # noqa: PLC0415 -- as above

    # RFC 6068, 2: whatever else an address may hold has to be encoded.
    return vCalAddress("mailto:" + quote(address, safe="@!$'*+"))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _title(booking: Booking, catalog: Catalog) -> str:
    name = catalog.class_name(booking.terms.class_type, booking.terms.language)
    return f"{name} · {catalog.instructor_name(booking.instructor)}"


def _place(booking: Booking, slot: BookedSlot, catalog: Catalog) -> str:
    room = catalog.rooms.get(slot.room)
    return f"{room.name.in_language(booking.terms.language)}, {catalog.studio}" if room else catalog.studio
