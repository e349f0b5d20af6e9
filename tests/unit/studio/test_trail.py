"""One line of a booking's trail, read as the scripts write it."""

import pytest

from lib.studio.trail import Difference, Line, line


def test_line_is_read_with_everything_in_it() -> None:
    text = "1906718400000 instructor:ana move slots=2030-06-04_9_0>2030-06-05_9_0,2030-06-06_9_0 instructor=ben>ana"

    assert line("a:2", text) == Line(
        at=1_906_718_400_000,
        version=2,
        who="instructor:ana",
        action="move",
        differences=(
            Difference("slots", "2030-06-04_9_0", "2030-06-05_9_0,2030-06-06_9_0"),
            Difference("instructor", "ben", "ana"),
        ),
    )


def test_line_of_a_correction_names_the_parts_alone() -> None:
    assert line("a:3", "5 customer correct parts=email,phone status=>confirmed") == Line(
        at=5,
        version=3,
        who="customer",
        action="correct",
        differences=(Difference("status", "", "confirmed"),),
        parts=("email", "phone"),
    )


def test_line_that_made_no_version_has_a_word_of_its_own() -> None:
    assert line("a:1:resend:7", "5 owner resend") == Line(
        at=5, version=1, who="owner", action="resend", word="resend:7"
    )


def test_lines_are_in_the_order_of_versions_then_of_time() -> None:
    told = [line("a:2", "9 owner move"), line("a:1:b", "8 owner resend"), line("a:1:a", "8 owner resend")]
    told.append(line("a:1", "7 customer book"))

    assert [each.order for each in sorted(told, key=lambda each: each.order)] == [
        (1, 7, ""),
        (1, 8, "a"),
        (1, 8, "b"),
        (2, 9, ""),
    ]


@pytest.mark.parametrize(
    ("name", "text"), [("a", "5 owner move"), ("a:x", "5 owner move"), ("a:1", "5 owner"), ("a:1", "")]
)
def test_line_of_another_form_is_none(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        line(name, text)
