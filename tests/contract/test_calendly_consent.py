"""The owner connects Calendly: there with a word that works once, back with a code, and nobody in their place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from lib.actions.calendly_access import AccessWorld, CalendlyAccess
from lib.actions.callers import Staff
from lib.actions.keyring import Keyring
from lib.actions.ports import Outside
from lib.gateways.calendly.auth_server import CalendlyAuthServer
from lib.gateways.calendly.client import Calendly
from lib.web.tokens import token_for
from tests.support.calendly_state import FakeCalendly
from tests.support.doors import caller
from tests.support.fake_auth_server import FakeAuthServer, Fate, running_auth_server
from tests.support.raw_store import RawStore
from tests.support.staff import ADDRESS, PAGE, TOMORROW, Visit, let_in, session, signed_in
from tests.support.studio import StandingClock

CONNECT, DISCONNECT = {"calendly": "connect"}, {"calendly": "disconnect"}


@pytest.fixture
def server_of_auth(calendly: FakeCalendly) -> Iterator[FakeAuthServer]:
    with running_auth_server(calendly=calendly) as fake:
        yield fake


@pytest.fixture
def studio(world: Outside, calendly: FakeCalendly, server_of_auth: FakeAuthServer) -> Outside:
    """Its owner may connect it."""
    auth = CalendlyAuthServer(server_of_auth.client_id, server_of_auth.client_secret, server_of_auth.url)
    return with_access(replace(world, calendly_auth=auth), calendly)


def with_access(world: Outside, calendly: FakeCalendly) -> Outside:
    access = AccessWorld(world.store, world.calendly_auth, world.clock, world.dice, world.keyring)
    return replace(world, calendly=Calendly(CalendlyAccess(access), calendly.url))


async def left(world: Outside, visit: Visit, auth: FakeAuthServer) -> tuple[dict[str, str], dict[str, str]]:
    """What the browser brings back from the consent page, and the cookie that it then shows."""
    answer = await session(world, "POST", visit.headers, CONNECT)
    assert answer.status_code == 200, answer.text
    said = answer.headers["set-cookie"]
    assert all(word in said for word in ("__Host-cal=", "HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    cookie = {"Cookie": f"__Host-cal={answer.cookies['__Host-cal']}", "Sec-Fetch-Site": "cross-site"}
    return auth.consents(answer.json()["authorizeUrl"]), cookie


async def back(world: Outside, said: Any, headers: dict[str, str]) -> httpx.Response:
    async with caller("admin/session", world) as client:
        return await client.get(ADDRESS, params=said, headers=headers)


def word_of(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    page, _, word = answer.headers["location"].partition("?calendly=")
    assert page == "/admin/"
    return word


async def connected(world: Outside, auth: FakeAuthServer) -> Visit:
    visit = await signed_in(world)
    said, cookie = await left(world, visit, auth)
    assert word_of(await back(world, said, cookie)) == "connected"
    return visit


async def link(world: Outside, visit: Visit) -> Any:
    return (await session(world, "GET", visit.headers)).json()["calendly"]


async def test_owner_connects_and_calendly_is_asked_in_their_name(
    studio: Outside, server_of_auth: FakeAuthServer
) -> None:
    before = await studio.calendly.subscriptions()
    visit = await signed_in(studio)
    first = await link(studio, visit)

    visit = await connected(studio, server_of_auth)

    assert getattr(before, "reason", "") == "calendly not connected"
    assert first == {"connection": "not_connected", "why": None}
    assert await link(studio, visit) == {"connection": "connected", "why": None}
    assert await studio.calendly.subscriptions() == ()


async def test_nothing_that_opens_calendly_is_to_be_read_in_store_or_log(
    studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    visit = await signed_in(studio)
    said, cookie = await left(studio, visit, server_of_auth)
    waiting = str(raw.everything())
    answer = await back(studio, said, cookie)
    await studio.calendly.subscriptions()

    verifier = server_of_auth.asked[0]["code_verifier"]
    kept = str([raw.do("HGETALL", f"{raw.prefix}{name}") for name in raw.names() if name.startswith("cal:")])

    assert "sealed" in kept
    secrets = [*server_of_auth.issued, verifier, said["state"], said["code"], server_of_auth.client_secret]
    everywhere = kept + waiting + str(raw.everything()) + caplog.text + answer.text + repr(studio)
    assert [secret for secret in secrets if secret in everywhere] == []


async def test_backup_holds_nothing_that_opens_calendly(studio: Outside, server_of_auth: FakeAuthServer) -> None:
    await connected(studio, server_of_auth)

    backup = (await studio.store.backup()).content.decode()

    assert "sealed" not in backup
    assert "cal:auth" not in backup


async def test_owner_who_says_no_is_told_so(studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore) -> None:
    said, cookie = await left(studio, await signed_in(studio), server_of_auth)

    answer = await back(studio, {"error": "access_denied", "state": said["state"]}, cookie)
    again = await back(studio, said, cookie)

    assert (word_of(answer), word_of(again)) == ("denied", "expired")
    assert "cal:auth" not in raw.names()


async def test_state_works_once(studio: Outside, server_of_auth: FakeAuthServer) -> None:
    said, cookie = await left(studio, await signed_in(studio), server_of_auth)

    words = [word_of(await back(studio, said, cookie)) for _ in range(2)]

    assert words == ["connected", "expired"]
    assert len(server_of_auth.asked) == 1


async def test_state_without_the_browser_that_left_with_it_is_worth_nothing_and_is_not_used_up(
    studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore
) -> None:
    visit = await signed_in(studio)
    said, cookie = await left(studio, visit, server_of_auth)
    other, other_cookie = await left(studio, visit, server_of_auth)
    before = raw.everything()
    strangers = [{}, other_cookie, {"Cookie": f"{cookie['Cookie']}; {cookie['Cookie']}"}, {"Cookie": "__Host-cal="}]

    words = [word_of(await back(studio, said, headers)) for headers in strangers]

    assert words == ["expired"] * len(strangers)
    assert raw.everything() == before
    assert server_of_auth.asked == []
    assert word_of(await back(studio, said, cookie)) == "connected"
    assert word_of(await back(studio, {**other, "state": "x" * 40}, other_cookie)) == "expired"


async def test_state_of_another_session_is_refused(
    studio: Outside, server_of_auth: FakeAuthServer, owner: dict[str, str]
) -> None:
    said, _ = await left(studio, await signed_in(studio), server_of_auth)

    answer = await back(studio, said, owner)

    assert word_of(answer) == "expired"
    assert server_of_auth.asked == []


async def test_program_connects_with_its_own_session(
    studio: Outside, server_of_auth: FakeAuthServer, owner: dict[str, str]
) -> None:
    page = (await session(studio, "POST", owner, CONNECT)).json()["authorizeUrl"]

    assert word_of(await back(studio, server_of_auth.consents(page), owner)) == "connected"


async def test_session_that_ended_meanwhile_connects_nothing(
    studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore
) -> None:
    visit = await signed_in(studio)
    said, cookie = await left(studio, visit, server_of_auth)
    await session(studio, "DELETE", visit.headers)

    assert word_of(await back(studio, said, cookie)) == "signed_out"
    assert "cal:auth" not in raw.names()


async def test_consent_is_forgotten_after_ten_minutes(
    studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore
) -> None:
    await left(studio, await signed_in(studio), server_of_auth)
    (name,) = (name for name in raw.names() if name.startswith("cal:go."))

    assert 0 < int(raw.do("TTL", raw.prefix + name)) <= 600


@pytest.mark.parametrize(
    "query",
    [
        "code=a",
        "state=a",
        "error=access_denied",
        "code=a&state=b&error=c",
        "code=a&code=a&state=b",
        "code=a&state=b&state=b",
        "code=a&state=" + "b" * 129,
        "code=" + "a" * 513 + "&state=b",
        "code=a%0d%0aX:1&state=b",
        "code=a&state=..%2f",
        "code=%F0%9F%92%83&state=b",
        "code=&state=b",
    ],
)
async def test_return_that_can_be_none_is_refused(studio: Outside, raw: RawStore, query: str) -> None:
    before = raw.everything()

    async with caller("admin/session", studio) as client:
        answer = await client.get(f"{ADDRESS}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert raw.everything() == before


@pytest.mark.parametrize("body", [{"calendly": "x"}, {"calendly": 1}, {**CONNECT, "to": "https://evil.example"}])
async def test_wish_that_is_none_is_refused(studio: Outside, owner: dict[str, str], body: Any) -> None:
    assert (await session(studio, "POST", owner, body)).status_code == 400


@pytest.mark.parametrize("body", [CONNECT, DISCONNECT])
async def test_page_of_another_site_connects_and_disconnects_nothing(
    studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore, body: dict[str, str]
) -> None:
    visit = await connected(studio, server_of_auth)
    before = raw.everything()
    wrong: list[dict[str, str]] = [
        {**visit.headers, "Origin": "https://evil.example"},
        {**visit.headers, "Sec-Fetch-Site": "cross-site"},
        {name: value for name, value in visit.headers.items() if name != "X-CSRF-Token"},
        {name: value for name, value in visit.headers.items() if name != "Origin"},
    ]

    statuses = [(await session(studio, "POST", headers, body)).status_code for headers in wrong]
    nobody = await session(studio, "POST", {"Origin": PAGE}, body)

    assert (statuses, nobody.status_code) == ([403] * 4, 401)
    assert raw.everything() == before


@pytest.mark.parametrize("body", [CONNECT, DISCONNECT])
async def test_instructor_may_not_and_is_not_told_how_it_stands(
    studio: Outside, raw: RawStore, body: dict[str, str]
) -> None:
    ana = let_in(Staff("s-ana", "instructor", "ana"), studio, raw)

    answer = await session(studio, "POST", ana, body)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "calendly" not in (await session(studio, "GET", ana)).json()


async def test_cookie_of_a_session_cannot_be_used_as_the_travellers(
    studio: Outside, server_of_auth: FakeAuthServer
) -> None:
    visit = await signed_in(studio)
    said, _ = await left(studio, visit, server_of_auth)
    token = token_for(Staff("s-other", "owner", ""), TOMORROW, studio)[0]

    words = [
        word_of(await back(studio, said, {"Cookie": f"__Host-cal={visit.cookie}"})),
        word_of(await back(studio, said, {"Cookie": f"__Host-adm={token}"})),
    ]

    assert words == ["expired", "expired"]


@pytest.mark.parametrize(
    ("fate", "word"), [("401", "refused"), ("403", "refused"), ("429", "away"), ("503", "away"), ("drop", "away")]
)
async def test_calendly_that_gives_nothing_for_the_code_is_said_in_a_word(
    studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore, fate: Fate, word: str
) -> None:
    said, cookie = await left(studio, await signed_in(studio), server_of_auth)
    server_of_auth.fates.append(fate)

    assert word_of(await back(studio, said, cookie)) == word
    assert "cal:auth" not in raw.names()


async def test_what_is_missing_is_named(
    world: Outside, studio: Outside, calendly: FakeCalendly, owner: dict[str, str]
) -> None:
    nameless = with_access(replace(world, calendly_auth=CalendlyAuthServer("", "", "http://127.0.0.1:9")), calendly)
    worlds = [nameless, replace(studio, site_url="")]

    answers = [await session(each, "POST", owner, CONNECT) for each in worlds]

    assert [(each.status_code, each.json()["detail"]) for each in answers] == [
        (503, "The studio has not set CALENDLY_CLIENT_ID yet."),
        (503, "The studio has not set SITE_URL yet."),
    ]


async def test_personal_token_wins(studio: Outside, calendly: FakeCalendly, owner: dict[str, str]) -> None:
    settled = replace(studio, calendly=Calendly(calendly.token, calendly.url))

    answer = await session(settled, "POST", owner, CONNECT)

    assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed_now")
    assert (await session(settled, "GET", owner)).json()["calendly"]["connection"] == "token"


async def test_owner_disconnects_here_and_there(studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore) -> None:
    visit = await connected(studio, server_of_auth)

    answers = [(await session(studio, "POST", visit.headers, DISCONNECT)).json() for _ in range(2)]

    assert answers == [{"success": True, "revoked": True}] * 2
    assert sorted(server_of_auth.revoked) == sorted(server_of_auth.issued)
    assert "cal:auth" not in raw.names()
    assert getattr(await studio.calendly.subscriptions(), "reason", "") == "calendly not connected"


async def test_disconnecting_is_done_here_when_calendly_cannot_be_told(
    studio: Outside, server_of_auth: FakeAuthServer, raw: RawStore
) -> None:
    visit = await connected(studio, server_of_auth)
    server_of_auth.fates.extend(["503", "503"])

    answer = await session(studio, "POST", visit.headers, DISCONNECT)

    assert (answer.status_code, answer.json()) == (200, {"success": True, "revoked": False})
    assert "cal:auth" not in raw.names()


async def test_another_secret_makes_it_unreadable_and_staff_are_told(
    studio: Outside, server_of_auth: FakeAuthServer, calendly: FakeCalendly
) -> None:
    await connected(studio, server_of_auth)
    other = with_access(replace(studio, keyring=Keyring(b"another secret for tests, long enough")), calendly)

    visit = await signed_in(other)

    assert await link(other, visit) == {"connection": "broken", "why": "unreadable"}
    assert getattr(await other.calendly.subscriptions(), "reason", "") == "calendly connection broken"
    async with caller("health", other) as client:
        assert (await client.get("/api/health")).json()["checks"]["calendly"] == "failing"
    gone = await session(other, "POST", visit.headers, DISCONNECT)
    assert (gone.status_code, gone.json()["revoked"]) == (200, False)
    await connected(other, server_of_auth)
    assert await other.calendly.subscriptions() == ()


async def test_session_that_slept_too_long_is_asked_for_again(
    studio: Outside, server_of_auth: FakeAuthServer, clock: StandingClock
) -> None:
    said, cookie = await left(studio, await signed_in(studio), server_of_auth)
    clock.moment += timedelta(hours=13)

    assert word_of(await back(studio, said, cookie)) == "signed_out"
