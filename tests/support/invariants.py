"""What must be true of a store whatever was done to it: read back from its keys, judged without the code under test."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from lib.studio.catalog import Catalog
from tests.support.counted import miscounted, mistold


@dataclass(frozen=True, slots=True)
class Place:
    """One member of a schedule, as the key model of lib/gateways/store describes it."""

    start: int
    end: int
    before: int
    after: int
    instructor: str
    room: str
    class_type: str
    event: str
    booking: str

    @classmethod
    def of(cls, member: str) -> "Place":
        start, end, instructor, class_type, event, before, after, room, _hold, *_more, booking = member.split(":")
        return cls(int(start), int(end), int(before), int(after), instructor, room, class_type, event, booking)

    @property
    def session(self) -> tuple[int, int, str, str, str]:
        return (self.start, self.end, self.instructor, self.class_type, self.event)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that one prefix holds: members by schedule, fields by booking id, and the names of its letters.

    ``sent`` are those of the letters that have gone out already. ``figures`` are the hashes of counters by name, None
    where they are not looked at.
    """

    schedules: dict[str, list[Place]]
    bookings: dict[str, dict[str, str]]
    letters: frozenset[str]
    sent: frozenset[str] = frozenset()
    figures: dict[str, dict[str, str]] | None = None


def broken(kept: Kept, catalog: Catalog) -> list[str]:
    """Every promise that does not hold, in words; empty when all is well. Calendly's events may overlap anything."""
    faults = []
    for resource, places in kept.schedules.items():
        sessions = _sessions(places)
        faults += [
            f"{resource}: {one.session} and {other.session} overlap"
            for one, other in combinations(sessions.values(), 2)
            if not (_apart(one, other) or one.event or other.event)
        ]
        faults += [
            f"{resource}: {session} has {count} places"
            for session, count in Counter(place.session for place in places).items()
            if count > catalog.class_types[session[3]].capacity
        ]
    if kept.figures is not None:
        faults += [*miscounted(kept.bookings, kept.figures), *mistold(kept.bookings)]
    return faults + _unowned(kept)


def _sessions(places: list[Place]) -> dict[tuple[int, int, str, str, str], Place]:
    """Each with the buffers that it was opened with: who joined after the studio had widened them moved nobody."""
    found: dict[tuple[int, int, str, str, str], Place] = {}
    for place in places:
        known = found.get(place.session, place)
        before, after = min(known.before, place.before), min(known.after, place.after)
        found[place.session] = replace(place, before=before, after=after)
    return found


def _apart(one: Place, other: Place) -> bool:
    """Between neighbours the larger buffer is kept free."""
    first, second = sorted((one, other), key=lambda place: place.start)
    return second.start >= first.end + max(first.after, second.before)


def _unowned(kept: Kept) -> list[str]:
    """Every booking has its places in the instructor's and the room's schedule, and no place has no booking."""
    faults = []
    in_schedules: dict[str, set[tuple[str, Place]]] = defaultdict(set)
    for resource, places in kept.schedules.items():
        for place in places:
            in_schedules[place.booking].add((resource, place))
    for booking, fields in kept.bookings.items():
        lines = fields["places"].splitlines() if fields["status"] != "canceled" else []
        places = [Place.of(line.split(" ")[1]) for line in lines]
        wanted = {(f"sch:i.{place.instructor}", place) for place in places}
        wanted |= {(f"sch:r.{place.room}", place) for place in places if place.room}
        if in_schedules.pop(booking, set()) != wanted:
            faults.append(f"{booking} does not own its places")
    faults += [f"{booking} holds places without a booking" for booking in in_schedules]
    return [*faults, *_untold(kept), *_unreminded(kept)]


def _untold(kept: Kept) -> Iterator[str]:
    """Every customer hears of their booking. A confirmation that was overtaken by the end of it need not go out."""
    for booking, fields in kept.bookings.items():
        if booking.startswith("calendly_"):
            # Who booked there has Calendly's own letters.
            continue
        if fields["status"] != "canceled":
            if f"{booking}:1:confirmed" not in kept.letters:
                yield f"{booking} has no confirmation"
        # A price that is paid back makes one more version, and no letter.
        elif not any(re.fullmatch(rf"{booking}:\d+:canceled", letter) for letter in kept.letters):
            yield f"{booking} was cancelled without a letter"


def _unreminded(kept: Kept) -> Iterator[str]:
    """One reminder for each booking that has one coming, and none for what was moved away or given back."""
    known = {letter for letter in kept.letters if letter.endswith(":reminder")}
    wanted = {
        f"{booking}:{fields['reminder']}:reminder": fields["person"]
        for booking, fields in kept.bookings.items()
        if fields.get("reminder") and fields["status"] != "canceled"
    }
    # Nobody is left to be reminded where somebody's data were erased.
    yield from (f"{letter} was lost" for letter, person in wanted.items() if person and letter not in known)
    yield from (f"{letter} reminds of nothing" for letter in known - kept.sent - set(wanted))
