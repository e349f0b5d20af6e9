"""A studio whose bookings go to Calendly: a Calendly on this machine, and who and what is who and what in both."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from lib.actions.send_letters import Drained, send_letters
from lib.gateways.calendly.circuit import Circuit
from lib.gateways.calendly.client import Calendly
from lib.gateways.store import Store
from tests.support.calendly_bodies import EventType, Invitee
from tests.support.calendly_hooks import HEADER, Happened, delivery, signature
from tests.support.calendly_state import FakeCalendly
from tests.support.customers import get
from tests.support.deliveries import deliver
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import let_in
from tests.support.studio import CALENDLY_SECRET, StandingClock, a_document

# So long after it failed for the last time everything has fallen due again.
LATER = timedelta(hours=2)


@dataclass
class Bridge:
    """``world`` is the studio; ``private`` and ``group`` are what Ana and Cleo hold alone on Calendly."""

    fake: FakeCalendly
    world: Outside
    clock: StandingClock
    postman: Postman
    private: EventType
    group: EventType

    async def drained(self) -> Drained:
        return await send_letters(5.0, self.world)

    async def drained_later(self) -> Drained:
        self.clock.moment += LATER
        return await self.drained()

    async def hears(self, invitee: Invitee, event: Happened = "invitee.created") -> str:
        """What the webhook answers to what Calendly says of an invitee now."""
        body = delivery(self.fake, invitee.uri, event)
        header = {HEADER: signature(body, CALENDLY_SECRET, int(self.clock.moment.timestamp()))}
        answer = await deliver(self.world, body, header)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["outcome"])

    async def status(self, booking: dict[str, Any]) -> str:
        """As its customer sees it."""
        headers = {"Authorization": f"Bearer {booking['manageToken']}"}
        answer = await get(self.world, "bookings", f"/api/bookings?id={booking['id']}", headers)
        return str(answer.json()["bookings"][0]["status"])

    async def problems(self, raw: RawStore) -> dict[str, Any]:
        address = "/api/admin/booking-management?view=problems"
        answer = await get(self.world, "admin/booking-management", address, self.owner(raw))
        found: dict[str, Any] = answer.json()
        return found

    def owner(self, raw: RawStore) -> dict[str, str]:
        """Signed in anew: the clock of tests may have gone on for hours."""
        return let_in(Staff("s-owner", "owner", ""), self.world, raw)

    @property
    def there(self) -> list[tuple[str, int]]:
        """Who is invited there: our booking's id and the epoch minute."""
        with self.fake.lock:
            everybody = [invitee for event in self.fake.events.values() for invitee in event.active]
        return sorted((each.tracking.get("utm_content", ""), each.event.start) for each in everybody)


def clock_of(clock: StandingClock) -> Callable[[], float]:
    """Seconds of a clock that tests move."""

    def seconds() -> float:
        return clock.moment.timestamp()

    return seconds


def a_bridge(fake: FakeCalendly, world: Outside, clock: StandingClock, postman: Postman) -> Bridge:
    fake.now = clock.now
    ana, cleo = fake.add_member("Ana", "ana@example.com"), fake.add_member("Cleo", "cleo@example.com")
    private = fake.add_event_type("Private", host=ana)
    group = fake.add_event_type("Group", seats=3, host=cleo)
    calendly: dict[str, Any] = {
        "hosts": [{"user": ana.uri, "instructor": "ana"}, {"user": cleo.uri, "instructor": "cleo"}],
        "eventTypes": [
            {"uri": private.uri, "classType": "private", "instructor": "ana"},
            {"uri": group.uri, "classType": "group", "instructor": "cleo"},
        ],
    }
    assert isinstance(world.store, Store)
    document = json.dumps(a_document(calendly=calendly))
    asyncio.run(world.store.save_catalog(document, expected="1", version="bridged"))
    client = Calendly(fake.token, fake.url, Circuit(clock_of(clock)))
    return Bridge(fake, replace(world, calendly=client, post=postman), clock, postman, private, group)
