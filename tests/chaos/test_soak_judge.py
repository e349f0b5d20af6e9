"""The judge of the soak notices each kind of loss: stores and records that are wrong by one thing."""

from dataclasses import replace

import pytest

from tests.chaos.soak_judge import told
from tests.chaos.soak_shoppers import Record, Wanted
from tests.support.invariants import Kept

MARK, OTHER = "mk0123456789abx", "mkba9876543210x"
FIELDS = {
    "status": "confirmed",
    "version": "1",
    "instructor": "ana",
    "person": f'["F{MARK}"]',
    "places": "2030-06-04_9_0 31780260:31780320:ana:private::0:15:big:0:b1",
}
ANSWER = {"booking": {"id": "b1", "version": 1}}
BOOKED = Wanted("book", {}, MARK, slot="ana_2030-06-04_9_0", status=201, answer=ANSWER, sent=1)
CANCELED = Wanted("cancel", {}, MARK, booking="b1", status=200, answer={"booking": {"id": "b1", "version": 2}}, sent=1)
MOVED = replace(CANCELED, verb="move", slot="ana_2030-06-04_10_15")
KEPT = Kept({}, {"b1": FIELDS}, frozenset({"b1:1:confirmed"}))


def test_what_was_promised_and_is_there_is_well() -> None:
    assert list(told(Record([BOOKED]), KEPT)) == []
    assert list(told(Record([replace(BOOKED, mark=OTHER, status=409)]), KEPT)) == []


@pytest.mark.parametrize(
    ("wanted", "fields", "sentence"),
    [
        ([BOOKED], None, "I2 b1 was promised and is gone"),
        ([replace(BOOKED, status=409)], FIELDS, "I5 b1 exists, and its customer was told 409"),
        ([replace(BOOKED, status=0)], FIELDS, "I7 book never had an answer"),
        ([BOOKED, MOVED], FIELDS, "I2 b1 stands at ana_2030-06-04_9_0 and was promised ana_2030-06-04_10_15"),
        ([BOOKED], {**FIELDS, "instructor": "ben"}, "I2 b1 stands at ben_2030-06-04_9_0"),
        ([BOOKED], {**FIELDS, "status": "canceled"}, "I2 b1 is canceled"),
        ([BOOKED, CANCELED], FIELDS, "I2 b1 is confirmed"),
        ([BOOKED, CANCELED], {**FIELDS, "status": "canceled"}, "I3 b1 was cancelled without a letter"),
    ],
)
def test_what_is_lost_is_noticed(wanted: list[Wanted], fields: dict[str, str] | None, sentence: str) -> None:
    kept = replace(KEPT, bookings={"b1": fields} if fields else {})

    assert any(each.startswith(sentence) for each in told(Record(wanted), kept))
