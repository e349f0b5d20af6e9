import re
from typing import Any

import pytest

from lib.studio.catalog_document import BadCatalog, parse
from tests.unit.studio.documents import changed

PERSON, KIND, RULE = "instructors/0", "classTypes/0", "priceRules/0"


def problems(document: Any) -> list[tuple[str, str]]:
    """Staff read the details: each goes on where "This setting" would begin."""
    with pytest.raises(BadCatalog) as refused:
        parse(document, "1")
    assert all(re.match("(must|holds|is|stands|begins|has) ", each.detail) for each in refused.value.problems)
    return [(each.pointer, each.code) for each in refused.value.problems]


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("extra", 1, "unknown_key"),
        ("studio/colour", "red", "unknown_key"),
        ("studio/name", "  ", "bad_length"),
        ("studio/name", "\ud800", "bad_text"),
        ("studio/zone", "Mars/Olympus", "unknown_zone"),
        ("studio/zone", "America", "unknown_zone"),
        ("studio/zone", "../../etc/passwd", "unknown_zone"),
        ("studio/zone", 5, "unknown_zone"),
        ("studio/currency", "usd", "bad_form"),
        ("studio/address", "a" * 201, "bad_length"),
        ("studio/address", 5, "not_a_text"),
        ("studio/phone", "1" * 41, "bad_length"),
        ("studio/phone", 12125550134, "not_a_text"),
        ("studio/phone", "\udfff", "bad_text"),
        ("rules/noticeMinutes", -1, "out_of_range"),
        ("rules/noticeMinutes", True, "not_a_whole_number"),
        ("rules/horizonDays", 1.0, "not_a_whole_number"),
        ("rules/activeBookings", 0, "out_of_range"),
        ("closedDays/0", "2026-02-30", "bad_date"),
        ("closedDays/0", "20261225", "bad_date"),
        ("closedDays", "2026-12-25", "not_a_list"),
        ("rooms/0/name/es", None, "missing"),
        (f"{PERSON}/id", "any", "bad_form"),
        (f"{PERSON}/name", 5, "not_a_text"),
        (f"{PERSON}/photo", "javascript:alert(1)", "bad_form"),
        (f"{PERSON}/photo", "//elsewhere.example/x.svg", "bad_form"),
        (f"{PERSON}/rating", 5.1, "out_of_range"),
        (f"{PERSON}/rating", float("nan"), "out_of_range"),
        (f"{PERSON}/rating", True, "not_a_number"),
        (f"{PERSON}/active", 1, "not_a_flag"),
        (f"{PERSON}/email", 5, "bad_form"),
        (f"{PERSON}/email", ["ana@example.com"], "bad_form"),
        (f"{PERSON}/email", "ana", "bad_form"),
        (f"{PERSON}/email", "ana@example", "bad_form"),
        (f"{PERSON}/email", " ana@example.com", "bad_form"),
        (f"{PERSON}/email", "ana@example.com\n", "bad_form"),
        (f"{PERSON}/email", "ana@example.com\r\nBcc: eve@example.com", "bad_form"),
        (f"{PERSON}/email", "ana@example.com,eve@example.com", "bad_form"),
        (f"{PERSON}/email", "Ana <ana@example.com>", "bad_form"),
        (f"{PERSON}/email", "añá@example.com", "bad_form"),
        (f"{PERSON}/email", "ana..b@example.com", "bad_form"),
        (f"{PERSON}/email", "a" * 243 + "@example.com", "bad_form"),
        (f"{PERSON}/email", "\u202eana@example.com", "bad_form"),
        (f"{PERSON}/week/monday", [], "unknown_key"),
        (f"{PERSON}/week/mon/1", ["23:00", "24:00"], "overlapping"),
        (f"{PERSON}/week/mon/0", ["16:00", "16:00"], "ends_before_start"),
        (f"{PERSON}/week/mon/0", ["16:00"], "not_a_pair"),
        (f"{PERSON}/week/mon/0/1", "24:01", "bad_form"),
        (f"{PERSON}/week/mon/0/0", "9:00", "bad_form"),
        (f"{PERSON}/breaks/mon/0", ["18:00", "17:00"], "ends_before_start"),
        (f"{PERSON}/exceptions/2026-13-01", [], "bad_date"),
        (f"{KIND}/id", "Salsa 1", "bad_form"),
        (f"{KIND}/id", "a" * 41, "bad_form"),
        (f"{KIND}/duration", 0, "out_of_range"),
        (f"{KIND}/duration", 1441, "out_of_range"),
        (f"{KIND}/after", 121, "out_of_range"),
        (f"{KIND}/before", -1, "out_of_range"),
        (f"{KIND}/step", 0, "out_of_range"),
        (f"{KIND}/capacity", 501, "out_of_range"),
        (f"{KIND}/capacity", False, "not_a_whole_number"),
        (f"{KIND}/priceMinor", -1, "out_of_range"),
        (f"{KIND}/priceMinor", 25.5, "not_a_whole_number"),
        (f"{KIND}/instructors/0", "zoe", "unknown_choice"),
        (f"{KIND}/rooms/0", "attic", "unknown_choice"),
        (f"{KIND}/rooms", ["big", "big"], "duplicate"),
        (f"{RULE}/instructor", "zoe", "unknown_choice"),
        (f"{RULE}/classTypes/0", "tango", "unknown_choice"),
        (f"{RULE}/weekdays/0", "saturday", "unknown_choice"),
        (f"{RULE}/hours", ["21:00", "18:00"], "ends_before_start"),
        (f"{RULE}/slotsAtLeast", 5, "out_of_range"),
        (f"{RULE}/percent", -101, "out_of_range"),
        (f"{RULE}/amountMinor", 5, "one_of_two"),
        (f"{RULE}/percent", None, "one_of_two"),
        ("calendly/mode", "always", "unknown_choice"),
        ("calendly/url", "http://calendly.com/x", "bad_form"),
        ("calendly/url", None, "missing"),
        ("rules", [], "not_an_object"),
        ("instructors", {}, "not_a_list"),
    ],
)
def test_one_mistake_is_one_problem_where_it_stands(pointer: str, value: object, code: str) -> None:
    found = problems(changed(pointer, value))

    at_parent = {"one_of_two": RULE}
    spot = {f"{KIND}/rooms": f"{KIND}/rooms/1"}.get(pointer, at_parent.get(code, pointer))
    assert (f"/{spot}", code) in found
    # An id that could not be read is also unknown wherever it is named.
    assert all(other == "unknown_choice" for where, other in found if (where, other) != (f"/{spot}", code))


