"""Whether what is kept is what Calendly told, and whether schedules and indexes agree with it: without our code."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

from lib.gateways.store.recounts import read as counters
from tests.chaos.calendly_tales import Fate
from tests.chaos.keyspace import Keyspace, SortedSet
from tests.support.counted import miscounted, mistold
from tests.support.invariants import Place

Hash = dict[str, str]
# What a key may be named after: our ids, words of Calendly's, hashes, days.
NAMES = re.compile(
    r"m:(cat|ev|f[gv]:\d{4}-\d\d|ix:(start|created|cus|act|words|i\.[a-z]+)|ob:\w+|sch:[ir]\.[a-z]+|cal:(unmapped|conflicts|m\.meeting-\d+)"
    r"|bk:(calendly_guest-\d+|booking_\d+_[a-z0-9]{13})|idem:[0-9a-f]{64}|se:[0-9a-f]{64}"
    r"|tr:c\.[0-9a-f]{40}|tr:a\.|tr:b\.booking_\d+_[a-z0-9]{13}|tr:b\.calendly_guest-\d+)"
)


def kept(space: Keyspace) -> dict[str, Any]:
    """All that is there, without the stream and the ends of what falls away; facts are a set.

    Trails tell in which order things were heard of: they are left out.
    """
    found: dict[str, Any] = {}
    for name, value in space.values.items():
        if name == "m:ev":
            continue
        if name.startswith(("m:fg:", "m:fv:")):
            found[name] = counters(value)
        elif isinstance(value, SortedSet):
            found[name] = dict(value.scores)
        elif isinstance(value, dict):
            lasting = {each: text for each, text in value.items() if not each.startswith("a:")}
            found[name] = lasting | ({"facts": " ".join(sorted(value["facts"].split()))} if "facts" in value else {})
        else:
            found[name] = value
    return found


def faults(space: Keyspace, told: Sequence[Fate], settled: frozenset[str] = frozenset()) -> list[str]:
    """In words. ``settled`` are bookings of which staff have said what became of them."""
    bookings = {
        name[5:]: value for name, value in space.values.items() if name.startswith("m:bk:") and "status" in value
    }
    places = {
        name[6:]: [Place.of(member) for _, member in value.order]
        for name, value in space.values.items()
        if name.startswith("m:sch:")
    }
    return [
        *_untrue(told, bookings, places, settled),
        *_unowned(bookings, places),
        *_overlapping(places),
        *_misindexed(space, bookings),
        *(f"{name} is no name of a key" for name in space.values if not NAMES.fullmatch(name)),
        *_mortal(space),
        *miscounted(
            bookings, {name[2:]: value for name, value in space.values.items() if name[:4] in {"m:fg", "m:fv"}}
        ),
        *mistold(bookings),
    ]


def _untrue(
    told: Sequence[Fate], bookings: dict[str, Hash], places: dict[str, list[Place]], settled: frozenset[str]
) -> Iterator[str]:
    for fate in told:
        name = fate.guest.booking_id
        status = bookings.get(name, {}).get("status", "none")
        is_right = status == fate.status or (name in settled and "canceled" not in {status, fate.status})
        if not is_right:
            yield f"{name} is {status}, not {fate.status}"
        stands = {key: [each for each in found if each.booking == name] for key, found in places.items()}
        hosts = {key[2:] for key, found in stands.items() if found and key[0] == "i"}
        if hosts != fate.hosts:
            yield f"{name} blocks {hosts}, not {set(fate.hosts)}"
        if fate.status == "canceled" and any(stands.values()):
            yield f"{name} was cancelled and still stands"
        for host in hosts:
            if not _is_covered(stands[f"i.{host}"], fate.interval):
                yield f"{name} does not block {host} for all of {fate.interval}: {stands[f'i.{host}']}"


def _is_covered(pieces: list[Place], interval: tuple[int, int]) -> bool:
    """One after the other without a gap, none longer than a day."""
    ordered = sorted(pieces, key=lambda each: each.start)
    edges = [ordered[0].start, *(each.end for each in ordered)]
    joins = all(one.end == other.start for one, other in pairwise(ordered))
    return joins and (edges[0], edges[-1]) == interval and all(0 < each.end - each.start <= 1440 for each in ordered)


def _unowned(bookings: dict[str, Hash], places: dict[str, list[Place]]) -> Iterator[str]:
    """Places in bookings are members of schedules, in number and in word, and no others are there."""
    wanted: set[tuple[str, Place]] = set()
    for fields in bookings.values():
        for line in fields["places"].splitlines() if fields["status"] != "canceled" else ():
            place = Place.of(line.split(" ")[1])
            wanted |= {(f"i.{place.instructor}", place)} | ({(f"r.{place.room}", place)} if place.room else set())
    stands = {(key, place) for key, found in places.items() for place in found}
    yield from (f"{place} is in {key} and in no booking" for key, place in stands - wanted)
    yield from (f"{place} is not in {key}" for key, place in wanted - stands)


def _overlapping(places: dict[str, list[Place]]) -> Iterator[str]:
    """Sessions of ours never touch each other; in a room nothing does, because Calendly takes only free ones."""
    for key, found in places.items():
        sessions = {place.session: place for place in found if key[0] == "r" or not place.event}
        for one, other in combinations(sessions.values(), 2):
            if one.start < other.end and other.start < one.end:
                yield f"{one} and {other} are both in {key}"


def _misindexed(space: Keyspace, bookings: dict[str, Hash]) -> Iterator[str]:
    start: dict[str, float] = {}
    hosts: dict[str, dict[str, float]] = {}
    customers, active = set(), set()
    for name, fields in bookings.items():
        found = [Place.of(line.split(" ")[1]) for line in fields["places"].splitlines()]
        first, last = found[0].start, found[-1].end
        start[name] = first
        hosts.setdefault(fields["instructor"], {})[name] = first
        customers.add(f"{fields['customer']}:{first:010}:{name}")
        # What was made on Calendly is not held against the limit of what somebody may book here.
        if fields["status"] != "canceled" and fields["person"] and not name.startswith("calendly_"):
            active.add(f"{fields['customer']}:{last:010}:{name}")
    yield from _differing(space, "ix:start", start)
    yield from _differing(space, "ix:cus", dict.fromkeys(customers, 0))
    yield from _differing(space, "ix:act", dict.fromkeys(active, 0))
    if set(_scores(space, "ix:created")) != set(bookings):
        yield "ix:created has others than the bookings"
    names = {name[7:] for name in space.values if name.startswith("m:ix:i.")}
    for host in sorted(names | set(hosts)):
        yield from _differing(space, f"ix:i.{host}", hosts.get(host, {}))


def _differing(space: Keyspace, name: str, wanted: dict[str, float]) -> Iterator[str]:
    for entry in set(_scores(space, name).items()) ^ set(wanted.items()):
        yield f"{name}: {entry} is in one and not in the other"


def _scores(space: Keyspace, name: str) -> dict[str, float]:
    value = space.values.get(f"m:{name}")
    return value.scores if isinstance(value, SortedSet) else {}


def _mortal(space: Keyspace) -> Iterator[str]:
    """What is no booking falls away by itself, and a booking never does."""
    for name, value in space.values.items():
        if name.startswith("m:bk:") and ("status" in value) == (name in space.ends):
            yield f"{name} {'ends' if 'status' in value else 'never ends'}"
