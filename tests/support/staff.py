"""Signs staff in: through the door as a person does, or straight in the store for who has no door yet."""

from dataclasses import dataclass
from typing import Any

import httpx

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from lib.actions.sign_in import session_name
from lib.gateways.store.keys import Keys
from lib.web.tokens import token_for
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, OWNER_EMAIL, OWNER_PASSWORD

ADDRESS = "/api/admin/session"
# Where tests' requests say to come from; its pages are the only ones that may use a cookie.
PAGE = "http://studio"
RIGHT = {"email": OWNER_EMAIL, "password": OWNER_PASSWORD}
TOMORROW = int(NOW.timestamp()) + 86_400


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page holds after its user signed in."""

    cookie: str
    csrf: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"__Host-adm={self.cookie}", "X-CSRF-Token": self.csrf, "Origin": PAGE}


async def session(world: Outside, verb: str, headers: dict[str, str] | None = None, body: Any = None) -> httpx.Response:
    async with caller("admin/session", world) as client:
        return await client.request(verb, ADDRESS, headers=headers, json=body)


async def signed_in(world: Outside) -> Visit:
    answer = await session(world, "POST", body=RIGHT)
    assert answer.status_code == 200, answer.text
    return Visit(answer.cookies["__Host-adm"], answer.json()["csrfToken"])


async def bearer(world: Outside) -> dict[str, str]:
    answer = await session(world, "POST", body={**RIGHT, "bearer": True})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def session_key(staff: Staff, world: Outside, raw: RawStore) -> str:
    return Keys(raw.prefix).session(session_name(staff, world))


def let_in(staff: Staff, world: Outside, raw: RawStore) -> dict[str, str]:
    """An open session and its bearer token."""
    raw.do(
        "HSET",
        session_key(staff, world, raw),
        *("role", staff.role, "instructor", staff.instructor, "ends", TOMORROW),
    )
    return {"Authorization": f"Bearer {token_for(staff, TOMORROW, world)[0]}"}
