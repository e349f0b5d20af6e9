"""The owner on the way to Calendly's consent page and back, as their browser goes."""

from dataclasses import replace
from typing import Any

import httpx

from lib.actions.calendly_access import AccessWorld, CalendlyAccess
from lib.actions.ports import Outside
from lib.gateways.calendly.auth_server import CalendlyAuthServer
from lib.gateways.calendly.client import Calendly
from tests.support.calendly_state import FakeCalendly
from tests.support.doors import caller
from tests.support.fake_auth_server import FakeAuthServer
from tests.support.staff import ADDRESS, Visit, session, signed_in

CONNECT, DISCONNECT = {"calendly": "connect"}, {"calendly": "disconnect"}


def with_consent(world: Outside, auth: FakeAuthServer, calendly: FakeCalendly) -> Outside:
    """A studio whose owner may connect it."""
    server = CalendlyAuthServer(auth.client_id, auth.client_secret, auth.url)
    return with_access(replace(world, calendly_auth=server), calendly)


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
    assert page == "/admin/problems"
    return word


async def connected(world: Outside, auth: FakeAuthServer) -> Visit:
    visit = await signed_in(world)
    said, cookie = await left(world, visit, auth)
    assert word_of(await back(world, said, cookie)) == "connected"
    return visit


async def link(world: Outside, visit: Visit) -> Any:
    return (await session(world, "GET", visit.headers)).json()["calendly"]
