"""What each function is asked first when its start is measured: what its callers ask most, with the store."""

import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from lib.gateways.passwords import hashed
from lib.local.admin import LOCAL_EMAIL, made_up_password

PASSWORD = made_up_password()
# One of the demo studio's.
CLASS_TYPE = "salsa-1"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class First:
    """A request and the status that it must be answered with."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    status: int = 200

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass(slots=True)
class Studio:
    """Settings of all functions, the token of its owner, and the lessons that nobody has booked yet."""

    settings: dict[str, str]
    token: str = ""
    free: list[str] = field(default_factory=list)

    def sign_in(self, session: httpx.Client) -> None:
        given = {"email": LOCAL_EMAIL, "password": PASSWORD, "bearer": True}
        answer = session.post("/api/admin/session", json=given, headers={"Origin": self.settings["SITE_URL"]})
        self.token = answer.json()["token"]

    def look(self, availability: httpx.Client) -> None:
        """Free lessons of the weeks to come, an hour apart or more."""
        for week in range(1, 5):
            day = (datetime.now(UTC) + timedelta(weeks=week)).date()
            asked = {"classType": CLASS_TYPE, "instructor": "any", "week": day.isoformat()}
            days = availability.get("/api/availability", params=asked).json().values()
            self.free += [slot["id"] for slots in days for slot in slots[::4] if slot["available"]]


def a_studio(url: str, token: str) -> Studio:
    """Nobody has signed in or looked yet."""
    settings = {"KV_REST_API_URL": url, "KV_REST_API_TOKEN": token}
    settings |= {"UPSTASH_REDIS_REST_URL": url, "UPSTASH_REDIS_REST_TOKEN": token}
    settings |= {name: secrets.token_urlsafe(32) for name in ("JWT_SECRET", "CRON_SECRET", "CALENDLY_WEBHOOK_SECRET")}
    settings |= {"ADMIN_EMAIL": LOCAL_EMAIL, "ADMIN_PASSWORD_HASH": hashed(PASSWORD)}
    return Studio(settings | {"SITE_URL": "https://studio.example"})


def first_requests(studio: Studio, number: int) -> dict[str, First]:
    """By address; ``number`` makes a booking that nobody has made before."""
    day = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    staff = {"Authorization": f"Bearer {studio.token}"}
    scheduler = {"Authorization": f"Bearer {studio.settings['CRON_SECRET']}"}
    person = {"firstName": "Rosa", "lastName": "Vega", "email": f"rosa{number}@example.com"}
    lesson = {"classType": CLASS_TYPE, "instructor": "any", "slots": [studio.free[number]]}
    wish = json.dumps(lesson | {"personalInfo": person}).encode()
    return {
        "api/bare": First("/api/bare?name=x"),
        "api/bookings": First("/api/bookings", JSON | {"Idempotency-Key": secrets.token_hex(8)}, wish, 201),
        "api/availability": First(f"/api/availability?classType={CLASS_TYPE}&instructor=any&week={day}"),
        "api/availability/stream": First("/api/availability/stream"),
        "api/class-types": First("/api/class-types"),
        "api/instructors": First("/api/instructors"),
        "api/health": First("/api/health"),
        "api/calendly-webhook": told_by_calendly(studio.settings["CALENDLY_WEBHOOK_SECRET"], number),
        "api/send-confirmation": First("/api/send-confirmation", scheduler),
        "api/cron/maintenance": First("/api/cron/maintenance", scheduler),
        "api/admin/session": First("/api/admin/session", staff),
        "api/admin/booking-management": First(f"/api/admin/booking-management?view=day&date={day}", staff),
        "api/admin/catalog": First("/api/admin/catalog", staff),
    }


def told_by_calendly(key: str, number: int) -> First:
    """Somebody has booked there: signed, as Calendly signs."""
    meeting, at = f"https://api.calendly.com/scheduled_events/boot{number}", int(time.time())
    start = datetime.now(UTC) + timedelta(days=90, hours=number)
    told = {"uri": meeting, "start_time": start.isoformat(), "end_time": (start + timedelta(hours=1)).isoformat()}
    invitee = {"uri": f"{meeting}/invitees/boot", "event": meeting, "name": "Rosa Vega"}
    payload = {**invitee, "scheduled_event": {**told, "event_memberships": []}}
    body = json.dumps({"event": "invitee.created", "payload": payload}).encode()
    signed = hmac.digest(key.encode(), f"{at}.".encode() + body, "sha256").hex()
    return First("/api/calendly-webhook", JSON | {"Calendly-Webhook-Signature": f"t={at},v1={signed}"}, body)
