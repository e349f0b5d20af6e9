"""What docs/growth.md calculates with: commands that Upstash counts, CPU of functions, claims that a store takes."""

import asyncio
import itertools
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from lib.actions.ports import Outside
from lib.gateways.clock import SystemDice
from lib.gateways.folder_vault import FolderVault
from lib.gateways.mail.chain import Chain
from lib.gateways.mail.kept_mail import KeptMail
from tests.bench import our_site
from tests.bench.crowd import Tally, in_turns
from tests.bench.filled_store import WEEK
from tests.bench.our_site import OurSite
from tests.bench.store_bench import filled_with, free_slot
from tests.chaos.store_bill import commands_so_far
from tests.support.changers import delete, put
from tests.support.customers import booked, get
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.servers import running_store
from tests.support.studio import CRON_SECRET

SIZE, TIMES = 1_000, 20
CLIENTS, TURNS, SECONDS, CLAIMS = 32, 3, 1.2, 1_500
Step = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one step: what the store counted, those inside of scripts as well, and the CPU seconds of the function."""

    commands: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Claimed:
    """``commands`` is what one of them cost."""

    tally: Tally
    commands: float


@dataclass(frozen=True, slots=True)
class Claims:
    """Many at once: for places that all differ, and for one place of which all but one hear that it is taken."""

    different: Claimed
    one_place: Claimed


def costs() -> dict[str, Cost]:
    with tempfile.TemporaryDirectory() as folder, running_store(Path(folder)) as server:
        filled = filled_with(server, SIZE)
        silent = replace(filled.world, dice=SystemDice())
        world = replace(
            silent,
            post=Chain((KeptMail(Path(folder) / "mail"),), "local"),
            vault=FolderVault(Path(folder) / "backups"),
        )
        found = asyncio.run(_costs(world, silent, RawStore(server.url, server.token, filled.prefix)))
        filled.store.close()
        return found


async def _costs(world: Outside, silent: Outside, raw: RawStore) -> dict[str, Cost]:
    """In the silent world nobody takes letters: they wait."""
    bookings: deque[dict[str, object]] = deque()

    async def book(number: int) -> None:
        bookings.append(await booked(world, **_wish(number)))

    async def move(number: int) -> None:
        to = free_slot(1_000 + number)[1]
        booking = bookings[number % TIMES]
        to = f"{booking['instructor']}_{to.partition('_')[2]}"
        assert (await put(world, booking, {"slots": [to]})).status_code == 200

    async def cancel(number: int) -> None:
        assert (await delete(world, bookings[number % TIMES])).status_code == 200

    steps: dict[str, Step] = {
        "page: classes": lambda _: get(world, "class-types", "/api/class-types"),
        "page: instructors": lambda _: get(world, "instructors", "/api/instructors"),
        "page: overview": lambda _: get(world, "availability/index", "/api/availability"),
        "week of one instructor": lambda _: _week(world, "teacher-0"),
        "week of anyone (ten)": lambda _: _week(world, "any"),
        "booking with its letters": book,
        "moving it, with letters": move,
        "cancelling it, with letters": cancel,
        "a night's maintenance": lambda _: _night(world),
        # Last, or others would send what waits.
        "booking, its letters waiting": lambda number: booked(silent, **_wish(500 + number)),
    }
    await world.catalogs.current()
    return {name: await _cost(step, raw) for name, step in steps.items()}


def _wish(number: int) -> dict[str, object]:
    who, slot = free_slot(number)
    person = {"firstName": "Rosa", "lastName": "Vega", "email": f"rosa{number}@example.com"}
    return {"instructor": who, "slots": [slot], "personalInfo": person}


async def _week(world: Outside, instructor: str) -> None:
    address = f"/api/availability?classType=private&instructor={instructor}&week={WEEK}"
    assert (await get(world, "availability/index", address)).status_code == 200


async def _night(world: Outside) -> None:
    async with caller("cron/maintenance", world) as client:
        secret = {"Authorization": f"Bearer {CRON_SECRET}"}
        assert (await client.get("/api/cron/maintenance", headers=secret)).status_code == 200


async def _cost(step: Step, raw: RawStore) -> Cost:
    """The mean of many; the first ones, in which modules are loaded, are left out of the CPU."""
    before, cpu = commands_so_far(raw), []
    for number in range(TIMES):
        began = time.process_time()
        await step(number)
        cpu.append(time.process_time() - began)
    asked = commands_so_far(raw) - before
    return Cost(asked.total() / TIMES, sorted(cpu)[TIMES // 2])


def claims() -> Claims:
    """The store alone, through its gateway: what no number of functions in front of it can exceed."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_store(folder))
        return asyncio.run(_claims(stack.enter_context(our_site.our_site(server, folder, SIZE, workers=0))))


async def _claims(site: OurSite) -> Claims:
    await our_site.known_scripts(site)
    numbers = itertools.count()
    one_place = itertools.repeat(next(numbers))
    return Claims(await _claimed(site, numbers), await _claimed(site, one_place))


async def _claimed(site: OurSite, numbers: Iterator[int]) -> Claimed:
    raw = RawStore(site.server.url, site.server.token, site.prefix)
    before = commands_so_far(raw)
    found = await in_turns({"claims": our_site.bare_bookings(site, numbers, CLAIMS)}, CLIENTS, TURNS, SECONDS)
    asked = commands_so_far(raw) - before
    # A script is as many commands as it runs, and one for itself.
    return Claimed(found["claims"], asked.total() / asked["evalsha"])


def show() -> None:
    print(f"\n{'What one step costs':36}{'commands':>12}{'CPU ms':>12}")
    for name, cost in costs().items():
        print(f"{name:36}{cost.commands:12.1f}{1000 * cost.cpu:12.2f}")
    found = claims()
    columns = ("a second", "p50 ms", "p99 ms", "CPU ms", "commands")
    print(f"\n{f'Claims at one store, {CLIENTS} at once':36}" + "".join(f"{column:>12}" for column in columns))
    for name, claimed in (("places that all differ", found.different), ("one place for everybody", found.one_place)):
        tally = claimed.tally
        times = f"{1000 * tally.p50:12.1f}{1000 * tally.p99:12.1f}{1000 * tally.cpu_each:12.2f}"
        print(f"{name:36}{tally.a_second:12.0f}{times}{claimed.commands:12.1f}")
