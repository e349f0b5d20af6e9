"""Tokens: one purpose each, one booking each, one version each."""

import pytest

from lib.actions.keyring import Keyring, looks_like_token, ticket_in
from lib.actions.outages import NotConfigured

KEYRING = Keyring(b"k" * 32)


def test_token_is_the_same_every_time_and_for_nothing_else() -> None:
    token = KEYRING.manage_token("booking_1_a", 1)
    others = {
        KEYRING.manage_token("booking_1_a", 2),
        KEYRING.manage_token("booking_1_b", 1),
        KEYRING.calendar_key("booking_1_a", 1),
        Keyring(b"j" * 32).manage_token("booking_1_a", 1),
    }

    assert token == KEYRING.manage_token("booking_1_a", 1)
    assert token not in others
    assert looks_like_token(token)


def test_customer_is_the_same_in_capitals_and_says_nothing_of_the_address() -> None:
    assert KEYRING.customer("Rosa@Example.com") == KEYRING.customer("rosa@example.com")
    assert KEYRING.customer("rosa@example.com") != Keyring(b"j" * 32).customer("rosa@example.com")
    assert "rosa" not in KEYRING.customer("rosa@example.com")


@pytest.mark.parametrize("secret", [b"", b"k" * 31])
def test_short_secret_makes_nothing(secret: bytes) -> None:
    with pytest.raises(NotConfigured, match="JWT_SECRET"):
        Keyring(secret).manage_token("booking_1_a", 1)


def test_secret_is_not_shown() -> None:
    assert "kkk" not in repr(KEYRING)


def test_link_is_proved_by_the_secret_and_by_nothing_that_stands_in_the_store() -> None:
    ticket = "k3x9q2m7vhw4tk3x9q2m7vhw4t"
    ours, theirs = Keyring(b"a" * 32), Keyring(b"b" * 32)

    magic = ours.magic(ticket)

    assert (ours.ticket_of(magic), theirs.ticket_of(magic)) == (ticket, None)
    assert len({magic, theirs.magic(ticket), ours.magic(ticket[::-1])}) == 3
    assert len({ours.session_by_link(ticket, "k"), theirs.session_by_link(ticket, "k"), ours.asker(ticket)}) == 3


@pytest.mark.parametrize("magic", ["", "k" * 69, "é" * 69, "k" * 26, "\n" * 69])
def test_what_cannot_be_a_link_is_none(magic: str) -> None:
    assert Keyring(b"a" * 32).ticket_of(magic) is None


def test_calendar_link_is_one_instructors_and_holds_for_no_other_purpose() -> None:
    ticket = "k3x9q2m7vhw4tk3x9q2m7vhw4t"
    secret = KEYRING.teaching_secret("ana", ticket)
    others = [
        KEYRING.teaching_secret("ben", ticket),
        KEYRING.teaching_secret("ana", ticket[::-1]),
        KEYRING.magic(ticket),
        Keyring(b"j" * 32).teaching_secret("ana", ticket),
        secret[:-1],
        "",
    ]

    assert (ticket_in(secret), KEYRING.is_teaching_secret(secret, "ana")) == (ticket, True)
    assert [KEYRING.is_teaching_secret(secret, who) for who in ("ben", "an", "ana|", "")] == [False] * 4
    assert [KEYRING.is_teaching_secret(other, "ana") for other in others[:1] + others[2:]] == [False] * 5
    assert len({secret, *others}) == 7


@pytest.mark.parametrize("secret", ["", "k" * 68, "k" * 70, "é" * 69, "k" * 69 + "\n", "K" * 69, "\u0664" * 69])
def test_what_cannot_be_a_calendar_link_has_no_ticket(secret: str) -> None:
    assert ticket_in(secret) is None
