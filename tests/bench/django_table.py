"""What was measured beside django-appointment as a table, each promise with its aim and whether it holds."""

from dataclasses import dataclass

from tests.bench.django_bench import BARE, CLIENTS, OURS, ROUNDS, SIZES, THEIRS, WORKERS, Found, Line
from tests.bench.django_rival import CALLS_A_BOOKING, CALLS_A_WEEK

# How many times as much in a second, and how much slower with a thousand times as many bookings.
AIMS = {"week": 10.0, "booking": 5.0}
CALLS = {"week": CALLS_A_WEEK, "booking": CALLS_A_BOOKING}
MOST_GROWTH = 1.5
HOLDS, FAILS = "holds", "DOES NOT HOLD"
HEAD = f"{'':52}{'p50 ms':>9}{'p99 ms':>9}{'a second':>10}{'CPU ms':>8}{'x theirs':>10}{'(calls)':>9}{'CPU':>8}   aim"


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines by subject, size, clients and whose they are."""

    by_place: dict[tuple[str, int, int, str], Line]

    def line(self, subject: str, size: int, clients: int, whose: str) -> Line:
        return self.by_place[subject, size, clients, whose]


def show(found: Found) -> None:
    table = _Table({(each.subject, each.size, each.clients, each.whose): each for each in found.lines})
    print(
        f"\nBeside django-appointment {found.their_version}, {WORKERS} workers each; it asks {CALLS_A_WEEK} times for a"
    )
    print(f"week and takes {CALLS_A_BOOKING} requests for a booking, ours one. (calls): ours beside one of those.")
    print(HEAD)
    for subject in AIMS:
        for size in SIZES:
            for clients in CLIENTS:
                for whose in (OURS, THEIRS, BARE):
                    print(_row(table, table.line(subject, size, clients, whose)))
    for subject in AIMS:
        for clients in CLIENTS:
            print(_growth(table, subject, clients))
    for whose, sold_twice in found.sold_twice.items():
        verdict = f"   0  {_verdict(holds=sold_twice == 0)}" if whose == OURS else ""
        name = f"sold twice, {ROUNDS} rounds of the same place: {whose}"
        print(f"{name:70}{sold_twice:>5}{verdict}")


def _row(table: _Table, line: Line) -> str:
    tally = line.tally
    bookings, clients = f"{line.size:,} bookings", f"{line.clients} client{'s' if line.clients > 1 else ''}"
    name = f"{line.subject}, {bookings}, {clients}: {line.whose}"
    measured = (
        f"{name:52}{1000 * tally.p50:9.1f}{1000 * tally.p99:9.1f}{tally.a_second:10.1f}{1000 * tally.cpu_each:8.2f}"
    )
    if line.whose != OURS:
        return measured
    theirs = table.line(line.subject, line.size, line.clients, THEIRS).tally
    times, aim = tally.a_second / theirs.a_second, AIMS[line.subject]
    cpu = theirs.cpu_each / tally.cpu_each
    ratios = f"{times:8.1f} x{times / CALLS[line.subject]:7.1f} x{cpu:6.1f} x"
    return f"{measured}{ratios}{aim:5.0f} x {_verdict(holds=times >= aim)}"


def _growth(table: _Table, subject: str, clients: int) -> str:
    """By CPU time as well, because what else the machine does is not in that."""
    name = f"{subject}, {SIZES[-1]:,} bookings beside {SIZES[0]}, {clients} client{'s' if clients > 1 else ''}"
    few, many = (table.line(subject, size, clients, OURS).tally for size in (SIZES[0], SIZES[-1]))
    slower, dearer = many.p50 / few.p50, many.cpu_each / few.cpu_each
    verdict = _verdict(holds=slower <= MOST_GROWTH)
    return f"{name + ': ours':52}{slower:7.2f} x{dearer:34.2f} x{MOST_GROWTH:32.1f} x {verdict}"


def _verdict(*, holds: bool) -> str:
    return HOLDS if holds else FAILS
