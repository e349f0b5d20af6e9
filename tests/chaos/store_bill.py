"""What the store was asked, counted by the store itself: every command, those inside of scripts as well."""

from collections import Counter

from tests.support.raw_store import RawStore

# Upstash does not charge for these (its pricing page).
FREE = {"auth", "client", "command", "config", "hello", "info", "ping", "select"}
# What a stream asks, or is asked for: nobody else reads the events so while the drill runs.
OF_VIEWERS = {"subscribe", "xlen", "xrange", "xrevrange"}


def commands_so_far(raw: RawStore) -> Counter[str]:
    return commands(raw.do("INFO", "commandstats"))


def commands(told: str) -> Counter[str]:
    """Calls of each command that costs something; the parts of a container are one."""
    found: Counter[str] = Counter()
    for line in told.splitlines():
        if line.startswith("cmdstat_"):
            name, _, fields = line.removeprefix("cmdstat_").partition(":")
            calls = dict(pair.split("=") for pair in fields.split(","))["calls"]
            found[name.partition("|")[0]] += int(calls)
    return Counter({name: count for name, count in found.items() if name not in FREE})


def of_viewers(bill: Counter[str]) -> Counter[str]:
    return Counter({name: count for name, count in bill.items() if name in OF_VIEWERS})
