"""Everybody who is there besides customers: who only looks, who sits at the desk, and Calendly that tells."""

import asyncio
import itertools
import random
import time
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.chaos.load_report import Try
from tests.chaos.replay import SECRET
from tests.support.calendly_hooks import HEADER, signature
from tests.support.studio import OWNER_EMAIL, OWNER_PASSWORD

DESK, PAGES = "/api/admin/booking-management", ("/", "/css/main.css", "/js/booking-form.js")
# As a client of ours waits before it asks again; seconds.
PAUSE = 1.0


@dataclass
class Visitor:
    """Asks one thing after the other, without a rest, and writes down how long each took."""

    client: httpx.AsyncClient
    rng: random.Random
    tries: list[Try]

    async def ask(self, kind: str, method: str, url: str, **more: Any) -> int:
        began, status = time.monotonic(), 0
        with suppress(httpx.HTTPError):
            status = (await self.client.request(method, url, **more)).status_code
        one = Try(kind, began, time.monotonic(), status)
        self.tries.append(one)
        if one.failed:
            await asyncio.sleep(PAUSE * self.rng.random())
        return status


class Browser(Visitor):
    """Opens the page, looks at what there is, week after week, and books nothing."""

    async def visit(self, until: float, slots: Sequence[tuple[str, str]]) -> None:
        while time.monotonic() < until:
            await self.ask("page", "GET", self.rng.choice(PAGES))
            await self.ask("catalogue", "GET", self.rng.choice(("/api/class-types", "/api/instructors")))
            for _ in range(4):
                class_type, slot = self.rng.choice(slots)
                who, day, _ = slot.split("_", 2)
                span = self.rng.choice(("week", "date"))
                query = {"classType": class_type, "instructor": self.rng.choice((who, "any")), span: day}
                await self.ask(f"one {span}" if span == "date" else "a week", "GET", "/api/availability", params=query)


@dataclass
class AtTheDesk(Visitor):
    """The owner: signed in with a token, looks through everything that there is to be seen."""

    headers: dict[str, str] = field(default_factory=dict)

    async def sign_in(self) -> None:
        right = {"email": OWNER_EMAIL, "password": OWNER_PASSWORD, "bearer": True}
        answer = await self.client.post("/api/admin/session", json=right)
        self.headers = {"Authorization": f"Bearer {answer.raise_for_status().json()['token']}"}

    async def visit(self, until: float) -> None:
        looks = itertools.cycle((self._list, self._day, self._search, self._figures))
        while time.monotonic() < until:
            status = await next(looks)()
            if status == 401:
                await self.sign_in()

    def _see(self, kind: str, **query: str) -> Awaitable[int]:
        return self.ask(kind, "GET", DESK, params=query, headers=self.headers)

    def _list(self) -> Awaitable[int]:
        return self._see("desk: list", view="list")

    def _day(self) -> Awaitable[int]:
        return self._see("desk: day", view="day", date=_in_days(self.rng.randrange(3, 10)))

    def _search(self) -> Awaitable[int]:
        body = {"action": "search", "q": f"fmk{self.rng.randrange(256):02x}"}
        return self.ask("desk: search", "POST", DESK, json=body, headers=self.headers)

    def _figures(self) -> Awaitable[int]:
        return self._see("desk: figures", **{"view": "summary", "from": _in_days(0), "to": _in_days(30)})


class CalendlyTelling(Visitor):
    """Delivers what happened there at its own pace, each until it was taken."""

    async def visit(self, until: float, deliveries: Sequence[tuple[bytes, int]]) -> None:
        began, seconds = time.monotonic(), until - time.monotonic()
        for number, (body, at) in enumerate(deliveries):
            await asyncio.sleep(began + number * seconds / len(deliveries) - time.monotonic())
            header = {HEADER: signature(body, SECRET, at), "Content-Type": "application/json"}
            while await self.ask("Calendly", "POST", "/api/calendly-webhook", content=body, headers=header) != 200:
                pass


def _in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
