"""`make soak`: the whole site under mixed load while its store and its server are killed, then every promise checked.

python -m tests.chaos.soak --seconds 60 --seed 1
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

from tests.chaos.soak_judge import promises_broken
from tests.chaos.soak_shoppers import Record, Shopper
from tests.support.processes import family, store_server
from tests.support.raw_store import RawStore
from tests.support.servers import Program, Site, kept_token

SHOPPERS, SLOTS_OF_EACH = 24, 5
PAUSE = (3.0, 8.0)
START_PATIENCE = 30


class Studio:
    """`make run` on a port and a folder of its own; killed and started again by this program alone."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.settings = folder, settings
        self.log = ""
        self.kills: list[tuple[str, float]] = []
        self.site = self._start("0")

    def _start(self, port: str) -> Site:
        settings = {"DATA_DIR": str(self.folder), "PORT": port, **self.settings}
        program = Program("lib.local", settings)
        store_url = program.line_with("Store: http").split()[1]
        url = program.line_with("Open http").split()[1].replace("localhost", "127.0.0.1")
        return Site(url, store_url, kept_token(self.folder), program)

    def kill_store(self) -> None:
        """The server behind the gateway; the site starts it again by itself."""
        with suppress(httpx.HTTPError, OSError):
            os.kill(store_server(self.site), signal.SIGKILL)
            self.kills.append(("store", time.monotonic()))

    def kill_server(self) -> None:
        """The site with its functions; its store ends because its life line does. Started again as its user would."""
        self.kills.append(("server", time.monotonic()))
        port = self.site.url.rpartition(":")[2]
        self.site.program.end(signal.SIGKILL)
        self.log += self.site.program.output
        self.site = self._start(port)

    def stop(self) -> None:
        members = family(self.site.pid)
        self.site.program.end()
        self.log += self.site.program.output
        assert members


async def some_slots(client: httpx.AsyncClient) -> list[tuple[str, str]]:
    """A few times of every class, far enough ahead to be changed, so that everybody wants the same."""
    day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    kinds: list[dict[str, Any]] = (await client.get("/api/class-types")).json()
    found: list[tuple[str, str]] = []
    people: list[dict[str, Any]] = (await client.get("/api/instructors")).json()
    for kind in kinds:
        teacher = next(each["id"] for each in people if kind["id"] in each["classTypes"])
        query = {"classType": kind["id"], "instructor": teacher, "week": day}
        week = (await client.get("/api/availability", params=query)).json()
        free = [slot["id"] for slots in week.values() for slot in slots if slot["available"]]
        found += [(kind["id"], slot) for slot in free[:SLOTS_OF_EACH]]
    return found


async def load(studio: Studio, record: Record, seconds: float, rng: random.Random) -> None:
    limits = httpx.Limits(max_connections=SHOPPERS * 2)
    async with httpx.AsyncClient(base_url=studio.site.url, timeout=12, limits=limits) as client:
        slots = await some_slots(client)
        until = time.monotonic() + seconds
        shoppers = [Shopper(client, random.Random(rng.random()), record, slots) for _ in range(SHOPPERS)]
        tasks = [asyncio.create_task(shopper.shop(until)) for shopper in shoppers]
        while time.monotonic() < until:
            await asyncio.sleep(min(rng.uniform(*PAUSE), max(0.0, until - time.monotonic())))
            if time.monotonic() < until:
                await asyncio.to_thread(rng.choice((studio.kill_store, studio.kill_store, studio.kill_server)))
        await asyncio.wait_for(asyncio.gather(*tasks), START_PATIENCE + 60)


def report(record: Record, studio: Studio, seconds: float) -> None:
    requests = sum(wanted.sent for wanted in record.wanted)
    print(f"{len(record.wanted)} wishes in {seconds:.0f} s, sent {requests} times by {SHOPPERS} customers")
    for verb in sorted({verb for verb, _ in record.statuses}):
        counts = {status or "lost": n for (name, status), n in sorted(record.statuses.items()) if name == verb}
        print(f"  {verb:<8}" + "  ".join(f"{status}: {n}" for status, n in counts.items()))
    for kind in ("store", "server"):
        silences = [longest_silence(record, at) for what, at in studio.kills if what == kind]
        if silences:
            middle, longest = statistics.median(silences), max(silences)
            print(f"  {kind} killed {len(silences)} times; silence {middle:.2f} s (median), {longest:.2f} s (longest)")


def longest_silence(record: Record, killed: float) -> float:
    """Between two definite answers to anybody, around one kill."""
    near = sorted(at for at in record.definite if killed - 1 < at < killed + START_PATIENCE)
    return max((after - before for before, after in pairwise(near)), default=0.0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    print(f"seed {chosen.seed}, data in {folder}", flush=True)
    studio, record = Studio(folder), Record()
    try:
        asyncio.run(load(studio, record, chosen.seconds, random.Random(chosen.seed)))
        raw = RawStore(studio.site.store_url, studio.site.token, prefix="")
        with httpx.Client(base_url=studio.site.url, timeout=12) as site:
            found = promises_broken(record, raw, site, studio.log + studio.site.program.output)
        raw.close()
    finally:
        studio.stop()
    report(record, studio, chosen.seconds)
    if found:
        print(f"{len(found)} promises broken; the data is kept in {folder}")
        print("\n".join(found[:20]))
        return 1
    shutil.rmtree(folder)
    print("Every promise was kept.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
