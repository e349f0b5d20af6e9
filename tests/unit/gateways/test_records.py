"""The forms in which bookings and sessions stand in the store: what was written years ago is read word for word."""

from dataclasses import replace

import pytest

from lib.gateways.store import records
from lib.studio.booking import NOBODY, BookedSlot, Booking, Person, Terms
from lib.studio.catalog import Text
from lib.studio.pricing import PriceLine
from lib.studio.slots import Block

ROSA = Person("Rosa", "Vega", "rosa@example.com", "+1 555 0100", "two\nlines")
AGREED = Terms(
    class_type="private",
    slot_prices=(4500, 4900),
    total_minor=9400,
    currency="USD",
    price_lines=(PriceLine(Text("Private", "Particular"), 8000), PriceLine(Text("With Ana", "Con Ana"), 1400)),
    source="fallback_form",
    language="es",
    created=1906718400000,
    context={"utm": {"campaign": "spring"}, "width": 390},
)
MADE = Booking(
    id="booking_1",
    status="completed",
    version=7,
    token_version=3,
    payment="paid",
    instructor="ana",
    slots=(BookedSlot("2030-06-04_9_0", 100, 160, "big"), BookedSlot("2030-06-05_9_0", 1540, 1600, "")),
    person=ROSA,
    terms=AGREED,
)
# The second is another host of the same meeting.
PLACES = """\
2030-06-04_9_0 100:160:ana:private::0:15:big:0:booking_1
2030-06-04_9_0 100:160:ben:private::0:15:big:0:booking_1
2030-06-05_9_0 1540:1600:ana:private::0:15::0:booking_1
"""


def told(**changes: str) -> str:
    """The booking as a script tells it."""
    lines = {
        "id": "booking_1",
        "instructor": "ana",
        "event": "1-0",
        "status": "completed",
        "version": "7",
        "token": "3",
        "payment": "paid",
        "terms": records.terms_text(AGREED),
        "person": records.person_text(ROSA),
        "places": PLACES,
    }
    return "\n".join((lines | changes).values())


def kept(**changes: str) -> dict[str, str]:
    """The same booking as its hash."""
    names = ("id", "instructor", "event", "status", "version", "token", "payment", "terms", "person", "places")
    return dict(zip(names, told().split("\n", 9), strict=True)) | changes


def test_terms_and_person_are_read_as_they_were_written() -> None:
    assert records.terms(records.terms_text(AGREED)) == AGREED
    assert records.person(records.person_text(ROSA)) == ROSA
    assert records.person("") == NOBODY


def test_booking_that_a_script_tells_has_the_places_of_its_instructor() -> None:
    snapshot = records.snapshot(told())

    assert (snapshot.booking, snapshot.event_id) == (MADE, "1-0")


def test_booking_without_places_and_without_a_person_is_one() -> None:
    snapshot = records.snapshot(told(places="", person=""))

    assert snapshot.booking == replace(MADE, slots=(), person=NOBODY)


def test_booking_is_read_from_its_hash() -> None:
    assert records.booking("booking_1", kept()) == MADE


@pytest.mark.parametrize(
    "damage",
    [
        {"version": "seven"}, {"token": ""}, {"terms": "{}"}, {"terms": ""}, {"person": "[1"}, {"person": "[]"},
        {"places": "nothing"}, {"places": "2030-06-04_9_0 100:160:ana"}, {"places": "a b c"},
    ],
    ids=str,
)  # fmt: skip
def test_hash_that_is_no_booking_is_refused(damage: dict[str, str]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        records.booking("booking_1", kept(**damage))


def test_fields_come_in_turn_with_their_values() -> None:
    assert records.fields_of(["status", "confirmed", "version", "1"]) == {"status": "confirmed", "version": "1"}
    assert records.fields_of([]) == {}
    with pytest.raises(ValueError, match="shorter"):
        records.fields_of(["status", "confirmed", "version"])


def test_lines_of_a_schedule_are_sessions() -> None:
    assert records.blocks("100:160:ana:group:session-1:5:15:big:2\n200:230:ben:short::0:0::1") == (
        Block(100, 160, 5, 15, "ana", "big", "group", "session-1", 2),
        Block(200, 230, 0, 0, "ben", "", "short", "", 1),
    )
