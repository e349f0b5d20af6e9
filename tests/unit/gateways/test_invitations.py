from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest

from lib.gateways.calendars import IcalendarFiles, Letterhead, invitations
from tests.unit.gateways.read_events import event_of, files, only, read_elsewhere
from tests.unit.gateways.subjects import (
    EARLIER,
    HAPPENED,
    LINKS,
    SUBJECTS,
    a_booking,
    a_catalog,
    a_slot,
    a_subject,
    in_spanish,
    terms,
)

WITH_EVENTS = {
    name: each for name, each in SUBJECTS.items() if each.occasion.kind in {"confirmed", "moved", "canceled"}
}
UID = "booking_1795187045678_k3x9q2m7vhw4t-1@bookings.sabor-con-flow"
DOWNLOAD = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sabor con Flow//Bookings//EN
METHOD:PUBLISH
BEGIN:VEVENT
SUMMARY:Private salsa lesson · María Delgado
DTSTART:20261124T230000Z
DTEND:20261125T000000Z
DTSTAMP:20261120T150405Z
UID:booking_1795187045678_k3x9q2m7vhw4t-1@bookings.sabor-con-flow
SEQUENCE:1
DESCRIPTION:2M7VHW4T
LOCATION:Mirror room\, Sabor con Flow
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(WITH_EVENTS))
@pytest.mark.parametrize("spanish", [False, True])
def test_every_slot_is_one_event_in_a_file_of_its_own(name: str, spanish: bool) -> None:  # noqa: FBT001 -- a column
    subject = in_spanish(WITH_EVENTS[name]) if spanish else WITH_EVENTS[name]

    found = [(event_of(file), read_elsewhere(file)) for file in files(subject)]

    assert len(found) == len(subject.booking.slots)
    for (event, elsewhere), slot in zip(found, subject.booking.slots, strict=True):
        starts, ends = (datetime.fromtimestamp(at * 60, UTC) for at in (slot.start, slot.end))
        assert (event.start, event.end) == (starts, ends)
        assert (elsewhere.dtstart.value, elsewhere.dtend.value) == (starts, ends)
        assert str(event["UID"]) == elsewhere.uid.value
        assert (event["SEQUENCE"], elsewhere.sequence.value) == (subject.booking.version, str(subject.booking.version))
        assert str(event["STATUS"]) == elsewhere.status.value
        assert str(event["DESCRIPTION"]) == elsewhere.description.value
        assert str(event["LOCATION"]) == elsewhere.location.value
        assert str(event["SUMMARY"]) == elsewhere.summary.value


@pytest.mark.parametrize("name", sorted(WITH_EVENTS))
def test_file_is_laid_out_as_the_rfc_asks(name: str) -> None:
    for file in files(WITH_EVENTS[name]):
        lines = file.content.split(b"\r\n")

        assert [line for line in lines if len(line) > 75 or b"\r" in line or b"\n" in line] == []
        assert lines[-1] == b""
        starts_and_ends = [line for line in lines if line.startswith((b"DTSTART", b"DTEND", b"DTSTAMP"))]
        assert [line.endswith(b"Z") and b"TZID" not in line for line in starts_and_ends] == [True] * 3


def test_invitation_says_what_calendars_need() -> None:
    event = event_of(only(a_subject()))

    assert {name: event[name] for name in ("UID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION")} == {
        "UID": UID,
        "SEQUENCE": 1,
        "STATUS": "CONFIRMED",
        "SUMMARY": "Private salsa lesson · María Delgado",
        "LOCATION": "Mirror room, Sabor con Flow, 815 West 26th Street, 2nd floor, New York, NY 10001",
        "DESCRIPTION": f"Confirmation number: 2M7VHW4T\nSee or change your booking: {LINKS.manage}",
    }
    assert event["DTSTAMP"].dt == utc("2026-11-20 15:04:05")
    assert event["ORGANIZER"] == "mailto:bookings@flow.example"
    assert (event["ATTENDEE"], dict(event["ATTENDEE"].params)) == ("mailto:rosa@example.com", {"RSVP": "FALSE"})
    assert dict(event["ORGANIZER"].params) == {}


