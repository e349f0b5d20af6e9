"""`make replay`: a day of Calendly's deliveries after an outage, as fast as they come, in any order, and some twice.

python -m tests.chaos.replay --deliveries 5000 --seed 1
"""

import argparse
import asyncio
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from lib.actions.calendly import booking_id_of
from lib.gateways.store import Store
from tests.chaos.soak import Studio
from tests.support.calendly_bodies import EventType, Invitee
from tests.support.calendly_hooks import HEADER, Happened, delivery, signature
from tests.support.calendly_state import FakeCalendly, Filled, Guest
from tests.support.raw_store import RawStore
from tests.support.servers import Site
from tests.support.studio import a_document

SECRET = "a key of the replay"
AT_ONCE, DAYS, OUTAGE = 32, 50, timedelta(hours=23)
# Calendly waits so long for an answer, as far as anybody says; then it counts as none. Seconds.
LONGEST = 2.0
TWICE = 0.1


@dataclass
class Day:
    """What happened at a Calendly that nobody was listening to."""

    rng: random.Random
    fake: FakeCalendly = field(default_factory=FakeCalendly)
    kinds: list[EventType] = field(default_factory=list)
    sent: list[tuple[bytes, int]] = field(default_factory=list)
    began: datetime = field(default_factory=lambda: datetime.now(UTC) - OUTAGE)

    def __post_init__(self) -> None:
        hosts = [self.fake.me, *(self.fake.add_member(name, f"{name}@example.com") for name in ("ben", "cleo"))]
        for host in hosts:
            self.kinds += [
                self.fake.add_event_type("Private", host=host),
                self.fake.add_event_type("Group", seats=12, host=host),
                self.fake.add_event_type("Odd", minutes=37, host=host),
            ]

    def lived(self, deliveries: int) -> None:
        active: list[Invitee] = []
        while len(self.sent) < deliveries:
            self.fake.now = self._moment
            match self.rng.choices(("book", "cancel", "move", "miss", "end"), (60, 15, 15, 5, 1))[0]:
                case "book":
                    active += self._booked()
                case "cancel" if active:
                    gone = self.fake.cancel_invitee(active.pop(self.rng.randrange(len(active))).uri)
                    self._say(gone, "invitee.canceled")
                case "move" if active:
                    active += self._moved(active.pop(self.rng.randrange(len(active))))
                case "miss" if active:
                    self._say(self.fake.mark_missed(self.rng.choice(active).uri), "invitee_no_show.created")
                case "end" if active:
                    event = self.rng.choice(active).event
                    gone_all = list(event.active)
                    self.fake.cancel_event(event)
                    for each in gone_all:
                        self._say(each, "invitee.canceled")
                    active = [each for each in active if each.event is not event]
        self.sent += self.rng.sample(self.sent, int(len(self.sent) * TWICE))
        self.rng.shuffle(self.sent)

    def _moment(self) -> datetime:
        return self.began + OUTAGE * (len(self.sent) / 10_000)

    def _booked(self) -> list[Invitee]:
        guest = Guest(email=f"guest{len(self.sent)}@example.com")
        try:
            made = self.fake.book(self.rng.choice(self.kinds), self._start(), guest)
        except Filled:
            return []
        self._say(made, "invitee.created")
        return [made]

    def _moved(self, old: Invitee) -> list[Invitee]:
        try:
            new = self.fake.reschedule(old.uri, self._start())
        except Filled:
            return [old]
        self._say(new, "invitee.created")
        self._say(old, "invitee.canceled")
        return [new]

    def _start(self) -> int:
        today = int(self.began.timestamp()) // 86_400 * 1440
        return today + self.rng.randrange(3, DAYS) * 1440 + self.rng.randrange(13 * 4, 22 * 4) * 15

    def _say(self, invitee: Invitee, event: Happened) -> None:
        self.sent.append((delivery(self.fake, invitee.uri, event), int(self._moment().timestamp())))

    def document(self) -> dict[str, object]:
        people = ("ana", "ben", "cleo")
        hosts = [{"user": host.uri, "instructor": who} for host, who in zip(self.fake.members, people, strict=True)]
        kinds = {"Private": "private", "Group": "group", "Odd": "short"}
        event_types = [{"uri": kind.uri, "classType": kinds[kind.name]} for kind in self.kinds]
        return a_document(calendly={"mode": "off", "hosts": hosts, "eventTypes": event_types})


async def replayed(day: Day, site: Site) -> tuple[list[int], list[float]]:
    """Statuses, and seconds for each."""
    gate, statuses, took = asyncio.Semaphore(AT_ONCE), list[int](), list[float]()
    async with httpx.AsyncClient(base_url=site.url, timeout=30) as client:

        async def send(body: bytes, at: int) -> None:
            async with gate:
                began = time.perf_counter()
                header = {HEADER: signature(body, SECRET, at), "Content-Type": "application/json"}
                answer = await client.post("/api/calendly-webhook", content=body, headers=header)
                took.append(time.perf_counter() - began)
                statuses.append(answer.status_code)

        await asyncio.gather(*(send(body, at) for body, at in day.sent))
    return statuses, took


def wrong(day: Day, site: Site) -> list[str]:
    """Where the store disagrees with what Calendly knows."""
    raw = RawStore(site.store_url, site.token, prefix="")
    kept = raw.kept()
    raw.close()
    found = []
    standing = {place.booking for places in kept.schedules.values() for place in places}
    for event in day.fake.events.values():
        for invitee in event.invitees:
            booking_id = booking_id_of(invitee.uri)
            status = kept.bookings.get(booking_id, {}).get("status")
            wanted = "canceled" if invitee.canceled else "no_show" if invitee.missed else "confirmed"
            if status != wanted:
                found.append(f"{booking_id} is {status} and not {wanted}")
            if (booking_id in standing) == bool(invitee.canceled):
                found.append(f"{booking_id} {'stands' if invitee.canceled else 'does not stand'} in a schedule")
    return found


async def run(deliveries: int, seed: int) -> int:
    day = Day(random.Random(seed))
    day.lived(deliveries)
    folder = Path(tempfile.mkdtemp(prefix="replay-"))
    studio = Studio(folder, CALENDLY_WEBHOOK_SECRET=SECRET)
    try:
        with closing(Store(studio.site.store_url, studio.site.token)) as store:
            known = await store.load_catalog()
            await store.save_catalog(json.dumps(day.document()), known[0] if known else None, "replay")
        began = time.perf_counter()
        statuses, took = await replayed(day, studio.site)
        seconds = time.perf_counter() - began
        broken = wrong(day, studio.site)
    finally:
        studio.stop()
        shutil.rmtree(folder, ignore_errors=True)
    good, slow = sum(200 <= each < 300 for each in statuses), sum(each > LONGEST for each in took)
    cuts = statistics.quantiles(took, n=100)
    print(f"{len(statuses)} deliveries, {AT_ONCE} at once, in {seconds:.1f} s: {len(statuses) / seconds:.0f} a second")
    print(f"2xx: {good}; slower than {LONGEST:g} s: {slow}")
    print(f"ms: p50 {cuts[49] * 1000:.0f}, p99 {cuts[98] * 1000:.0f}, longest {max(took) * 1000:.0f}")
    invited = sum(len(event.invitees) for event in day.fake.events.values())
    print(f"{invited} invitees, {len(broken)} of them wrong", *broken[:5], sep="\n  ")
    # How long it took is for people to judge: on a busy machine it says nothing of the program.
    return int(bool(broken) or good < len(statuses))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    return asyncio.run(run(chosen.deliveries, chosen.seed))


if __name__ == "__main__":
    sys.exit(main())
