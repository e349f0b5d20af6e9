"""Calendly's webhooks as they were captured, signed as Calendly signs them, and what they leave in the store."""

import asyncio
import copy
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.studio import CALENDLY_SECRET, a_document

ADDRESS = "/api/calendly-webhook"
FOLDER = Path(__file__).with_name("calendly")
_API = "https://api.calendly.com"
# Who and what the captured bodies speak of, as far as the studio knows them.
ANA = f"{_API}/users/9c5f2b1e-3d4a-4f6b-8e7c-1a2b3c4d5e6f"
CLEO = f"{_API}/users/201661ae-db6f-4d89-8025-beabd2f164fa"
BEN = f"{_API}/users/DCAHWQQPL7Z4BFMR"
STRANGER = f"{_API}/users/stranger"
HOSTS = {ANA: "ana", CLEO: "cleo", BEN: "ben"}
PRIVATE = f"{_API}/event_types/7d8e9f0a-1b2c-4d3e-9f4a-5b6c7d8e9f0a"
GROUP = f"{_API}/event_types/06c6301b-3728-46e6-a46d-d9c0b3ceea19"
UNKNOWN_TYPE = f"{_API}/event_types/unknown"
EVENT_TYPES = {PRIVATE: "private", GROUP: "group"}
# When Calendly's changes of the tests come.
LATER = "2030-06-03T11:30:00.000000Z"

# A total, and how much of it each day of the month had.
_COUNTER = re.compile(r"-?\d+( \d\d:-?\d+)+")


def mapped_document(**changes: object) -> dict[str, Any]:
    calendly = {
        "mode": "off",
        "hosts": [{"user": user, "instructor": who} for user, who in HOSTS.items()],
        "eventTypes": [{"uri": uri, "classType": kind} for uri, kind in EVENT_TYPES.items()],
    }
    return a_document(calendly=calendly, **changes)


@cache
def captured() -> Mapping[str, bytes]:
    """All bodies by the first words of their file's name."""
    return {"_".join(path.name.split("_")[:2]): path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}


def open_mapped(world: Outside) -> None:
    """The studio learns who and what the captured bodies speak of."""
    store = world.store
    assert isinstance(store, Store)
    asyncio.run(store.save_catalog(json.dumps(mapped_document()), expected="1", version="mapped"))


def body_of(name: str) -> dict[str, Any]:
    """A captured body to be changed."""
    found: dict[str, Any] = copy.deepcopy(json.loads(captured()[name]))
    return found


def signed(body: bytes, at: int, key: str = CALENDLY_SECRET) -> dict[str, str]:
    """The header for a body that was sent at this second."""
    digest = hmac.new(key.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return {"Calendly-Webhook-Signature": f"t={at},v1={digest}", "Content-Type": "application/json"}


async def deliver(
    world: Outside, body: bytes | dict[str, Any], headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """Signed now, unless headers say otherwise."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    said = signed(raw, int(world.clock.now().timestamp())) if headers is None else headers
    async with caller("calendly-webhook", world) as client:
        return await client.post(ADDRESS, content=raw, headers=dict(said))


async def outcomes(world: Outside, *bodies: bytes | dict[str, Any]) -> list[str]:
    """Delivered one after the other, each of them understood."""
    answers = [await deliver(world, body) for body in bodies]
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
    return [answer.json()["outcome"] for answer in answers]


def state(raw: RawStore) -> dict[str, Any]:
    """All that is kept, without the stream of changes: how something came about may differ, what it is may not."""
    reads = {"zset": ("ZRANGE", 0, -1, "WITHSCORES"), "hash": ("HGETALL",), "string": ("GET",)}
    names = [name for name in raw.names() if not name.startswith(("cat", "ev", "idem:", "tr:"))]
    kinds = raw.do_all([("TYPE", raw.prefix + name) for name in names])
    asked = [(raw.prefix + name, reads[kind]) for name, kind in zip(names, kinds, strict=True)]
    said = raw.do_all([(command, key, *words) for key, (command, *words) in asked])
    return {name: each if isinstance(each, str) else _pairs(each) for name, each in zip(names, said, strict=True)}


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    return standing(dict(zip(words[::2], words[1::2], strict=True)))


def standing(fields: dict[str, str]) -> list[tuple[str, str]]:
    """What stands there, in an order of its own: facts, and the days of a counter, are sets; a counter of none is none.

    Trails (``a:``) and how often a month was written (``#``) tell how it came about.
    """
    told = {name: value for name, value in fields.items() if not name.startswith(("a:", "#")) and value != "0"}
    return sorted(
        (name, " ".join(sorted(value.split())) if name == "facts" or _COUNTER.fullmatch(value) else value)
        for name, value in told.items()
    )


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited on Calendly in a meeting of one's own making: bodies as they come over the webhook."""

    number: int = 1
    meeting: int = 1
    start: str = "2030-06-05T13:00:00.000000Z"
    end: str = "2030-06-05T14:00:00.000000Z"
    hosts: tuple[str, ...] = (ANA,)
    event_type: str = PRIVATE
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def uri(self) -> str:
        return f"{_API}/scheduled_events/meeting-{self.meeting}/invitees/guest-{self.number}"

    @property
    def booking_id(self) -> str:
        return f"calendly_guest-{self.number}"

    def created(self, **changes: Any) -> dict[str, Any]:
        return self._body("invitee.created", {}, changes)

    def canceled(self, *, meeting: str = "active", **changes: Any) -> dict[str, Any]:
        """``meeting`` is the status of the meeting as a whole."""
        return self._body(
            "invitee.canceled", {"status": meeting}, {"status": "canceled", "updated_at": LATER, **changes}
        )

    def missed(self, at: str) -> dict[str, Any]:
        mark = {"uri": f"{_API}/invitee_no_shows/{at[14:19].replace(':', '-')}", "created_at": at}
        return self._body("invitee_no_show.created", {}, {"no_show": mark}, at)

    def not_missed(self, at: str) -> dict[str, Any]:
        return self._body("invitee_no_show.deleted", {}, {"no_show": None}, at)

    def _body(
        self, event: str, meeting: dict[str, Any], changes: dict[str, Any], at: str = "2030-06-03T11:00:00.000000Z"
    ) -> dict[str, Any]:
        body = body_of("fixture_30")
        payload = body["payload"]
        told = payload["scheduled_event"] | {
            "uri": f"{_API}/scheduled_events/meeting-{self.meeting}",
            "start_time": self.start,
            "end_time": self.end,
            "event_type": self.event_type,
            "event_memberships": [
                {"user": host, "user_email": "h@example.com", "user_name": "H"} for host in self.hosts
            ],
        }
        who = {"email": f"guest{self.number}@example.com", "uri": self.uri, "event": told["uri"]}
        times = {"created_at": "2030-06-03T10:00:00.000000Z", "updated_at": "2030-06-03T10:00:00.000000Z"}
        payload |= {**who, **times, "scheduled_event": told | meeting, **self.more, **changes}
        return body | {"event": event, "created_at": at}