def test_invitation_is_in_the_language_of_the_booking() -> None:
    event = event_of(only(in_spanish(a_subject())))

    assert str(event["SUMMARY"]) == "Clase particular de salsa · María Delgado"
    assert str(event["LOCATION"]).startswith("Sala de espejos, Sabor con Flow, ")
    assert str(event["DESCRIPTION"]) == (f"Número de confirmación: 2M7VHW4T\nVer o cambiar tu reserva: {LINKS.manage}")


@pytest.mark.parametrize("by", ["customer", "owner"])
def test_cancellation_takes_the_event_out_and_has_no_link(by: str) -> None:
    file = only(a_subject("canceled", version=3, by=by))

    event = event_of(file)
    assert (file.filename, file.method) == ("lesson.ics", "CANCEL")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (UID, 3, "CANCELLED")
    assert str(event["DESCRIPTION"]) == "Confirmation number: 2M7VHW4T"
    assert b"manage" not in file.content
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:bookings@flow.example", "mailto:rosa@example.com")


def test_event_is_known_again_over_all_its_versions_and_in_the_download() -> None:
    confirmed = a_subject()
    moved = a_subject("moved", version=2, slots=(a_slot("2026-12-01 15:00"),), before=EARLIER)
    canceled = a_subject("canceled", version=3, slots=(a_slot("2026-12-01 15:00"),))

    events = [event_of(only(each)) for each in (confirmed, moved, canceled)]

    download = icalendar.Calendar.from_ical(IcalendarFiles().file(confirmed.booking, confirmed.catalog))
    assert {str(each["UID"]) for each in (*events, *download.subcomponents)} == {UID}
    assert [each["SEQUENCE"] for each in events] == [1, 2, 3]


def test_four_slots_are_four_files_with_four_names() -> None:
    found = files(SUBJECTS["confirmed-four"])

    assert [file.filename for file in found] == ["lesson-1.ics", "lesson-2.ics", "lesson-3.ics", "lesson-4.ics"]
    assert [event_of(file)["UID"] for file in found] == [UID.replace("-1@", f"-{number}@") for number in (1, 2, 3, 4)]
    assert len({file.content for file in found}) == 4


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        # The clock jumps from two to three on the 8th of March, and shows one o'clock twice on the 1st of November.
        (
            ("2026-03-08 06:30", "2026-03-08 07:00"),
            ("20260308T063000Z 20260308T073000Z 20260308T070000Z 20260308T080000Z"),
        ),
        (
            ("2026-11-01 05:30", "2026-11-01 06:30"),
            ("20261101T053000Z 20261101T063000Z 20261101T063000Z 20261101T073000Z"),
        ),
    ],
)
def test_both_clock_changes_keep_every_instant(starts: tuple[str, str], expected: str) -> None:
    found = files(a_subject(slots=tuple(a_slot(start) for start in starts)))

    assert (
        " ".join(
            f"{event['DTSTART'].to_ical().decode()} {event['DTEND'].to_ical().decode()}"
            for event in map(event_of, found)
        )
        == expected
    )


def test_same_occasion_brings_the_same_bytes_whenever_it_is_sent() -> None:
    booking, catalog = a_booking(), a_catalog()
    letterhead = Letterhead("bookings@flow.example", "note", HAPPENED)

    assert invitations(booking, catalog, letterhead) == invitations(replace(booking), a_catalog(), replace(letterhead))


def test_what_left_the_catalogue_stands_for_itself() -> None:
    event = event_of(only(SUBJECTS["confirmed-left"]))

    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("salsa · ana", "Sabor con Flow")


@pytest.mark.parametrize("kind", ["reminder", "notice"])
def test_letters_that_change_no_calendar_have_no_file(kind: Any) -> None:
    assert files(a_subject(kind)) == ()


def test_download_is_the_file_it_always_was() -> None:
    found = IcalendarFiles().file(a_booking(terms=terms()), a_catalog())

    assert found == DOWNLOAD.replace("\n", "\r\n").encode()
