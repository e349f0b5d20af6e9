"""Bookings as iCalendar files (RFC 5545): instants in UTC, so that no calendar is ever an hour off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lib.studio.booking import BookedSlot, Booking
from lib.studio.catalog import Catalog

if TYPE_CHECKING:
    from icalendar import Event

# Part of every UID, which has to stay the same for ever, wherever the site moves.
DOMAIN = "bookings.sabor-con-flow"
PRODUCT = "-//Sabor con Flow//Bookings//EN"


class IcalendarFiles:
    """Fulfils ports.Calendars."""

    def file(self, booking: Booking, catalog: Catalog) -> bytes:
        """The same bytes for the same version of a booking."""
        # Imported here: one answer in a hundred is a calendar, and every start of the function would pay for it.
        from icalendar import Calendar  # noqa: PLC0415 -- see above

        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        for number, slot in enumerate(booking.slots, start=1):
            calendar.add_component(_event(booking, slot, number, catalog))
        return bytes(calendar.to_ical())


def _event(booking: Booking, slot: BookedSlot, number: int, catalog: Catalog) -> Event:
    from icalendar import Event  # noqa: PLC0415 -- as above

    event = Event()
    event.add("uid", f"{booking.id}-{number}@{DOMAIN}")
    event.add("dtstamp", _moment(booking.terms.created // 1000))
    event.add("sequence", booking.version)
    event.add("dtstart", _moment(slot.start * 60))
    event.add("dtend", _moment(slot.end * 60))
    event.add("summary", _title(booking, catalog))
    event.add("location", _place(booking, slot, catalog))
    event.add("description", booking.confirmation_number)
    event.add("status", "CANCELLED" if booking.status == "canceled" else "CONFIRMED")
    return event


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _title(booking: Booking, catalog: Catalog) -> str:
    """Ids stand in for what has left the catalogue since."""
    kind = catalog.class_types.get(booking.terms.class_type)
    who = catalog.instructors.get(booking.instructor)
    name = kind.name.in_language(booking.terms.language) if kind else booking.terms.class_type
    return f"{name} · {who.name if who else booking.instructor}"


def _place(booking: Booking, slot: BookedSlot, catalog: Catalog) -> str:
    room = catalog.rooms.get(slot.room)
    return f"{room.name.in_language(booking.terms.language)}, {catalog.studio}" if room else catalog.studio
