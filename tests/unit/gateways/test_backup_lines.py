"""A backup is believed whole or not at all, and what is wrong with it is said without quoting from it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lib.gateways.store import backup_texts
from lib.gateways.store.backup_lines import BookingLine, CatalogLine, LetterLine, Line, SentLine
from lib.gateways.store.backup_texts import BackupText, BadBackup, sound
from tests.support.backup_samples import LINES, PLACE, a_booking, text_of


def sealed(*raw: bytes) -> bytes:
    """Lines between a right beginning and a right end: only they themselves are wrong."""
    body = b'{"type":"backup","format":1}\n' + b"".join(line + b"\n" for line in raw)
    end = {"type": "end", "count": len(raw), "sha256": hashlib.sha256(body).hexdigest()}
    return body + json.dumps(end, separators=(",", ":")).encode() + b"\n"


def raw_lines(*lines: Line) -> list[bytes]:
    return text_of(*lines).splitlines()[1:-1] if lines else []


def as_raw(**facts: Any) -> bytes:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def letter(**changes: Any) -> bytes:
    known = {"type": "letter", "id": "studio:1:alarm", "due": 1, "text": "", "state": "", "dead": None}
    return as_raw(**known | changes)


def booking(**changes: Any) -> bytes:
    known = {"type": "booking", "id": "booking_1_a", **dict(sorted(a_booking().fields.items()))}
    return as_raw(**{name: value for name, value in (known | changes).items() if value is not ...})


def test_backup_comes_back_as_it_was_written() -> None:
    backup = sound(text_of(*LINES))

    assert tuple(backup.lines()) == LINES
    assert dict(backup.counts) == {CatalogLine: 1, BookingLine: 2, LetterLine: 3, SentLine: 1}


def test_backup_of_nothing_is_one() -> None:
    backup = sound(text_of())

    assert (list(backup.lines()), dict(backup.counts)) == ([], {})


def test_backup_knows_its_own_sum() -> None:
    text = BackupText()
    for line in LINES:
        text.add(line)
    backup = text.finished()

    before, end = backup.content[: backup.content.rindex(b"\n", 0, -1) + 1], backup.content.splitlines()[-1]
    assert backup.sha256 == hashlib.sha256(before).hexdigest() == json.loads(end)["sha256"]
    assert backup.count == len(LINES) == json.loads(end)["count"]
    assert sound(backup.content).sha256 == backup.sha256


def test_backup_of_the_same_content_is_the_same_whatever_the_order_of_fields() -> None:
    turned = replace(a_booking(), fields=dict(sorted(a_booking().fields.items(), reverse=True)))

    assert text_of(turned) == text_of(a_booking())


def test_backup_keeps_fields_of_newer_code_and_words_in_its_members() -> None:
    newer = a_booking(places=PLACE.replace(":0:booking", ":0:newer:words:booking"), hue="blue")

    assert list(sound(text_of(newer)).lines()) == [newer]


def test_backup_tells_when_a_booking_was_made() -> None:
    assert a_booking().created == 1906718400000


GOOD = text_of(*LINES)
FIRST, *BETWEEN, LAST = GOOD.splitlines(keepends=True)

# As a whole: bytes, line and words.
BROKEN_WHOLES: dict[str, tuple[bytes, int, str]] = {
    "nothing": (b"", 1, "this is no backup"),
    "something else": (b"PK\x03\x04" + bytes(40), 1, "this is no backup"),
    "a page": (b"<html>404</html>\n", 1, "this is no backup"),
    "another kind of lines": (b'{"type":"log"}\n', 1, "this is no backup"),
    "no lines at all": (b"[" * 100_000 + b"\n", 1, "this is no backup"),
    "a mark of UTF-8": (b"\xef\xbb\xbf" + GOOD, 1, "this is no backup"),
    "a newer form": (GOOD.replace(b'"format":1', b'"format":2', 1), 1, "a form that is not known here"),
    "a form that is true": (GOOD.replace(b'"format":1', b'"format":true', 1), 1, "a form that is not known here"),
    "lines of another system": (GOOD.replace(b"\n", b"\r\n"), 1, "a form that is not known here"),
    "only its beginning": (FIRST, 1, "it was cut off"),
    "cut between lines": (GOOD[: -len(LAST)], 8, "it was cut off"),
    "cut within a line": (GOOD[: len(GOOD) // 2], 4, "it was cut off"),
    "cut before its last byte": (GOOD[:-1], 9, "it was cut off"),
    "something added": (GOOD + b"{}\n", 10, "something was added"),
    "two in one": (GOOD + GOOD, 18, "the sum is another one"),
    "an empty line added": (GOOD + b"\n", 10, "something was added"),
    "a changed byte": (GOOD.replace(b"Rosa", b"Rose", 1), 9, "the sum is another one"),
    "a flipped bit": (GOOD[:100] + bytes([GOOD[100] ^ 0x80]) + GOOD[101:], 9, "the sum is another one"),
    "a line less": (GOOD.replace(BETWEEN[2], b"", 1), 8, "the sum is another one"),
    "a changed sum": (GOOD[:-10] + b"0000000" + GOOD[-3:], 9, "the sum is another one"),
    "another count": (GOOD.replace(b'"count":7', b'"count":6'), 9, "the number of lines is another one"),
    "no sum": (GOOD.replace(LAST, b'{"type":"end","count":7}\n'), 9, "the sum is another one"),
    "an end that is no JSON": (GOOD.replace(LAST, b'{"type":"end"\n'), 9, "it was cut off"),
}


@pytest.mark.parametrize("broken", BROKEN_WHOLES)
def test_backup_that_is_broken_as_a_whole_is_not_believed(broken: str) -> None:
    content, line, why = BROKEN_WHOLES[broken]

    with pytest.raises(BadBackup) as raised:
        sound(content)

    assert (raised.value.line, why in raised.value.why) == (line, True), str(raised.value)


@pytest.mark.parametrize("length", range(0, len(GOOD), 7))
def test_backup_that_was_cut_anywhere_is_not_believed(length: int) -> None:
    with pytest.raises(BadBackup):
        sound(GOOD[:length])


MEMBER = PLACE.partition(" ")[2]
# Lines with a right sum around them: the line and words.
BROKEN_LINES: dict[str, tuple[bytes, str]] = {
    "not UTF-8": (letter().replace(b'"text":""', b'"text":"\xff"'), "not UTF-8"),
    "half a character": (letter(text="@").replace(b"@", b"\\ud800"), "text is not UTF-8"),
    "not JSON": (b"{", "not JSON"),
    "empty": (b"", "not JSON"),
    "NaN": (letter(due="@").replace(b'"@"', b"NaN"), "not JSON"),
    "infinity": (letter(due="@").replace(b'"@"', b"-Infinity"), "not JSON"),
    "a fraction": (letter(due=1.5), "not JSON"),
    "as good as infinite": (letter(due="@").replace(b'"@"', b"1e999"), "not JSON"),
    "endless digits": (letter(due="@").replace(b'"@"', b"9" * 5000), "not JSON"),
    "nested without end": (b"[" * 200_000, "not JSON"),
    "a list": (b"[]", "not an object"),
    "no type": (b'{"id":"x"}', "a kind of line"),
    "a type that is a list": (b'{"type":[]}', "a kind of line"),
    "an unknown kind": (as_raw(type="session", id="x"), "a kind of line"),
    "an end in the middle": (LAST.strip(), "a kind of line"),
    "spaces": (json.dumps(json.loads(letter())).encode(), "not written the way a backup is"),
    "a name given twice": (letter()[:-1] + b',"due":1}', "not written the way a backup is"),
    "a field more": (letter(hue="blue"), "not written the way a backup is"),
    "another order": (as_raw(**dict(reversed(json.loads(letter()).items()))), "not written the way a backup is"),
    "written in escapes": (letter(text="é").replace("é".encode(), b"\\u00e9"), "not written the way a backup is"),
    "a catalogue without document": (as_raw(type="catalog", version="1"), "document is no text"),
    "a version that is a number": (as_raw(type="catalog", version=1, document="{}"), "version is no text"),
    "a field that is a number": (booking(version=1), "version is no text"),
    "a field less": (booking(customer=...), "a field of the booking is missing"),
    "no id": (booking(id="../../cat"), "no id of a booking"),
    "an unknown status": (booking(status="held"), "a status that is not known here"),
    "an unknown payment": (booking(payment="owed"), "a status that is not known here"),
    "a version that is no number": (booking(version="two"), "a version that is no number"),
    "no places": (booking(places=""), "a place that cannot be read"),
    "a place without a name": (booking(places=MEMBER), "a place that cannot be read"),
    "another booking's place": (booking(places=PLACE.replace("_a", "_b")), "a place that cannot be read"),
    "a place at no time": (booking(places=PLACE.replace("31793580", "soon")), "a place that cannot be read"),
    "an empty line among places": (booking(places=PLACE + "\n"), "a place that cannot be read"),
    "a customer in two parts": (booking(customer="a:b"), "a name that cannot be one"),
    "nobody who teaches": (booking(instructor=""), "a name that cannot be one"),
    "terms that are none": (booking(terms="{"), "terms that are not JSON"),
    "terms nested without end": (booking(terms="[" * 200_000), "terms that are not JSON"),
    "terms of no time": (booking(terms='{"created":"now"}'), "created is no instant"),
    "a step that is none": (booking(**{"a:1": "now customer booked"}), "a line of a trail that cannot be read"),
    "a step of no version": (booking(**{"a:x": "1 customer booked"}), "a line of a trail that cannot be read"),
    "made on no day": (booking(made="2030-13-01"), "a day on which nothing is made"),
    "a letter without a name": (letter(id="studio"), "no id of a letter"),
    "a letter of no version": (letter(id="studio:x:alarm"), "no id of a letter"),
    "a letter about nobody": (letter(id="booking_9_z:1:moved"), "a letter about no booking of this backup"),
    "a letter that is nowhere": (letter(due=None), "a letter that neither waits nor was given up"),
    "a letter due at true": (letter(due=True), "due is no instant"),
    "a letter due before time": (letter(due=-1), "due is no instant"),
    "a letter due never": (letter(due=10**14), "due is no instant"),
    "a mark without time": (as_raw(type="sent", id="studio:1:alarm", text=""), "at is no instant"),
}


@pytest.mark.parametrize("broken", BROKEN_LINES)
def test_backup_with_one_broken_line_names_it_and_quotes_nothing(broken: str) -> None:
    raw, why = BROKEN_LINES[broken]

    with pytest.raises(BadBackup) as raised:
        sound(sealed(*raw_lines(LINES[0]), raw))

    assert (raised.value.line, why in raised.value.why) == (3, True), str(raised.value)
    assert not any(word in str(raised.value) for word in ("Rosa", "r@example.com", "c0ffee"))


ORDERS: dict[str, Callable[[], list[bytes]]] = {
    "two catalogues": lambda: raw_lines(LINES[0], LINES[0]),
    "the same booking twice": lambda: raw_lines(a_booking(), a_booking()),
    "the same letter twice": lambda: raw_lines(LINES[1], LINES[4], LINES[4]),
    "the same mark twice": lambda: raw_lines(LINES[2], LINES[6], LINES[6]),
    "a booking with two contents": lambda: raw_lines(a_booking(), a_booking(version="2")),
    "bookings out of order": lambda: raw_lines(LINES[2], LINES[1]),
    "kinds out of order": lambda: raw_lines(LINES[1], LINES[0]),
}


@pytest.mark.parametrize("order", ORDERS)
def test_backup_in_another_order_is_not_believed(order: str) -> None:
    lines = ORDERS[order]()

    with pytest.raises(BadBackup) as raised:
        sound(sealed(*lines))

    assert raised.value.line == len(lines) + 1
    assert raised.value.why == ("out of order" if "out of order" in order else "there twice")


def test_backup_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_texts, "LONGEST_BACKUP", len(GOOD) - 1)

    with pytest.raises(BadBackup, match="line 1: longer than"):
        sound(GOOD)


def test_backup_with_an_endless_line_is_not_believed() -> None:
    huge = CatalogLine("1", "x" * backup_texts.LONGEST_LINE)

    with pytest.raises(BadBackup, match="line 2: longer than"):
        sound(text_of(huge))


def test_backup_shows_nothing_of_what_it_holds() -> None:
    text = BackupText()
    text.add(a_booking())

    assert "Rosa" not in repr(text.finished())
    assert "Rosa" not in repr(sound(text_of(a_booking())))
