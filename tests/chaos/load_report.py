"""What a load came to: how much, how soon, what failed outside of the restarts, and whether memory grew."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# Of the tries that were made outside of the restarts, so many may fail.
BUDGET = 0.001


class Try(NamedTuple):
    """One request, sent once. ``status`` is 0 when no answer came; instants are seconds of one clock."""

    kind: str
    began: float
    ended: float
    status: int

    @property
    def failed(self) -> bool:
        """A no of the studio is an answer."""
        return self.status == 0 or self.status >= 500


class Window(NamedTuple):
    """A restart: from the kill until the store answered again, and the pause after which a client asks anew."""

    began: float
    ended: float

    def touches(self, one: Try) -> bool:
        return one.began < self.ended and one.ended > self.began


class Weight(NamedTuple):
    at: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Load:
    """``windows`` in the order of time; ``weights`` by which processes they are of."""

    seconds: float
    tries: Sequence[Try]
    windows: Sequence[Window]
    weights: dict[str, list[Weight]]

    @property
    def outside(self) -> list[Try]:
        return [one for one in self.tries if not any(window.touches(one) for window in self.windows)]

    @property
    def is_in_budget(self) -> bool:
        outside = self.outside
        return bool(outside) and sum(one.failed for one in outside) < BUDGET * len(outside)


def table(load: Load) -> Iterator[str]:
    outside = load.outside
    failed = Counter(one.kind for one in outside if one.failed)
    yield f"{len(load.tries)} requests in {load.seconds:.0f} s: {len(load.tries) / load.seconds:.0f} a second"
    yield f"  {'outside of restarts':<20}{'tries':>8}{'a second':>10}{'p50 ms':>8}{'p99 ms':>8}{'failed':>8}"
    for kind in sorted({one.kind for one in outside}):
        took = sorted(one.ended - one.began for one in outside if one.kind == kind)
        middle, slow = (round(1000 * quantile(took, share)) for share in (0.5, 0.99))
        yield f"  {kind:<20}{len(took):>8}{len(took) / load.seconds:>10.1f}{middle:>8}{slow:>8}{failed[kind]:>8}"
    lengths = [window.ended - window.began for window in load.windows]
    longest = max(lengths, default=0.0)
    yield f"  the store was killed {len(lengths)} times: {sum(lengths):.1f} s, the longest {longest:.1f} s"
    share = failed.total() / len(outside) if outside else math.nan
    yield f"  failed outside of that: {failed.total()} of {len(outside)}, {share:.3%} (the budget is {BUDGET:.1%})"
    for name, weights in load.weights.items():
        begins, ends = (slope(part) for part in _later_thirds(weights))
        size = f"{weights[-1].bytes / 2**20:.0f} MB"
        yield f"  memory of the {name}: {size}, MB a minute in the middle third {begins:+.2f}, in the last {ends:+.2f}"


def quantile(ordered: Sequence[float], share: float) -> float:
    """The smallest that so large a share does not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _later_thirds(weights: Sequence[Weight]) -> tuple[Sequence[Weight], Sequence[Weight]]:
    """In the first third, what is kept is filled; what leans less in the last than in the middle still is."""
    third = len(weights) // 3
    return weights[third:-third], weights[-third:]


def slope(weights: Sequence[Weight]) -> float:
    """MB a minute, the line of least squares."""
    if len(weights) < 2:
        return math.nan
    middle, weight = (sum(values) / len(weights) for values in zip(*weights, strict=True))
    spread = sum((at - middle) ** 2 for at, _ in weights)
    lean = sum((at - middle) * (size - weight) for at, size in weights) / spread if spread else math.nan
    return lean * 60 / 2**20
