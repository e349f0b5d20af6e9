"""How long our starts take beside the barest loop over the same windows: ten instructors, a week and a month."""

import gc
import statistics
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from time import perf_counter
from zoneinfo import ZoneInfo

from lib.studio import hours, localtime, slots
from lib.studio.catalog import ANYONE, Catalog, ClassType, Instructor, Rules, Text, Window
from lib.studio.slots import Block, OffersQuery, offers, starts

REPEATS = 80
FIRST = date(2026, 11, 23)
NINE = 29_756_280  # Monday, 23 November 2026, 09:00 in New York
SALSA = ClassType(
    id="salsa",
    name=Text("Salsa", "Salsa"),
    description=Text("", ""),
    icon="",
    duration=60,
    price_minor=4000,
    capacity=1,
    before=0,
    after=15,
    step=75,
    instructors=tuple(f"teacher-{number}" for number in range(10)),
    rooms=(),
)
Row = tuple[str, float, float]
Job = Callable[[], object]
# Midnight in epoch minutes, opening and closing: a finished table, as no real caller has one.
Table = Sequence[tuple[int, int, int]]


def rows() -> list[Row]:
    """Name, our seconds, bare seconds; medians of runs that take turns.

    Cold: every window and every day's offset is worked out anew. Warm: as in a function's second request.
    """
    catalog = _studio()
    found = []
    for name, days in (("week", 7), ("month", 30)):
        table, schedule = _table(catalog, days), _schedule(catalog, days)
        query = OffersQuery(SALSA, ANYONE, FIRST, days)
        jobs: tuple[tuple[str, Job, Callable[[], None]], ...] = (
            ("starts, warm", partial(_ours, catalog, days), _keep),
            ("starts, cold", partial(_ours, catalog, days), _forget),
            ("offers of any", partial(offers, query, schedule, catalog, NINE), _keep),
        )
        for job, ours, before in jobs:
            medians = _medians(ours, partial(_bare, table), before)
            found.append((f"{job}, {name}, {len(schedule)} blocks", *medians))
    return found


def _ours(catalog: Catalog, days: int) -> list[int]:
    dates = [FIRST + timedelta(days=later) for later in range(days)]
    found: list[int] = []
    for teacher in SALSA.instructors:
        for day in dates:
            found += starts(catalog, SALSA, teacher, day)
    return found


def _bare(table: Table) -> list[int]:
    step, duration = SALSA.step, SALSA.duration
    found: list[int] = []
    for midnight, opens, closes in table:
        start, last = midnight + opens, midnight + closes - duration
        while start <= last:
            found.append(start)
            start += step
    return found


def _medians(ours: Job, bare: Job, before: Callable[[], None]) -> tuple[float, float]:
    taken: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for _ in range(REPEATS):
        for job, times in zip((ours, bare), taken, strict=True):
            before()
            started = perf_counter()
            job()
            times.append(perf_counter() - started)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _keep() -> None:
    """Leaves everything warm."""


def _forget() -> None:
    localtime.usual_midnight.cache_clear()
    localtime.day_pieces.cache_clear()
    hours.without_breaks.cache_clear()
    slots._usual_minutes.cache_clear()
    slots._starts.cache_clear()
    localtime.local_minute.cache_clear()
    slots._face.cache_clear()


def _studio() -> Catalog:
    breaks = ((Window(720, 780), Window(1020, 1050)),) * 7
    people = {
        who: Instructor(who, who, "", (), None, 0, ((Window(540 + 5 * number, 1260),),) * 7, breaks, {})
        for number, who in enumerate(SALSA.instructors)
    }
    return Catalog(
        version="1",
        studio="Bench",
        zone=ZoneInfo("America/New_York"),
        currency="USD",
        class_types={SALSA.id: SALSA},
        instructors=people,
        rooms={},
        closed_days=frozenset(),
        price_rules=(),
        rules=Rules(120, 720, 60, 8),
    )


def _table(catalog: Catalog, days: int) -> Table:
    dates = [FIRST + timedelta(days=later) for later in range(days)]
    return [
        (localtime.day_bounds(catalog.zone, day)[0], window.opens, window.closes)
        for who in catalog.instructors.values()
        for day in dates
        for window in hours.open_windows(catalog, who, day)
    ]


def _schedule(catalog: Catalog, days: int) -> list[Block]:
    """Every third start is taken."""
    taken = _ours(catalog, days)[::3]
    people = [who for who in SALSA.instructors for _ in range(len(taken) // len(SALSA.instructors) + 1)]
    return [
        Block(start, start + 60, 0, 15, who, "", SALSA.id, "", 1) for start, who in zip(taken, people, strict=False)
    ]


if __name__ == "__main__":
    for title, ours, bare in rows():
        print(f"{title:<34} {ours * 1e3:7.3f} ms   bare {bare * 1e3:7.3f} ms   {ours / bare:5.2f} times")
