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
    ],
)
def test_other_shape_is_named(read: Callable[[Place], object], value: object, code: str, sentence: str) -> None:
    place = Place(value)

    read(place)

    assert [(problem.pointer, problem.code, problem.detail) for problem in place.problems] == [("", code, sentence)]
