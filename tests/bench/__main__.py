"""make bench: one table, all in one run. Medians of runs that take turns; ratios are what to look at."""

import argparse
import logging
from collections.abc import Callable

from tests.bench import (
    desk_bench,
    django_bench,
    django_table,
    growth_bench,
    imports_bench,
    mail_bench,
    slots_bench,
    store_bench,
)
from tests.bench.timing import Row

SLOTS_LIMIT = 3.0


def main() -> None:
    reader = argparse.ArgumentParser(prog="make bench", description="How fast it is.")
    reader.add_argument("--only", nargs="+", choices=PARTS, default=[*PARTS], help="these parts of the table alone")
    # That a provider hangs is what is measured; a line about each would hide the table.
    logging.getLogger("studio").setLevel(logging.CRITICAL)
    for name in reader.parse_args().only:
        PARTS[name]()


def _store() -> None:
    _show("Store: milliseconds (p50) with so many bookings in it", store_bench.rows())


def _desk() -> None:
    _show("Desk: milliseconds (p50) with so many bookings in the store", desk_bench.rows())


def _letters() -> None:
    _show("Letters: milliseconds until a booking is answered over HTTP", mail_bench.rows())


def _slots() -> None:
    rows = []
    for name, ours, bare in slots_bench.rows():
        rows += [Row(f"{name}: bare loop", {"p50": bare}), Row(name, {"p50": ours}, f"{name}: bare loop", SLOTS_LIMIT)]
    _show("Slots of ten instructors: milliseconds", rows)


def _imports() -> None:
    _show("Import in a fresh interpreter: CPU milliseconds", imports_bench.rows())


def _django() -> None:
    found = django_bench.found()
    if found is None:
        print("\ndjango-appointment is not here, so nothing is measured beside it.")
    else:
        django_table.show(found)


PARTS: dict[str, Callable[[], None]] = {
    "store": _store,
    "desk": _desk,
    "letters": _letters,
    "slots": _slots,
    "imports": _imports,
    "growth": growth_bench.show,
    "django": _django,
}


def _show(title: str, rows: list[Row]) -> None:
    columns = list(rows[0].seconds)
    print(f"\n{title}")
    print(f"{'':36}" + "".join(f"{column:>12}" for column in columns) + "      growth     x bare    allowed")
    by_name = {row.name: row for row in rows}
    for row in rows:
        print(_line(row, columns, by_name), flush=True)


def _line(row: Row, columns: list[str], by_name: dict[str, Row]) -> str:
    first, last = row.seconds[columns[0]], row.seconds[columns[-1]]
    growth = f"{last / first:10.2f} x" if len(columns) > 1 else " " * 12
    line = f"{row.name:36}" + "".join(f"{1000 * row.seconds[column]:12.2f}" for column in columns) + growth
    if row.against is None:
        return line
    ratio = last / by_name[row.against].seconds[columns[-1]]
    return line + f"{ratio:9.2f} x" + (f"{row.limit:9.2f} x {_verdict(ratio, row.limit)}" if row.limit else "")


def _verdict(ratio: float, limit: float) -> str:
    return "holds" if ratio <= limit else "DOES NOT HOLD"


if __name__ == "__main__":
    main()
