"""What must be true of streams that were watched: each event once and in order, soon, and nothing that only grows."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lib.gateways.store.rest import THREADS
from tests.support.processes import Descriptors

# Seconds from the request that changed something until the last of all viewers knows.
SOON = 1.0
# The line on which lessons are booked is closed while nothing happens.
DESK = 1
# What the store's client keeps for later, and the subscription.
LINES_TO_STORE = THREADS + 1
# Bytes that a process may be larger at the end: what the allocator does from minute to minute, not a viewer's worth.
ROOM = 2_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """Of one process at one moment."""

    descriptors: Descriptors
    bytes: int


def wrongly_told(heard: Sequence[str], events: Sequence[str]) -> Iterator[str]:
    """Where what one viewer heard differs from what happened while it watched."""
    for before, after in pairwise(heard):
        if place(after) <= place(before):
            yield f"{after} came after {before}"
    happened, known = set(events), set(heard)
    yield from (f"{event} was lost" for event in events if event not in known)
    yield from (f"{event} never happened" for event in heard if event not in happened)


def place(event: str) -> tuple[int, int]:
    """In the order of events."""
    millisecond, number = event.split("-")
    return int(millisecond), int(number)


def too_late(seconds: Sequence[float]) -> Iterator[str]:
    if (found := percentile(seconds, 99)) >= SOON:
        yield f"p99 is {found:.2f} s, and {SOON:g} s were promised"


def percentile(seconds: Sequence[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] if len(seconds) > 1 else max(seconds)


def ends(sizes: Sequence[Size]) -> tuple[Size, Size, Size]:
    """How large a process was in the first tenth of the time, in the middle one, and in the last."""
    tenth, half = max(1, len(sizes) // 10), len(sizes) // 2
    return _typical(sizes[:tenth]), _typical(sizes[half : half + tenth]), _typical(sizes[-tenth:])


def _typical(sizes: Sequence[Size]) -> Size:
    """Viewers come and go all the time: the most lines at once, and of all else what was open at every look.

    A line that ends while it is looked at seems to be something else.
    """
    held = [each.descriptors for each in sizes]
    typical = Descriptors(
        max(each.visitors for each in held), max(each.store for each in held), min(each.others for each in held)
    )
    return Size(typical, statistics.median_low(each.bytes for each in sizes))


def growth(name: str, sizes: Sequence[Size]) -> Iterator[str]:
    first, _, last = ends(sizes)
    if last.bytes - first.bytes > ROOM:
        yield f"{name} grew by {(last.bytes - first.bytes) / 1e6:.1f} MB"
    if last.descriptors.visitors > first.descriptors.visitors + DESK:
        yield f"{name} has {last.descriptors.visitors} lines of visitors, {first.descriptors.visitors} in the beginning"
    if last.descriptors.store > LINES_TO_STORE:
        yield f"{name} has {last.descriptors.store} lines to the store"
    if last.descriptors.others > first.descriptors.others:
        yield f"{name} holds {last.descriptors.others} others open, {first.descriptors.others} in the beginning"


def left_open(name: str, before: Descriptors, after: Descriptors) -> Iterator[str]:
    """What is still there once everybody has left; lines to the store wait to be used again."""
    if after.visitors > before.visitors or after.others > before.others:
        yield f"{name} keeps {after} open when all have left, {before} before they came"
