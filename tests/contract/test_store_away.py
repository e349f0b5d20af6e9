"""What a customer is told when the store is away, and what happens to answers that get lost."""

import time
from dataclasses import replace

import httpx
import pytest

from lib.actions.keyring import Keyring
from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.support.doors import caller
from tests.support.fault_proxy import Fate, Network
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, a_world, wish_body

KEY = {"Idempotency-Key": "one-form-one-key"}
# The longest that anybody may wait for a definite answer when the store is away.
SECONDS = 4


@pytest.fixture
def store_deadlines() -> None:
    """Those that everybody has."""


@pytest.fixture
async def world_behind_it(network: Network, connect: Connect) -> Outside:
    world = a_world(connect(network.url))
    await world.catalogs.current()
    return world


async def book(world: Outside) -> httpx.Response:
    async with caller("bookings", world) as client:
        return await client.post("/api/bookings", json=wish_body(), headers=KEY)


@pytest.mark.parametrize("fate", ["lost_before", "lost_after", "page"])
async def test_one_lost_answer_is_settled_before_the_customer_notices(
    world_behind_it: Outside, network: Network, raw: RawStore, fate: Fate
) -> None:
    network.fates.extend([fate])

    answer = await book(world_behind_it)

    assert answer.status_code == 201
    assert len(raw.kept().bookings) == 1


@pytest.mark.parametrize(("fate", "booked"), [("lost_after", 1), ("page", 1), ("lost_before", 0)])
async def test_answer_that_stays_lost_is_settled_by_repeating_with_the_same_key(
    world_behind_it: Outside, network: Network, raw: RawStore, fate: Fate, booked: int
) -> None:
    network.fates.extend([fate] * 3)

    first = await book(world_behind_it)
    in_between = len(raw.kept().bookings)
    second = await book(world_behind_it)

    assert (first.status_code, first.json()["code"]) == (503, "outcome_unknown")
    assert not network.fates, "tried as often as we decided, not as often as the SDK would"
    assert first.headers["retry-after"]
    assert in_between == booked
    assert second.status_code == 201
    assert ("idempotency-replayed" in second.headers) == bool(booked)
    assert len(raw.kept().bookings) == 1


@pytest.mark.alone
@pytest.mark.parametrize("fate", ["late", "drip"])
@pytest.mark.parametrize("name", ["bookings", "availability/index"])
async def test_store_that_hangs_is_given_up_in_time(
    world_behind_it: Outside, network: Network, name: str, fate: Fate
) -> None:
    network.fates.extend([fate] * 9)
    started = time.monotonic()

    async with caller(name, world_behind_it) as client:
        if name == "bookings":
            answer = await client.post("/api/bookings", json=wish_body(), headers=KEY)
        else:
            answer = await client.get("/api/availability?classType=private&week=2030-06-03")

    assert answer.status_code == 503
    assert time.monotonic() - started < SECONDS


async def test_store_that_is_gone_is_a_definite_no(raw: RawStore, store: Store, connect: Connect) -> None:
    nowhere = a_world(connect("http://127.0.0.1:9"))
    catalog = await store.catalog()
    assert catalog
    nowhere.catalogs.keep(catalog)
    started = time.monotonic()

    answer = await book(nowhere)

    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
    assert time.monotonic() - started < SECONDS
    assert raw.kept().bookings == {}


async def test_wrong_token_is_a_definite_no_and_is_not_shown(connect: Connect) -> None:
    world = a_world(connect(token="another-token"))

    async with caller("class-types", world) as client:
        answer = await client.get("/api/class-types")

    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
    assert "another-token" not in answer.text


@pytest.mark.parametrize(("fates", "code", "booked"), [
    (["quota"], "store_unavailable", 0),
    (["lost_after", "quota"], "outcome_unknown", 1),
    (["broken"] * 3, "outcome_unknown", 1),
])  # fmt: skip
async def test_nothing_was_written_is_said_only_when_it_is_certain(
    world_behind_it: Outside, network: Network, raw: RawStore, fates: list[Fate], code: str, booked: int
) -> None:
    network.fates.extend(fates)

    answer = await book(world_behind_it)

    assert (answer.status_code, answer.json()["code"]) == (503, code)
    assert len(raw.kept().bookings) == booked


async def test_script_that_fails_half_way_leaves_the_outcome_open(world_behind_it: Outside, raw: RawStore) -> None:
    raw.do("SET", f"{raw.prefix}ob:letters", "not a hash")

    answer = await book(world_behind_it)

    assert (answer.status_code, answer.json()["code"]) == (503, "outcome_unknown")


@pytest.mark.parametrize(("url", "token", "setting"), [
    ("", "token", "KV_REST_API_URL"),
    ("rediss://studio.example", "token", "KV_REST_API_URL"),
    ("http://127.0.0.1:9", "", "KV_REST_API_TOKEN"),
    ("http://127.0.0.1:9", "t\u00f6ken", "KV_REST_API_TOKEN"),
])  # fmt: skip
async def test_setting_that_cannot_work_is_named(connect: Connect, url: str, token: str, setting: str) -> None:
    async with caller("class-types", a_world(connect(url, token))) as client:
        answer = await client.get("/api/class-types")

    assert (answer.status_code, answer.json()["code"]) == (503, "not_configured")
    assert setting in answer.json()["detail"]


async def test_health_is_down_without_a_catalogue(connect: Connect) -> None:
    async with caller("health", a_world(connect())) as client:
        answer = await client.get("/api/health")

    assert (answer.status_code, answer.json()["status"], answer.json()["checks"]["store"]) == (503, "down", "failing")


async def test_health_is_down_without_a_secret_because_nothing_can_be_booked(world: Outside) -> None:
    async with caller("health", replace(world, keyring=Keyring(b""))) as client:
        answer = await client.get("/api/health")
    async with caller("bookings", replace(world, keyring=Keyring(b""))) as client:
        booking = await client.post("/api/bookings", json=wish_body())

    assert (answer.status_code, answer.json()["status"], answer.json()["checks"]["store"]) == (503, "down", "ok")
    assert (booking.status_code, booking.json()["code"]) == (503, "not_configured")


async def test_health_says_that_the_store_is_away(connect: Connect) -> None:
    world = a_world(connect("http://127.0.0.1:9"))

    async with caller("health", world) as client:
        answer = await client.get("/api/health")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert answer.json() == {
        "status": "down",
        "checks": {"store": "failing", "mail": "off", "calendly": "late", "backup": "off", "webhooks": "off"},
        "version": "test",
    }
