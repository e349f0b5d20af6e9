"""A week and a booking beside django-appointment: same studio, same bookings, as many workers, in turns."""

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench import django_rival, our_site, same_studio
from tests.bench.crowd import Contender, Tally, Visit, in_turns
from tests.bench.django_rival import Rival, rival
from tests.bench.filled_store import TEACHERS, Lesson
from tests.bench.our_site import OurSite
from tests.bench.wire import Visitor
from tests.support.servers import running_store

SIZES, CLIENTS = (10, 10_000), (1, 8, 32)
# One worker for each of two cores, for both; more of them share what there is.
WORKERS = 2
TURNS, SECONDS = 3, 1.2
# Bare bookings are made ready before their turn, because making them is the site's work.
BARE_BOOKINGS = 400
ROUNDS, RIVALS_FOR_ONE_PLACE = 10, 32
OURS, THEIRS, BARE = "ours", "django-appointment", "bare store call"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what was asked of whom, with so many bookings there and so many clients at once."""

    subject: str
    whose: str
    size: int
    clients: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Found:
    lines: list[Line]
    # Places that were sold once too often, by whose site.
    sold_twice: dict[str, int]
    their_version: str


@dataclass(frozen=True, slots=True)
class _Pair:
    size: int
    ours: OurSite
    theirs: Rival
    numbers: Iterator[int]


def found() -> Found | None:
    """None when django-appointment is not there."""
    their_version = django_rival.version()
    if their_version is None:
        return None
    with _pairs() as pairs:
        return asyncio.run(_measured(pairs, their_version))


@contextlib.contextmanager
def _pairs() -> Iterator[list[_Pair]]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_store(folder / "store"))
        yield [
            _Pair(
                size,
                stack.enter_context(our_site.our_site(server, folder / "site", size, WORKERS)),
                stack.enter_context(rival(folder / f"rival-{size}", size, WORKERS)),
                itertools.count(),
            )
            for size in SIZES
        ]


async def _measured(pairs: list[_Pair], their_version: str) -> Found:
    """All weeks before any booking: what is booked here comes on top of what was there."""
    lines: list[Line] = []
    for pair in pairs:
        await our_site.known_scripts(pair.ours)
        await _agree(pair)
    for subject, contenders in (("week", _weeks), ("booking", _bookings)):
        for clients in CLIENTS:
            jobs = {(pair.size, whose): job for pair in pairs for whose, job in (await contenders(pair)).items()}
            tallies = await in_turns(
                {f"{size} {whose}": job for (size, whose), job in jobs.items()}, clients, TURNS, SECONDS
            )
            lines += [Line(subject, whose, size, clients, tallies[f"{size} {whose}"]) for size, whose in jobs]
    return Found(lines, await _sold_twice(pairs[0]), their_version)


async def _agree(pair: _Pair) -> None:
    """Both show the same free starts for everybody, or it would be two different studios."""
    ours, theirs = Visitor(pair.ours.ports[0]), Visitor(pair.theirs.port)
    for number in range(len(TEACHERS)):
        shown = await our_site.week(ours, number)
        assert shown == await django_rival.week(theirs, number), (shown, number)
    ours.close()
    theirs.close()


async def _weeks(pair: _Pair) -> dict[str, Contender]:
    bodies = await our_site.overheard_week(pair.ours)
    # Whoever only looks uses up no lesson that somebody will book: there are two years of them.
    looks = itertools.count()

    async def bare(visitor: Visitor, number: int) -> None:
        await our_site.bare_call(visitor, bodies[number % len(bodies)], pair.ours)

    return {
        OURS: _ours(pair, our_site.week, looks),
        THEIRS: Contender(django_rival.week, (pair.theirs.port,), (pair.theirs.pid,), looks),
        BARE: Contender(bare, (pair.ours.store_port,), (pair.ours.server.pid,), looks),
    }


async def _bookings(pair: _Pair) -> dict[str, Contender]:
    theirs = partial(django_rival.booking, site=pair.theirs)
    return {
        OURS: _ours(pair, our_site.booking, pair.numbers),
        THEIRS: Contender(theirs, (pair.theirs.port,), (pair.theirs.pid,), pair.numbers),
        BARE: our_site.bare_bookings(pair.ours, pair.numbers, BARE_BOOKINGS),
    }


def _ours(pair: _Pair, visit: Visit, numbers: Iterator[int]) -> Contender:
    pids = (*pair.ours.pids, pair.ours.server.pid)
    return Contender(visit, pair.ours.ports, pids, numbers)


async def _sold_twice(pair: _Pair) -> dict[str, int]:
    """In each round all send the request for the same place at once; counted is what the databases hold then."""
    twice = {OURS: 0, THEIRS: 0}
    for _ in range(ROUNDS):
        customers = [*itertools.islice(pair.numbers, RIVALS_FOR_ONE_PLACE)]
        wanted = same_studio.free(customers[0])
        await _all_ours(pair, wanted, customers)
        await _all_theirs(pair, wanted, customers)
        twice[OURS] += our_site.places_sold(pair.ours, wanted) - 1
        twice[THEIRS] += django_rival.places_sold(pair.theirs, wanted) - 1
    return twice


async def _all_ours(pair: _Pair, wanted: Lesson, customers: list[int]) -> None:
    ports = itertools.cycle(pair.ours.ports)
    visitors = [Visitor(port) for port in itertools.islice(ports, len(customers))]
    asked = zip(visitors, customers, strict=True)
    told = await asyncio.gather(*(our_site.book(visitor, wanted, customer) for visitor, customer in asked))
    assert sorted(told) == [201] + [409] * (len(customers) - 1), told
    for visitor in visitors:
        visitor.close()


async def _all_theirs(pair: _Pair, wanted: Lesson, customers: list[int]) -> None:
    visitors = [Visitor(pair.theirs.port) for _ in customers]
    asked = zip(visitors, customers, strict=True)
    steps = await asyncio.gather(
        *(django_rival.ready_to_book(visitor, wanted, customer, pair.theirs) for visitor, customer in asked)
    )
    await asyncio.gather(*(django_rival.book(v, step) for v, step in zip(visitors, steps, strict=True)))
    for visitor in visitors:
        visitor.close()
