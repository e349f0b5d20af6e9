"""Many changes at once, over real HTTP: nobody is left without a place, and nobody has two."""

import asyncio
from collections import Counter
from itertools import permutations
from typing import Any

import httpx
import pytest

from lib.actions.ports import Outside
from tests.support.customers import booked
from tests.support.doors import door
from tests.support.fault_proxy import Fate, Network
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.served import served
from tests.support.studio import Connect, a_world, wish_body

# Each of a crowd has as many seconds for its answer as anybody.
pytestmark = pytest.mark.alone
MOVERS, CLIENTS = 64, 200
TIMES = ("9_0", "10_15", "13_0", "14_15", "15_30", "16_45")
GOAL = "ana_2030-06-28_9_0"
# Two of five answers never arrive.
BAD_LINE: tuple[Fate, ...] = ("lost_after", "pass", "pass", "lost_after", "pass")


def person(customer: str) -> dict[str, str]:
    return {"firstName": "Rosa", "lastName": "Vega", "email": f"{customer}@example.com"}


def places(month_day: int = 4) -> list[str]:
    """As many slots as there are movers, all of them apart; seven days, Sunday the 9th left out."""
    days = [f"2030-06-{day:02}" for day in range(month_day, month_day + 7) if day not in {9, 16, 23}]
    found = [f"{who}_{day}_{time}" for day in days for time in TIMES for who in ("ana", "ben")]
    return found[:MOVERS]


async def made_bookings(world: Outside, count: int) -> list[dict[str, Any]]:
    return [
        await booked(world, slots=[slot], instructor=slot.split("_")[0], personalInfo=person(f"c{number}"))
        for number, slot in enumerate(places()[:count])
    ]


async def all_at_once(world: Outside, requests: list[dict[str, Any]]) -> list[httpx.Response]:
    async def send(url: str) -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=CLIENTS)
        async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
            return await asyncio.gather(*(client.request(url="/api/bookings", **request) for request in requests))

    with served(door("bookings").given(world)) as url:
        return await asyncio.to_thread(asyncio.run, send(url))


def change(verb: str, booking: dict[str, Any], **more: object) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {booking['manageToken']}"}
    return {"method": verb, "params": {"id": booking["id"]}, "headers": headers, **more}


async def test_many_movers_into_one_slot_leave_one_there_and_the_others_where_they_were(
    world: Outside, raw: RawStore
) -> None:
    made = await made_bookings(world, MOVERS)

    answers = await all_at_once(world, [change("PUT", booking, json={"slots": [GOAL]}) for booking in made])

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: MOVERS - 1}
    kept = raw.kept()
    assert broken(kept, await world.catalogs.current()) == []
    assert Counter(booking["version"] for booking in kept.bookings.values()) == {"1": MOVERS - 1, "2": 1}
    assert len(kept.schedules["sch:i.ana"]) + len(kept.schedules["sch:i.ben"]) == MOVERS


@pytest.mark.parametrize("order", list(permutations(("cancel", "move", "join"))))
async def test_cancel_move_and_join_end_well_in_every_order(
    world: Outside, raw: RawStore, order: tuple[str, ...]
) -> None:
    group: dict[str, Any] = {"classType": "group", "slots": ["ana_2030-06-04_9_0"]}
    first, second = [await booked(world, **group, personalInfo=person(f"c{n}")) for n in (1, 2)]
    requests = {
        "cancel": change("DELETE", first),
        "move": change("PUT", second, json={"slots": ["ana_2030-06-05_9_0"]}),
        "join": {"method": "POST", "json": wish_body(**group, personalInfo=person("c3"))},
    }

    answers = await all_at_once(world, [requests[name] for name in order])

    assert {answer.status_code for answer in answers} == {200, 201}
    kept = raw.kept()
    assert broken(kept, await world.catalogs.current()) == []
    assert kept.bookings[first["id"]]["status"] == "canceled"
    assert len(kept.schedules["sch:i.ana"]) == 2
    assert all(place.booking != first["id"] for place in kept.schedules["sch:i.ana"])


async def test_cancelling_and_moving_one_booking_at_once_leaves_no_place_behind(world: Outside, raw: RawStore) -> None:
    made = await made_bookings(world, 20)
    goals = places(18)
    both = [
        request
        for booking, goal in zip(made, goals, strict=False)
        for request in (change("DELETE", booking), change("PUT", booking, json={"slots": [goal]}))
    ]

    answers = await all_at_once(world, both)

    assert {answer.status_code for answer in answers[::2]} == {200}
    assert {answer.status_code for answer in answers[1::2]} <= {200, 409}
    kept = raw.kept()
    assert {booking["status"] for booking in kept.bookings.values()} == {"canceled"}
    assert kept.schedules == {}
    assert broken(kept, await world.catalogs.current()) == []


@pytest.mark.parametrize(("kind", "left"), [("private", 1), ("group", 2)])
async def test_crowd_over_a_line_that_loses_answers_gets_a_definite_answer_each(
    raw: RawStore, network: Network, connect: Connect, kind: str, left: int
) -> None:
    """Like the page, everybody whose outcome is open repeats the same request with the same key."""
    world = a_world(connect(network.url))
    if kind == "group":
        await booked(world, classType=kind, personalInfo=person("before"))
    else:
        await world.catalogs.current()
    network.fates.extend(BAD_LINE * CLIENTS * 10)
    pending = {n: wish_body(classType=kind, personalInfo=person(f"c{n}")) for n in range(CLIENTS)}
    final: list[int] = []

    for _ in range(20):
        requests = [
            {"method": "POST", "json": wish, "headers": {"Idempotency-Key": f"client-{n:05}"}}
            for n, wish in pending.items()
        ]
        answers = dict(zip(pending, await all_at_once(world, requests), strict=True))
        final += [answer.status_code for answer in answers.values() if answer.status_code != 503]
        pending = {n: pending[n] for n, answer in answers.items() if answer.status_code == 503}
        if not pending:
            break

    assert Counter(final) == {201: left, 409: CLIENTS - left}
    kept = raw.kept()
    assert broken(kept, await world.catalogs.current()) == []
    kinds = Counter(letter.rpartition(":")[2] for letter in kept.letters)
    assert kinds == {"confirmed": len(kept.bookings), "reminder": len(kept.bookings)}
