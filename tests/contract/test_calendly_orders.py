"""Whatever order Calendly's deliveries come in, and however often: the same is kept, and the schedule is right."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations, permutations
from typing import Any

import pytest

from lib.actions.calendly import InviteeReport
from lib.actions.follow_calendly import follow_report
from lib.actions.ports import Outside
from lib.gateways.calendly.protocol import report
from tests.chaos.in_process import ON_BOTH, THE_MODEL, InProcessRaw
from tests.chaos.keyspace import SortedSet
from tests.support.customers import week
from tests.support.deliveries import captured, deliver, outcomes, standing, state
from tests.support.raw_store import RawStore
from tests.support.studio import StandingClock

# No deliveries: an answer of the API, and the retired first API.
DELIVERIES = sorted(set(captured()) - {"api_40", "legacy_v1"})
REPORTS = {name: report(json.loads(captured()[name])) for name in DELIVERIES}
# A booking, the two halves of its move.
BOOKED, MOVED_TO, MOVED_FROM = "fixture_30", "fixture_31", "fixture_32"
FAMILIES = ({BOOKED, MOVED_TO, MOVED_FROM}, {"official_20", "official_21"})
OVER_THE_DOOR = pytest.mark.parametrize("raw", ["the server"], indirect=True)
IN_THE_MODEL = pytest.mark.parametrize("raw", [THE_MODEL], indirect=True)


def wipe(raw: RawStore) -> None:
    raw.do_all([("DEL", raw.prefix + name) for name in raw.names() if name != "cat"])


def orders(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Each of them twice, in every order."""
    return sorted(set(permutations((*names, *names))))


@OVER_THE_DOOR
@pytest.mark.parametrize("name", DELIVERIES)
async def test_delivery_that_comes_twice_is_known_the_second_time(mapped: Outside, raw: RawStore, name: str) -> None:
    first = await outcomes(mapped, captured()[name])
    kept = state(raw)

    second = await outcomes(mapped, captured()[name])

    assert (first, second) == (["applied"], ["duplicate"])
    assert state(raw) == kept
    assert kept


def kept_by(raw: RawStore) -> dict[str, Any]:
    """The same as `state` tells, read without asking command by command."""
    assert isinstance(raw, InProcessRaw)
    found = {}
    for name, value in raw.keyspace.values.items():
        if not name.endswith((":cat", ":ev")):
            found[name] = dict(value.scores) if isinstance(value, SortedSet) else _standing(value)
    return found


def _standing(value: Any) -> Any:
    return standing(value) if isinstance(value, dict) else value


async def ends(mapped: Outside, raw: RawStore, several: Sequence[tuple[str, ...]]) -> list[dict[str, Any]]:
    """What is kept after each of these orders."""
    found = []
    for order in several:
        wipe(raw)
        for name in order:
            told = REPORTS[name]
            assert isinstance(told, InviteeReport)
            await follow_report(told, mapped)
        found.append(kept_by(raw))
    return found


@IN_THE_MODEL
async def test_pairs_come_to_the_same_in_every_order(mapped: Outside, raw: RawStore) -> None:
    for pair in combinations(DELIVERIES, 2):
        found = await ends(mapped, raw, orders(pair))

        assert len(found) == 6
        assert all(end == found[0] for end in found), pair


@IN_THE_MODEL
async def test_triples_come_to_the_same_in_many_orders(mapped: Outside, raw: RawStore) -> None:
    compared = 0
    for three in combinations(DELIVERIES, 3):
        # Where two speak of the same people, every third order of the six; of strangers, one forwards and one back.
        are_related = max(len(family & set(three)) for family in FAMILIES) > 1
        some = orders(three)[::3] if are_related else [(*three, *three), (*three[::-1], *three)]
        found = await ends(mapped, raw, some)
        assert all(end == found[0] for end in found), three
        compared += len(found)

    assert compared == (220 - 38) * 2 + 38 * 30


def free(days: dict[str, list[dict[str, Any]]]) -> set[str]:
    return {slot["id"] for day in days.values() for slot in day if slot["available"]}


SHORT = "classType=short&instructor=ana&week=2026-10-13"
# Slots of half an hour every quarter. Behind the lesson a quarter of an hour is kept free, before it nothing.
AROUND_THE_FIRST = {"ana_2026-10-14_16_45", "ana_2026-10-14_17_0", "ana_2026-10-14_17_15", "ana_2026-10-14_17_30"}
AROUND_THE_SECOND = {"ana_2026-10-16_17_15", "ana_2026-10-16_17_30"}


@ON_BOTH
async def test_availability_is_right_after_each_delivery_of_a_move(
    mapped: Outside, raw: RawStore, clock: StandingClock
) -> None:
    clock.moment = datetime(2026, 10, 13, 12, 0, tzinfo=UTC)
    everything = free(await week(mapped, SHORT))
    assert everything >= AROUND_THE_FIRST | AROUND_THE_SECOND
    is_model = isinstance(raw, InProcessRaw)
    for order in orders((BOOKED, MOVED_TO, MOVED_FROM)) if is_model else permutations((BOOKED, MOVED_TO, MOVED_FROM)):
        wipe(raw)
        seen: set[str] = set()
        for name in order:
            await deliver(mapped, captured()[name])
            seen.add(name)

            taken = everything - free(await week(mapped, SHORT))

            is_first = BOOKED in seen and not seen & {MOVED_TO, MOVED_FROM}
            wanted = (AROUND_THE_FIRST if is_first else set()) | (AROUND_THE_SECOND if MOVED_TO in seen else set())
            assert taken == wanted, (order, name)
