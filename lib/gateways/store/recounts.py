"""The counters of the studio's months as its bookings say them: what lua/parts/figures.lua adds up step by step."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from typing import Any
from zoneinfo import ZoneInfo

from lib.studio.figures import labels, lead_label
from lib.studio.localtime import local_minute
from lib.studio.values import dataclass

# Counter -> day of the month as two digits -> count.
Counters = dict[str, Counter[str]]
_SLOT = re.compile(r"([12]\d{3}-(?:0[1-9]|1[0-2]))-(\d\d)_(\d+)_", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Place:
    """``session`` is what all places of one session have in common."""

    name: str
    session: str
    start: int
    minutes: int
    instructor: str
    class_type: str


@dataclass(slots=True)
class Recount:
    """Grows by bookings, in any order; each of them once."""

    zone: ZoneInfo
    figures: dict[str, Counters] = field(default_factory=dict)
    visits: dict[str, Counters] = field(default_factory=dict)
    _sessions: set[str] = field(default_factory=set)

    def add(self, fields: Mapping[str, str]) -> None:
        """A booking by the fields of its hash."""
        places = [_place(line) for line in fields["places"].splitlines()]
        terms = json.loads(fields["terms"])
        first, who = places[0], fields["instructor"]
        money, total = f"{first.class_type}:{terms.get('currency', '')}", _whole(terms.get("total"))
        self._note(first, f"{who} status:{fields['status']}", 1)
        self._visit(fields.get("made") or self._made(terms))
        if fields["status"] == "canceled":
            return
        if fields["payment"] == "paid":
            self._note(first, f"{who} paid:{money}", total)
        hours = max(0, (first.start * 60_000 - terms["created"]) // 3_600_000)
        hour = found[3] if (found := _SLOT.match(first.name)) else ""
        self._note(first, f"{who} class:{first.class_type}", 1)
        self._note(first, f"{who} hour:{hour}", 1)
        self._note(first, f"{who} source:{terms.get('source', '')}", 1)
        self._note(first, f"{who} listed:{money}", total)
        self._note(first, f"{who} lead:{lead_label(hours)}", 1)
        self._note(first, f"{who} lead_hours", hours)
        for place in places:
            self._stand(place)

    def _stand(self, place: _Place) -> None:
        self._note(place, f"{place.instructor} places:{place.class_type}", 1)
        if place.session not in self._sessions:
            self._sessions.add(place.session)
            self._note(place, f"{place.instructor} sessions:{place.class_type}", 1)
            self._note(place, f"{place.instructor} minutes", place.minutes)

    def _note(self, place: _Place, counter: str, count: int) -> None:
        if found := _SLOT.match(place.name):
            self.figures.setdefault(found[1], {}).setdefault(counter, Counter())[found[2]] += count

    def _visit(self, made: str) -> None:
        day, *kept = made.split(" ")
        counters = self.visits.setdefault(day[:7], {})
        for counter in ("made", *(f"made {label}" for label in kept)):
            counters.setdefault(counter, Counter())[day[8:]] += 1

    def _made(self, terms: Mapping[str, Any]) -> str:
        """Of a booking from before this was kept with it."""
        day = local_minute(self.zone, terms["created"] // 60_000).day.isoformat()
        return " ".join((day, *labels(terms.get("source", ""), _mapping(terms.get("context")))))


def written(days: Counter[str]) -> str:
    """As the scripts write it: the total, then each day that has any."""
    return " ".join((str(days.total()), *(f"{day}:{count}" for day, count in sorted(days.items()) if count)))


def read(fields: Mapping[str, str]) -> Counters:
    """The counters of one hash that count anything; what was tried in vain, and marks, are none of them."""
    found = {}
    for name, text in fields.items():
        total, *pairs = text.split(" ")
        days = Counter({day: int(count) for day, _, count in (pair.partition(":") for pair in pairs)})
        # A total that is not the sum of its days is as wrong as a day.
        days["total"] = int(total) - days.total()
        if not name.startswith(("#", "lost")):
            found[name] = days
    return counting(found)


def counting(counters: Counters) -> Counters:
    """The same without those that count nothing."""
    found = {name: Counter({day: count for day, count in days.items() if count}) for name, days in counters.items()}
    return {name: days for name, days in found.items() if days}


def _place(line: str) -> _Place:
    name, member = line.split(" ")
    start, end, instructor, class_type, event, _ = member.split(":", 5)
    session = f"{start}:{end}:{instructor}:{class_type}:{event}"
    return _Place(name, session, int(start), int(end) - int(start), instructor, class_type)


def _whole(said: object) -> int:
    return said if isinstance(said, int) else 0


def _mapping(said: object) -> Mapping[str, object]:
    return said if isinstance(said, dict) else {}
