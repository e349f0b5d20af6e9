"""Many customers at once, over real HTTP: as many winners as places, whatever they want and however they want it."""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from typing import Any

import httpx
import pytest

from lib.actions.ports import Outside
from tests.support.doors import door
from tests.support.invariants import broken
from tests.support.naive_store import CheckThenSet
from tests.support.raw_store import RawStore
from tests.support.served import served
from tests.support.studio import Connect, a_world, wish_body

# Each of a crowd has as many seconds for its answer as anybody.
pytestmark = pytest.mark.alone
CUSTOMERS, ROUNDS = 64, 10
Wishes = Callable[[int], list[dict[str, Any]]]


def day(number: int) -> str:
    """One day a round, Sundays left out because the studio is closed."""
    return f"2030-06-{4 + number + (number + 1) // 6:02}"


def wish_of(customer: str, kind: str, who: str, slot: str) -> dict[str, Any]:
    """Everybody has an address of their own: one person may hold only so many bookings."""
    person = {"firstName": "Rosa", "lastName": "Vega", "email": f"{customer}@example.com"}
    return wish_body(classType=kind, instructor=who, slots=[slot], personalInfo=person)


def everybody(*kinds: tuple[str, str, str]) -> Wishes:
    """Class type, instructor and time of day, dealt out in turn."""

    def wishes(number: int) -> list[dict[str, Any]]:
        dealt = cycle(kinds)
        return [
            wish_of(f"c{number}x{customer}", kind, who, f"{who}_{day(number)}_{time}")
            for customer, (kind, who, time) in enumerate(next(dealt) for _ in range(CUSTOMERS))
        ]

    return wishes


async def crowd(url: str, wishes: list[dict[str, Any]]) -> Counter[int]:
    """All of them at the same moment; the statuses they were answered with."""
    limits = httpx.Limits(max_connections=CUSTOMERS)
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=limits) as client:
        answers = await asyncio.gather(*(client.post("/api/bookings", json=wish) for wish in wishes))
    return Counter(answer.status_code for answer in answers)


def rounds(world: Outside, wishes: Wishes, count: int = ROUNDS) -> list[int]:
    """How many won in each round."""
    with served(door("bookings").given(world)) as url:
        results = [asyncio.run(crowd(url, wishes(number))) for number in range(count)]
    assert all(set(result) <= {201, 409} for result in results), results
    return [result[201] for result in results]


ONE_SLOT = everybody(("private", "ana", "9_0"))
OVERLAPPING_LENGTHS = everybody(
    ("private", "ana", "9_0"), ("long", "ana", "9_0"), ("short", "ana", "9_0"), ("long", "ana", "9_15"),
    ("short", "ana", "9_15"),
)  # fmt: skip
ANYONE_WITH_TWO_ROOMS = everybody(("private", "any", "9_0"), ("private", "ben", "9_0"), ("private", "ana", "9_0"))
ROOM_SHARED_WITH_A_GROUP = everybody(("private", "any", "9_0"), ("group", "cleo", "9_0"), ("long", "ben", "9_0"))


async def test_one_slot_has_one_winner(world: Outside, raw: RawStore) -> None:
    winners = await asyncio.to_thread(rounds, world, ONE_SLOT)

    assert winners == [1] * ROUNDS
    assert broken(raw.kept(), await world.catalogs.current()) == []


async def test_overlapping_lessons_of_different_lengths_never_both_win(world: Outside, raw: RawStore) -> None:
    winners = await asyncio.to_thread(rounds, world, OVERLAPPING_LENGTHS)

    # A short lesson and one that starts a quarter of an hour later may stand side by side, two long ones may not.
    assert all(1 <= count <= 2 for count in winners)
    assert broken(raw.kept(), await world.catalogs.current()) == []


async def test_anyone_wins_once_for_each_instructor_with_a_room(world: Outside, raw: RawStore) -> None:
    winners = await asyncio.to_thread(rounds, world, ANYONE_WITH_TWO_ROOMS)

    assert winners == [2] * ROUNDS
    assert broken(raw.kept(), await world.catalogs.current()) == []


async def test_rooms_are_shared_between_private_lessons_and_groups(world: Outside, raw: RawStore) -> None:
    winners = await asyncio.to_thread(rounds, world, ROOM_SHARED_WITH_A_GROUP)

    # Two rooms: either both hold a private lesson, or one of them a group of up to three.
    assert all(count in {2, 4} for count in winners)
    assert broken(raw.kept(), await world.catalogs.current()) == []


@pytest.mark.parametrize("instructor", ["ana", "any"])
async def test_group_is_filled_and_never_split(world: Outside, raw: RawStore, instructor: str) -> None:
    winners = await asyncio.to_thread(rounds, world, everybody(("group", instructor, "9_0")))

    kept = raw.kept()
    sessions = {place.session for places in kept.schedules.values() for place in places}
    assert winners == [3] * ROUNDS
    assert len(sessions) == ROUNDS
    assert broken(kept, await world.catalogs.current()) == []


async def test_one_key_books_once_however_often_it_is_sent_at_once(world: Outside, raw: RawStore) -> None:
    wish, headers = wish_body(), {"Idempotency-Key": "one-form-sent-often"}

    async def send(url: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=url, timeout=30) as client:
            requests = (client.post("/api/bookings", json=wish, headers=headers) for _ in range(CUSTOMERS))
            return await asyncio.gather(*requests)

    with served(door("bookings").given(world)) as url:
        answers = await send(url)

    assert {(answer.status_code, answer.text) for answer in answers} == {(201, answers[0].text)}
    assert len(raw.kept().bookings) == 1


@pytest.mark.parametrize("wishes", [ONE_SLOT, OVERLAPPING_LENGTHS, everybody(("group", "ana", "9_0"))])
@pytest.mark.usefixtures("store")
async def test_check_then_set_is_caught_by_these_rounds(raw: RawStore, connect: Connect, wishes: Wishes) -> None:
    """The negative control: with the naive claim planted, the same crowd and the same judge find double bookings."""
    world = a_world(connect(kind=CheckThenSet))

    await asyncio.to_thread(rounds, world, wishes, 3)

    assert any("overlap" in fault or "places" in fault for fault in broken(raw.kept(), await world.catalogs.current()))
