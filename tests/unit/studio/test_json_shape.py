"""What is said of a document that has another shape, word for word: staff read it."""

from collections.abc import Callable

import pytest

from lib.studio.json_shape import Place


@pytest.mark.parametrize(
    ("read", "value", "code", "sentence"),
    [
        (lambda place: place.fields("a"), [], "not_an_object", "must be an object"),
        (lambda place: list(place.members()), "x", "not_an_object", "must be an object"),
        (lambda place: list(place.items()), {}, "not_a_list", "must be a list"),
        (lambda place: place.text(3), 5, "not_a_text", "must be a text"),
        (lambda place: place.text(3), "four", "bad_length", "must have 1 to 3 characters"),
        (lambda place: place.text(3), "\ud800", "bad_text", "holds half a character"),
        (lambda place: place.whole(1, 3), 1.0, "not_a_whole_number", "must be a whole number"),
        (lambda place: place.whole(1, 3), 4, "out_of_range", "must be 1 to 3"),
        (lambda place: place.number(1, 3), "2", "not_a_number", "must be a number"),
        (lambda place: place.number(1, 3), 3.1, "out_of_range", "must be 1 to 3"),
        (lambda place: place.flag(), 1, "not_a_flag", "must be true or false"),
        (lambda place: place.one_of(("a",)), "b", "unknown_choice", "must be one of the known words or ids"),
        (lambda place: place.day(), "2026-02-30", "bad_date", "must be a date that exists, as YYYY-MM-DD"),
    ],
)
def test_other_shape_is_named(read: Callable[[Place], object], value: object, code: str, sentence: str) -> None:
    place = Place(value)

    read(place)

    assert [(problem.pointer, problem.code, problem.detail) for problem in place.problems] == [("", code, sentence)]


def test_setting_that_nobody_knows_is_named() -> None:
    place = Place({"a": 1, "b": 2})

    place.fields("a")

    assert [(problem.pointer, problem.code, problem.detail) for problem in place.problems] == [
        ("/b", "unknown_key", "is not a setting we know")
    ]


@pytest.mark.parametrize("value", [1, 3, 1.0, 3.0])
def test_number_may_be_either_end(value: float) -> None:
    place = Place(value)

    assert (place.number(1, 3), list(place.problems)) == (value, [])
