"""What the actions need from the outside world; gateways fulfil it, wiring joins both."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lib.actions.answers import ClaimAnswer, IdempotencyKey, Limited, NewCatalog, Plan, RecallAnswer, Schedule
from lib.actions.changes import (
    Amend,
    Authority,
    Cancel,
    CancelAnswer,
    Move,
    MoveAnswer,
    SessionEnded,
    Settled,
    Unopened,
)
from lib.actions.keyring import Keyring
from lib.actions.sessions import Attempt, Go, NewSession, Owner, SessionIs
from lib.studio.booking import Booking
from lib.studio.catalog import Catalog


@dataclass(frozen=True, slots=True)
class ScheduleQuery:
    """Which resources, over which starts: epoch minutes, half open; ``now`` judges holds."""

    instructors: tuple[str, ...]
    rooms: tuple[str, ...]
    starts: tuple[int, int]
    now: int


class Store(Protocol):
    """The one store. Every method is one round trip and may be repeated; each may raise Outage."""

    async def catalog(self) -> Catalog | None: ...
    async def schedule(self, query: ScheduleQuery, catalog: Catalog) -> Schedule | NewCatalog: ...
    async def claim(self, plan: Plan, catalog: Catalog) -> ClaimAnswer: ...
    async def recall(self, key: IdempotencyKey, catalog: Catalog, now: int) -> RecallAnswer:
        """Asked before a wish is turned down under this catalogue; ``now`` is in epoch milliseconds."""

    async def booking(self, authority: Authority) -> Booking | Unopened | SessionEnded: ...
    async def move(self, move: Move, catalog: Catalog) -> MoveAnswer: ...
    async def cancel(self, cancel: Cancel, catalog: Catalog) -> CancelAnswer: ...
    async def amend(self, amend: Amend) -> Settled: ...
    async def try_sign_in(self, attempt: Attempt) -> Go | Limited: ...
    async def open_session(self, session: NewSession) -> SessionIs: ...
    async def session(self, name: str, now: int) -> SessionIs | SessionEnded:
        """Looking at a session keeps it from falling asleep; ``now`` is in epoch milliseconds."""

    async def close_session(self, name: str) -> None: ...


class Catalogs(Protocol):
    """The catalogue as this process last saw it."""

    async def current(self) -> Catalog:
        """The one at hand, read only if there is none: for callers whose script checks its version."""

    async def fresh(self, max_age_seconds: float) -> Catalog:
        """One read no longer ago than this: for callers that show it without any script."""

    def keep(self, catalog: Catalog) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """This instant, aware and in UTC."""


class Dice(Protocol):
    def letters(self, count: int) -> str:
        """That many of a-z0-9, unguessable."""


class Calendars(Protocol):
    def file(self, booking: Booking, catalog: Catalog) -> bytes:
        """The booking as text/calendar, one event for each place."""


class Passwords(Protocol):
    async def matches(self, password: str, password_hash: str) -> bool:
        """Takes the same time whatever the answer is. Raises NotConfigured for a hash that is none."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything an action may ask of the world.

    ``on_platform``: the headers that name a visitor's address were written by the platform and by nobody else.
    """

    store: Store
    catalogs: Catalogs
    clock: Clock
    dice: Dice
    calendars: Calendars
    keyring: Keyring
    passwords: Passwords
    owner: Owner
    site_url: str
    version: str
    on_platform: bool = False


def epoch_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def epoch_minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
