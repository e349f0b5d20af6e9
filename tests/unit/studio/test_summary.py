"""What the figures of a period say, counter by counter."""

from datetime import date
from typing import Any

from lib.studio.catalog import Catalog
from lib.studio.figures import Figures, Period
from lib.studio.summary import Course, Full, Lessons, Money, Summary, Visits, summary
from tests.unit.studio.builders import a_catalog, a_class, an_instructor

WEEK = Period(date(2030, 6, 3), date(2030, 6, 9))
LESSONS = {
    "ana status:confirmed": 3, "ana status:completed": 2, "ana status:canceled": 1, "ana status:no_show": 1,
    "ana class:salsa": 2, "ana class:group": 4, "ana class:gone": 1, "ben class:salsa": 1,
    "ben status:confirmed": 1, "left status:confirmed": 1, "left minutes": 500, "left class:salsa": 1,
    "ana minutes": 300, "ben minutes": 60,
    "ana listed:salsa:USD": 8000, "ana paid:salsa:USD": 4000, "ana listed:group:USD": 5000, "ana listed:salsa:EUR": 700,
    "ben listed:salsa:USD": 4000,
    "ana places:group": 4, "ana sessions:group": 2, "ana places:salsa": 2, "ana sessions:salsa": 2,
    "ana lead_hours": 100, "ben lead_hours": 25,
    "ana hour:18": 3, "ana hour:9": 2, "ben hour:9": 1, "ana source:widget": 4, "ana source:desk": 4,
    "ben source:calendly": 0, "ana lead:1": 2, "ana lead:30": 1,
}  # fmt: skip
VISITS = {
    "made": 7, "lost": 2, "made source:widget": 5, "made source:desk": 2, "lost source:widget": 1,
    "made origin:news": 1, "made campaign:june": 1, "made width:480": 3, "made width:-": 1, "lost width:0": 1,
    "lost when:1-18": 2, "lost when:0-9": 1, "lost class:salsa": 2,
}  # fmt: skip


def a_studio() -> Catalog:
    kinds = (a_class(), a_class(id="group", capacity=5))
    away = an_instructor("left", active=False)
    return a_catalog(
        *kinds, instructors=(an_instructor("ben", "09:00-10:00"), an_instructor("ana", "09:00-12:00"), away)
    )


def of(lessons: dict[str, int], instructor: str = "", period: Period = WEEK, **more: Any) -> Summary:
    return summary(Figures(lessons, more.get("visits", {}), more.get("course", {})), period, instructor, a_studio())


def test_total_counts_what_stands_and_names_what_does_not() -> None:
    found = of(LESSONS)

    assert found.total == Lessons("", 8, 1, 1, Money("USD", 17_000, 4000), 360, 7 * 240)
    assert (found.completed, found.other_money) == (2, (Money("EUR", 700, 0),))
    assert found.total.fill_rate == round(360 / 1680, 4)


def test_places_are_those_of_classes_with_more_than_one() -> None:
    found = of(LESSONS)

    assert (found.places, found.offered) == (4, 10)


def test_lead_is_the_average_of_what_stands() -> None:
    assert of(LESSONS).lead_hours == 125 // 9
    assert of({}).lead_hours is None


def test_classes_and_instructors_come_as_the_catalogue_has_them_and_what_has_left_it_last() -> None:
    found = of(LESSONS)

    assert found.by_class == (
        Lessons("salsa", 4, money=Money("USD", 12_000, 4000)),
        Lessons("group", 4, money=Money("USD", 5000, 0)),
        Lessons("gone", 1, money=Money("USD", 0, 0)),
    )
    assert found.by_instructor == (
        Lessons("ben", 1, 0, 0, Money("USD", 4000, 0), 60, 7 * 60),
        Lessons("ana", 6, 1, 1, Money("USD", 13_000, 4000), 300, 7 * 180),
        # Who has left takes nobody's time.
        Lessons("left", 1, 0, 0, Money("USD", 0, 0), 0, 0),
    )


def test_hours_come_in_their_order_sources_by_their_number_and_leads_all() -> None:
    found = of(LESSONS)

    assert found.by_hour == (Lessons("9", 3), Lessons("18", 3))
    assert found.by_source == (Lessons("desk", 4), Lessons("widget", 4))
    assert [(each.label, each.bookings) for each in found.by_lead] == [
        ("0", 0), ("1", 2), ("3", 0), ("7", 0), ("14", 0), ("30", 1),
    ]  # fmt: skip


def test_nothing_open_is_no_rate() -> None:
    assert Lessons("", 0, minutes=60).fill_rate is None


def test_figures_of_one_instructor_have_their_own_hours_and_no_origins() -> None:
    found = of(LESSONS, "ben", visits=VISITS)

    assert found.total.open_minutes == 7 * 60
    assert found.origins is None


def test_course_by_day_has_every_day() -> None:
    course = {
        ("status:confirmed", "2030-06-04"): 2,
        ("status:canceled", "2030-06-04"): 1,
        ("listed:salsa:USD", "2030-06-04"): 4000,
        ("listed:salsa:EUR", "2030-06-04"): 9,
        ("paid:salsa:USD", "2030-06-04"): 8,
        ("made", "2030-06-05"): 3,
        ("lost", "2030-06-05"): 1,
    }

    found = of({}, course=course).course

    assert [each.when for each in found] == [f"2030-06-0{day}" for day in range(3, 10)]
    assert found[1:4] == (
        Course("2030-06-04", 2, 1, 4000, 0, 0),
        Course("2030-06-05", 0, 0, 0, 3, 1),
        Course("2030-06-06", 0, 0, 0, 0, 0),
    )


def test_course_of_a_longer_period_goes_by_months() -> None:
    course = {("status:confirmed", "2030-07"): 2}

    found = of({}, course=course, period=Period(date(2030, 6, 30), date(2030, 8, 1))).course

    assert found == (
        Course("2030-06", 0, 0, 0, 0, 0),
        Course("2030-07", 2, 0, 0, 0, 0),
        Course("2030-08", 0, 0, 0, 0, 0),
    )


def test_empty_course_goes_by_days_while_the_period_is_short() -> None:
    first = date(2030, 6, 1)
    short, long = (Period(first, last) for last in (date(2030, 8, 1), date(2030, 8, 2)))

    assert len(of({}, period=short).course) == 62
    assert [each.when for each in of({}, period=long).course] == ["2030-06", "2030-07", "2030-08"]


def test_origins_come_by_their_number_widths_by_size_and_times_by_the_week() -> None:
    found = of({}, visits=VISITS).origins

    assert found is not None
    assert found.total == Visits("", 7, 2)
    assert found.by_source == (Visits("widget", 5, 1), Visits("desk", 2, 0))
    assert (found.by_origin, found.by_campaign) == ((Visits("news", 1, 0),), (Visits("june", 1, 0),))
    assert found.by_width == (Visits("0", 0, 1), Visits("480", 3, 0), Visits("-", 1, 0))
    assert found.full == (Full(0, 9, 1), Full(1, 18, 2))
    assert found.full_by_class == (Visits("salsa", 0, 2),)
