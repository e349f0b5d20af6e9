"""What people may write, and what is never text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from lib.web.messages.text import email_address, label, one_line, phone_number, several_lines


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Rosa ", "Rosa"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("O'Neil-Smith", "O'Neil-Smith"),
        ("李小龙", "李小龙"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("عائشة", "عائشة"),
        ("{{7*7}}", "{{7*7}}"),
        ("<b>Ann</b>", "<b>Ann</b>"),
    ],
)
def test_name_is_kept_as_text(written: str, kept: str) -> None:
    assert one_line(written) == kept


@pytest.mark.parametrize("written", ["", "  ", "a\nb", "a\x00", "a\x7f", "\u202ea", "a\u2028b", "\ue000", "\u200d"])
def test_what_cannot_be_shown_is_no_name(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        one_line(written)


@given(st.text())
def test_no_name_has_a_character_that_ends_a_line(written: str) -> None:
    try:
        kept = one_line(written)
    except PydanticCustomError:
        return
    assert kept.splitlines() == [kept]
    assert kept == kept.strip()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" spring ", "spring"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("a\r\nBcc: b", "aBcc: b"),
        ("\u202eab\u2028c\x00", "abc"),
        ("a\U000e1fff", "a"),
        (" ", None),
        ("\u200d\u202e", None),
        ("", None),
    ],
)
def test_words_of_a_link_are_kept_as_far_as_they_can_be_shown(written: str, kept: str | None) -> None:
    assert label(written) == kept


def test_notes_keep_their_lines() -> None:
    assert several_lines("one\r\n\r\n two\tthree ") == "one\n\ntwo three"
    assert several_lines(" \n ") is None


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Rosa@EXAMPLE.com", "Rosa@example.com"), ("a+b@x.example", "a+b@x.example"), ("a@b\u00fccher.example",
     "a@xn--bcher-kva.example"), ("rosa@studio.test", "rosa@studio.test")],
)  # fmt: skip
def test_address_is_kept_with_its_domain_in_lower_case(written: str, kept: str) -> None:
    assert email_address(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "a", "a@", "@b.example", "a@b", "a b@x.example", "a@x.example,b@y.example", "a@x.example\r\nBcc: b@y.example",
     "<a@x.example>", '"a b"@x.example', "a@[127.0.0.1]", "a@-x.example", "a@x..example", "\u00e9@x.example",
     "a" * 65 + "@x.example", "a@" + "x" * 260 + ".example"],
)  # fmt: skip
def test_everything_else_is_no_address(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        email_address(written)


@pytest.mark.parametrize("written", ["+1 (555) 010-0000", "555.0100", "0171 5550100 ext 12", "(02) 12345", "112"])
def test_telephone_is_kept_as_written(written: str) -> None:
    assert phone_number(f" {written} ") == written


@pytest.mark.parametrize(
    "written", ["12", "call me", "+", "55\n50", "\u0665\u0665\u0665", "1" * 5 + "<script>", "++1555"]
)
def test_everything_else_is_no_telephone(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        phone_number(written)


def test_empty_telephone_is_none() -> None:
    assert phone_number(" ") is None
