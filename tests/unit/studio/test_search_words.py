"""By which words a booking is found, letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studio.booking import Person
from lib.studio.search_words import SearchWords, beginnings, digits, folded_email, folded_name, is_meant

ROSA = Person("María-José", "Vega de la Cruz y Ríos", "Maria.V@Example.com", "+1 (555) 010-0123")


def test_words_of_a_person_are_folded_each_in_its_own_way() -> None:
    assert SearchWords.of(ROSA) == SearchWords("maria jose", "vega de la", "maria.v@example.com", "15550100123")


def test_line_has_all_four_parts_with_a_tab_between_them() -> None:
    assert SearchWords.of(Person("Ana", "Ruiz", "a@b.example")).line == "ana\truiz\ta@b.example\t"


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("ÁÉÍ", "aei"),
        ("Straße", "strasse"),
        ("O'Brien", "o brien"),
        ("ﬁona", "fiona"),
        ("a b c d", "a b c"),
        ("x" * 41, "x" * 40),
        ("  ", ""),
        ("R2D2", "r2d2"),
        ("Ana|Bel", "ana bel"),
    ],
)
def test_name_is_folded(name: str, folded: str) -> None:
    assert folded_name(name) == folded


def test_name_may_keep_more_words() -> None:
    assert folded_name("a b c d", most=4) == "a b c d"


@pytest.mark.parametrize(
    ("email", "folded"), [("A@B.C", "a@b.c"), ("a|b\tc d@e.f", "abcd@e.f"), ("a\u200bb@c.d", "ab@c.d")]
)
def test_email_is_folded(email: str, folded: str) -> None:
    assert folded_email(email) == folded


def test_digits_are_those_of_telephones_alone() -> None:
    assert digits("+1 \u0663\u00b2-5\uff150") == "150"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ()),
        ("m", ()),
        ("ro", ("ro", "@ro")),
        ("Rosa", ("rosa", "@rosa", "#rosa")),
        ("rosa v", ("rosa v", "rosa")),
        ("rosa vega", ("rosa vega", "rosa", "vega")),
        ("Rosa@", ("@rosa@",)),
        ("12", ("12", "@12")),
        ("123", ("123", "@123", "+123", "~321", "#123")),
        ("555-0100", ("555 0100", "555", "0100", "@555-0100", "+5550100", "~0010555")),
        ("5550100x", ("5550100x", "@5550100x", "#5550100x")),
        ("#ABC", ("abc", "@#abc", "#abc")),
        ("abcdefgh", ("abcdefgh", "@abcdefgh", "#abcdefgh")),
        ("abcdefghi", ("abcdefghi", "@abcdefghi")),
        ("añb", ("anb", "@añb")),
    ],
)
def test_beginnings_are_those_that_may_be_meant(query: str, found: tuple[str, ...]) -> None:
    assert beginnings(query) == found


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("maria", True),
        ("zoe", True),
        ("maria vega", True),
        ("veg mar", True),
        ("maria ruiz", False),
        ("ruiz maria", False),
        # The names behind the third word count here.
        ("maria cruz", True),
        ("555 010", True),
    ],
)
def test_several_words_are_each_the_beginning_of_a_name(query: str, meant: bool) -> None:  # noqa: FBT001 -- a column
    assert is_meant(query, ROSA) is meant


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded_name(folded_name(text)) == folded_name(text)