def test_all_mistakes_are_told_at_once_with_escaped_pointers() -> None:
    document = {
        "a/b~c": 1,
        "rooms": [{"id": "big"}, {"id": "big", "name": {"en": "B", "es": "G"}}, 7],
        "classTypes": [{"id": "salsa", "name": {"en": "S", "es": "S", "fr": "S"}, "duration": True}],
    }

    found = problems(document)

    assert sorted(found) == [
        ("/a~1b~0c", "unknown_key"),
        ("/classTypes/0/duration", "not_a_whole_number"),
        ("/classTypes/0/instructors", "missing"),
        ("/classTypes/0/name/fr", "unknown_key"),
        ("/classTypes/0/priceMinor", "missing"),
        ("/rooms/0/name", "missing"),
        ("/rooms/1/id", "duplicate"),
        ("/rooms/2", "not_an_object"),
    ]


@pytest.mark.parametrize("document", [None, [], "x", 5])
def test_what_is_no_object_is_no_catalogue(document: object) -> None:
    assert problems(document) == [("", "not_an_object")]


def people(*facts: dict[str, object]) -> dict[str, Any]:
    return {"instructors": [{"id": f"p{n}", "name": "P"} | each for n, each in enumerate(facts)]}


ANA: dict[str, object] = {"email": "ana@example.com"}


@pytest.mark.parametrize("again", ["ana@example.com", "Ana@Example.COM"])
def test_address_of_two_who_come_in_is_a_mistake_at_the_second(again: str) -> None:
    assert problems(people(ANA, {"email": "ben@example.com"}, {"email": again})) == [
        ("/instructors/2/email", "duplicate")
    ]


@pytest.mark.parametrize(
    "document",
    [
        people(ANA, ANA | {"active": False}),
        people(ANA | {"active": False}, ANA),
        people({}, {}, {"email": ""}, {"email": ""}, {"email": None}),
        people({"email": "a" * 242 + "@example.com"}),
    ],
)
def test_address_of_who_has_left_may_be_somebody_elses(document: dict[str, Any]) -> None:
    assert len(parse(document, "1", "owner@example.com").instructors) == len(document["instructors"])


@pytest.mark.parametrize("owner", ["ana@example.com", " ANA@example.com "])
def test_address_of_the_owner_is_a_mistake_where_it_is_known(owner: str) -> None:
    with pytest.raises(BadCatalog) as refused:
        parse(people({"email": "ben@example.com"}, ANA), "1", owner)

    assert [(each.pointer, each.code) for each in refused.value.problems] == [
        ("/instructors/1/email", "owners_address")
    ]
    assert "p1" in parse(people({"email": "ben@example.com"}, ANA), "1").instructors


def test_address_is_not_shown_where_an_instructor_is() -> None:
    assert "ana@" not in repr(parse(people(ANA), "1"))
