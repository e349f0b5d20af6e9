"""What a store does that comes back as an older copy of itself."""

from typing import Any

from tests.support.raw_store import RawStore


def lose(raw: RawStore, booking: dict[str, Any]) -> None:
    """What a fail-over to an old copy does to one booking: it and all its places are gone."""
    key = f"{raw.prefix}bk:{booking['id']}"
    [line] = raw.do("HGET", key, "places").splitlines()
    member = line.split(" ")[1]
    for name in raw.names():
        if name.startswith("sch:"):
            raw.do("ZREM", raw.prefix + name, member)
    raw.do("DEL", key)
