"""When each check of the studio's health last changed: kept by whoever sees to the studio anyway, the newest first."""

from collections.abc import Mapping

from lib.actions.check_health import checks
from lib.actions.ports import Outside, epoch_ms
from lib.actions.upkeep import Report
from lib.studio.values import dataclass

# What is kept travels with each look at how the studio is, so it has to stay small: 50 of some 40 bytes.
MOST = 50
_REST = ("check", "before", "after")


@dataclass(frozen=True, slots=True)
class Change:
    """``at`` is in epoch milliseconds: when it was seen, which may be a day after it happened."""

    at: int
    check: str
    before: str
    after: str


async def note_health(outside: Outside) -> Mapping[str, object]:
    """What the report of this part says: how things stand, and what has changed since they were noted last.

    The first note is no change. Raises an Outage; a store that is away cannot be written to, so that its own outages
    are in the log alone.
    """
    now = epoch_ms(outside.clock.now())
    pulse = await outside.store.pulse(now)
    known = pulse.reports.get("health")
    before, states = _states(known), checks(pulse, now, await outside.calendly.link(), outside)
    new = [Change(now, name, before[name], how) for name, how in states.items() if before.get(name, how) != how]
    kept = [*new, *changes_of(known)][:MOST]
    return {"states": states, "changes": [f"{each.at} {each.check} {each.before} {each.after}" for each in kept]}


def changes_of(report: Report | None) -> list[Change]:
    """What another version wrote in another way is passed over."""
    lines = report.said.get("changes") if report else None
    words = [str(line).split(" ") for line in lines] if isinstance(lines, list) else []
    return [
        Change(int(at), *rest) for at, *rest in words if len(rest) == len(_REST) and at.isascii() and at.isdecimal()
    ]


def _states(report: Report | None) -> dict[str, str]:
    said = report.said.get("states") if report else None
    return {str(name): str(how) for name, how in said.items()} if isinstance(said, dict) else {}
