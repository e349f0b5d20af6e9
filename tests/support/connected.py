"""The whole site connected to a Calendly on this machine, as an operator connects it: by its settings and catalogue."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from lib.local.demo import CATALOGUE
from tests.support.calendly_bodies import EventType, Invitee
from tests.support.calendly_hooks import HEADER, Happened, delivery, signature
from tests.support.calendly_state import FakeCalendly, Guest
from tests.support.fake_calendly import running_calendly
from tests.support.raw_store import RawStore
from tests.support.servers import INHERITED, ROOT, Site, running_site
from tests.support.studio import CALENDLY_SECRET, CRON_SECRET
from tests.support.viewers import PATIENCE

LINK = "https://calendly.com/studio/private"


def catalogs(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`make catalog`, as an operator runs it."""
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "lib.local.catalogs", *arguments],
        cwd=ROOT,
        env={**environment, "DATA_DIR": str(data_dir), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def demo_studio(**calendly: object) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {**document, "calendly": {"mode": "off", "url": None, **calendly}}


def mapping(kind: EventType, class_type: str, instructor: str) -> dict[str, Any]:
    """The catalogue's words for who holds this kind of meeting alone."""
    return {
        "hosts": [{"user": kind.host.uri, "instructor": instructor}],
        "eventTypes": [{"uri": kind.uri, "classType": class_type, "instructor": instructor}],
    }


@dataclass(frozen=True, slots=True)
class Connected:
    """``private`` is what María holds on Calendly; ``raw`` looks into the store."""

    site: Site
    fake: FakeCalendly
    private: EventType
    raw: RawStore

    @property
    def url(self) -> str:
        return self.site.url

    def free_slot(self, number: int = 0) -> dict[str, Any]:
        """A private lesson with María that can be had, far enough ahead that customers may cancel."""
        return [slot for slot in self._week() if slot["available"]][number]

    def is_free(self, slot: Mapping[str, Any]) -> bool:
        return bool(next(each["available"] for each in self._week() if each["id"] == slot["id"]))

    def booked_there(self, slot: Mapping[str, Any], kind: EventType | None = None) -> Invitee:
        """Somebody takes this time on Calendly's own page."""
        start = int(datetime.fromisoformat(slot["startsAt"]).timestamp()) // 60
        return self.fake.book(kind or self.private, start, Guest("nora@example.com", "Nora Quist"))

    def hears(self, invitee: Invitee, event: Happened = "invitee.created", key: str = CALENDLY_SECRET) -> str:
        """What the webhook answers to what Calendly says of an invitee now."""
        answer = httpx.post(f"{self.url}/api/calendly-webhook", timeout=30, **signed(self.fake, invitee, event, key))
        return str(answer.raise_for_status().json()["outcome"])

    def bookings(self) -> list[str]:
        """Their ids; what is only known of an invitee has no status."""
        names = [name for name in self.raw.names() if name.startswith("bk:")]
        return [name.removeprefix("bk:") for name in names if self.raw.do("HEXISTS", name, "status")]

    def mirror_is_done(self) -> None:
        """What waits is tried now, and until nothing waits: the pass that follows an answer may still be at it."""
        key = {"Authorization": f"Bearer {CRON_SECRET}"}
        patience = time.monotonic() + PATIENCE
        while waiting := [letter for letter in self.raw.do("ZRANGE", "ob:due", 0, -1) if letter.endswith(":mirror")]:
            assert time.monotonic() < patience, waiting
            for letter in waiting:
                self.raw.do("ZADD", "ob:due", "XX", 0, letter)
            httpx.get(f"{self.url}/api/send-confirmation", headers=key, timeout=30).raise_for_status()

    def _week(self) -> list[dict[str, Any]]:
        asked = {"classType": "salsa-private", "instructor": "maria", "week": next_week().isoformat()}
        days = httpx.get(f"{self.url}/api/availability", params=asked, timeout=30).raise_for_status().json()
        return [slot for day in days.values() for slot in day]


def next_week() -> date:
    return datetime.now(UTC).date() + timedelta(days=8)


def signed(fake: FakeCalendly, invitee: Invitee, event: Happened, key: str) -> dict[str, Any]:
    """A delivery for httpx, signed now."""
    body = delivery(fake, invitee.uri, event)
    said = {HEADER: signature(body, key, int(time.time())), "Content-Type": "application/json"}
    return {"content": body, "headers": said}


def _put_in_force(site: Site, document: Mapping[str, Any]) -> None:
    """By the owner, at the desk's door."""
    email, password = site.owner
    with httpx.Client(base_url=site.url, timeout=30) as client:
        wish = {"email": email, "password": password, "bearer": True}
        token = client.post("/api/admin/session", json=wish).raise_for_status().json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        version = client.get("/api/admin/catalog").raise_for_status().json()["version"]
        client.put("/api/admin/catalog", json=document, headers={"If-Match": f'"{version}"'}).raise_for_status()


@contextlib.contextmanager
def connected_site(data_dir: Path, mode: str) -> Iterator[Connected]:
    """Its catalogue wants Calendly in this mode, and knows María there."""
    with running_calendly() as fake:
        private = fake.add_event_type("Private salsa", host=fake.add_member("María Delgado", "maria@example.com"))
        settings = {
            "CALENDLY_API_TOKEN": fake.token,
            "CALENDLY_BASE_URL": fake.url,
            "CALENDLY_WEBHOOK_SECRET": CALENDLY_SECRET,
            "CRON_SECRET": CRON_SECRET,
        }
        with running_site(data_dir, **settings) as site:
            document = demo_studio(mode=mode, url=LINK, **mapping(private, "salsa-private", "maria"))
            _put_in_force(site, document)
            raw = RawStore(site.store_url, site.token, "")
            yield Connected(site, fake, private, raw)
            raw.close()
