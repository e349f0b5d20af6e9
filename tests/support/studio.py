"""A small studio for tests, and the world around it: a real store under a prefix of its own, a clock that stands."""

import copy
import itertools
import json
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

from lib.actions.keyring import Keyring
from lib.actions.mail import Mail, Outcome
from lib.actions.ports import Outside
from lib.actions.sessions import Owner
from lib.actions.viewers import Viewers, ViewingLimits
from lib.gateways.calendars import IcalendarFiles
from lib.gateways.calendly.auth_server import CalendlyAuthServer
from lib.gateways.calendly.off import NoCalendly
from lib.gateways.calendly.webhooks import CalendlyWebhooks
from lib.gateways.mail.letters import StudioLetters
from lib.gateways.mail.receipts import SendGridReceipts
from lib.gateways.passwords import ArgonPasswords, hashed
from lib.gateways.store import CachedCatalogs, Feed, Store
from lib.gateways.vault import NoVault
from lib.gateways.webhooks.off import NoReceivers

Connect = Callable[..., Store]

# A Monday in summer, eight in the morning in New York; far ahead, so that no claim ever reaches the store too late.
NOW = datetime(2030, 6, 3, 12, 0, tzinfo=UTC)
SECRET = "a secret for tests, which is long enough"
OWNER_EMAIL, OWNER_PASSWORD = "owner@example.com", "correct horse battery staple"
SENDER = "Test studio <hello@studio.example>"
CALENDLY_SECRET, RELAY_SECRET = "a key of Calendly's", "a key of a relay"
CRON_SECRET = "a secret of the scheduler"
OPEN = [["09:00", "12:00"], ["13:00", "18:00"]]
EVERY_DAY = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), OPEN)


def text(words: str) -> dict[str, str]:
    return {"en": words, "es": f"{words} (es)"}


def _instructor(name: str, **more: object) -> dict[str, object]:
    person = {"id": name, "name": name.title(), "photo": f"/img/{name}.svg", "specialties": [text("Salsa")]}
    person |= {"email": f"{name}@teachers.example"}
    return person | {"rating": 4.5, "reviewCount": 3, "week": EVERY_DAY, "breaks": {}, "exceptions": {}} | more


def _class(name: str, **more: object) -> dict[str, object]:
    kind = {"id": name, "name": text(name.title()), "description": text("A class"), "icon": "x", "priceMinor": 4000}
    kind |= {"duration": 60, "capacity": 1, "before": 0, "after": 15, "instructors": ["ana", "ben"]}
    return kind | {"rooms": ["big", "small"]} | more


DOCUMENT: dict[str, Any] = {
    "studio": {"name": "Test studio", "zone": "America/New_York", "currency": "USD"},
    "rules": {"noticeMinutes": 120, "changeNoticeMinutes": 720, "horizonDays": 60, "activeBookings": 8},
    "closedDays": ["2030-07-04"],
    "rooms": [{"id": "big", "name": text("Big room")}, {"id": "small", "name": text("Small room")}],
    "instructors": [
        _instructor("ana"),
        _instructor("ben"),
        _instructor("cleo", rating=None),
        _instructor("gone", active=False),
    ],
    "classTypes": [
        _class("private"),
        _class("long", duration=90, step=15),
        _class("short", duration=30, step=15, after=0, instructors=["ana", "cleo"], rooms=[]),
        _class("group", capacity=3, instructors=["ana", "cleo"], rooms=["big"]),
        _class("solo", instructors=["cleo"], rooms=[]),
        _class("old", active=False),
    ],
    "priceRules": [
        {"label": text("Saturday"), "percent": 10, "weekdays": ["sat"]},
        {"label": text("With Ana"), "amountMinor": 500, "instructor": "ana", "classTypes": ["private"]},
        {"label": text("Four at once"), "percent": -10, "slotsAtLeast": 4},
    ],
    "calendly": {"mode": "off", "url": None},
}


def a_document(**changes: object) -> dict[str, Any]:
    return copy.deepcopy(DOCUMENT) | changes


@dataclass
class StandingClock:
    """Shows ``moment`` until a test sets another one."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@dataclass
class CountingDice:
    """Never the same letters twice, and the same ones in every run."""

    thrown: Iterator[int] = field(default_factory=itertools.count)

    def letters(self, count: int) -> str:
        number, found = next(self.thrown), ""
        alphabet = string.ascii_lowercase + string.digits
        for _ in range(count):
            number, digit = divmod(number, len(alphabet))
            found = alphabet[digit] + found
        return found


@cache
def owner_hash() -> str:
    return hashed(OWNER_PASSWORD)


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody who delivers letters: they wait in the outbox, where tests look at them."""

    state: Literal["off"] = "off"

    async def send(self, mail: Mail) -> Outcome:
        raise AssertionError(f"{mail.letter} was handed to nobody")


def a_world(store: Store, clock: StandingClock | None = None) -> Outside:
    """Nobody delivers letters, and nothing is backed up; tests of those replace ``post`` and ``vault``."""
    return Outside(
        store=store,
        catalogs=CachedCatalogs(store),
        events=Feed(store),
        # Long enough to be answered, and over before a test that only asks once has to wait.
        viewers=Viewers(ViewingLimits(seconds=0.2)),
        clock=clock or StandingClock(),
        dice=CountingDice(),
        calendars=IcalendarFiles(),
        letters=StudioLetters(SENDER, ""),
        post=Silence(),
        receipts=SendGridReceipts(""),
        receivers=NoReceivers(),
        webhooks=CalendlyWebhooks(CALENDLY_SECRET, RELAY_SECRET),
        calendly=NoCalendly(),
        calendly_auth=CalendlyAuthServer("studio-app", "a secret of the app", "http://127.0.0.1:9"),
        vault=NoVault(),
        keyring=Keyring(SECRET.encode()),
        passwords=ArgonPasswords(),
        owner=Owner(OWNER_EMAIL, owner_hash()),
        cron_secret=CRON_SECRET,
        site_url="https://studio.example",
        version="test",
    )


def wish_body(**changes: object) -> dict[str, Any]:
    """A native booking as the page sends it: a private lesson with Ana on the next day at nine."""
    person = {"firstName": "Rosa", "lastName": "Vega", "email": "rosa@example.com", "phone": "+1 555 0100"}
    wish = {"classType": "private", "instructor": "ana", "slots": ["ana_2030-06-04_9_0"], "personalInfo": person}
    return copy.deepcopy(wish) | changes


def json_bytes(value: object) -> bytes:
    return json.dumps(value).encode()
