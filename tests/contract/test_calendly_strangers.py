"""What strangers, instructors and other sites might make of the way to the consent page and back: nothing."""

from typing import Any

import pytest

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from lib.web.tokens import token_for
from tests.support.consent import CONNECT, DISCONNECT, back, connected, left, word_of
from tests.support.doors import caller
from tests.support.fake_auth_server import FakeAuthServer
from tests.support.raw_store import RawStore
from tests.support.staff import ADDRESS, PAGE, TOMORROW, let_in, session, signed_in


async def test_state_without_the_browser_that_left_with_it_is_worth_nothing_and_is_not_used_up(
    desk: Outside, consent_page: FakeAuthServer, raw: RawStore
) -> None:
    visit = await signed_in(desk)
    said, cookie = await left(desk, visit, consent_page)
    other, other_cookie = await left(desk, visit, consent_page)
    before = raw.everything()
    strangers = [{}, other_cookie, {"Cookie": f"{cookie['Cookie']}; {cookie['Cookie']}"}, {"Cookie": "__Host-cal="}]

    words = [word_of(await back(desk, said, headers)) for headers in strangers]

    assert words == ["expired"] * len(strangers)
    assert raw.everything() == before
    assert consent_page.asked == []
    assert word_of(await back(desk, said, cookie)) == "connected"
    assert word_of(await back(desk, {**other, "state": "x" * 40}, other_cookie)) == "expired"


async def test_state_of_another_session_is_refused(
    desk: Outside, consent_page: FakeAuthServer, owner: dict[str, str]
) -> None:
    said, _ = await left(desk, await signed_in(desk), consent_page)

    answer = await back(desk, said, owner)

    assert word_of(answer) == "expired"
    assert consent_page.asked == []


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
async def test_return_that_can_be_none_is_refused(desk: Outside, raw: RawStore, query: str) -> None:
    before = raw.everything()

    async with caller("admin/session", desk) as client:
        answer = await client.get(f"{ADDRESS}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert raw.everything() == before


@pytest.mark.parametrize("body", [{"calendly": "x"}, {"calendly": 1}, {**CONNECT, "to": "https://evil.example"}])
async def test_wish_that_is_none_is_refused(desk: Outside, owner: dict[str, str], body: Any) -> None:
    assert (await session(desk, "POST", owner, body)).status_code == 400


@pytest.mark.parametrize("body", [CONNECT, DISCONNECT])
async def test_page_of_another_site_connects_and_disconnects_nothing(
    desk: Outside, consent_page: FakeAuthServer, raw: RawStore, body: dict[str, str]
) -> None:
    visit = await connected(desk, consent_page)
    before = raw.everything()
    wrong: list[dict[str, str]] = [
        {**visit.headers, "Origin": "https://evil.example"},
        {**visit.headers, "Sec-Fetch-Site": "cross-site"},
        {name: value for name, value in visit.headers.items() if name != "X-CSRF-Token"},
        {name: value for name, value in visit.headers.items() if name != "Origin"},
    ]

    statuses = [(await session(desk, "POST", headers, body)).status_code for headers in wrong]
    nobody = await session(desk, "POST", {"Origin": PAGE}, body)

    assert (statuses, nobody.status_code) == ([403] * 4, 401)
    assert raw.everything() == before


@pytest.mark.parametrize("body", [CONNECT, DISCONNECT])
async def test_instructor_may_not_and_is_not_told_how_it_stands(
    desk: Outside, raw: RawStore, body: dict[str, str]
) -> None:
    ana = let_in(Staff("s-ana", "instructor", "ana"), desk, raw)

    answer = await session(desk, "POST", ana, body)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "calendly" not in (await session(desk, "GET", ana)).json()


async def test_cookie_of_a_session_cannot_be_used_as_the_travellers(
    desk: Outside, consent_page: FakeAuthServer
) -> None:
    visit = await signed_in(desk)
    said, _ = await left(desk, visit, consent_page)
    token = token_for(Staff("s-other", "owner", ""), TOMORROW, desk)[0]

    words = [
        word_of(await back(desk, said, {"Cookie": f"__Host-cal={visit.cookie}"})),
        word_of(await back(desk, said, {"Cookie": f"__Host-adm={token}"})),
    ]

    assert words == ["expired", "expired"]
