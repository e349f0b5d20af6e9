from typing import Any

import pytest

from lib.studio.catalog_defaults import with_defaults
from lib.studio.catalog_document import parse
from lib.studio.catalog_edits import HoursOf, fingerprint, is_same
from tests.support.studio import a_document
from tests.unit.studio.documents import FULL

ROOM = {"id": "r", "name": {"en": "R", "es": "R"}}
SHORT: dict[str, Any] = {
    "instructors": [{"id": "ana", "name": "Ana"}, {"id": "ben", "name": "Ben", "week": {"mon": [["09:00", "10:00"]]}}],
    "classTypes": [
        {"id": "a", "name": {"en": "A", "es": "A"}, "priceMinor": 1, "duration": 60, "instructors": ["ana"]},
        {"id": "b", "name": {"en": "B", "es": "B"}, "priceMinor": 1, "duration": 60, "instructors": [], "step": 15},
    ],
}
NULLS: dict[str, Any] = {"studio": None, "rules": {"horizonDays": None}, "rooms": None, "calendly": {"url": None}}


@pytest.mark.parametrize("document", [{}, FULL, SHORT, NULLS, a_document(), {"rooms": [ROOM]}])
def test_document_says_the_same_with_its_defaults_written_out(document: dict[str, Any]) -> None:
    full = with_defaults(document)

    assert parse(full, "1") == parse(document, "1")
    assert with_defaults(full) == full
    assert is_same(full, document)


def test_nothing_that_stands_in_a_document_is_lost_or_changed() -> None:
    full = with_defaults({**FULL, "later": {"x": 1}})

    assert full == {**FULL, "later": {"x": 1}, "calendly": {**FULL["calendly"], "hosts": [], "eventTypes": []}}


def test_fingerprint_is_of_what_is_said_and_of_what_it_follows_upon() -> None:
    said, otherwise = {"a": 1, "b": [1, 2]}, {"b": [1, 2], "a": 1}

    assert fingerprint(said) == fingerprint(otherwise)
    assert len({fingerprint(said), fingerprint({"a": 2}), fingerprint(said, "v"), fingerprint({"a": True})}) == 4


def test_hours_are_read_and_put_without_touching_anything_else() -> None:
    hours: dict[str, Any] = {"week": {"tue": []}, "breaks": {}, "exceptions": {"2030-01-01": []}}

    edited = HoursOf("ben").put(hours, SHORT)

    assert HoursOf("ben").read(edited) == hours
    assert edited == {**SHORT, "instructors": [SHORT["instructors"][0], {**SHORT["instructors"][1], **hours}]}
    with pytest.raises(KeyError):
        HoursOf("zoe").read(SHORT)
