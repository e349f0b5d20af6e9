"""A letter as MIME: pieces as the standards measure them, whatever the names in it are."""

from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest

from lib.gateways.mail import mime
from tests.unit.gateways.golden import LETTERS
from tests.unit.gateways.subjects import a_subject

NAMES = ["Niña ¡Baila! con la compañía más grande de Nueva York, señora", "💃" * 60]


@pytest.mark.parametrize("name", NAMES)
def test_long_words_of_a_header_are_cut_and_read_as_one(name: str) -> None:
    """RFC 2047, 2 and 6.2: pieces of 75 letters at most, and the white space between two of them is none."""
    letter = replace(LETTERS.about(a_subject()), sender=f'"{name}" <bookings@flow.example>', subject=name)

    read = message_from_bytes(mime.raw(letter))

    told = [str(make_header(decode_header(read[header]))) for header in ("From", "Subject")]
    assert told == [f"{name} <bookings@flow.example>", name]
    assert max(map(len, f"{read['From']} {read['Subject']}".split())) <= 75


@pytest.mark.parametrize("name", [*NAMES, 'lesson "of" María; \\ x'])
def test_attached_file_keeps_its_name(name: str) -> None:
    usual = LETTERS.about(a_subject())
    letter = replace(usual, calendars=(replace(usual.calendars[0], filename=f"{name}.ics"),))

    files = [part.get_filename() for part in message_from_bytes(mime.raw(letter)).walk()]

    assert files[-1] == f"{name}.ics"


@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n"])
def test_lines_end_as_mail_has_them_and_none_is_a_lone_dot(end: str) -> None:
    letter = replace(LETTERS.about(a_subject()), text=f"one \n.\nFrom two\r\nthree{end}", calendars=())

    raw = mime.raw(letter)

    assert b"one=20\r\n=2E\r\nFrom two\r\nthree\r\n\r\n--" in raw
    assert b"\n" not in raw.replace(b"\r\n", b"")
