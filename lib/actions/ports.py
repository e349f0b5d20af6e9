"""What the actions need from the outside world; gateways fulfil it, wiring joins both."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from datetime import datetime
from typing import Protocol

from lib.actions.answers import ClaimAnswer, IdempotencyKey, Limited, NewCatalog, Plan, RecallAnswer, Schedule
from lib.actions.calendar_ports import Calendars, TeachingStore
from lib.actions.calendly_auth import AuthServer, ConnectionStore
from lib.actions.calendly_ports import CalendlyApi, CalendlyStore, Webhooks
from lib.actions.catalog_ports import CatalogStore
from lib.actions.changes import (
    Amend,
    Authority,
    Cancel,
    CancelAnswer,
    Erasure,
    Move,
    MoveAnswer,
    SessionEnded,
    Settled,
    Unopened,
    VersionIs,
)
from lib.actions.desk import DeskStore
from lib.actions.events import Event, EventId, Lost
from lib.actions.figure_ports import FigureStore
from lib.actions.keyring import Keyring
from lib.actions.mail import Mail, Subject, Trouble
from lib.actions.outbox import Alarm, DeadLetter, Lease, Leased, LetterState, Recipient, ResendAnswer, Settlement
from lib.actions.post_ports import Post, Receipts, Receivers
from lib.actions.sessions import Attempt, Go, NewSession, Owner, SessionIs
from lib.actions.sign_in_ports import LinkLetters, LinkStore
from lib.actions.upkeep import Pulse, Report, Turn
from lib.actions.viewers import Viewers
from lib.studio.booking import Booking
from lib.studio.catalog import Catalog
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class ScheduleQuery:
    """Which resources, over which starts: epoch minutes, half open; ``now`` judges holds."""

    instructors: tuple[str, ...]
    rooms: tuple[str, ...]
    starts: tuple[int, int]
    now: int


@dataclass(frozen=True, slots=True)
class Backup:
    """All that must outlive the store, as text; ``count`` is that of its lines, ``sha256`` the sum that ends it."""

    content: bytes = field(repr=False)
    count: int
    sha256: str


class Store(CalendlyStore, CatalogStore, ConnectionStore, DeskStore, FigureStore, LinkStore, TeachingStore, Protocol):
    """The one store. Every method may be repeated and may raise an Outage.

    Each is one round trip, but for those that say so, and for changes that find more places to write to than they
    have named: one more for each time.
    """

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
    async def lease_letters(self, lease: Lease) -> Leased: ...
    async def recipients(self, booking_ids: Sequence[str], now: int) -> Mapping[str, Recipient | None]:
        """Those of the bookings that exist, None for one that nobody can read; ``now`` is in epoch milliseconds."""

    async def settle_letter(self, settlement: Settlement) -> bool:
        """False when somebody else has it now, or it was settled before."""

    async def resend(self, authority: Authority, now: int, letter: str | None) -> ResendAnswer:
        """The confirmation once more, or a letter that was given up."""

    async def dead_letters(self, most: int) -> tuple[DeadLetter, ...]:
        """The newest first; two round trips."""

    async def letters_about(self, bookings: Sequence[Booking]) -> tuple[LetterState, ...]:
        """Three round trips."""

    async def trim_letters(self, before: int, most: int) -> int:
        """Forgets what was sent or given up before then (epoch milliseconds), some at a time; how many it were."""

    async def holdings(
        self, authority: Authority, *, everything: bool
    ) -> tuple[Booking, ...] | Unopened | SessionEnded: ...
    async def erase(self, erasure: Erasure) -> Booking | Unopened | SessionEnded | VersionIs: ...
    async def pulse(self, now: int) -> Pulse: ...
    async def take_turn(self, turn: Turn) -> bool:
        """Whether the part may be done now; False when somebody else is at it."""

    async def report(self, turn: Turn, report: Report, alarm: Alarm | None = None) -> bool:
        """Keeps what was reported and ends the turn; with an alarm the studio is written to."""

    async def backup(self) -> Backup:
        """One consistent picture, the same bytes for the same content; a round trip for every two hundred bookings."""

    def bookings_in(self, content: bytes) -> Iterator[Booking]:
        """Those of a backup. Raises VaultUnavailable for one that cannot be believed."""


class Catalogs(Protocol):
    """The catalogue as this process last saw it."""

    async def current(self) -> Catalog:
        """The one at hand, read only if there is none: for callers whose script checks its version."""

    async def fresh(self, max_age_seconds: float) -> Catalog:
        """One read no longer ago than this: for callers that show it without any script."""

    def keep(self, catalog: Catalog) -> None: ...


class Watch(Protocol):
    async def moved(self, position: EventId, seconds: float) -> bool:
        """Whether there is anything after ``position``; waits for it that long. Raises an Outage."""


class Events(Protocol):
    """What changed in the schedules. Everything but watching is at most a few round trips, and may raise an Outage."""

    async def newest(self) -> EventId: ...
    async def after(self, position: EventId) -> tuple[Event, ...] | Lost:
        """The oldest first, not all of them at once; none when there are none."""

    def watched(self, position: EventId) -> AbstractAsyncContextManager[Watch]:
        """Keeps an eye on what comes after ``position`` until it is left."""


class Clock(Protocol):
    def now(self) -> datetime:
        """This instant, aware and in UTC."""


class Dice(Protocol):
    def letters(self, count: int) -> str:
        """That many of a-z0-9, unguessable."""


class Passwords(Protocol):
    async def matches(self, password: str, password_hash: str) -> bool:
        """Takes the same time whatever the answer is. Raises NotConfigured for a hash that is none."""


class Letters(LinkLetters, Protocol):
    """Writes letters; the same bytes for the same subject, so that a repetition is a repetition."""

    @property
    def studio(self) -> str:
        """The address to which notices and alarms go, empty when there is none."""

    def about(self, subject: Subject) -> Mail:
        """To the booking's customer, or to the studio for a notice."""

    def alarm(self, letter: str, at: int, trouble: Trouble) -> Mail:
        """To the studio: something does not arrive or was lost. ``at`` is in epoch milliseconds."""


class Vault(Protocol):
    """Where backups are kept, by name. Every method may raise NotConfigured or VaultUnavailable."""

    @property
    def is_configured(self) -> bool: ...

    @property
    def is_local(self) -> bool:
        """It is gone with this machine."""

    async def put(self, name: str, content: bytes) -> bool:
        """Writes it unless there is something of that name already, which stays as it is; False then."""

    async def get(self, name: str) -> bytes | None: ...

    async def names(self, prefix: str) -> list[str]:
        """All that begin with this, in order."""

    async def remove(self, names: list[str]) -> None:
        """May be repeated."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything an action may ask of the world.

    ``missing`` names settings. ``on_platform``: the platform alone wrote the headers that name a visitor's address.
    """

    store: Store
    catalogs: Catalogs
    events: Events
    viewers: Viewers
    clock: Clock
    dice: Dice
    calendars: Calendars
    letters: Letters
    post: Post
    receipts: Receipts
    receivers: Receivers
    webhooks: Webhooks
    calendly: CalendlyApi
    calendly_auth: AuthServer
    vault: Vault
    keyring: Keyring
    passwords: Passwords
    owner: Owner
    cron_secret: str = field(repr=False)
    site_url: str
    version: str
    missing: tuple[str, ...] = ()
    on_platform: bool = False


def epoch_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def epoch_minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
