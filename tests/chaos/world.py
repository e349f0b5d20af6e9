"""The studio of the histories: few times that many want, a catalogue that is edited, processes that come and go."""

import json
import random
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from lib.actions.callers import Staff
from lib.actions.keyring import Keyring
from lib.actions.ports import Outside
from lib.actions.sessions import Owner
from lib.actions.sign_in import session_name
from lib.gateways.calendars import IcalendarFiles
from lib.gateways.calendly.auth_server import CalendlyAuthServer
from lib.gateways.calendly.off import NoCalendly
from lib.gateways.mail.letters import StudioLetters
from lib.gateways.store import CachedCatalogs
from lib.gateways.store.keys import Keys
from lib.gateways.vault import NoVault
from lib.gateways.webhooks.off import NoReceivers
from lib.studio.catalog import ANYONE, Catalog
from lib.studio.catalog_document import parse
from lib.studio.localtime import local_minute
from lib.studio.slots import OffersQuery, offers
from lib.studio.wishes import Wish, check
from tests.chaos.line import Server, SimulatedRest, SimulatedStore
from tests.support.studio import NOW, SECRET, SENDER, a_document

ALPHABET = string.ascii_lowercase + string.digits
START = NOW.timestamp()
# The first hours of the next day, where lessons of all lengths get in one another's way.
MORNING = (NOW.replace(day=4, hour=13), NOW.replace(day=4, hour=15, minute=30))
# Another system that is to hear of every booking; nothing is sent in a history, so all that it would hear stays.
RECEIVER = "0" * 8
OWNER_SESSION = "session-of-the-owner"


def _documents() -> list[dict[str, Any]]:
    """The catalogue, and what the studio may make of it: dearer, other hours, a longer lesson, other buffers."""
    first = a_document(rules={**a_document()["rules"], "activeBookings": 3})
    # One morning a week: looking for alternatives in all the other days would take most of the time.
    for each in first["instructors"]:
        each["week"] = {"tue": [["09:00", "12:00"]]}
    dearer, hours, longer, buffers = (json.loads(json.dumps(first)) for _ in range(4))
    for kind in dearer["classTypes"]:
        kind["priceMinor"] += 500
    for each in hours["instructors"]:
        each["week"] = {"tue": [["09:15", "12:00"]]}
    longer["classTypes"][0]["duration"] = 75
    buffers["classTypes"][3]["before"] = 30
    return [first, dearer, hours, longer, buffers]


@cache
def catalogs() -> tuple[tuple[str, Catalog], ...]:
    """Document and catalogue of each edition; its version is its place in the list, counted from one."""
    texts = [json.dumps(document) for document in _documents()]
    return tuple((text, parse(json.loads(text), str(number))) for number, text in enumerate(texts, 1))


@cache
def wishes() -> tuple[Wish, ...]:
    """Everything that can be booked in that morning under the first edition, one slot each."""
    catalog = catalogs()[0][1]
    found = []
    for kind in catalog.class_types.values():
        if not kind.active:
            continue
        for instructor in (*catalog.teachers(kind), ANYONE):
            day = local_minute(catalog.zone, int(MORNING[0].timestamp()) // 60).day
            query = OffersQuery(kind, instructor, day, 1)
            shown = offers(query, (), catalog, int(START) // 60)
            found += [
                Wish(kind.id, instructor, (offer.id,))
                for offer in shown[day]
                if MORNING[0].timestamp() <= offer.start * 60 < MORNING[1].timestamp()
            ]
    return tuple(found)


def last_minute(wish: Wish) -> float:
    """The epoch second from which on this can no longer be booked."""
    catalog = catalogs()[0][1]
    slot = check(wish, catalog, int(START) // 60).slots[0]
    return 60.0 * (slot.start - catalog.rules.notice_minutes + 1)


@dataclass
class Dice:
    rng: random.Random

    def letters(self, count: int) -> str:
        return "".join(self.rng.choices(ALPHABET, k=count))


@dataclass
class SkewedClock:
    """A process's own idea of the time; ``ahead`` is in seconds and may jump."""

    server: Server
    ahead: float

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.server.scheduler.now + self.ahead, UTC)


@dataclass
class Process:
    """One function instance: its clock, its release of the code, the catalogue that it has at hand."""

    name: str
    clock: SkewedClock
    outside: Outside


MakeStore = Callable[[SimulatedRest], SimulatedStore]


def a_process(server: Server, name: str, *, ahead: float, is_later: bool, make: MakeStore = SimulatedStore) -> Process:
    """A process that has read no catalogue yet."""
    store = make(SimulatedRest(server, name, is_later_release=is_later))
    clock = SkewedClock(server, ahead)
    outside = replace(
        _outside(),
        store=store,
        catalogs=CachedCatalogs(store),
        clock=clock,
        dice=Dice(server.rng),
    )
    return Process(name, clock, outside)


@cache
def _outside() -> Outside:
    nobody: Any = None
    return Outside(
        store=nobody,
        catalogs=nobody,
        events=nobody,
        viewers=nobody,
        clock=nobody,
        dice=nobody,
        calendars=IcalendarFiles(),
        letters=StudioLetters(SENDER, ""),
        post=nobody,
        receipts=nobody,
        receivers=NoReceivers(marks=(RECEIVER,)),
        webhooks=nobody,
        calendly=NoCalendly(),
        calendly_auth=CalendlyAuthServer("", "", ""),
        vault=NoVault(),
        keyring=Keyring(SECRET.encode()),
        passwords=nobody,
        owner=Owner("", ""),
        cron_secret="",
        site_url="https://studio.example",
        version="simulated",
    )


def open_studio(server: Server) -> None:
    """Saves the first edition and signs the owner in."""
    text, catalog = catalogs()[0]
    names = Keys()
    server.command(["HSET", names.catalog, "version", catalog.version, "document", text])
    name = session_name(Staff(OWNER_SESSION, "owner", ""), _outside())
    server.command(["HSET", names.session(name), "role", "owner"])
