"""Everybody who may ask the API something, signed in at a site as they would be, and what they may ask about."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import httpx

from lib.local.admin import LOCAL_EMAIL
from lib.web.auth import COOKIE
from lib.web.operation import Operation
from lib.web.operations import OPERATIONS
from tests.support.servers import Site

# Between two moves of a booking, and for an answer.
PAUSE, SECONDS = 1.0, 20
CRON_SECRET = "a secret of the scheduler"
SIGN_OUT = "DELETE /api/admin/session"
MAGIC = re.compile(r"#magic=([A-Za-z0-9_-]+)")
PASSWORD = re.compile(r"Owner: \S+, password (\S+) ")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, with which headers of their own, and which operations mean something to them."""

    name: str
    headers: dict[str, str]
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restless:
    """A booking that its studio moves to and fro, so that whoever watches sees something."""

    site: str
    token: str
    booking: str
    slots: list[str]

    @contextmanager
    def moving(self) -> Iterator[None]:
        still = threading.Event()
        thread = threading.Thread(target=self._move, args=(still,))
        thread.start()
        try:
            yield
        finally:
            still.set()
            thread.join()

    def _move(self, still: threading.Event) -> None:
        with httpx.Client(base_url=self.site, timeout=SECONDS, headers=_bearer(self.token)) as client:
            for slot in cycle(self.slots):
                wish = {"action": "reschedule", "id": self.booking, "slots": [slot]}
                client.post("/api/admin/booking-management", json=wish)
                if still.wait(PAUSE):
                    return


@dataclass(frozen=True, slots=True)
class Scene:
    """The callers, and words that a blind guess would never find."""

    callers: tuple[Caller, ...]
    words: dict[str, list[str]]
    restless: Restless


def a_scene(site: Site) -> Scene:
    """Books lessons and signs everybody in: the owner as the studio's pages do, the instructor as a program does."""
    with httpx.Client(base_url=site.url, timeout=SECONDS) as client:
        free = _free_slots(client)
        made = [_booked(client, slot) for slot in free[:5]]
        owner, leaver = (_at_the_desk(client, site) for _ in range(2))
        callers = (
            Caller("nobody", {}, _lines(lambda _: True)),
            Caller("customer", _bearer(made[1]["manageToken"]), _lines(lambda each: each.path == "/api/bookings")),
            Caller("instructor", _bearer(_instructor(client)), _lines(_is_for_staff)),
            Caller("owner", owner, _lines(_is_for_staff)),
            Caller("leaver", leaver, (SIGN_OUT,)),
            Caller("scheduler", _bearer(CRON_SECRET), _lines(lambda each: each.secret)),
        )
        mover = _signed_in(client, _as_owner(site) | {"bearer": True}).json()["token"]
    words = {"booking": [each["id"] for each in made[1:]], "slot": free[6:], "class": ["salsa-private", "salsa-1"]}
    words |= {"instructor": ["maria", "carlos", "any"], "part": ["maria", "carlos"]}
    return Scene(callers, words, Restless(site.url, mover, made[0]["id"], [free[5], free[0]]))


def _lines(is_meant: Callable[[Operation], bool]) -> tuple[str, ...]:
    return tuple(each.line for each in OPERATIONS if is_meant(each))


def _is_for_staff(operation: Operation) -> bool:
    # Whoever signs out is nobody from then on.
    return bool(operation.rights) and operation.line != SIGN_OUT


def _free_slots(client: httpx.Client) -> list[str]:
    first = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 86_400))
    query = {"classType": "salsa-private", "instructor": "maria", "week": first}
    days = client.get("/api/availability", params=query).raise_for_status().json()
    return [slot["id"] for slots in days.values() for slot in slots[::2] if slot["available"]]


def _booked(client: httpx.Client, slot: str) -> dict[str, Any]:
    person = {"firstName": "Rosa", "lastName": "Vega", "email": "rosa@example.com"}
    wish = {"classType": "salsa-private", "instructor": "maria", "slots": [slot], "personalInfo": person}
    made: dict[str, Any] = client.post("/api/bookings", json=wish).raise_for_status().json()["booking"]
    return made


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _as_owner(site: Site) -> dict[str, Any]:
    found = PASSWORD.search(site.program.output)
    assert found, site.program.output
    return {"email": LOCAL_EMAIL, "password": found[1]}


def _at_the_desk(client: httpx.Client, site: Site) -> dict[str, str]:
    """What a browser sends that shows the desk."""
    answer = _signed_in(client, _as_owner(site))
    session = answer.cookies[COOKIE]
    return {"Cookie": f"{COOKIE}={session}", "X-CSRF-Token": answer.json()["csrfToken"], "Origin": site.url}


def _instructor(client: httpx.Client) -> str:
    client.post("/api/admin/session", json={"email": "maria@studio.test"}).raise_for_status()
    for _ in range(SECONDS * 10):
        letters = client.get("/dev/mailbox.json").raise_for_status().json()
        for letter in letters:
            if found := MAGIC.search(letter["text"]):
                return str(_signed_in(client, {"magic": found[1], "bearer": True}).json()["token"])
        time.sleep(0.1)
    raise AssertionError("no link was mailed")


def _signed_in(client: httpx.Client, said: dict[str, Any]) -> httpx.Response:
    return client.post("/api/admin/session", json=said).raise_for_status()
