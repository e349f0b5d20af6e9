"""A backup as a whole: put together line by line, believed only when its sum, its order and every line are right."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import islice

from lib.actions.outbox import STUDIO
from lib.actions.ports import Backup
from lib.gateways.store import letter_texts
from lib.gateways.store.backup_lines import (
    FORMAT,
    ORDER,
    BookingLine,
    CatalogLine,
    Line,
    as_line,
    decoded,
    encoded,
    facts_of,
)
from lib.studio.values import dataclass

HEAD = {"type": "backup", "format": FORMAT}
# A line becomes part of one request, of which the store takes 10 MiB; the whole is held in memory.
LONGEST_LINE, LONGEST_BACKUP = 4 * 1024 * 1024, 1024 * 1024 * 1024


@dataclass(unsafe_hash=True)
class BadBackup(ValueError):  # noqa: N818 -- what is wrong is the backup, not us
    """``line`` is counted from one; ``why`` quotes nothing of what stands there."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


class BackupText:
    """Grows by lines, which have to come in their order."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._sum = hashlib.sha256()
        self._count = 0
        self._write(as_line(HEAD))

    def add(self, line: Line) -> None:
        self._write(encoded(line))
        self._count += 1

    def finished(self) -> Backup:
        total = self._sum.hexdigest()
        self._write(as_line({"type": "end", "count": self._count, "sha256": total}))
        # The bytes share their memory with what was written: they are there once.
        return Backup(self._bytes.getvalue(), self._count, total)

    def _write(self, raw: bytes) -> None:
        self._bytes.write(raw)
        self._sum.update(raw)


@dataclass(frozen=True, slots=True)
class SoundBackup:
    """Every line was read once and is right. ``counts`` tells how many there are of each kind."""

    content: bytes = field(repr=False)
    sha256: str
    counts: Mapping[type[Line], int]

    def lines(self) -> Iterator[Line]:
        """Reads them anew one by one, so that what they hold is never in memory as a whole."""
        return map(decoded, islice(io.BytesIO(self.content), 1, 1 + sum(self.counts.values())))


def sound(content: bytes) -> SoundBackup:
    """Raises BadBackup."""
    if len(content) > LONGEST_BACKUP:
        raise BadBackup(1, f"longer than {LONGEST_BACKUP} bytes")
    _check_head(content[: min(content.find(b"\n") + 1, LONGEST_LINE)])
    last = content.count(b"\n") + (not content.endswith(b"\n"))
    start = content.rfind(b"\n", 0, -1) + 1
    total = hashlib.sha256(memoryview(content)[:start]).hexdigest()
    if content[start:] != as_line({"type": "end", "count": last - 2, "sha256": total}):
        raise BadBackup(last, _wrong_end(content[start:], total))
    return SoundBackup(content, total, _counts(content, last - 2))


def _check_head(raw: bytes) -> None:
    try:
        facts = facts_of(raw)
    except ValueError:
        facts = {}
    if facts.get("type") != HEAD["type"]:
        raise BadBackup(1, "this is no backup")
    if raw != as_line(HEAD):
        raise BadBackup(1, f"a form that is not known here; this release reads form {FORMAT}")


def _wrong_end(raw: bytes, total: str) -> str:
    try:
        facts = facts_of(raw) if raw.endswith(b"\n") else {}
    except ValueError:
        facts = {}
    if facts.get("type") != "end":
        return "the last line is not its end: it was cut off, or something was added"
    if facts.get("sha256") != total:
        return "the sum is another one: something was changed"
    return "the number of lines is another one"


def _counts(content: bytes, lines: int) -> Counter[type[Line]]:
    counts: Counter[type[Line]] = Counter()
    bookings = {STUDIO}
    before = (-1, "")
    for number, raw in enumerate(islice(io.BytesIO(content), 1, 1 + lines), 2):
        try:
            line = _checked(raw, bookings)
        except ValueError as error:
            raise BadBackup(number, str(error)) from None
        place = (ORDER[type(line)], getattr(line, "id", ""))
        if place <= before:
            raise BadBackup(number, "there twice" if place == before else "out of order")
        counts[type(line)] += 1
        before = place
        if isinstance(line, BookingLine):
            bookings.add(line.id)
    return counts


def _checked(raw: bytes, bookings: set[str]) -> Line:
    if len(raw) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE} bytes")
    line = decoded(raw)
    if not isinstance(line, CatalogLine | BookingLine) and letter_texts.named(line.id).booking not in bookings:
        raise ValueError("a letter about no booking of this backup")
    return line
