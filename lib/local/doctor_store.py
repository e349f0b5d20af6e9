"""What `make doctor` says of the store: there, on time, forgetting nothing, with a catalogue, true to its scripts."""

import re
from collections.abc import Callable, Coroutine
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from lib import wiring
from lib.actions.health_history import changes_of
from lib.actions.outages import Outage
from lib.gateways.store import Store
from lib.gateways.store.rest import Rest
from lib.local.findings import Finding
from lib.local.script_trial import SCRIPTS, TrialFailedError, try_scripts
from lib.settings import Settings
from lib.studio.catalog import Catalog
from lib.studio.policy import CLAIM_LIFETIME_SECONDS

# Changes of health in one line.
SHOWN = 5
# Half of what the claim forgives; beyond that, one slow request more and honest bookings are refused.
MOST_SKEW_SECONDS = CLAIM_LIFETIME_SECONDS / 2
# By the first word of what went wrong (lib/gateways/store/rest.py); the rest is the network's.
_REMEDIES = {
    "WRONGPASS": "copy the token again; it may be the read-only one",
    "NOPERM": "copy the token that may write, not the read-only one",
    "ERR": "look at the database's page for its limits and its plan",
    "KV_REST_API_URL": "set it to the REST address",
    "KV_REST_API_TOKEN": "set it to the token beside the REST address",
}
_ELSE = "look at the database's page whether it is there, and whether its address is this one"


async def store_findings(chosen: Settings) -> list[Finding]:
    """Each check stands by itself."""
    url, token = chosen.store_url, chosen.store_token
    with closing(Rest(url, token)) as rest, closing(Store(url, token, chosen.key_prefix)) as store:
        reached = await _checked("store reachable", lambda: _reach(store))
        if reached.verdict != "ok":
            return [reached]
        return [
            reached,
            await _checked("clocks", lambda: _clocks(rest)),
            await _checked("eviction", lambda: _eviction(rest)),
            await _checked("catalogue", lambda: _catalogue(store)),
            await _checked("history of health", lambda: _history(store)),
            await _checked("scripts", lambda: _scripts(chosen)),
        ]


async def _checked(what: str, check: Callable[[], Coroutine[Any, Any, Finding]]) -> Finding:
    try:
        return await check()
    except Outage as outage:
        said = str(outage)
        return Finding("wrong", what, f"{type(outage).__name__} ({said}): {_REMEDIES.get(said, _ELSE)}")
    except TrialFailedError as failed:
        return Finding("wrong", what, f"{failed}: run it again, and see that the code is whole")


async def _reach(store: Store) -> Finding:
    await store.ping()
    return Finding("ok", "store reachable", "it answers")


async def _clocks(rest: Rest) -> Finding:
    answer = await rest.command("TIME")
    here = datetime.now(UTC)
    if not isinstance(answer, list | tuple):
        return Finding("wrong", "clocks", "the store did not say what time it is: look whether it is Redis at all")
    seconds, micros = (int(part) for part in answer)
    return skew_finding(here, datetime.fromtimestamp(seconds + micros / 1e6, UTC))


def skew_finding(here: datetime, there: datetime) -> Finding:
    """How far this clock and the store's are apart; both aware."""
    apart = abs((here - there).total_seconds())
    said = f"{apart:.1f} s apart, at most {MOST_SKEW_SECONDS:.0f} s are fine"
    if apart <= MOST_SKEW_SECONDS:
        return Finding("ok", "clocks", said)
    return Finding("wrong", "clocks", f"{said}: set this machine's clock by NTP, and look again")


async def _eviction(rest: Rest) -> Finding:
    """Upstash documents INFO over REST, and not what its sections hold, so that silence is no complaint."""
    return eviction_finding(await rest.command("INFO", "memory"))


def eviction_finding(said: object) -> Finding:
    policy = re.search(r"^maxmemory_policy:\s*([\w-]{1,40})\s*$", said if isinstance(said, str) else "", re.MULTILINE)
    if policy is None:
        return Finding("note", "eviction", "the store does not say; look on its page that Eviction is off")
    if policy[1].lower() in {"noeviction", "no-eviction"}:
        return Finding("ok", "eviction", "is off, so that nothing is forgotten when the store is full")
    return Finding("wrong", "eviction", "is on, so that a full store forgets bookings: turn Eviction off on its page")


async def _catalogue(store: Store) -> Finding:
    return catalogue_finding(await store.catalog())


def catalogue_finding(catalog: Catalog | None) -> Finding:
    """Whoever lost a store must not open it first: with the first booking in it, it takes no backup any more."""
    if catalog is None:
        had = "if this studio had bookings, `make restore FROM=latest` and nothing else before it"
        new = "only for a new studio, `make catalog FROM=...` with a catalogue of its own"
        return Finding("wrong", "catalogue", f"none is stored, so nothing can be booked: {had}; {new}")
    return Finding("ok", "catalogue", f"{len(catalog.class_types)} class types, {len(catalog.instructors)} instructors")


async def _history(store: Store) -> Finding:
    """The last few; all of them are on /admin/problems."""
    report = (await store.pulse(int(datetime.now(UTC).timestamp() * 1000))).reports.get("health")
    if report is None:
        return Finding("ok", "history of health", "begins with the first maintenance")
    told = [
        f"{each.check} {each.before} -> {each.after} on {datetime.fromtimestamp(each.at / 1000, UTC):%Y-%m-%d %H:%M}"
        for each in changes_of(report)[:SHOWN]
    ]
    return Finding("ok", "history of health", "; ".join(told) or "nothing has changed since it began")


async def _scripts(chosen: Settings) -> Finding:
    await try_scripts(chosen.store_url, chosen.store_token, wiring.outside())
    return Finding("ok", "scripts", f"all {len(SCRIPTS)} do what they say")
