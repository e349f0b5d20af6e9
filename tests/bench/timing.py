"""Medians of runs that take turns, so that a machine that slows down slows all of them down."""

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

Job = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: seconds by column, and what it is compared with."""

    name: str
    seconds: Mapping[str, float]
    against: str | None = None
    limit: float | None = None


async def medians(jobs: Mapping[str, Job], rounds: int, warm_up: int = 10) -> dict[str, float]:
    """Seconds (p50) of each job over so many rounds; in every round each job runs once, in turn."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + warm_up):
        for name, job in jobs.items():
            started = time.perf_counter()
            await job(number)
            if number >= warm_up:
                taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in taken.items()}
