"""The lines of a backup, both ways: the same bytes for the same content, and nothing that was not written like that.

===========  =============================================================================================
``backup``   the first line: the number of this form
``catalog``  version and document, unless there is no catalogue
``booking``  by id: all fields of its hash, as they are
``letter``   by id, those that wait and those that were given up: when due, text, state, dead since when
``sent``     by id: letters that were sent, and when
``end``      how many lines stand between the first one and this, and the sum of all bytes before it
===========  =============================================================================================

Instants are epoch milliseconds. Nothing else comes back: sessions end, counters start anew, and what idempotency keys
were answered is forgotten. The trail of who did what stands in the fields of its booking; figures are counted anew.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import NoReturn, get_args

from lib.gateways.store import letter_texts
from lib.studio import trail
from lib.studio.booking import PaymentStatus, Status
from lib.studio.values import dataclass

FORMAT = 1
LATEST_MS = 10**14
FIELDS = frozenset(
    ("customer", "instructor", "payment", "person", "places", "status", "terms", "token", "version"),
)
BOOKING = re.compile(r"[A-Za-z0-9_.-]{1,100}")
# ``<slot name> <member>``; words of newer code may stand between the hold and the booking.
PLACE = re.compile(
    r"\S+ \d{1,10}:\d{1,10}:(?P<instructor>[^:\s]+):[^:\s]*:[^:\s]*:\d+:\d+:(?P<room>[^:\s]*):\d+:"
    r"(?:[^:\s]*:)*(?P<booking>[^:\s]+)",
)
# Under what a booking is counted as made (lua/parts/figures.lua).
MADE = re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])-[0-3][0-9](?: \S+)*")


@dataclass(frozen=True, slots=True)
class CatalogLine:
    version: str
    document: str


@dataclass(frozen=True, slots=True)
class BookingLine:
    id: str
    fields: Mapping[str, str]

    @property
    def created(self) -> int:
        return int(json.loads(self.fields["terms"])["created"])

    @property
    def is_imposed(self) -> bool:
        """It was made on Calendly."""
        return self.id.startswith("calendly_")

    @property
    def is_unmapped(self) -> bool:
        """It came from Calendly, and the catalogue did not know all of it (store/impositions.py)."""
        try:
            return json.loads(self.fields.get("stands") or "{}").get("is_mapped") is False
        except (ValueError, AttributeError):
            return False


@dataclass(frozen=True, slots=True)
class LetterLine:
    """It waits when it has ``due``; when it has ``dead``, it was given up then."""

    id: str
    due: int | None
    text: str
    state: str
    dead: int | None


@dataclass(frozen=True, slots=True)
class SentLine:
    id: str
    text: str
    at: int


Line = CatalogLine | BookingLine | LetterLine | SentLine


def encoded(line: Line) -> bytes:
    match line:
        case CatalogLine():
            return as_line({"type": "catalog", "version": line.version, "document": line.document})
        case BookingLine():
            return as_line({"type": "booking", "id": line.id, **dict(sorted(line.fields.items()))})
        case LetterLine():
            waits = {"due": line.due, "text": line.text, "state": line.state, "dead": line.dead}
            return as_line({"type": "letter", "id": line.id, **waits})
        case SentLine():
            return as_line({"type": "sent", "id": line.id, "text": line.text, "at": line.at})


def decoded(raw: bytes) -> Line:
    """Raises ValueError for what `encoded` would not have written; its words quote nothing."""
    facts = facts_of(raw)
    reader = _READERS.get(str(facts.pop("type", None)))
    if reader is None:
        raise ValueError("a kind of line that is not known here")
    line = reader(facts)
    if encoded(line) != raw:
        raise ValueError("not written the way a backup is")
    return line


def as_line(facts: Mapping[str, object]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def facts_of(raw: bytes) -> dict[str, object]:
    """Raises ValueError for what is no object in JSON."""
    try:
        found = json.loads(raw.decode(), parse_constant=_no_number, parse_float=_no_number)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 -- all that is wrong with a line is a ValueError
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _catalog(facts: dict[str, object]) -> CatalogLine:
    return CatalogLine(_text(facts, "version"), _text(facts, "document"))


def _booking(facts: dict[str, object]) -> BookingLine:
    name = _text(facts, "id")
    fields = {each: _text(facts, each) for each in facts if each != "id"}
    if not BOOKING.fullmatch(name):
        raise ValueError("no id of a booking")
    if not fields.keys() >= FIELDS:
        raise ValueError("a field of the booking is missing")
    if fields["status"] not in get_args(Status) or fields["payment"] not in get_args(PaymentStatus):
        raise ValueError("a status that is not known here")
    if not (fields["version"].isdecimal() and fields["token"].isdecimal()):
        raise ValueError("a version that is no number")
    places = [PLACE.fullmatch(line) for line in fields["places"].split("\n")]
    if not all(place and place["booking"] == name for place in places):
        raise ValueError("a place that cannot be read")
    _check_names(fields)
    _check_terms(fields["terms"])
    _check_trail(fields)
    return BookingLine(name, fields)


def _check_names(fields: Mapping[str, str]) -> None:
    """What becomes part of keys and entries must not hold what parts them."""
    if re.search(r"[:\s]", fields["customer"] + fields["instructor"]) or not fields["instructor"]:
        raise ValueError("a name that cannot be one")


def _check_terms(text: str) -> None:
    try:
        terms = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("terms that are not JSON") from None
    _instant(terms if isinstance(terms, dict) else {}, "created")


def _check_trail(fields: Mapping[str, str]) -> None:
    for name, text in fields.items():
        if name.startswith("a:"):
            _trail_line(name, text)
    if "made" in fields and not MADE.fullmatch(fields["made"]):
        raise ValueError("a day on which nothing is made")


def _trail_line(name: str, text: str) -> None:
    try:
        trail.line(name, text)
    except ValueError:
        raise ValueError("a line of a trail that cannot be read") from None


def _letter(facts: dict[str, object]) -> LetterLine:
    due = None if facts.get("due") is None else _instant(facts, "due")
    dead = None if facts.get("dead") is None else _instant(facts, "dead")
    if due is None and dead is None:
        raise ValueError("a letter that neither waits nor was given up")
    return LetterLine(_letter_id(facts), due, _text(facts, "text"), _text(facts, "state"), dead)


def _sent(facts: dict[str, object]) -> SentLine:
    return SentLine(_letter_id(facts), _text(facts, "text"), _instant(facts, "at"))


def _letter_id(facts: dict[str, object]) -> str:
    try:
        letter_texts.named(_text(facts, "id"))
    except ValueError:
        raise ValueError("no id of a letter") from None
    return _text(facts, "id")


def _text(facts: Mapping[str, object], name: str) -> str:
    found = facts.get(name)
    if not isinstance(found, str):
        raise ValueError(f"{name} is no text")  # noqa: TRY004 -- as above
    try:
        found.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} is not UTF-8") from None
    return found


def _instant(facts: Mapping[str, object], name: str) -> int:
    found = facts.get(name)
    if type(found) is not int or not 0 <= found < LATEST_MS:
        raise ValueError(f"{name} is no instant")
    return found


_READERS: Mapping[str, Callable[[dict[str, object]], Line]] = {
    "catalog": _catalog,
    "booking": _booking,
    "letter": _letter,
    "sent": _sent,
}
# Their lines stand in this order.
ORDER: Mapping[type[Line], int] = {CatalogLine: 0, BookingLine: 1, LetterLine: 2, SentLine: 3}
