"""So many clients at once, each asking again as soon as it was answered; whoever is compared takes turns."""

import asyncio
import itertools
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.wire import Visitor

PROCESSES = Path("/proc")
# Before anything is measured every process has loaded what it loads when it is first needed, also after its answers.
WARM_UP = 5
# One visit from beginning to end, as often as it is called; the number is nobody else's.
Visit = Callable[[Visitor, int], Awaitable[object]]


async def _nothing() -> None:
    """Most are ready as they are."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Something that is visited. Clients are spread over `ports`; `pids` and all that they started do the work.

    A turn ends early when there are no more `numbers`.
    """

    visit: Visit
    ports: Sequence[int]
    pids: Sequence[int]
    numbers: Iterator[int]
    before: Callable[[], Awaitable[None]] = field(default=_nothing)


@dataclass
class Tally:
    """What all turns of one contender came to, in seconds."""

    taken: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    cpu: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.taken)

    @property
    def p99(self) -> float:
        return sorted(self.taken)[int(0.99 * (len(self.taken) - 1) + 0.5)]

    @property
    def a_second(self) -> float:
        return len(self.taken) / self.elapsed

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.taken)


async def in_turns(contenders: Mapping[str, Contender], clients: int, turns: int, seconds: float) -> dict[str, Tally]:
    tallies = {name: Tally() for name in contenders}
    for contender in contenders.values():
        await contender.before()
        await asyncio.gather(*(_once(contender, port) for port in contender.ports))
    for turn in range(turns):
        # In another order each time: whoever comes first finds the machine's caches cold.
        order = [*contenders]
        for name in order[turn % len(order) :] + order[: turn % len(order)]:
            await _turn(contenders[name], clients, seconds, tallies[name])
    return tallies


async def _once(contender: Contender, port: int) -> None:
    visitor = Visitor(port)
    for _ in range(WARM_UP):
        await contender.visit(visitor, next(contender.numbers))
    visitor.close()


async def _turn(contender: Contender, clients: int, seconds: float, tally: Tally) -> None:
    """Whoever is being answered when the time is up is still answered, and counts."""
    await contender.before()
    cpu, began = cpu_seconds(contender.pids), time.perf_counter()

    async def client(port: int) -> None:
        visitor = Visitor(port)
        while (asked := time.perf_counter()) < began + seconds:
            if (number := next(contender.numbers, None)) is None:
                break
            await contender.visit(visitor, number)
            tally.taken.append(time.perf_counter() - asked)
        visitor.close()

    ports = itertools.islice(itertools.cycle(contender.ports), clients)
    await asyncio.gather(*map(client, ports))
    tally.elapsed += time.perf_counter() - began
    tally.cpu += cpu_seconds(contender.pids) - cpu


def cpu_seconds(pids: Iterable[int]) -> float:
    """What these processes and all that they started have used so far; not a number where the system does not tell."""
    if not PROCESSES.exists():
        return float("nan")
    used, parents = _processes()
    wanted = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return sum(used.get(pid, 0.0) for pid in wanted)


def _processes() -> tuple[dict[int, float], dict[int, int]]:
    """CPU seconds and parent of every process."""
    used, parents = {}, {}
    for place in PROCESSES.iterdir():
        if not place.name.isdecimal():
            continue
        try:
            words = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        pid = int(place.name)
        parents[pid] = int(words[1])
        used[pid] = (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return used, parents
