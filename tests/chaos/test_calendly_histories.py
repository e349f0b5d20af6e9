"""Histories of Calendly and the studio drawn from seeds: the same deliveries come to the same, and to what they say."""

import json
import random
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from lib.actions.calendly import InviteeReport
from lib.actions.follow_calendly import follow_report
from lib.actions.ports import Outside
from lib.gateways.store.keys import Keys
from tests.chaos.calendly_judge import faults, kept
from tests.chaos.calendly_tales import Tale, Told, fates
from tests.chaos.in_process import InProcessRest, InProcessStore
from tests.chaos.keyspace import Keyspace
from tests.support.deliveries import mapped_document
from tests.support.studio import a_world

ORDERS = 150
ROOM = re.compile(r"(\d+:\d+:[^:\"]*:[^:\"]*:meeting-\d+:\d+:\d+:)(?:big|small)")


class TwiceRest(InProcessRest):
    """Runs every script that follows Calendly a second time, as a lost answer does: nothing may change by it."""

    def _evaluation(self, name: str, keys: list[str], args: list[str]) -> Callable[[], object]:
        once = super()._evaluation(name, keys, args)
        if name not in {"impose", "mirror"}:
            return once

        def twice() -> object:
            answer = once()
            after = kept(self._keyspace.copy())
            again = once()
            assert kept(self._keyspace) == after, (name, args)
            if name == "impose":
                assert again == (answer if answer[0] in {"keys", "catalog"} else ["duplicate"])  # type: ignore[index]
            return answer

        return twice


def a_studio() -> tuple[Outside, Keyspace]:
    space = Keyspace(now=int(time.time() * 1000))
    store = InProcessStore(space, "m:")
    store._rest = TwiceRest(space)
    space.do(["HSET", Keys("m:").catalog, "version", "1", "document", json.dumps(mapped_document())])
    return a_world(store), space


async def followed(told: list[Told], world: Outside) -> None:
    for each in told:
        assert isinstance(each.report, InviteeReport)
        await follow_report(each.report, world)


@pytest.mark.parametrize("first", range(0, ORDERS, 50))
async def test_any_order_of_the_same_deliveries_comes_to_the_same_and_to_what_they_say(first: int) -> None:
    for seed in range(first, first + 50):
        rng = random.Random(seed)
        told = Tale(rng).tell()
        ends = []
        for _ in range(2):
            world, space = a_studio()
            await followed(told, world)
            assert faults(space, list(fates(told))) == [], seed
            ends.append(without_rooms(kept(space)))
            rng.shuffle(told)

        assert ends[0] == ends[1], (seed, difference(*ends))


def without_rooms(found: dict[str, Any]) -> dict[str, Any]:
    """Who comes first has the room that is free; what is unmapped is in test_calendly_findings.py."""
    left_out = ("m:sch:r.", "m:cal:unmapped")
    text = json.dumps({key: value for key, value in found.items() if not key.startswith(left_out)}, sort_keys=True)
    roomless: dict[str, Any] = json.loads(ROOM.sub(r"\1", text))
    return roomless


def difference(one: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    return {key: (one.get(key), other.get(key)) for key in one | other if one.get(key) != other.get(key)}
