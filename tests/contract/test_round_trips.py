"""How often the store is asked: counted on the wire, between our client and the real gateway."""

import pytest

from lib.actions.ports import Outside
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, a_world, wish_body

WEEK = "/api/availability?classType=private&week=2030-06-03"


@pytest.fixture
async def counted(network: Network, connect: Connect) -> Outside:
    """A world whose catalogue is at hand; what it asks from now on is counted."""
    world = a_world(connect(network.url))
    await world.catalogs.current()
    network.bodies.clear()
    return world


@pytest.mark.parametrize("query", ["", "&instructor=ana", "&instructor=any"])
async def test_week_is_one_request(counted: Outside, network: Network, query: str) -> None:
    async with caller("availability/index", counted) as client:
        answer = await client.get(WEEK + query)

    assert (answer.status_code, network.requests) == (200, 1)


async def test_general_form_is_one_request(counted: Outside, network: Network) -> None:
    async with caller("availability/index", counted) as client:
        answer = await client.get("/api/availability")

    assert (answer.status_code, network.requests) == (200, 1)


@pytest.mark.parametrize("instructor", ["ana", "any"])
async def test_booking_repeating_and_losing_are_one_request_each(
    counted: Outside, network: Network, instructor: str
) -> None:
    wish = wish_body(classType="solo", instructor="cleo", slots=["cleo_2030-06-04_9_0"])
    if instructor == "any":
        wish |= {"instructor": "any", "slots": ["any_2030-06-04_9_0"]}
    key = {"Idempotency-Key": "one-form-one-key"}

    async with caller("bookings", counted) as client:
        counts = []
        for headers in (key, key, {}):
            network.bodies.clear()
            answer = await client.post("/api/bookings", json=wish, headers=headers)
            counts.append((answer.status_code, network.requests))

    assert counts == [(201, 1), (201, 1), (409, 1)]


async def test_what_the_rules_refuse_is_one_request_in_case_it_was_booked_before(
    counted: Outside, network: Network
) -> None:
    async with caller("bookings", counted) as client:
        answer = await client.post("/api/bookings", json=wish_body(slots=["ana_2030-06-04_9_1"]))

    assert (answer.status_code, network.requests) == (400, 1)


async def test_malformed_request_asks_nothing(counted: Outside, network: Network) -> None:
    async with caller("bookings", counted) as client:
        answer = await client.post("/api/bookings", json={})

    assert (answer.status_code, network.requests) == (400, 0)


async def test_cold_catalogue_costs_one_request_more(network: Network, connect: Connect) -> None:
    cold = a_world(connect(network.url))

    async with caller("availability/index", cold) as client:
        await client.get(WEEK)

    assert network.requests == 2


async def test_text_of_a_script_travels_once_and_again_when_the_store_has_forgotten_it(
    counted: Outside, network: Network, raw: RawStore
) -> None:
    by_hash, statuses = [], []

    async with caller("bookings", counted) as client:
        for slot in ("ana_2030-06-04_9_0", "ana_2030-06-05_9_0", "ana_2030-06-06_9_0"):
            if slot == "ana_2030-06-06_9_0":
                raw.do("SCRIPT", "FLUSH")
            network.bodies.clear()
            answer = await client.post("/api/bookings", json=wish_body(slots=[slot]))
            statuses.append(answer.status_code)
            by_hash.append([b"EVALSHA" in body for body in network.bodies])

    assert statuses == [201, 201, 201]
    assert by_hash == [[False], [True], [True, False]]
