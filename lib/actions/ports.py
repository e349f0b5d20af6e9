"""What the actions need from the outside world, and what can come back; gateways fulfil it, wiring joins both."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lib.actions.keyring import Keyring
from lib.studio.booking import Booking, Person, Terms
from lib.studio.catalog import Catalog
from lib.studio.slots import Block
from lib.studio.wishes import CheckedWish


@dataclass(frozen=True, slots=True)
class Schedule:
    """One consistent picture of some resources. ``event_id`` names the newest change that it contains."""

    event_id: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NewCatalog:
    """The caller planned with a catalogue that is not the present one; nothing was done."""

    catalog: Catalog


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A booking as it was when it was made, and the event that announced it."""

    booking: Booking
    event_id: str


@dataclass(frozen=True, slots=True)
class Claimed:
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Repeated:
    """This idempotency key made this booking before."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Mismatch:
    """This idempotency key was used for another wish."""


@dataclass(frozen=True, slots=True)
class Taken:
    """``names`` are the wanted slots that cannot be had; ``blocks`` is the schedule around them."""

    names: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody used this idempotency key yet; ``version`` is that of the present catalogue."""

    version: str


ClaimAnswer = Claimed | Repeated | Mismatch | Taken | NewCatalog
RecallAnswer = Repeated | Mismatch | Unknown


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """What makes a request repeatable: the caller's key, and a hash of all that the wish consists of."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be written and sent later. ``due`` is in epoch milliseconds; the id is the same in every repetition."""

    id: str
    due: int
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a claim decides and writes with, fixed before it is sent so that sending it twice changes nothing.

    ``around`` is the range of starts (epoch minutes) whose sessions come back when a slot is taken.
    """

    id: str
    key: IdempotencyKey
    wish: CheckedWish
    person: Person
    terms: Terms
    customer: str
    letters: tuple[Letter, ...]
    around: tuple[int, int]


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
    async def recall(self, key: IdempotencyKey) -> RecallAnswer: ...
    async def booking(self, booking_id: str) -> Booking | None: ...


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


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything an action may ask of the world."""

    store: Store
    catalogs: Catalogs
    clock: Clock
    dice: Dice
    calendars: Calendars
    keyring: Keyring
    site_url: str
    version: str


def epoch_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def epoch_minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
