"""Who of the instructors may come in, and by which mark."""

import pytest

from lib.studio.catalog_document import BadCatalog, parse
from lib.studio.staff_entry import address_name, entry_mark, entry_marks
from tests.unit.studio.builders import a_catalog, an_instructor

ANA = an_instructor("ana", email="Ana@Teachers.example")


def people(*addresses: str, active: bool = True) -> dict[str, object]:
    members = [{"id": f"i{n}", "name": "I", "email": email, "active": active} for n, email in enumerate(addresses)]
    return {"instructors": members}


def told(bad: BadCatalog) -> list[tuple[str, str, str]]:
    return [(problem.pointer, problem.code, problem.detail) for problem in bad.problems]


def test_mark_is_the_same_for_every_spelling_in_capitals() -> None:
    assert address_name(" Ana@Teachers.EXAMPLE ") == "ana@teachers.example"
    assert entry_mark(ANA) == entry_mark(an_instructor("ana", email="ana@teachers.example"))
    assert len(entry_mark(ANA)) == 32


def test_mark_is_another_one_for_another_address_or_person() -> None:
    others = (an_instructor("ana", email="other@teachers.example"), an_instructor("ben", email=ANA.email))

    assert entry_mark(ANA) not in {entry_mark(other) for other in others}


@pytest.mark.parametrize("who", [an_instructor("ana"), an_instructor("ana", email=ANA.email, active=False)])
def test_nobody_comes_in_without_an_address_or_after_leaving(who: object) -> None:
    assert entry_mark(who) == ""  # type: ignore[arg-type] # the table's columns are of any type


def test_marks_of_a_catalogue_are_those_of_who_comes_in() -> None:
    catalog = a_catalog(instructors=(ANA, an_instructor("ben")))

    assert entry_marks(catalog) == (entry_mark(ANA),)


def test_address_of_two_instructors_is_refused_where_it_stands_again() -> None:
    with pytest.raises(BadCatalog) as bad:
        parse(people("a@b.example", "A@b.example", "c@b.example"), "1")

    assert told(bad.value) == [("/instructors/1/email", "duplicate", "is another instructor's as well")]


def test_address_of_the_owner_is_refused_and_need_not_be_anybody_elses() -> None:
    with pytest.raises(BadCatalog) as bad:
        parse(people("owner@b.example", "c@b.example"), "1", "Owner@B.example")

    why = "is the owner's, who signs in with a password"
    assert told(bad.value) == [("/instructors/0/email", "owners_address", why)]


def test_address_of_somebody_who_has_left_may_be_anybodys() -> None:
    assert len(parse(people("a@b.example", "a@b.example", active=False), "1").instructors) == 2


@pytest.mark.parametrize(
    "address",
    [
        "a@b",
        "a b@c.example",
        "a@b.example, c@d.example",
        "<a@b.example>",
        "@b.example",
        f"{'a' * 250}@b.ex",
        "a..b@c.example",
    ],
)
def test_address_that_no_letter_reaches_is_refused(address: str) -> None:
    with pytest.raises(BadCatalog) as bad:
        parse(people(address), "1")

    why = "must be one e-mail address, such as ana@example.com"
    assert [(pointer, detail) for pointer, _, detail in told(bad.value)] == [("/instructors/0/email", why)]
