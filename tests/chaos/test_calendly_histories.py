"""Histories of Calendly and the studio drawn from seeds: the same deliveries come to the same, and to what they say."""

import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from lib.actions.calendly import InviteeReport
from lib.actions.callers import Staff
from lib.actions.change_booking import ChangeWish
from lib.actions.follow_calendly import follow_report
from lib.actions.ports import Outside
from lib.actions.sign_in import session_name
from lib.actions.standing_conflicts import standing_conflicts
from lib.gateways.store.keys import Keys
from lib.studio.booking import Booking
from lib.studio.wishes import Wish
from tests.chaos import asks
from tests.chaos.calendly_judge import faults, kept
from tests.chaos.calendly_tales import Tale, Told, fates
from tests.chaos.customers import Answer
from tests.chaos.in_process import InProcessRest, InProcessStore
from tests.chaos.keyspace import Keyspace
from tests.support.deliveries import mapped_document
from tests.support.invariants import Place
from tests.support.studio import a_world

ORDERS, TOGETHER = 100, 50
OWNER = Staff("session-of-the-owner", "owner", "")
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


async def test_nothing_is_lost_or_left_behind_while_the_studio_goes_on() -> None:
    """Lessons of our own are booked, moved, cancelled and marked in between; which overlap is told to staff."""
    met = 0
    for seed in range(TOGETHER):
        rng = random.Random(seed)
        told = Tale(rng).tell()
        world, space = a_studio()
        asked = Studio(world, space, rng)
        for _ in range(4):
            await asked.something()
        for number in range(len(told)):
            await followed(told[number : number + 1], world)
            await asked.something()

        assert faults(space, list(fates(told)), frozenset(asked.settled)) == [], seed
        known = {(each.booking_id, each.imposed_id) for each in await standing_conflicts(1000, world)}
        assert overlaps(space) <= known, seed
        met += len(overlaps(space))

    assert met > TOGETHER // 10


@dataclass
class Studio:
    """Whoever books and works here."""

    world: Outside
    space: Keyspace
    rng: random.Random
    booked: list[Booking] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.space.do(["HSET", Keys("m:").session(session_name(OWNER, self.world)), "role", "owner"])

    async def something(self) -> None:
        rng, turn = self.rng, self.rng.random()
        who = rng.choice(("ana", "ben"))
        slot = f"{who}_2030-06-0{rng.choice('56')}_{rng.choice(('9_0', '10_15', '13_0', '16_45'))}"
        answer = Answer("no")
        if turn < 0.4:
            mark = f"{rng.randrange(10**9):012}"
            answer = await asks.book(Wish("private", who, (slot,)), mark, mark, self.world)
            self.booked += [answer.snapshot.booking] if answer.snapshot else []
        elif turn < 0.7 and self.booked:
            wish = ChangeWish(rng.choice(self.booked).id, OWNER)
            answer = await (asks.cancel(wish, self.world) if turn < 0.5 else asks.move(wish, (slot,), self.world))
        elif turn < 0.8:
            name = f"calendly_guest-{rng.randrange(4)}"
            answer = await asks.settle(ChangeWish(name, OWNER), rng.choice(("completed", "no_show")), self.world)
            self.settled |= {name}
        assert answer.kind in {"yes", "no"}, answer


def overlaps(space: Keyspace) -> set[tuple[str, str]]:
    """Ours and theirs that have the same instructor at the same time."""
    found = set()
    for name, value in space.values.items():
        if name.startswith("m:sch:i."):
            places = [Place.of(member) for _, member in value.order]
            pairs = ((one, other) for one in places for other in places if not one.event and other.event)
            found |= {(a.booking, b.booking) for a, b in pairs if a.start < b.end and b.start < a.end}
    return found


def without_rooms(found: dict[str, Any]) -> dict[str, Any]:
    """Who comes first has the room that is free."""
    left_out = ("m:sch:r.",)
    text = json.dumps({key: value for key, value in found.items() if not key.startswith(left_out)}, sort_keys=True)
    roomless: dict[str, Any] = json.loads(ROOM.sub(r"\1", text))
    return roomless


def difference(one: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    return {key: (one.get(key), other.get(key)) for key in one | other if one.get(key) != other.get(key)}
