"""Customers of the soak: they book and change over HTTP, and repeat what nobody answered, as the page does."""

import asyncio
import random
import re
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.chaos.load_report import Try

MARK = re.compile(r"mk[0-9a-f]{12}x")
UNANSWERED = (0, 503)


@dataclass(slots=True)
class Wanted:
    """One request, however often it is sent. ``status`` is 0 until there is a definite answer."""

    verb: str
    request: dict[str, Any]
    mark: str
    booking: str = ""
    slot: str = ""
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    sent: int = 0


@dataclass
class Record:
    """What everybody wanted and heard, and every answer that should not have been."""

    wanted: list[Wanted] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    definite: list[float] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)


@dataclass
class Shopper:
    """One customer after another on the same phone. ``slots`` are few, so that many want the same."""

    client: httpx.AsyncClient
    rng: random.Random
    record: Record
    slots: list[tuple[str, str]]

    async def shop(self, until: float) -> None:
        while time.monotonic() < until:
            booking = await self._book()
            if booking:
                await self._live_with(booking)

    async def _book(self) -> dict[str, Any] | None:
        class_type, slot = self.rng.choice(self.slots)
        mark, key = f"mk{secrets.token_hex(6)}x", secrets.token_hex(12)
        person = {"firstName": f"F{mark}", "lastName": f"L{mark}", "email": f"{mark}@example.com", "notes": f"N {mark}"}
        body = {"classType": class_type, "instructor": slot.split("_")[0], "slots": [slot], "personalInfo": person}
        request = {"method": "POST", "url": "/api/bookings", "json": body, "headers": {"Idempotency-Key": key}}
        wanted = await self._settle(Wanted("book", request, mark, slot=slot))
        if wanted.status != 201:
            return None
        booking: dict[str, Any] = {**wanted.answer["booking"], "mark": mark}
        self.record.tokens.add(booking["manageToken"])
        if self.rng.random() < 0.2:
            again = await self._settle(Wanted("again", request, mark))
            if (again.status, again.answer.get("booking", {}).get("id")) != (201, booking["id"]):
                self.record.faults.append(f"I2 the key of {booking['id']} was answered {again.status} {again.answer}")
        if self.rng.random() < 0.1:
            other = {**request, "json": {**body, "slots": [self.rng.choice(self.slots)[1]], "instructor": "any"}}
            reused = await self._settle(Wanted("reuse", other, mark))
            if reused.status not in {400, 422}:
                self.record.faults.append(f"I2 another wish with the key of {booking['id']} got {reused.status}")
        return booking

    async def _live_with(self, booking: dict[str, Any]) -> None:
        for _ in range(self.rng.randrange(3)):
            verb = self.rng.choice(("see", "move", "correct", "pry", "week"))
            await self._settle(self._change(verb, booking))
        if self.rng.random() < 0.85:
            await self._settle(self._change("cancel", booking))

    def _change(self, verb: str, booking: dict[str, Any]) -> Wanted:
        token = "A" * 43 if verb == "pry" else booking["manageToken"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": secrets.token_hex(12)}
        request: dict[str, Any] = {"url": f"/api/bookings?id={booking['id']}", "headers": headers}
        slot = ""
        match verb:
            case "move":
                same = [each for kind, each in self.slots if kind == booking["classType"]]
                slot = self.rng.choice(same)
                request |= {"method": "PUT", "json": {"slots": [slot]}}
            case "correct":
                request |= {"method": "PUT", "json": {"personalInfo": {"firstName": f"G{booking['mark']}"}}}
            case "cancel":
                request |= {"method": "DELETE"}
            case "week":
                request = {
                    "method": "GET",
                    "url": f"/api/availability?classType={booking['classType']}&week={slot_day(booking['slots'][0])}",
                }
            case _:
                request |= {"method": "GET"}
        return Wanted(verb, request, booking["mark"], booking=booking["id"], slot=slot)

    async def _settle(self, wanted: Wanted) -> Wanted:
        """Until there is a definite answer; the site comes back, because somebody starts it again."""
        self.record.wanted.append(wanted)
        pause = 0.05
        while wanted.status in UNANSWERED:
            wanted.sent += 1
            began = time.monotonic()
            try:
                answer = await self.client.request(**wanted.request)
            except httpx.HTTPError:
                self.record.statuses[wanted.verb, 0] += 1
            else:
                wanted.status = answer.status_code
                self._look_at(answer, wanted)
            self.record.tries.append(Try(wanted.verb, began, time.monotonic(), wanted.status))
            if wanted.status in UNANSWERED:
                await asyncio.sleep(pause * self.rng.random())
                pause = min(1.0, pause * 2)
        self.record.definite.append(time.monotonic())
        return wanted

    def _look_at(self, answer: httpx.Response, wanted: Wanted) -> None:
        self.record.statuses[wanted.verb, answer.status_code] += 1
        wanted.answer = answer.json() if answer.content else {}
        if foreign := set(MARK.findall(answer.text)) - {wanted.mark}:
            self.record.faults.append(f"I6 {wanted.verb} was told of {foreign}")
        if wanted.verb == "pry" and answer.status_code not in {404, 503}:
            self.record.faults.append(f"I6 a wrong token was answered {answer.status_code}")
        if answer.status_code >= 400:
            is_problem = answer.headers["content-type"] == "application/problem+json"
            if answer.status_code == 500 or not is_problem or not {"code", "instance"} <= wanted.answer.keys():
                self.record.faults.append(f"I7 {wanted.verb}: {answer.status_code} {answer.text[:200]}")


def slot_day(slot: str) -> str:
    return slot.split("_")[1]
