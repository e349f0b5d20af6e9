"""What staff may send as the settings, and as somebody's own hours."""

from typing import Any

import pytest

from lib.studio.catalog_document import BadCatalog
from lib.studio.catalog_edits import (
    LARGEST_BYTES,
    HoursOf,
    checked_hours,
    edited_catalog,
    fingerprint,
    is_same,
    kept_text,
)

HOURS: dict[str, Any] = {"week": {"mon": [["09:00", "12:00"]]}, "breaks": {}, "exceptions": {}}
STUDIO: dict[str, Any] = {"instructors": [{"id": "ana", "name": "Ana"}, {"id": "ben", "name": "Ben", **HOURS}]}


def problems(bad: BadCatalog) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in bad.problems]


def test_document_under_no_version_yet_is_a_catalogue() -> None:
    catalog = edited_catalog(STUDIO)

    assert (catalog.version, list(catalog.instructors)) == ("", ["ana", "ben"])


@pytest.mark.parametrize(
    ("document", "pointers"),
    [
        ({"studio": {"name": "Sab\u202eor"}}, ["/studio/name"]),
        ({"studio": {"name": "Two\nlines"}}, ["/studio/name"]),
        (
            {"instructors": [{"id": "ana", "name": "Ana", "specialties": [{"en": "Two\nlines", "es": "x"}]}]},
            ["/instructors/0/specialties/0/en"],
        ),
        # Where something else is wrong already, that is enough.
        ({"closedDays": ["\x00"]}, ["/closedDays/0"]),
        (
            {"instructors": [{"id": "ana", "name": "A\u200fa", "rating": "x"}]},
            ["/instructors/0/rating", "/instructors/0/name"],
        ),
    ],
)
def test_text_that_cannot_be_seen_is_refused_where_it_stands(document: dict[str, Any], pointers: list[str]) -> None:
    with pytest.raises(BadCatalog) as bad:
        edited_catalog(document)

    assert [pointer for pointer, _ in problems(bad.value)] == pointers


def test_name_of_a_member_that_cannot_be_seen_is_refused() -> None:
    with pytest.raises(BadCatalog) as bad:
        edited_catalog({"studio": {"na\u200fme": "x"}})

    assert [(each.code, each.detail) for each in bad.value.problems] == [("unknown_key", "is not a setting we know")]


def test_words_say_what_is_wrong_with_a_text_and_with_a_name() -> None:
    with pytest.raises(BadCatalog) as bad:
        edited_catalog({**STUDIO, "studio": {"name": "Sab\u202eor"}})

    assert [(each.code, each.detail) for each in bad.value.problems] == [
        ("bad_text", "holds a character that cannot be seen")
    ]


def test_description_alone_may_have_several_lines() -> None:
    kind = {
        "id": "salsa",
        "name": {"en": "Salsa", "es": "Salsa"},
        "priceMinor": 1,
        "duration": 60,
        "instructors": ["ana"],
    }
    lines = {"en": "One\nTwo", "es": "Uno\nDos"}

    catalog = edited_catalog({**STUDIO, "classTypes": [{**kind, "description": lines}]})

    assert catalog.class_types["salsa"].description.en == "One\nTwo"
    with pytest.raises(BadCatalog):
        edited_catalog({**STUDIO, "classTypes": [{**kind, "description": {**lines, "en": "One\tTwo"}}]})


def test_hours_come_back_as_they_were_sent() -> None:
    assert checked_hours(HOURS) == HOURS


@pytest.mark.parametrize(
    ("hours", "pointers"),
    [
        ({**HOURS, "name": "Other"}, ["/name"]),
        ({"week": {}, "breaks": {}}, ["/exceptions"]),
        ({**HOURS, "week": {"mon": [["12:00", "09:00"]]}}, ["/week/mon/0"]),
        ([], [""]),
        (None, [""]),
    ],
)
def test_hours_of_another_form_are_refused_where_they_are_wrong(hours: object, pointers: list[str]) -> None:
    with pytest.raises(BadCatalog) as bad:
        checked_hours(hours)

    assert [pointer for pointer, _ in problems(bad.value)] == pointers


def test_mistake_in_hours_says_the_same_as_in_the_whole_document() -> None:
    with pytest.raises(BadCatalog) as bad:
        checked_hours({**HOURS, "week": {"mon": [["12:00", "09:00"]]}})

    assert [(each.code, each.detail) for each in bad.value.problems] == [
        ("ends_before_start", "must end after it begins, on the same day")
    ]


def test_hours_are_read_with_their_defaults_and_put_back_without_touching_the_rest() -> None:
    before = repr(STUDIO)

    edited = HoursOf("ana").put({**HOURS, "name": "ignored"}, STUDIO)

    assert HoursOf("ben").read(STUDIO) == HOURS
    assert set(HoursOf("ana").read(STUDIO)) == {"week", "breaks", "exceptions"}
    assert edited == {"instructors": [{"id": "ana", "name": "Ana", **HOURS}, STUDIO["instructors"][1]]}
    assert repr(STUDIO) == before


@pytest.mark.parametrize("document", [STUDIO, {}, {"instructors": None}])
def test_hours_of_nobody_are_an_error(document: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        HoursOf("zoe").put(HOURS, document)


def test_document_is_kept_as_large_as_it_may_be_and_no_larger() -> None:
    most = LARGEST_BYTES - len('{"n":""}') - len("é".encode())

    assert kept_text({"n": "é" + "x" * most}) == '{"n":"é' + "x" * most + '"}'
    with pytest.raises(BadCatalog) as bad:
        kept_text({"n": "é" + "x" * (most + 1)})
    assert [(each.pointer, each.code, each.detail) for each in bad.value.problems] == [
        ("", "too_large", "must have at most 256 KB")
    ]


def test_text_that_is_kept_is_the_document() -> None:
    document = {"a": [1, "é"], "b": {"c": None}}

    assert kept_text(document) == '{"a":[1,"é"],"b":{"c":null}}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        kept_text({"a": float("nan")})


def test_fingerprint_is_of_the_content_and_of_what_it_follows() -> None:
    one = fingerprint({"a": 1, "b": 2})

    assert one == fingerprint({"b": 2, "a": 1})
    assert one not in {fingerprint({"a": 1, "b": 3}), fingerprint({"a": 1, "b": 2}, "before")}
    assert len(one) == 16


def test_document_with_its_defaults_written_out_says_the_same() -> None:
    assert is_same(STUDIO, {**STUDIO, "closedDays": []})
    assert not is_same(STUDIO, {**STUDIO, "closedDays": ["2030-07-04"]})


def test_address_of_the_owner_is_no_instructors() -> None:
    taken = {"instructors": [{"id": "ana", "name": "Ana", "email": "owner@studio.example"}]}

    with pytest.raises(BadCatalog) as bad:
        edited_catalog(taken, "owner@studio.example")

    assert problems(bad.value) == [("/instructors/0/email", "owners_address")]
    assert edited_catalog(taken).instructors["ana"].email == "owner@studio.example"
