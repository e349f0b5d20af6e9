"""`make viewers`: hundreds watch while lessons are booked and cancelled; all see each change, once, in order, soon.

python -m tests.chaos.viewers_drill --viewers 300 --seconds 600 --reconnects 30 --seed 1
"""

import argparse
import asyncio
import math
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from lib.gateways.store.plans import EVENTS_KEPT
from lib.studio import policy
from tests.chaos.mail_drill import free_slots
from tests.chaos.store_bill import commands_so_far
from tests.chaos.stream_viewers import StreamViewer, watching
from tests.chaos.viewers_desk import Desk
from tests.chaos.viewers_judge import Size
from tests.chaos.viewers_report import Findings, Phase, promises_broken, table
from tests.support.processes import Descriptors, descriptors, resident_bytes
from tests.support.raw_store import RawStore
from tests.support.servers import Site, running_site, site_beside

# A part of the time nothing happens, so that the store's bill is known for that as well.
QUIET = 0.2
# Seconds: until what is loaded once is loaded; how long the last event may be on its way; for lines to be closed.
WARM_UP, PATIENCE, GOING = 20.0, 10.0, 2.0
# Seconds between two looks at the processes, which take a while themselves.
LOOK = 3.0
SLOTS = 40


@dataclass(frozen=True, slots=True)
class Plan:
    viewers: int
    seconds: float
    reconnects: int
    seed: int

    @property
    def processes(self) -> int:
        """As many as it takes: each has as many viewers as the studio's own limit allows, and no more."""
        return math.ceil(self.viewers / policy.VIEWERS_PER_PROCESS)

    @property
    def pace(self) -> float:
        """Seconds between two events: all of them are still in the store at the end, where they are compared."""
        return max(1.0, 1.5 * self.seconds / EVENTS_KEPT)


@dataclass
class Drill:
    plan: Plan
    sites: Sequence[Site]
    raw: RawStore
    rng: random.Random
    found: Findings = field(init=False)

    def __post_init__(self) -> None:
        self.found = Findings(cuts=self.plan.reconnects, loads=[os.getloadavg()[0]])

    async def run(self) -> Findings:
        async with self._desk() as desk:
            await desk.changes(2 * len(self.sites) * self.plan.pace)
            first = self._events()[-1]
            self.found.open_before = self._descriptors()
            self.found.viewers = [self._viewer(number, first) for number in range(self.plan.viewers)]
            async with watching(self.found.viewers, spread=WARM_UP / 2):
                await desk.changes(WARM_UP / 2)
                await self._watched(desk)
                self.found.events = self._events()
                await self._all_told()
            await asyncio.sleep(GOING)
            self.found.open_after = self._descriptors()
            self.found.subscribed_after = self.raw.do("PUBSUB", "NUMSUB", "ev:nudge")[1]
            self.found.asked = desk.asked
        return self.found

    async def _watched(self, desk: Desk) -> None:
        quiet, busy = self.plan.seconds * QUIET, self.plan.seconds * (1 - QUIET)
        looking, breaking = asyncio.create_task(self._look()), asyncio.create_task(self._break_lines())
        with self._billed("while nothing happens", desk):
            await asyncio.sleep(quiet)
        with self._billed(f"with an event every {self.plan.pace:g} s", desk):
            await desk.changes(busy)
        await breaking
        looking.cancel()

    @asynccontextmanager
    async def _desk(self) -> AsyncIterator[Desk]:
        async with AsyncExitStack() as stack:
            clients = [
                await stack.enter_async_context(httpx.AsyncClient(base_url=site.url, timeout=12)) for site in self.sites
            ]
            slots = self.rng.sample(await free_slots(clients[0], SLOTS), SLOTS)
            yield Desk(clients, slots, self.plan.pace)

    def _viewer(self, number: int, first: str) -> StreamViewer:
        return StreamViewer(self.sites[number % len(self.sites)].url, first, random.Random(self.rng.random()))

    async def _break_lines(self) -> None:
        """Some at any moment, every other one in the middle of an event."""
        began, pause = time.monotonic(), self.plan.seconds / (self.plan.reconnects + 2)
        for number in range(self.plan.reconnects):
            # The last one has events to come as well.
            await asyncio.sleep(began + (number + 1) * pause - time.monotonic())
            viewer = self.rng.choice(self.found.viewers)
            viewer.cut_at_next_event() if number % 2 or not viewer.is_open else viewer.cut()

    async def _look(self) -> None:
        while True:
            for name, site in self._processes():
                size = Size(descriptors(site), resident_bytes(site.pid))
                self.found.sizes.setdefault(name, []).append(size)
            await asyncio.sleep(LOOK)

    async def _all_told(self) -> None:
        until = time.monotonic() + PATIENCE
        last = self.found.events[-1]
        while (  # noqa: ASYNC110 -- each knows of itself alone
            time.monotonic() < until and not all(each.has_heard(last) for each in self.found.viewers)
        ):
            await asyncio.sleep(0.05)

    @contextmanager
    def _billed(self, phase: str, desk: Desk) -> Iterator[None]:
        before, began, events = commands_so_far(self.raw), time.monotonic(), len(desk.asked)
        yield
        bill = commands_so_far(self.raw)
        bill.subtract(before)
        self.found.phases[phase] = Phase(time.monotonic() - began, +bill, len(desk.asked) - events)
        self.found.loads.append(os.getloadavg()[0])

    def _events(self) -> list[str]:
        return [entry[0] for entry in self.raw.do("XRANGE", "ev", "-", "+")]

    def _descriptors(self) -> dict[str, Descriptors]:
        return {name: descriptors(site) for name, site in self._processes()}

    def _processes(self) -> list[tuple[str, Site]]:
        return [(f"process {number}", site) for number, site in enumerate(self.sites, 1)]


def drilled(plan: Plan, folder: Path) -> Findings:
    with ExitStack() as stack:
        sites = [stack.enter_context(running_site(folder))]
        sites += [stack.enter_context(site_beside(sites[0], folder)) for _ in range(plan.processes - 1)]
        raw = stack.enter_context(closing(RawStore(sites[0].store_url, sites[0].token, prefix="")))
        return asyncio.run(Drill(plan, sites, raw, random.Random(plan.seed)).run())


def main() -> int:
    parser = argparse.ArgumentParser(prog="make viewers")
    parser.add_argument("--viewers", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--reconnects", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    plan = Plan(**vars(parser.parse_args()))
    folder = Path(tempfile.mkdtemp(prefix="viewers-"))
    print(f"seed {plan.seed}, {plan.seconds:g} s after a warm-up of {WARM_UP:g}, data in {folder}", flush=True)
    found = drilled(plan, folder)
    print(*table(found), sep="\n")
    if broken := promises_broken(found):
        print(f"{len(broken)} promises broken; the data is kept in {folder}")
        print("\n".join(broken[:20]))
        return 1
    shutil.rmtree(folder)
    print("Every viewer was told every event once, in order and in time, and nothing grew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
