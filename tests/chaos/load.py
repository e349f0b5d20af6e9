"""`make load`: everything that the site does at once, as fast as it can, while its store is killed now and then.

python -m tests.chaos.load --seconds 600 --seed 1
"""

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from lib.gateways.passwords import hashed
from lib.gateways.store import Store
from tests.chaos.load_report import Load, Try, Weight, Window, table
from tests.chaos.load_visitors import PAUSE, AtTheDesk, Browser, CalendlyTelling
from tests.chaos.replay import SECRET, Day, wrong
from tests.chaos.soak import Studio, some_slots
from tests.chaos.soak_judge import promises_broken
from tests.chaos.soak_shoppers import Record, Shopper
from tests.chaos.stream_viewers import StreamViewer, watching
from tests.support.processes import do, family, resident_bytes
from tests.support.raw_store import RawStore
from tests.support.studio import OWNER_EMAIL, OWNER_PASSWORD

# Closed loops: so many are there at once, and each asks as soon as it was answered. Two cores are busy with these.
SHOPPERS, BROWSERS, DESKS, VIEWERS = 8, 4, 2, 20
# Deliveries of Calendly a second; seconds between two kills of the store, and between two looks at the processes.
DELIVERIES, CALM, LOOK = 4.0, (20.0, 40.0), 2.0


@dataclass
class Measured:
    """What is written down while it goes on."""

    record: Record = field(default_factory=Record)
    windows: list[Window] = field(default_factory=list)
    weights: dict[str, list[Weight]] = field(default_factory=dict)
    heard: int = 0
    troubles: list[str] = field(default_factory=list)

    @property
    def tries(self) -> list[Try]:
        return self.record.tries


async def under_load(studio: Studio, day: Day, seconds: float, rng: random.Random) -> Measured:
    measured = Measured()
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=studio.site.url, timeout=12, limits=limits) as client:
        slots = await some_slots(client)
        desks = [AtTheDesk(client, random.Random(rng.random()), measured.tries) for _ in range(DESKS)]
        for desk in desks:
            await desk.sign_in()
        first = (
            await client.get("/api/availability", params={"classType": slots[0][0], "date": slots[0][1][4:14]})
        ).headers
        viewers = [
            StreamViewer(studio.site.url, first["event-id"], random.Random(rng.random())) for _ in range(VIEWERS)
        ]
        async with watching(viewers, 1.0):
            until = time.monotonic() + seconds
            shoppers = [Shopper(client, random.Random(rng.random()), measured.record, slots) for _ in range(SHOPPERS)]
            browsers = [Browser(client, random.Random(rng.random()), measured.tries) for _ in range(BROWSERS)]
            calendly = CalendlyTelling(client, random.Random(rng.random()), measured.tries)
            await asyncio.gather(
                *(shopper.shop(until) for shopper in shoppers),
                *(browser.visit(until, slots) for browser in browsers),
                *(desk.visit(until) for desk in desks),
                calendly.visit(until, day.sent),
                killing(studio, until, measured.windows, rng),
                weighing(studio, until, measured.weights),
            )
        measured.heard = sum(len(viewer.heard) for viewer in viewers)
        measured.troubles = [trouble for viewer in viewers for trouble in viewer.troubles]
    return measured


async def killing(studio: Studio, until: float, windows: list[Window], rng: random.Random) -> None:
    """The last one leaves time enough to see that all is well again."""
    while (pause := rng.uniform(*CALM)) < until - time.monotonic() - CALM[0] / 2:
        await asyncio.sleep(pause)
        before = len(studio.kills)
        await asyncio.to_thread(studio.kill_store)
        if len(studio.kills) > before:
            await asyncio.to_thread(_wait_for_store, studio)
            windows.append(Window(studio.kills[-1][1], time.monotonic() + PAUSE))


def _wait_for_store(studio: Studio) -> None:
    """Asked past the site, so that a site that does not find it again is seen to fail."""
    while True:
        with suppress(httpx.HTTPError, KeyError, ValueError):
            if do(studio.site, "PING") == "PONG":
                return
        time.sleep(0.05)


async def weighing(studio: Studio, until: float, weights: dict[str, list[Weight]]) -> None:
    """The site is one process from beginning to end; what it starts comes and goes with the store."""
    site = studio.site.pid
    while time.monotonic() < until:
        weights.setdefault("site", []).append(Weight(time.monotonic(), resident_bytes(site)))
        with suppress(FileNotFoundError, ProcessLookupError):
            others = sum(resident_bytes(pid) for pid in family(site)[1:])
            weights.setdefault("store and its gateway", []).append(Weight(time.monotonic(), others))
        await asyncio.sleep(LOOK)


async def prepared(day: Day, studio: Studio) -> None:
    """The studio of the tests, with Calendly's people and kinds of meetings in it."""
    with closing(Store(studio.site.store_url, studio.site.token)) as store:
        known = await store.load_catalog()
        await store.save_catalog(json.dumps(day.document()), known[0] if known else None, "load")


def found_wrong(measured: Measured, day: Day, studio: Studio) -> list[str]:
    """What is not as it was promised, once all is quiet."""
    raw = RawStore(studio.site.store_url, studio.site.token, prefix="")
    try:
        with httpx.Client(base_url=studio.site.url, timeout=30) as site:
            promises = promises_broken(measured.record, raw, site, studio.log + studio.site.program.output)
    finally:
        raw.close()
    return [*promises, *wrong(day, studio.site)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make load")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    chosen = parser.parse_args()
    rng, folder = random.Random(chosen.seed), Path(tempfile.mkdtemp(prefix="load-"))
    print(f"seed {chosen.seed}, data in {folder}", flush=True)
    day = Day(random.Random(rng.random()))
    # One place in each: how many may come at once is Calendly's to say, and the judge would count it by our catalogue.
    day.kinds = [kind for kind in day.kinds if kind.name == "Private"]
    day.lived(round(chosen.seconds * DELIVERIES))
    who = {"ADMIN_EMAIL": OWNER_EMAIL, "ADMIN_PASSWORD_HASH": hashed(OWNER_PASSWORD)}
    studio = Studio(folder, CALENDLY_WEBHOOK_SECRET=SECRET, **who)
    try:
        asyncio.run(prepared(day, studio))
        began = time.monotonic()
        measured = asyncio.run(under_load(studio, day, chosen.seconds, rng))
        load = Load(time.monotonic() - began, measured.tries, measured.windows, measured.weights)
        found = found_wrong(measured, day, studio)
    finally:
        studio.stop()
    print(*table(load), sep="\n")
    print(f"  {VIEWERS} viewers heard {measured.heard} events; troubles: {len(measured.troubles)}")
    if found:
        print(f"{len(found)} promises broken; the data is kept in {folder}", *found[:20], sep="\n")
    else:
        shutil.rmtree(folder)
        print("Every promise was kept.")
    return int(bool(found) or not load.is_in_budget)


if __name__ == "__main__":
    sys.exit(main())
