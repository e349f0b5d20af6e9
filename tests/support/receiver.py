"""A system that is told of bookings, on this machine: it answers as receivers do, and knows what is ours."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from lib.gateways.webhooks.off import NoReceivers
from lib.gateways.webhooks.receivers import HttpReceivers
from tests.support.local_http import Handler, provider
from tests.support.postman import standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lib.actions.mail import Announcement, Outcome
    from lib.actions.ports import Outside
    from tests.support.raw_store import RawStore

SECRET = "a secret of thirty-two characters or more"
# A number: that status. redirect: to elsewhere; hang: nothing comes back until the test lets it go; drop: it is
# taken, and the connection ends; drip: the head comes byte by byte.
Number = Literal["200", "201", "204", "302", "400", "401", "404", "408", "410", "429", "500", "503"]
Fate = Number | Literal["redirect", "hang", "drop", "drip"]


@dataclass
class Receiver:
    """``fates`` are used up in order, then everything is taken. ``taken`` holds headers and body of each request."""

    url: str = ""
    elsewhere: str = ""
    fates: deque[Fate] = field(default_factory=deque)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    gone_astray: list[dict[str, str]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The bodies, in the order of their arrival."""
        return [json.loads(body) for _, body in self.taken]

    @property
    def heard(self) -> list[tuple[str, int, str]]:
        """Event, version and status of each, sorted: they may overtake each other."""
        return sorted((said["event"], said["booking"]["version"], said["booking"]["status"]) for said in self.messages)


@contextmanager
def running_receiver() -> Iterator[Receiver]:
    fake = Receiver()
    with provider(fake, lambda handler: _answer(handler, fake), lambda handler: handler.answer(200, b"")):
        yield fake


def hooked(outside: Outside, *receivers: Receiver, secret: str = SECRET) -> Outside:
    """The same world with systems on this machine that hear of bookings."""
    urls = [receiver.url for receiver in receivers]
    return replace(outside, receivers=HttpReceivers(urls, secret, public_only=False))


def unreached(told: Outside) -> Outside:
    """The same receivers are to hear of what happens here, and nothing gets through to them."""
    return replace(told, receivers=NoReceivers(marks=told.receivers.marks))


def webhooks(raw: RawStore) -> dict[str, list[str]]:
    """Where those that were not taken stand, by version; without the places where none is."""
    found = {
        place: [name.split(":")[0] for name in names if ":webhook-" in name] for place, names in standing(raw).items()
    }
    return {place: versions for place, versions in found.items() if versions}


class Seen:
    """Keeps what became of each try."""

    state: Literal["live"] = "live"

    def __init__(self, url: str, *, public_only: bool = False) -> None:
        self._real = HttpReceivers([url], SECRET, public_only=public_only)
        self.marks = self._real.marks
        self.outcomes: list[Outcome] = []

    async def tell(self, mark: str, announcement: Announcement) -> Outcome:
        self.outcomes.append(await self._real.tell(mark, announcement))
        return self.outcomes[-1]


def signed_at(header: str, body: bytes, secret: str) -> int | None:
    """The second at which it was signed, None for what was not; HMAC by RFC 2104, with nothing of ours."""
    words = dict(part.split("=") for part in header.split(","))
    key = hashlib.sha256(secret.encode()).digest() if len(secret) > 64 else secret.encode()
    inner, outer = (bytes(byte ^ pad for byte in key.ljust(64, b"\0")) for pad in (0x36, 0x5C))
    digest = hashlib.sha256(outer + hashlib.sha256(inner + f"{words['t']}.".encode() + body).digest()).hexdigest()
    return int(words["t"]) if digest == words["v1"] and list(words) == ["t", "v1"] else None


def _answer(handler: Handler, fake: Receiver) -> None:
    body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
    fake.taken.append(({name.lower(): value for name, value in handler.headers.items()}, body))
    fate = fake.fates.popleft() if fake.fates else "200"
    handler.close_connection = True
    if fate == "hang":
        fake.let_go.wait(30)
    elif fate == "redirect":
        handler.answer(307, b"", Location=f"{fake.elsewhere}/taken")
    elif fate == "drip":
        handler.drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200 + b"\r\n\r\n", fake.let_go)
    elif fate != "drop":
        handler.answer(int(fate), b"" if fate == "204" else b'{"of":"rosa@example.com"}')
