"""What Calendly may tell of a few meetings, drawn from a seed, and what has to be true once it was told."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from lib.actions.calendly import InviteeReport
from lib.gateways.calendly.protocol import report
from tests.support.deliveries import ANA, BEN, CLEO, GROUP, HOSTS, PRIVATE, STRANGER, UNKNOWN_TYPE, Guest

# Wednesday at nine in New York; some meetings go on over midnight there, some for days.
NINE = datetime(2030, 6, 5, 13, 0, tzinfo=UTC)
OFFSETS = (0, 0, 30, 60, 75, 180, 600, 840, 1440)
LENGTHS = (0, 1, 30, 60, 60, 90, 200, 1440, 2000, 3000)


@dataclass(frozen=True)
class Told:
    """One delivery. ``at`` is the millisecond of a mark, ``is_over``: the whole meeting was cancelled."""

    guest: Guest
    kind: str
    at: int
    is_over: bool
    report: InviteeReport

    @property
    def follows(self) -> str:
        return str(self.guest.more.get("old_invitee", ""))


@dataclass
class Fate:
    """What is true of one invitee after some deliveries; ``status`` leaves out what staff may have said."""

    guest: Guest
    status: str = "confirmed"
    hosts: frozenset[str] = frozenset()

    @property
    def interval(self) -> tuple[int, int]:
        start, end = (int(datetime.fromisoformat(each).timestamp()) for each in (self.guest.start, self.guest.end))
        return start // 60, max(start // 60 + 1, -(-end // 60))


@dataclass
class Tale:
    rng: random.Random
    guests: list[Guest] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def tell(self) -> list[Told]:
        """Everything that happens, some of it lost on its way, some of it sent twice, in any order."""
        rng = self.rng
        meetings = [_meeting(number, rng) for number in range(rng.randint(2, 5))]
        over = {number for number in range(len(meetings)) if rng.random() < 0.15}
        for _ in range(rng.randint(2, 4)):
            self._person(meetings, over)
        kept = [each for each in self.told if rng.random() < 0.9]
        kept += rng.choices(kept, k=rng.randint(0, len(kept))) if kept else []
        rng.shuffle(kept)
        return kept

    def _person(self, meetings: Sequence[dict[str, Any]], over: set[int]) -> None:
        """Comes to one meeting, or is moved through several; then is marked, cancels, or is cancelled."""
        old: Guest | None = None
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            number = self.rng.randrange(len(meetings))
            guest = Guest(len(self.guests), number, more={"old_invitee": old.uri} if old else {}, **meetings[number])
            self.guests.append(guest)
            if old:
                self._say(old, "canceled", old.canceled(rescheduled=True, new_invitee=guest.uri))
            self._say(guest, "created", guest.created())
            self._marks(guest)
            old = guest
        assert old
        if old.meeting in over:
            self._say(old, "canceled", old.canceled(meeting="canceled"), is_over=True)
        elif self.rng.random() < 0.25:
            self._say(old, "canceled", old.canceled())

    def _marks(self, guest: Guest) -> None:
        for turn in range(self.rng.choice((0, 0, 0, 1, 2, 3))):
            at = f"2030-06-08T1{turn}:00:{guest.number:02}Z"
            if turn % 2 == 0:
                self._say(guest, "missed", guest.missed(at), at)
            else:
                self._say(guest, "not_missed", guest.not_missed(at), at)

    def _say(self, guest: Guest, kind: str, body: dict[str, Any], at: str = "", *, is_over: bool = False) -> None:
        read = report(body)
        assert isinstance(read, InviteeReport), read
        moment = int(datetime.fromisoformat(at).timestamp() * 1000) if at else 0
        self.told.append(Told(guest, kind, moment, is_over, read))


def _meeting(number: int, rng: random.Random) -> dict[str, Any]:
    start = NINE + timedelta(minutes=rng.choice(OFFSETS))
    end = start + timedelta(minutes=rng.choice(LENGTHS))
    hosts = tuple(rng.sample((ANA, BEN, CLEO, STRANGER), rng.choice((1, 1, 1, 2, 3))))
    kind = rng.choice((PRIVATE, PRIVATE, GROUP, UNKNOWN_TYPE))
    assert number >= 0
    return {"start": start.isoformat(), "end": end.isoformat(), "hosts": hosts, "event_type": kind}


def fates(told: Sequence[Told]) -> Iterator[Fate]:
    """By the facts page: cancelled is final, whoever was moved is gone, of the marks the newest counts."""
    over = {each.guest.meeting for each in told if each.is_over}
    moved = {each.follows for each in told if each.follows}
    for number in sorted({each.guest.number for each in told}):
        mine = [each for each in told if each.guest.number == number]
        guest = mine[0].guest
        fate = Fate(guest)
        if any(each.kind == "canceled" for each in mine) or guest.uri in moved or guest.meeting in over:
            fate.status = "canceled"
        else:
            marks = sorted((each.at, each.kind) for each in mine if each.at)
            fate.status = "no_show" if marks and marks[-1][1] == "missed" else "confirmed"
            fate.hosts = frozenset(HOSTS[host] for host in guest.hosts if host in HOSTS) or frozenset({"any"})
        yield fate
