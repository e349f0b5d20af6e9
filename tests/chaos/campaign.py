"""Many histories: which seeds break a promise, on as many cores as they may have."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from tests.chaos.history import a_history
from tests.chaos.judge import verdict
from tests.chaos.line import SimulatedStore
from tests.chaos.world import MakeStore

SLICE = 500


@dataclass(frozen=True, slots=True)
class Broken:
    seed: int
    promises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the histories of some seeds consisted of, so that nobody trusts a campaign in which nothing happened."""

    histories: int = 0
    granted: int = 0
    refused: int = 0
    unanswered: int = 0
    broken: tuple[Broken, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.histories + other.histories,
            self.granted + other.granted,
            self.refused + other.refused,
            self.unanswered + other.unanswered,
            self.broken + other.broken,
        )


def of_seeds(seeds: Iterable[int]) -> Tally:
    total = Tally()
    for seed in seeds:
        history = a_history(seed)
        history.run()
        promises = tuple(verdict(history))
        answers = [answer for intent in history.intents for answer in intent.answers]
        total += Tally(
            histories=1,
            granted=sum(answer.kind == "yes" for answer in answers),
            refused=sum(answer.kind == "no" for answer in answers),
            unanswered=sum(not answer.is_definite for answer in answers),
            broken=(Broken(seed, promises),) if promises else (),
        )
    return total


def on_cores(cores: int | None, first: int, count: int) -> Iterator[Tally]:
    """One tally for each slice, as they come in; None are all cores. Processes are new, as a test's own has threads."""
    slices = [range(start, min(start + SLICE, first + count)) for start in range(first, first + count, SLICE)]
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        yield from pool.map(of_seeds, slices)


def first_broken(seeds: Iterable[int], make: MakeStore = SimulatedStore, *, only_books: bool = False) -> Broken | None:
    for seed in seeds:
        history = a_history(seed, make=make, only_books=only_books)
        history.run()
        promises = tuple(verdict(history))
        if promises:
            return Broken(seed, promises)
    return None
