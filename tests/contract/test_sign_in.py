"""Signing in as the owner, being known, signing out: through the door, over the real store, with the real hash."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.actions.sessions import Owner
from lib.studio import policy
from tests.support.customers import booked, get
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.raw_store import RawStore
from tests.support.staff import ADDRESS, RIGHT, bearer, session, signed_in
from tests.support.studio import NOW, OWNER_EMAIL, Connect, StandingClock, a_world


async def test_owner_signs_in_with_a_cookie_that_no_script_and_no_other_site_gets(world: Outside) -> None:
    answer = await session(world, "POST", body=RIGHT)

    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 200
    assert {"role", "expiresAt", "csrfToken"} == set(answer.json())
    assert answer.json()["expiresAt"] == "2030-06-03T13:00:00Z"
    assert [part.split("=")[0].strip() for part in cookie.split(";")] == [
        *("__Host-adm", "HttpOnly", "Max-Age", "Path", "SameSite", "Secure")
    ]
    assert "SameSite=strict" in cookie
    assert "Path=/;" in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_address_is_compared_as_people_write_it(world: Outside) -> None:
    answer = await session(world, "POST", body={**RIGHT, "email": f" {OWNER_EMAIL.upper()} "})

    assert answer.status_code == 200


async def test_program_gets_a_token_and_no_cookie(world: Outside) -> None:
    answer = await session(world, "POST", body={**RIGHT, "bearer": True})

    assert answer.json()["token"].count(".") == 2
    assert "set-cookie" not in answer.headers


async def test_both_credentials_open_what_the_owner_may_see(world: Outside) -> None:
    booking = await booked(world)
    address = f"/api/bookings?id={booking['id']}"

    by_token = await get(world, "bookings", address, await bearer(world))
    by_cookie = await get(world, "bookings", address, (await signed_in(world)).headers)

    assert by_token.status_code == by_cookie.status_code == 200
    assert by_token.json() == by_cookie.json()


async def test_owner_changes_and_cancels_with_the_cookie(world: Outside) -> None:
    booking = await booked(world)
    headers = (await signed_in(world)).headers

    async with caller("bookings", world) as client:
        address = f"/api/bookings?id={booking['id']}"
        done = await client.put(address, json={"status": "completed", "paymentStatus": "paid"}, headers=headers)
        undone = await client.put(address, json={"status": "confirmed"}, headers=headers)
        canceled = await client.delete(address, headers=headers)

    assert [answer.json()["booking"]["status"] for answer in (done, undone, canceled)] == [
        *("completed", "confirmed", "canceled")
    ]


async def test_asking_who_one_is_makes_a_fresh_token_until_the_session_ends(
    world: Outside, clock: StandingClock
) -> None:
    headers = await bearer(world)
    ends = NOW + timedelta(hours=policy.SESSION_LONGEST_HOURS)

    answer = await session(world, "GET", headers)
    while clock.moment < ends - timedelta(minutes=20):
        clock.moment += timedelta(minutes=20)
        answer = await session(world, "GET", headers)
        assert answer.status_code == 200, clock.moment
        headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert answer.json()["expiresAt"] == ends.isoformat().replace("+00:00", "Z")
    clock.moment = ends

    assert (await session(world, "GET", headers)).status_code == 401


async def test_session_that_nobody_uses_falls_asleep(world: Outside, raw: RawStore) -> None:
    await bearer(world)

    [name] = [key for key in raw.names() if key.startswith("se:")]

    assert 0 < int(raw.do("TTL", raw.prefix + name)) <= policy.SESSION_IDLE_MINUTES * 60


async def test_signing_out_ends_every_token_of_the_session_at_once(world: Outside, clock: StandingClock) -> None:
    booking = await booked(world)
    first = await bearer(world)
    clock.moment += timedelta(minutes=1)
    second = {"Authorization": f"Bearer {(await session(world, 'GET', first)).json()['token']}"}
    other = await bearer(world)

    out = await session(world, "DELETE", first)

    again = await session(world, "DELETE", second)
    answers = [await get(world, "bookings", f"/api/bookings?id={booking['id']}", each) for each in (first, second)]
    assert (out.status_code, out.json(), again.status_code) == (200, {"success": True}, 200)
    assert [answer.status_code for answer in answers] == [401, 401]
    assert (await session(world, "GET", first)).status_code == 401
    assert (await session(world, "GET", other)).status_code == 200


async def test_signing_out_takes_the_cookie_away(world: Outside) -> None:
    visit = await signed_in(world)

    out = await session(world, "DELETE", visit.headers)

    assert "Max-Age=0" in out.headers["set-cookie"]


async def test_another_password_ends_all_sessions(world: Outside) -> None:
    headers = await bearer(world)
    changed = replace(world, owner=Owner(OWNER_EMAIL, world.owner.password_hash + "x"))

    answer = await session(changed, "GET", headers)

    assert answer.status_code == 401
    assert (await session(world, "GET", headers)).status_code == 200


@pytest.mark.parametrize(
    ("owner", "setting"),
    [
        (Owner("", "$argon2id$v=19$m=19456,t=2,p=1$x$y"), "ADMIN_EMAIL"),
        (Owner(OWNER_EMAIL, ""), "ADMIN_PASSWORD_HASH"),
        (Owner(OWNER_EMAIL, "correct horse battery staple"), "ADMIN_PASSWORD_HASH"),
        (Owner(OWNER_EMAIL, "$argon2id$v=19$m=19456,t=2,p=1$broken"), "ADMIN_PASSWORD_HASH"),
        (Owner(OWNER_EMAIL, "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"), "ADMIN_PASSWORD_HASH"),
    ],
)
async def test_setting_that_is_missing_or_no_hash_closes_the_door(world: Outside, owner: Owner, setting: str) -> None:
    answer = await session(replace(world, owner=owner), "POST", body=RIGHT)

    assert (answer.status_code, answer.json()["code"]) == (503, "not_configured")
    assert setting in answer.json()["detail"]


async def test_signing_in_asks_the_store_twice_and_everything_else_once(network: Network, connect: Connect) -> None:
    world = a_world(connect(network.url))
    await world.catalogs.current()
    booking = await booked(world)
    counts = []

    async def count(call: Any) -> Any:
        before = network.requests
        answer = await call
        counts.append(network.requests - before)
        return answer

    headers = await count(bearer(world))
    await count(session(world, "GET", headers))
    await count(get(world, "bookings", f"/api/bookings?id={booking['id']}", headers))
    async with caller("bookings", world) as client:
        await count(client.put(f"/api/bookings?id={booking['id']}", json={"status": "no_show"}, headers=headers))
    await count(session(world, "DELETE", headers))

    assert counts == [2, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ([], 400),
        ({"email": OWNER_EMAIL, "password": ""}, 400),
        ({"email": "", "password": "x"}, 400),
        ({"email": OWNER_EMAIL, "password": "x" * 257}, 400),
        ({"email": "a" * 255, "password": "x"}, 400),
        ({"email": [OWNER_EMAIL], "password": "x"}, 400),
        ({"email": OWNER_EMAIL, "password": 1}, 400),
        ({"email": OWNER_EMAIL, "password": None}, 400),
        ({**RIGHT, "role": "owner"}, 400),
        ({**RIGHT, "bearer": "yes"}, 400),
        ({"email": "own\u202eer@example.com", "password": "x"}, 400),
        ({"email": "owner@example.com\x00", "password": "x"}, 400),
        ({"email": "owner@example.com\n", "password": "wrong"}, 401),
        ({"email": OWNER_EMAIL, "password": "\x00\u202e\U0001f4a9" * 80}, 401),
        ({"email": OWNER_EMAIL, "password": "%s' OR 1=1 --"}, 401),
        ({"email": "*", "password": "x"}, 401),
    ],
)
async def test_hostile_bodies_get_a_clear_answer(world: Outside, body: object, status: int) -> None:
    answer = await session(world, "POST", body=body)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"email": "owner@example.com", "password": "x", "password": "y"}', "application/json", 400),
        (b'{"email": "\xff\xfe", "password": "x"}', "application/json", 400),
        (b'{"email": "\\ud800", "password": "x"}', "application/json", 400),
        (b'{"email": NaN, "password": 1e999}', "application/json", 400),
        (b"[" * 9000, "application/json", 400),
        (b"x" * 20_000, "application/json", 413),
        (b"email=owner&password=x", "application/x-www-form-urlencoded", 415),
        (b'{"email": "owner@example.com", "password": "x"}', "text/plain", 415),
    ],
)
async def test_hostile_bytes_get_a_clear_answer(world: Outside, content: bytes, kind: str, status: int) -> None:
    async with caller("admin/session", world) as client:
        answer = await client.post(ADDRESS, content=content, headers={"content-type": kind})

    assert answer.status_code == status


async def test_wrong_password_says_how_to_come_in(world: Outside) -> None:
    answer = await session(world, "POST", body={**RIGHT, "password": "another one altogether"})

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_key_that_is_none_is_refused_whoever_asks(world: Outside) -> None:
    answer = await session(world, "POST", {"Idempotency-Key": "short"}, {"email": OWNER_EMAIL})

    assert (answer.status_code, answer.json()["details"][0]["pointer"]) == (400, "header:Idempotency-Key")
