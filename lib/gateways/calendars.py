"""Bookings and lessons as iCalendar files (RFC 5545): instants in UTC, so that no calendar is ever an hour off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from lib.actions.calendar_ports import TeachingCalendar
from lib.actions.mail import CalendarFile
from lib.studio.booking import BookedSlot, Booking
from lib.studio.catalog import Catalog, Language
from lib.studio.slots import Block
from lib.studio.values import dataclass

if TYPE_CHECKING:
    from icalendar import Calendar, Event, vCalAddress

# Part of every UID, which has to stay the same for ever, wherever the site moves.
DOMAIN = "bookings.sabor-con-flow"
PRODUCT = "-//Sabor con Flow//Bookings//EN"
# How often a calendar that subscribed should look; each decides for itself whether it does.
REFRESH = timedelta(minutes=15)
# SEQUENCE is a small whole number that never falls (RFC 5545, 3.8.7.4): seconds since this one, 2020 in UTC.
SEQUENCE_BEGINS = 1_577_836_800
PLACES = {"en": "{taken} of {capacity} places", "es": "{taken} de {capacity} plazas"}


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

    def teaching(self, calendar: TeachingCalendar, catalog: Catalog) -> bytes:
        """The same bytes until a schedule of the studio changes; what is cancelled is not in it any more."""
        from icalendar import Event, vText  # noqa: PLC0415 -- as below

        changed = calendar.changed // 1000
        file = _calendar("PUBLISH")
        # RFC 7986, 5.1 and 5.7, and the names by which calendars knew both before it.
        title = f"{catalog.studio}: {catalog.instructor_name(calendar.instructor)}"
        for name in ("name", "x-wr-calname"):
            # The library knows neither name, and writes what it does not know as it is.
            file.add(name, vText(title))
        file.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        file.add("x-published-ttl", "PT15M")
        for lesson in calendar.lessons:
            event = Event()
            event.add("uid", f"{lesson.name}@{DOMAIN}")
            event.add("sequence", max(0, changed - SEQUENCE_BEGINS))
            for name in ("dtstamp", "last-modified"):
                event.add(name, _moment(changed))
            _describe(event, lesson.block, catalog, calendar.language)
            file.add_component(event)
        return bytes(file.to_ical())


def _describe(event: Event, block: Block, catalog: Catalog, language: Language) -> None:
    kind = catalog.class_types.get(block.class_type)
    words = {"taken": block.taken, "capacity": kind.capacity if kind else block.taken}
    event.add("dtstart", _moment(block.start * 60))
    event.add("dtend", _moment(block.end * 60))
    # What Calendly tells of and the catalogue does not know has no class type.
    event.add("summary", catalog.class_name(block.class_type, language) or "Calendly")
    event.add("location", _where(block.room, catalog, language))
    event.add("description", PLACES[language].format(**words))
    event.add("status", "CONFIRMED")


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
    return _where(slot.room, catalog, booking.terms.language)


def _where(room_id: str, catalog: Catalog, language: Language) -> str:
    room = catalog.rooms.get(room_id)
    return f"{room.name.in_language(language)}, {catalog.studio}" if room else catalog.studio
