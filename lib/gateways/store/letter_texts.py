"""How letters are named and what is kept of them until they are sent, both ways; nobody else knows these forms.

A letter is called ``<booking>:<version>:<kind>``; staff who ask for a confirmation again make a ``confirmed-<ms>``. Its
text is one line of JSON, and for what a move caused the places that were given up, a line each. The one by which an
instructor comes in names its link: ``staff:<ms>:welcome-<ticket>``. One to another system names whom it is for:
``webhook-<mark>``; a line with status, payment and instructor follows its first, and then the places, a line each.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from lib.actions.mail import FOR_CUSTOMERS, Kind, Occasion, Stated
from lib.actions.outbox import Alarm
from lib.gateways.store import records
from lib.studio.booking import Booking, PaymentStatus, Status
from lib.studio.roles import Role
from lib.studio.values import dataclass

_ID = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LetterName:
    booking: str
    version: int
    kind: Kind


def named(letter: str) -> LetterName:
    """What a letter's id says. Raises ValueError for what we would not have written."""
    booking, version, kind = letter.split(":")
    if not _ID.fullmatch(booking):
        raise ValueError(letter)
    return LetterName(booking, int(version), cast("Kind", kind.partition("-")[0]))


def possible_names(booking: Booking) -> Iterator[str]:
    """Of all letters to its customer that one booking can have caused by itself."""
    for version in range(1, booking.version + 1):
        for kind in sorted(FOR_CUSTOMERS):
            yield f"{booking.id}:{version}:{kind}"


def welcome_name(staff: str, now: int, ticket: str) -> str:
    """``now`` is in epoch milliseconds."""
    return f"{staff}:{now}:welcome-{ticket}"


def webhook_kind(mark: str) -> str:
    return f"webhook-{mark}"


def text_of(event: Kind, by: Role, at: int) -> str:
    return json.dumps({"at": at, "by": by, "event": event}, separators=(",", ":"))


def alarm(alarm: Alarm, now: int) -> dict[str, object]:
    """As scripts are told of it; ``now`` is in epoch milliseconds."""
    return {"id": alarm.letter, "due": alarm.due, "text": text_of("alarm", "owner", now)}


def occasion(letter: str, text: str) -> Occasion:
    """Raises ValueError for what cannot be read."""
    kind = named(letter).kind
    facts, _, more = text.partition("\n")
    said = json.loads(facts)
    if not isinstance(said, dict):
        raise ValueError(letter)  # noqa: TRY004 -- all that is wrong with a letter is a ValueError
    found = Occasion(kind, int(said["at"]), said.get("by", "customer"), said.get("event", kind))
    if kind == "webhook":
        return replace(found, to=letter.rpartition("-")[2], stated=_stated(more))
    return replace(found, before=records.places(more))


def _stated(text: str) -> Stated:
    facts, _, lines = text.partition("\n")
    status, payment, instructor = facts.split(" ")
    places = records.places(lines, instructor)
    if not places:
        raise ValueError(text)
    return Stated(cast("Status", status), cast("PaymentStatus", payment), instructor, places)
