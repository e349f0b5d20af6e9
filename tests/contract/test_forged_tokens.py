"""Tokens that are not ours, not for this, not any more, or not for you: each is refused wherever staff may go."""

import base64
import hmac
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import jwt
import pytest

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from lib.web.tokens import token_for
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.staff import TOMORROW, bearer, let_in, session
from tests.support.studio import NOW, SECRET

pytestmark = ON_BOTH

SECOND = int(NOW.timestamp())
OWNER = Staff("the-session-of-the-owner", "owner", "")
PEM = "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJ\n-----END PUBLIC KEY-----"


def claims(**changes: object) -> dict[str, Any]:
    """Those of a right token; a claim that is changed to ... is left out."""
    right: dict[str, Any] = {
        "iss": "sabor-con-flow",
        "aud": "staff",
        "sub": "owner",
        "role": "owner",
        "sid": OWNER.session,
        "jti": "0123456789abcdef",
        "iat": SECOND,
        "exp": SECOND + 3600,
    }
    return {name: value for name, value in (right | changes).items() if value is not ...}


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(header: object, body: object, key: bytes) -> str:
    """By hand, because the library would not make most of these."""
    text = f"{part(header)}.{part(body)}"
    return f"{text}.{part(hmac.digest(key, text.encode(), 'sha256'))}"


def without(name: str, key: bytes) -> str:
    return signed(HS256, claims(**{name: ...}), key)


HS256 = {"alg": "HS256", "typ": "JWT"}
FORGED: dict[str, Callable[[bytes], str]] = {
    "nothing": lambda _key: "",
    "two dots": lambda _key: "..",
    "no base64": lambda _key: "!!.??.##",
    "extra dots": lambda key: signed(HS256, claims(), key) + ".x",
    "no signature": lambda key: signed(HS256, claims(), key).rpartition(".")[0] + ".",
    "cut signature": lambda key: signed(HS256, claims(), key)[:-2],
    "alg none": lambda _key: f"{part({'alg': 'none'})}.{part(claims())}.",
    "alg nOnE": lambda _key: f"{part({'alg': 'nOnE'})}.{part(claims())}.",
    "alg none with a signature": lambda key: signed({"alg": "none"}, claims(), key),
    "alg HS512": lambda key: jwt.encode(claims(), key + key, algorithm="HS512"),
    "alg HS384": lambda key: jwt.encode(claims(), key + key, algorithm="HS384"),
    "alg RS256 signed with the key": lambda key: signed({"alg": "RS256"}, claims(), key),
    "alg that is a list": lambda key: signed({"alg": ["HS256"]}, claims(), key),
    "alg missing": lambda key: signed({"typ": "JWT"}, claims(), key),
    "header no object": lambda key: signed([], claims(), key),
    "crit": lambda key: signed({**HS256, "crit": ["exp"]}, claims(), key),
    "a key of its own": lambda _key: signed({**HS256, "jwk": {"kty": "oct", "k": "AA"}}, claims(), b"\0" * 32),
    "kid of a file": lambda _key: signed({**HS256, "kid": "../../dev/null"}, claims(), b""),
    "other key": lambda _key: jwt.encode(claims(), "k" * 32, algorithm="HS256"),
    "empty key": lambda _key: signed(HS256, claims(), b""),
    "the secret itself": lambda _key: jwt.encode(claims(), SECRET, algorithm="HS256"),
    "a public key": lambda _key: signed(HS256, claims(), PEM.encode()),
    **{f"no {name}": partial(without, name) for name in claims()},
    "other audience": lambda key: signed(HS256, claims(aud="customers"), key),
    "audience in a list": lambda key: signed(HS256, claims(aud=["staff", "other"]), key),
    "other issuer": lambda key: signed(HS256, claims(iss="https://evil.example"), key),
    "run out": lambda key: signed(HS256, claims(iat=SECOND - 4000, exp=SECOND - 400), key),
    "exp far away": lambda key: signed(HS256, claims(exp=SECOND + 86_400), key),
    "exp 1e18": lambda key: signed(HS256, claims(exp=10**18), key),
    "exp true": lambda key: signed(HS256, claims(exp=True), key),
    "exp a string": lambda key: signed(HS256, claims(exp=str(SECOND + 3600)), key),
    "exp a fraction": lambda key: signed(HS256, claims(exp=SECOND + 3600.5), key),
    "exp NaN": lambda key: signed(HS256, claims(exp=float("nan")), key),
    "exp null": lambda key: signed(HS256, claims(exp=None), key),
    "exp before iat": lambda key: signed(HS256, claims(iat=SECOND, exp=SECOND - 10), key),
    "iat in the future": lambda key: signed(HS256, claims(iat=SECOND + 600, exp=SECOND + 4200), key),
    "one claim more": lambda key: signed(HS256, claims(admin=True), key),
    "claims no object": lambda key: signed(HS256, ["owner"], key),
    "claims no JSON": lambda key: signed(HS256, b"owner", key),
    "claims no UTF-8": lambda key: signed(HS256, b"\xff\xfe", key),
    "claims nested deep": lambda key: signed(HS256, b"[" * 1200, key),
    "role customer": lambda key: signed(HS256, claims(role="customer"), key),
    "role unknown": lambda key: signed(HS256, claims(role="root"), key),
    "role a list": lambda key: signed(HS256, claims(role=["owner"]), key),
    "owner by another name": lambda key: signed(HS256, claims(sub="ana"), key),
    "instructor called owner": lambda key: signed(HS256, claims(role="instructor"), key),
    "instructor without a name": lambda key: signed(HS256, claims(role="instructor", sub=""), key),
    "session a number": lambda key: signed(HS256, claims(sid=7), key),
    "larger than a header": lambda key: signed(HS256, claims(jti="x" * 5000), key),
}


