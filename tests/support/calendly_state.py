"""What a fake Calendly knows and does: who has which meeting, seats that run out, moves, and who is told of it."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from tests.support.calendly_bodies import API, Event, EventType, Host, Invitee, Json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# accept: as the real one would; a number: that status, and nothing is done; 429 with the headers of ``limits``.
# already_filled: 400 with that word; hang: it is read, and nothing comes back until the test lets it go.
# Done, but: drop: nothing comes back; half: half a body; drip: the head at once, the body byte by byte; drip_head: all
# of it byte by byte; done_502: a gateway's 502 instead.
# Not done: cut_400: a refusal that ends in its body; redirect: to elsewhere; html, html_403, html_404: somebody else's
# page, with 200 or the status; huge: more than anybody should read; list: JSON, but no object.
Number = Literal["400", "401", "403", "404", "408", "409", "422", "429", "500", "502", "503", "504"]
Done = Literal["drop", "half", "drip", "drip_head", "done_502"]
Other = Literal["hang", "already_filled", "cut_400", "redirect", "html", "html_403", "html_404", "huge", "list"]
Fate = Literal["accept"] | Number | Done | Other


class Filled(Exception):  # noqa: N818 -- it is the other's word, not an error
    """The host is busy then, or no seat is left."""


@dataclass
class Guest:
    """Who asks for a place; ``by_api`` when we do."""

    email: str = "rosa@example.com"
    name: str = "Rosa Diaz"
    first_name: str | None = None
    last_name: str | None = None
    zone: str = "America/New_York"
    tracking: Mapping[str, str] = field(default_factory=dict)
    by_api: bool = False


def _me() -> Host:
    return Host("me-0001", "Eva Owner", "eva@example.com")


@dataclass
class FakeCalendly:
    """``fates`` are used up in order by whatever is asked; those of ``fates_at`` by what begins so.

    ``asked`` holds "METHOD /path" of each request; ``made`` the URIs of what POST /invitees made; ``gone_astray`` the
    headers of requests that came to ``elsewhere``. ``page_size`` may be less than is asked for; ``endless`` lists go on
    with the same token or with new ones.
    """

    token: str = "fake-calendly-token.which-nobody-may-see"
    url: str = ""
    elsewhere: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    organization: str = f"{API}/organizations/org-0001"
    me: Host = field(default_factory=_me)
    is_owner: bool = True
    lacks_scopes: bool = False
    # How the time that somebody else has is named, and what a second cancelling gets: both were seen in several forms.
    filled_in: Literal["title", "message", "parameter", "code"] = "message"
    already_canceled: Literal["400", "403"] = "403"
    # Whether a range holds its ends; documented is that it does not.
    bounds_are_in: bool = False
    page_size: int = 100
    endless: Literal["", "same", "new"] = ""
    limits: dict[str, str] = field(default_factory=dict)
    fates: deque[Fate] = field(default_factory=deque)
    fates_at: dict[str, deque[Fate]] = field(default_factory=lambda: defaultdict(deque))
    members: list[Host] = field(default_factory=list)
    event_types: dict[str, EventType] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    subscriptions: list[Json] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    gone_astray: list[dict[str, str]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _ticks: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.members = [self.me, *self.members]

    def next_fate(self, request: str) -> Fate:
        with self.lock:
            self.asked.append(request)
            for beginning, fates in self.fates_at.items():
                if request.startswith(beginning) and fates:
                    return fates.popleft()
            return self.fates.popleft() if self.fates else "accept"

    def moment(self) -> datetime:
        """No two things happen at the same microsecond, even while the clock stands."""
        return self.now() + timedelta(microseconds=next(self._ticks))

    # What the studio sets up there.

    def add_member(self, name: str, email: str) -> Host:
        self.members.append(Host(f"user-{len(self.members):04}", name, email))
        return self.members[-1]

    def add_event_type(self, name: str, *, minutes: int = 60, seats: int = 1, host: Host | None = None) -> EventType:
        kind = EventType(f"type-{len(self.event_types):04}", name, host or self.me, minutes, seats)
        self.event_types[kind.uri] = kind
        return kind

    # What happens there.

    def book(self, kind: EventType, start: int, guest: Guest | None = None, *, old: str | None = None) -> Invitee:
        """A place in what begins at that epoch minute. Raises Filled."""
        with self.lock:
            event = self._opened(kind, start)
            asks, now = guest or Guest(), self.moment()
            invitee = Invitee(
                id=str(uuid.uuid4()),
                event=event,
                email=asks.email,
                name=asks.name,
                first_name=asks.first_name,
                last_name=asks.last_name,
                created=now,
                updated=now,
                zone=asks.zone,
                tracking=dict(asks.tracking),
                by_api=asks.by_api,
                old=old,
            )
            event.invitees.append(invitee)
            return invitee

    def _opened(self, kind: EventType, start: int) -> Event:
        end = start + kind.minutes
        for event in self.events.values():
            if event.canceled or event.type.host != kind.host or not (event.start < end and start < event.end):
                continue
            if (event.type, event.start) == (kind, start) and len(event.active) < kind.seats:
                return event
            raise Filled
        event = Event(str(uuid.uuid4()), kind, start, self.moment())
        self.events[event.id] = event
        return event

    def cancel_invitee(self, uri: str, by: Literal["host", "invitee"] = "invitee") -> Invitee:
        """The meeting goes with its last one."""
        with self.lock:
            invitee = self.invitee(uri)
            invitee.canceled, invitee.updated = by, self.moment()
            invitee.event.canceled = not invitee.event.active
            return invitee

    def cancel_event(self, event: Event) -> None:
        with self.lock:
            event.canceled = True
            for invitee in event.active:
                self.cancel_invitee(invitee.uri, "host")

    def reschedule(self, uri: str, start: int) -> Invitee:
        """The new one; the old one is canceled and names it."""
        with self.lock:
            old = self.invitee(uri)
            guest = Guest(old.email, old.name, old.first_name, old.last_name, old.zone, old.tracking)
            new = self.book(old.event.type, start, guest, old=old.uri)
            old.rescheduled, old.new = True, new.uri
            self.cancel_invitee(uri)
            return new

    def mark_missed(self, uri: str, *, missed: bool = True) -> Invitee:
        with self.lock:
            invitee = self.invitee(uri)
            invitee.missed = self.moment() if missed else None
            return invitee

    # What a test asks.

    def invitee(self, uri: str) -> Invitee:
        everybody = (invitee for event in self.events.values() for invitee in event.invitees)
        return next(invitee for invitee in everybody if invitee.uri == uri)

    def active_of(self, booking_id: str) -> list[Invitee]:
        """All who are invited for this booking of ours; more than one for a place is a duplicate."""
        with self.lock:
            everybody = [invitee for event in self.events.values() for invitee in event.active]
        return [each for each in everybody if each.tracking.get("utm_content") == booking_id]
