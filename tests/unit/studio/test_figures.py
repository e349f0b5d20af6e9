"""Under which labels bookings are counted, at both ends of each."""

from datetime import date

import pytest

from lib.studio.figures import (
    Period,
    is_said,
    labels,
    lead_label,
    month_of,
    months,
    name_label,
    split_labels,
    width_label,
)


def test_months_are_those_between_two_days_and_both_ends() -> None:
    assert months(date(2029, 11, 30), date(2030, 2, 1)) == ("2029-11", "2029-12", "2030-01", "2030-02")
    assert months(date(2030, 1, 1), date(2030, 1, 31)) == ("2030-01",)
    assert months(date(2030, 2, 1), date(2030, 1, 31)) == ()
    assert month_of(date(2030, 2, 1)) == "2030-02"


@pytest.mark.parametrize(
    ("width", "label"),
    [(0, "0"), (479, "0"), (480, "480"), (767, "480"), (768, "768"), (1023, "768"), (1024, "1024"), (1440, "1440"),
     (10**6, "1440"), (-1, "-"), (None, "-"), ("480", "-"), (480.0, "-")],
)  # fmt: skip
def test_width_counts_from_where_a_screen_begins(width: object, label: str) -> None:
    assert width_label(width) == label


@pytest.mark.parametrize(
    ("hours", "label"),
    [(-5, "0"), (0, "0"), (23, "0"), (24, "1"), (71, "1"), (72, "3"), (167, "3"), (168, "7"), (335, "7"), (336, "14"),
     (719, "14"), (720, "30"), (10**5, "30")],
)  # fmt: skip
def test_lead_counts_whole_days(hours: int, label: str) -> None:
    assert lead_label(hours) == label


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Spring Sale", "spring+sale"),
        ("a.b-c_d", "a.b-c_d"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "other"),
        ("ana@example.com", "other"),
        ("call 555010", "other"),
        ("call 55501", "call+55501"),
        ("", "-"),
        ("  ", "-"),
        (None, "-"),
        (7, "-"),
    ],
)
def test_name_of_a_campaign_is_one_word_without_anything_personal(said: object, label: str) -> None:
    assert name_label(said) == label


def test_labels_say_how_a_booking_was_made() -> None:
    context = {"width": 500, "utm": {"source": "News", "campaign": "June"}}

    assert labels("widget", context) == ("source:widget", "width:480", "origin:news", "campaign:june")
    assert labels("desk", {}) == ("source:desk", "width:-", "origin:-", "campaign:-")
    assert labels("desk", {"utm": "no object"}) == ("source:desk", "width:-", "origin:-", "campaign:-")


def test_labels_that_anybody_may_have_made_up_are_told_apart() -> None:
    given = iter(["source:widget", "origin:news", "origin:-", "campaign:other", "campaign:june"])

    assert split_labels(given) == (["source:widget", "origin:-", "campaign:other"], ["origin:news", "campaign:june"])
    assert not is_said("source:news")


def test_days_of_a_period_are_both_ends_and_all_between() -> None:
    first, last = date(2030, 2, 27), date(2030, 3, 1)

    assert Period(first, last).days() == [first, date(2030, 2, 28), last]
    assert Period(first, first).days() == [first]
    assert Period(last, first).days() == []