@pytest.mark.parametrize("name", FORGED)
async def test_forged_token_opens_nothing(world: Outside, raw: RawStore, name: str) -> None:
    let_in(OWNER, world, raw)
    booking = await booked(world)
    token = FORGED[name](world.keyring.staff_key)
    before = raw.everything()

    for headers in ({"Authorization": f"Bearer {token}"}, {"Cookie": f"__Host-adm={token}", "Origin": "http://studio"}):
        assert await everywhere(world, booking["id"], headers) == [401] * 5, name

    assert raw.everything() == before


async def test_right_token_made_by_hand_opens(world: Outside, raw: RawStore) -> None:
    """The table above means something: what it varies is right."""
    let_in(OWNER, world, raw)
    token = signed(HS256, claims(), world.keyring.staff_key)

    assert (await session(world, "GET", {"Authorization": f"Bearer {token}"})).status_code == 200


@pytest.mark.parametrize("name", ["nobody", "", OWNER.session + ".x"])
async def test_token_of_a_session_that_is_not_open_opens_nothing(world: Outside, raw: RawStore, name: str) -> None:
    let_in(OWNER, world, raw)
    booking = await booked(world)
    token, _ = token_for(Staff(name, "owner", ""), TOMORROW, world)
    before = raw.everything()

    # Signing out of what is not open is no harm.
    assert await everywhere(world, booking["id"], {"Authorization": f"Bearer {token}"}) == [401, 401, 401, 401, 200]
    assert raw.everything() == before


async def test_token_replayed_after_signing_out_opens_nothing(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)
    headers = await bearer(world)
    await session(world, "DELETE", headers)
    before = raw.everything()

    # Signing out once more is no harm.
    assert await everywhere(world, booking["id"], headers) == [401, 401, 401, 401, 200]
    assert raw.everything() == before


async def test_keys_of_customers_are_no_tokens_of_staff(world: Outside) -> None:
    booking = await booked(world)
    calendar = booking["calendarUrl"].rpartition("=")[2]

    for token in (booking["manageToken"], calendar):
        assert (await session(world, "GET", {"Authorization": f"Bearer {token}"})).status_code == 401
        assert (await session(world, "GET", {"Cookie": f"__Host-adm={token}"})).status_code == 401


async def test_bearer_that_is_wrong_is_not_helped_by_a_cookie_that_is_right(world: Outside, raw: RawStore) -> None:
    let_in(OWNER, world, raw)
    token, _ = token_for(OWNER, TOMORROW, world)

    answer = await session(world, "GET", {"Cookie": f"__Host-adm={token}", "Authorization": "Bearer wrong"})

    assert answer.status_code == 401


@pytest.mark.parametrize("cookie", ["{0}; __Host-adm={0}", "x; __Host-adm=", '"', "; ; =", "\x00"])
async def test_odd_cookies_are_none(world: Outside, raw: RawStore, cookie: str) -> None:
    let_in(OWNER, world, raw)
    token, _ = token_for(OWNER, TOMORROW, world)

    answer = await session(world, "GET", {"Cookie": "__Host-adm=" + cookie.format(token)})

    assert answer.status_code == 401


async def everywhere(world: Outside, booking_id: str, headers: dict[str, str]) -> list[int]:
    address = f"/api/bookings?id={booking_id}"
    async with caller("bookings", world) as client:
        answers = [
            await client.get(address, headers=headers),
            await client.put(address, headers=headers, json={"status": "completed"}),
            await client.delete(address, headers=headers),
        ]
    answers.append(await session(world, "GET", headers))
    answers.append(await session(world, "DELETE", headers))
    return [answer.status_code for answer in answers]
