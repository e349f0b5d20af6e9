"""`make drill`: the server is killed around the sending of letters; every booking gets its confirmation all the same.

python -m tests.chaos.mail_drill --bookings 200 --kills 10 --seed 1
"""

import argparse
import asyncio
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from lib.studio import policy
from tests.chaos.soak import Studio
from tests.support.fake_sendgrid import FakeSendGrid, running_sendgrid
from tests.support.raw_store import RawStore

CUSTOMERS = 8
WEEKS = 7
# Seconds. A letter is on its way for as long as people need to notice; leases of the dead have to run out.
PAUSE, PATIENCE = 0.03, policy.LETTER_LEASE_MS / 1000 + 30
STORED = {"CRON_SECRET": "a secret of the drill", "EMAIL_FROM": "Drill <drill@studio.example>"}
SCHEDULER = {"Authorization": f"Bearer {STORED['CRON_SECRET']}"}


@dataclass
class Drill:
    """``orphans`` are letters that SendGrid had taken when a server died that could not write it down any more."""

    studio: Studio
    sendgrid: FakeSendGrid
    booked: list[str] = field(default_factory=list)
    orphans: set[str] = field(default_factory=set)
    kills: int = 0

    def kill(self) -> None:
        """Whatever the server was at, it is at no more; the store dies with it and keeps what it has."""
        port = self.studio.site.url.rpartition(":")[2]
        self.studio.site.program.end(signal.SIGKILL)
        self.kills += 1
        taken = Counter(self.sendgrid.letters)
        self.studio.site = self.studio._start(port)
        raw = RawStore(self.studio.site.store_url, self.studio.site.token, prefix="")
        self.orphans |= taken.keys() - set(raw.do("ZRANGE", "ob:sent:at", 0, -1))
        raw.close()


async def free_slots(client: httpx.AsyncClient, wanted: int) -> list[tuple[str, str]]:
    """Places in sessions of one class with one instructor, so that none is in another's way."""
    kinds: list[dict[str, Any]] = (await client.get("/api/class-types")).json()
    largest = max(kinds, key=lambda each: each["capacity"])["id"]
    people: list[dict[str, Any]] = (await client.get("/api/instructors")).json()
    teacher = next(each["id"] for each in people if largest in each["classTypes"])
    found: list[tuple[str, str]] = []
    for week in range(WEEKS):
        day = (datetime.now(UTC) + timedelta(days=3 + 7 * week)).date().isoformat()
        query = {"classType": largest, "instructor": teacher, "week": day}
        answer = await client.get("/api/availability", params=query)
        for slot in (each for slots in answer.json().values() for each in slots if each["available"]):
            found += [(largest, slot["id"])] * min(8, slot["remaining"])
    if len(found) < wanted:
        raise SystemExit(f"The demo studio has only {len(found)} places")
    return found


async def customer(drill: Drill, client: httpx.AsyncClient, places: list[tuple[str, str]]) -> None:
    """Books one place after the other, repeating what nobody answered with the same key, as the page does."""
    while places:
        class_type, slot = places.pop()
        number = len(places)
        wish = {
            "classType": class_type,
            "instructor": slot.partition("_")[0],
            "slots": [slot],
            "personalInfo": {"firstName": "Ana", "lastName": "Ruiz", "email": f"ana{number}@example.com"},
        }
        headers = {"Idempotency-Key": f"drill-{number:06}"}
        while True:
            try:
                answer = await client.post("/api/bookings", json=wish, headers=headers)
            except httpx.HTTPError:
                await asyncio.sleep(0.05)
                continue
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
        drill.booked.append(answer.raise_for_status().json()["booking"]["id"])


async def book_and_kill(drill: Drill, rng: random.Random, bookings: int, kills: int) -> None:
    limits = httpx.Limits(max_connections=CUSTOMERS)
    async with httpx.AsyncClient(base_url=drill.studio.site.url, timeout=12, limits=limits) as client:
        places = rng.sample(await free_slots(client, bookings), bookings)
        tasks = [asyncio.create_task(customer(drill, client, places)) for _ in range(CUSTOMERS)]
        for after in sorted(rng.sample(range(5, bookings), kills)):
            # A moment after so many letters were taken, wherever the server is by then with the next ones.
            while (  # noqa: ASYNC110 -- the letters are counted in another thread
                len(drill.sendgrid.letters) < after and not all(task.done() for task in tasks)
            ):
                await asyncio.sleep(0.002)
            await asyncio.sleep(rng.uniform(0, 2 * PAUSE))
            await asyncio.to_thread(drill.kill)
        await asyncio.gather(*tasks)


def send_the_rest(drill: Drill) -> float:
    """As the scheduler does, until every booking has its confirmation or nobody would wait any longer; seconds."""
    began = time.monotonic()
    with httpx.Client(base_url=drill.studio.site.url, timeout=60) as client:
        while missing(drill) and time.monotonic() - began < PATIENCE:
            client.get("/api/send-confirmation", headers=SCHEDULER).raise_for_status()
            drill.sendgrid.let_go.wait(0.5)
    return time.monotonic() - began


def missing(drill: Drill) -> set[str]:
    return {f"{booking}:1:confirmed" for booking in drill.booked} - set(drill.sendgrid.letters)


def verdict(drill: Drill, seconds: float) -> list[str]:
    """Every broken promise; prints the figures."""
    letters = Counter(drill.sendgrid.letters)
    kinds = Counter(letter.rpartition(":")[2] for letter in letters)
    twice = {letter: count for letter, count in letters.items() if count > 1}
    print(f"{len(drill.booked)} bookings, server killed {drill.kills} times around the sending of letters")
    print(f"{kinds['confirmed']} confirmations at the provider, the last of them {seconds:.0f} s after the last start")
    second = Counter(letter.rpartition(":")[2] for letter in twice)
    print(f"second copies: {second['confirmed']} confirmations, {second['notice']} notices to the studio;")
    print(f"  {len(drill.orphans)} letters had been taken and were not yet written down when their server died")
    found = [f"{letter} never arrived" for letter in sorted(missing(drill))]
    found += [f"{letter} arrived {count} times, and no kill explains it" for letter, count in twice.items()
              if letter not in drill.orphans]  # fmt: skip
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="make drill")
    parser.add_argument("--bookings", type=int, default=200)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    print(f"seed {chosen.seed}, data in {folder}", flush=True)
    with running_sendgrid(pause=PAUSE) as sendgrid:
        settings = {**STORED, "SENDGRID_API_KEY": sendgrid.key, "SENDGRID_BASE_URL": sendgrid.url}
        drill = Drill(Studio(folder, STUDIO_EMAIL="", **settings), sendgrid)
        try:
            asyncio.run(book_and_kill(drill, random.Random(chosen.seed), chosen.bookings, chosen.kills))
            found = verdict(drill, send_the_rest(drill))
        finally:
            drill.studio.stop()
    if found:
        print(f"{len(found)} promises broken; the data is kept in {folder}")
        print("\n".join(found[:20]))
        return 1
    shutil.rmtree(folder)
    print("Every booking has its confirmation.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
