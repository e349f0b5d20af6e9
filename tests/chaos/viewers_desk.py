"""Somebody who books and cancels at a steady pace, and remembers when each change was asked for and when answered."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Asked:
    sent: float
    answered: float


class Desk:
    """``clients`` are the processes in front of one store: each change goes to another than the last one.

    ``pace`` is seconds between two changes.
    """

    def __init__(self, clients: Sequence[httpx.AsyncClient], slots: Sequence[tuple[str, str]], pace: float) -> None:
        self.asked: dict[str, Asked] = {}
        self._pace = pace
        self._clients = itertools.cycle(clients)
        self._slots = itertools.cycle(slots)
        self._numbers = itertools.count()
        self._booking: dict[str, Any] | None = None

    async def changes(self, seconds: float) -> None:
        """At this pace, however long each takes."""
        began = time.monotonic()
        for number in range(int(seconds / self._pace)):
            await asyncio.sleep(began + number * self._pace - time.monotonic())
            await self._change()

    async def _change(self) -> None:
        sent = time.perf_counter()
        answer = await (self._canceled(self._booking) if self._booking else self._booked())
        answered = time.perf_counter()
        self.asked[answer.raise_for_status().headers["event-id"]] = Asked(sent, answered)
        self._booking = None if self._booking else answer.json()["booking"]

    async def _booked(self) -> httpx.Response:
        class_type, slot = next(self._slots)
        who = {"firstName": "Ana", "lastName": "Ruiz", "email": f"ana{next(self._numbers)}@example.com"}
        wish = {"classType": class_type, "instructor": slot.partition("_")[0], "slots": [slot], "personalInfo": who}
        return await next(self._clients).post("/api/bookings", json=wish)

    async def _canceled(self, booking: dict[str, Any]) -> httpx.Response:
        key = {"Authorization": f"Bearer {booking['manageToken']}"}
        return await next(self._clients).delete("/api/bookings", params={"id": booking["id"]}, headers=key)
