"""A studio all of whose words are hostile, and whose customers are called so: every payload stands in every field."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.support.calendly_bodies import EventType
from tests.support.calendly_state import FakeCalendly
from tests.support.connected import catalogs, demo_studio, next_week
from tests.support.fake_calendly import running_calendly
from tests.support.hostile_words import packed
from tests.support.servers import Site, running_site
from tests.support.studio import CALENDLY_SECRET

NAMES = packed(80)
LABELS = packed(120)
STORIES = packed(1000, "\n")
CUSTOMERS = len(NAMES)
SECONDS = 60
OPEN = {day: [["09:00", "21:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
# As long as a sign may be that is no picture, and an element all the same.
SIGN = "<p onclick=xss>"


def turned(texts: list[str], number: int) -> str:
    """So that over all numbers every text stands everywhere."""
    return texts[number % len(texts)]


def said(words: str) -> dict[str, str]:
    return {"en": words, "es": words}


def catalogue() -> dict[str, Any]:
    people = [
        {"id": f"who-{number}", "name": name, "photo": "/img/maria.svg", "week": OPEN, "breaks": {}}
        | {"specialties": [said(turned(NAMES, number + each)) for each in range(3)], "rating": 4.5, "reviewCount": 3}
        for number, name in enumerate(NAMES)
    ]
    kinds = [
        {"id": f"class-{number}", "name": said(name), "description": said(turned(STORIES, number)), "icon": SIGN}
        | {"priceMinor": 4000, "duration": 60, "capacity": 12, "after": 0, "step": 60}
        | {"instructors": [f"who-{number}", f"who-{(number + 1) % CUSTOMERS}"], "rooms": [f"room-{number}"]}
        for number, name in enumerate(NAMES)
    ]
    rules = [{"label": said(label), "amountMinor": 100} for label in LABELS[:2]]
    several = [{"label": said(label), "amountMinor": -100, "slotsAtLeast": 2} for label in LABELS]
    rooms = [{"id": f"room-{number}", "name": said(name)} for number, name in enumerate(NAMES)]
    studio = demo_studio()["studio"] | {"name": NAMES[0], "address": "\u2028".join(NAMES[1:3]), "phone": "<b xss>"}
    listed = {"rooms": rooms, "instructors": people, "classTypes": kinds, "priceRules": rules + several}
    return demo_studio() | listed | {"studio": studio, "closedDays": []}


def person(number: int) -> dict[str, str]:
    """Over all customers every payload is a first name, a last name and a remark."""
    names = {"firstName": NAMES[number], "lastName": turned(NAMES, number + 1)}
    return {
        **names,
        "email": f"guest{number}@example.org",
        "phone": "+1 212 555 0100",
        "notes": turned(STORIES, number),
    }


@dataclass(frozen=True, slots=True)
class HostileStudio:
    """``bookings`` are as their makers were told of them; of ``elsewhere``, a kind of meeting, only Calendly knows."""

    site: Site
    fake: FakeCalendly
    elsewhere: EventType
    bookings: list[dict[str, Any]]

    @property
    def url(self) -> str:
        return self.site.url

    @property
    def named(self) -> Site:
        """By its name, because only there a browser takes the cookie of staff without TLS."""
        named = self.url.replace("127.0.0.1", "localhost")
        return Site(named, self.site.store_url, self.site.token, self.site.program)

    def letters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(f"{self.url}/dev/mailbox.json", timeout=30).json()
        return found


def booked(url: str, number: int, hours: tuple[int, int] = (10, 12)) -> dict[str, Any]:
    day, who = next_week() + timedelta(days=number % 7), f"who-{(number + 1) % CUSTOMERS}"
    wish = {
        "classType": f"class-{number}",
        "instructor": who,
        "slots": [f"{who}_{day}_{hour}_0" for hour in hours],
        "personalInfo": person(number),
        "context": {"utm": {"source": NAMES[number]}},
    }
    answer = httpx.post(f"{url}/api/bookings", json=wish, timeout=30)
    made: dict[str, Any] = answer.raise_for_status().json()["booking"]
    return made


def _letters_are_written(studio: HostileStudio) -> None:
    """Which happens when the customers have their answers."""
    missing = {(made["id"], kind) for made in studio.bookings for kind in ("confirmed", "notice")}
    deadline = time.monotonic() + SECONDS
    while missing := missing - {(each["bookingId"], each["kind"]) for each in studio.letters()}:
        assert time.monotonic() < deadline, missing
        time.sleep(0.05)


@contextmanager
def hostile_studio(data_dir: Path) -> Iterator[HostileStudio]:
    with running_calendly() as fake:
        elsewhere = fake.add_event_type("Something else")
        settings = {"CALENDLY_API_TOKEN": fake.token, "CALENDLY_BASE_URL": fake.url}
        with running_site(data_dir, CALENDLY_WEBHOOK_SECRET=CALENDLY_SECRET, **settings) as site:
            file = data_dir / "catalog.json"
            file.write_text(json.dumps(catalogue()), encoding="utf-8")
            done = catalogs(data_dir, "from", str(file), KV_REST_API_URL=site.store_url, KV_REST_API_TOKEN=site.token)
            assert done.returncode == 0, done.stderr
            with ThreadPoolExecutor(4) as at_once:
                bookings = list(at_once.map(lambda number: booked(site.url, number), range(CUSTOMERS)))
            studio = HostileStudio(site, fake, elsewhere, bookings)
            _letters_are_written(studio)
            yield studio
