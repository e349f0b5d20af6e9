"""What an edit changes, day by day."""

from dataclasses import replace
from datetime import date, timedelta

from lib.studio.catalog import Catalog, PriceRule, Text
from lib.studio.slot_preview import Preview, PreviewLine, PreviewStart, preview
from tests.unit.studio.builders import a_catalog, a_class, an_instructor

MONDAY = date(2026, 11, 23)
BEFORE = a_catalog(a_class(instructors=("ana",)), instructors=(an_instructor("ana", "09:00-11:00"),))


def with_hours(opens: str) -> Catalog:
    return replace(BEFORE, instructors={"ana": an_instructor("ana", opens)})


def starts(*clocks: str, price: int = 4000) -> tuple[PreviewStart, ...]:
    return tuple(PreviewStart(clock, price) for clock in clocks)


def test_edit_that_changes_no_start_has_no_lines() -> None:
    assert preview(BEFORE, replace(BEFORE, version="2"), MONDAY) == Preview((), is_cut=False)


def test_edit_of_hours_is_told_for_fourteen_days() -> None:
    found = preview(BEFORE, with_hours("10:00-11:00"), MONDAY)

    assert found == Preview(
        tuple(
            PreviewLine(MONDAY + timedelta(days=later), "ana", "salsa", starts("09:00"), starts("10:00"))
            for later in range(14)
        ),
        is_cut=False,
    )


def test_price_of_one_weekday_is_told_on_those_days_alone() -> None:
    rule = PriceRule(Text("Wednesday", "Miércoles"), percent=10, weekdays=(2,))
    found = preview(BEFORE, replace(BEFORE, price_rules=(rule,)), MONDAY)

    now = preview(replace(BEFORE, class_types={}), BEFORE, MONDAY).lines[0].after
    raised = tuple(start._replace(price_minor=4400) for start in now)
    assert found.lines == tuple(
        PreviewLine(MONDAY + timedelta(days=later), "ana", "salsa", now, raised) for later in (2, 9)
    )


def test_class_that_ends_and_instructor_who_begins_are_told_for_both_catalogues() -> None:
    ended = replace(BEFORE, class_types={"salsa": replace(BEFORE.class_types["salsa"], active=False)})
    found = preview(BEFORE, ended, MONDAY)

    assert {(line.instructor, line.class_type, line.after) for line in found.lines} == {("ana", "salsa", ())}
    assert all(line.before for line in found.lines)


def test_preview_of_one_instructor_is_about_nobody_else() -> None:
    two = replace(
        BEFORE,
        class_types={"salsa": a_class()},
        instructors={who: an_instructor(who, "09:00-11:00") for who in ("ana", "ben")},
    )

    found = preview(replace(two, class_types={}), two, MONDAY, "ben")

    assert {line.instructor for line in found.lines} == {"ben"}


def test_preview_is_cut_behind_four_hundred_lines() -> None:
    kinds = [a_class(id=f"k{n}", instructors=("ana",)) for n in range(29)]
    many = a_catalog(*kinds, instructors=(an_instructor("ana", "09:00-11:00"),))

    found = preview(replace(many, class_types={}), many, MONDAY)

    assert (len(found.lines), found.is_cut) == (400, True)
    assert (found.lines[0].class_type, found.lines[29].date) == ("k0", MONDAY + timedelta(days=1))
