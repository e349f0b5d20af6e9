"""Things of a fake Calendly, and their bodies with the keys that were recorded from the real one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

API = "https://api.calendly.com"
Json = dict[str, Any]
UTM = ("utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term", "salesforce_uuid")


@dataclass
class Host:
    id: str
    name: str
    email: str

    @property
    def uri(self) -> str:
        return f"{API}/users/{self.id}"


@dataclass
class EventType:
    id: str
    name: str
    host: Host
    minutes: int = 60
    seats: int = 1
    active: bool = True

    @property
    def uri(self) -> str:
        return f"{API}/event_types/{self.id}"


@dataclass
class Event:
    """``start`` is an epoch minute; ``foreign`` ones belong to another organisation."""

    id: str
    type: EventType
    start: int
    created: datetime
    canceled: bool = False
    foreign: bool = False
    invitees: list[Invitee] = field(default_factory=list)

    @property
    def uri(self) -> str:
        return f"{API}/scheduled_events/{self.id}"

    @property
    def end(self) -> int:
        return self.start + self.type.minutes

    @property
    def active(self) -> list[Invitee]:
        return [each for each in self.invitees if not each.canceled]


@dataclass
class Invitee:
    """``by_api``: made by POST /invitees and not on Calendly's page."""

    id: str
    event: Event
    email: str
    name: str
    first_name: str | None
    last_name: str | None
    created: datetime
    updated: datetime
    zone: str = "America/New_York"
    tracking: dict[str, str] = field(default_factory=dict)
    by_api: bool = False
    canceled: str = ""
    rescheduled: bool = False
    old: str | None = None
    new: str | None = None
    missed: datetime | None = None

    @property
    def uri(self) -> str:
        return f"{self.event.uri}/invitees/{self.id}"


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def minute(number: int) -> str:
    return instant(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=number))


def invitee_body(invitee: Invitee) -> Json:
    body: Json = {
        "cancel_url": f"https://calendly.com/cancellations/{invitee.id}",
        "created_at": instant(invitee.created),
        "email": invitee.email,
        "event": invitee.event.uri,
        "first_name": invitee.first_name,
        "invitee_scheduled_by": invitee.event.type.host.uri if invitee.by_api else None,
        "last_name": invitee.last_name,
        "name": invitee.name,
        "new_invitee": invitee.new,
        "no_show": _no_show(invitee),
        "old_invitee": invitee.old,
        "payment": None,
        "questions_and_answers": [],
        "reconfirmation": None,
        "reschedule_url": f"https://calendly.com/reschedulings/{invitee.id}",
        "rescheduled": invitee.rescheduled,
        "routing_form_submission": None,
        "scheduling_method": "api" if invitee.by_api else None,
        "status": "canceled" if invitee.canceled else "active",
        "text_reminder_number": None,
        "timezone": invitee.zone,
        "tracking": {name: invitee.tracking.get(name) for name in UTM},
        "updated_at": instant(invitee.updated),
        "uri": invitee.uri,
    }
    return {**body, "cancellation": _cancellation(invitee.canceled, invitee.updated)} if invitee.canceled else body


def _no_show(invitee: Invitee) -> Json | None:
    if invitee.missed is None:
        return None
    return {"uri": f"{API}/invitee_no_shows/{invitee.id}", "created_at": instant(invitee.missed)}


def _cancellation(by: str, at: datetime) -> Json:
    who = "Host Name" if by == "host" else "Ina Invitee"
    return {"canceler_type": by, "canceled_by": who, "reason": None, "created_at": instant(at)}


def hook_event(event: Event) -> Json:
    """As webhooks tell it."""
    host = event.type.host
    body: Json = {
        "created_at": instant(event.created),
        "end_time": minute(event.end),
        "event_guests": [],
        "event_memberships": [{"user": host.uri, "user_email": host.email, "user_name": host.name}],
        "event_type": event.type.uri,
        "invitees_counter": {
            "total": len(event.invitees),
            "active": len(event.active),
            "limit": event.type.seats,
        },
        "location": None,
        "meeting_notes_html": None,
        "meeting_notes_plain": None,
        "name": event.type.name,
        "start_time": minute(event.start),
        "status": "canceled" if event.canceled else "active",
        "updated_at": instant(event.created),
        "uri": event.uri,
    }
    return {**body, "cancellation": _cancellation("host", event.created)} if event.canceled else body


def rest_event(event: Event) -> Json:
    """As the API tells it: the host's own calendar, too."""
    body = hook_event(event)
    buffered = {"buffered_start_time": minute(event.start), "buffered_end_time": minute(event.end)}
    memberships = [{**each, **buffered} for each in body["event_memberships"]]
    calendar = {"kind": "google", "external_id": f"{event.id}@google.example"}
    return {**body, "event_memberships": memberships, "calendar_event": calendar}


def user_body(host: Host, organization: str) -> Json:
    return {
        "avatar_url": None,
        "created_at": "2020-01-01T00:00:00.000000Z",
        "current_organization": organization,
        "email": host.email,
        "locale": "en",
        "name": host.name,
        "resource_type": "User",
        "scheduling_url": f"https://calendly.com/{host.id}",
        "slug": host.id,
        "time_notation": "12h",
        "timezone": "America/New_York",
        "updated_at": "2020-01-01T00:00:00.000000Z",
        "uri": host.uri,
    }


def membership_body(host: Host, organization: str, role: str) -> Json:
    user = user_body(host, organization)
    known = ("avatar_url", "created_at", "email", "name", "scheduling_url", "slug", "timezone", "updated_at", "uri")
    return {
        "created_at": user["created_at"],
        "organization": organization,
        "role": role,
        "updated_at": user["updated_at"],
        "uri": f"{API}/organization_memberships/{host.id}",
        "user": {name: user[name] for name in known},
    }


def event_type_body(kind: EventType) -> Json:
    return {
        "active": kind.active,
        "admin_managed": False,
        "booking_method": "instant",
        "color": "#0088cc",
        "created_at": "2020-01-01T00:00:00.000000Z",
        "custom_questions": [],
        "deleted_at": None,
        "description_html": None,
        "description_plain": None,
        "duration": kind.minutes,
        "internal_note": None,
        "kind": "group" if kind.seats > 1 else "solo",
        "name": kind.name,
        "pooling_type": None,
        "profile": {"type": "User", "name": kind.host.name, "owner": kind.host.uri},
        "scheduling_url": f"https://calendly.com/{kind.host.id}/{kind.id}",
        "secret": False,
        "slug": kind.id,
        "type": "StandardEventType",
        "updated_at": "2020-01-01T00:00:00.000000Z",
        "uri": kind.uri,
    }
