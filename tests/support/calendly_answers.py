"""How a fake Calendly answers each request: the real one's paths, parameters and refusals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.support.calendly_bodies import (
    API,
    Json,
    event_type_body,
    instant,
    invitee_body,
    membership_body,
    rest_event,
    user_body,
)
from tests.support.calendly_checks import (
    Answer,
    Refusal,
    epoch_minute,
    filled,
    known_event,
    only,
    page,
    reach,
    scope,
    wrong,
    zone,
)
from tests.support.calendly_state import Filled, Guest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.support.calendly_state import FakeCalendly

    Query = Mapping[str, str]

ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
EVENTS = {"invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted"}


def answer_to(fake: FakeCalendly, request: str, query: Query, body: Json) -> Answer:
    """Raises Refusal."""
    for form, verb in ROUTES.items():
        found = re.fullmatch(form, request)
        if found:
            return verb(fake, found.groupdict(), query, body)
    raise Refusal("404")


def _me(fake: FakeCalendly, _ids: Query, query: Query, _body: Json) -> Answer:
    only(query, "")
    return Answer(200, {"resource": user_body(fake.me, fake.organization)})


def _members(fake: FakeCalendly, _ids: Query, query: Query, _body: Json) -> Answer:
    only(query, "organization user count page_token")
    known = fake.members if reach(fake, query) == "organization" else [fake.me]
    role = "owner" if fake.is_owner else "user"
    return page(fake, [membership_body(each, fake.organization, role) for each in known], query)


def _event_types(fake: FakeCalendly, _ids: Query, query: Query, _body: Json) -> Answer:
    only(query, "organization user active count page_token")
    asked = reach(fake, query)
    kinds = [each for each in fake.event_types.values() if asked == "organization" or each.host == fake.me]
    if "active" in query:
        kinds = [each for each in kinds if each.active == (query["active"] == "true")]
    return page(fake, [event_type_body(each) for each in kinds], query)


def _events(fake: FakeCalendly, _ids: Query, query: Query, _body: Json) -> Answer:
    only(query, "organization user min_start_time max_start_time invitee_email status count page_token")
    asked = reach(fake, query)
    first, last = epoch_minute(query, "min_start_time"), epoch_minute(query, "max_start_time")
    # "After this time", "prior to this time".
    bounds = range(first, last + 1) if fake.bounds_are_in else range(first + 1, last)
    events = [each for each in fake.events.values() if each.start in bounds and not each.foreign]
    if asked == "user":
        events = [each for each in events if each.type.host == fake.me]
    if "invitee_email" in query:
        events = [each for each in events if query["invitee_email"] in {one.email for one in each.invitees}]
    if "status" in query:
        events = [each for each in events if each.canceled == (query["status"] == "canceled")]
    return page(fake, [rest_event(each) for each in sorted(events, key=lambda each: each.start)], query)


def _event(fake: FakeCalendly, ids: Query, query: Query, _body: Json) -> Answer:
    only(query, "")
    return Answer(200, {"resource": rest_event(known_event(fake, ids["event"]))})


def _invitees(fake: FakeCalendly, ids: Query, query: Query, _body: Json) -> Answer:
    only(query, "status email sort count page_token")
    return page(fake, [invitee_body(each) for each in known_event(fake, ids["event"]).invitees], query)


def _invitee(fake: FakeCalendly, ids: Query, query: Query, _body: Json) -> Answer:
    only(query, "")
    for each in known_event(fake, ids["event"]).invitees:
        if each.id == ids["invitee"]:
            return Answer(200, {"resource": invitee_body(each)})
    raise Refusal("404")


def _cancel(fake: FakeCalendly, ids: Query, _query: Query, body: Json) -> Answer:
    event = known_event(fake, ids["event"])
    if body:
        # As it was measured on 2026-09-01.
        wrong("reason", "is not allowed")
    if event.canceled:
        raise Refusal(fake.already_canceled, {"message": "Event is already canceled"})
    fake.cancel_event(event)
    said = {"canceled_by": fake.me.name, "reason": None, "canceler_type": "host", "created_at": instant(fake.moment())}
    return Answer(201, {"resource": said})


def _invite(fake: FakeCalendly, _ids: Query, _query: Query, body: Json) -> Answer:
    only(body, "event_type start_time invitee location questions_and_answers tracking event_guests")
    kind = fake.event_types.get(body.get("event_type", ""))
    if kind is None or not kind.active:
        raise Refusal("404")
    said, tracking = body.get("invitee") or {}, body.get("tracking") or {}
    only(said, "email timezone name first_name last_name text_reminder_number")
    only(tracking, "utm_campaign utm_source utm_medium utm_content utm_term salesforce_uuid")
    if not ADDRESS.fullmatch(said.get("email", "")):
        wrong("invitee.email", "must be a valid email")
    zone(said.get("timezone"))
    split = said.get("first_name"), said.get("last_name")
    name = said.get("name") or " ".join(each for each in split if each)
    if not name or (said.get("name") and any(split)):
        wrong("invitee.name", "is needed, whole or in parts")
    guest = Guest(said["email"], name, *split, said["timezone"], tracking, by_api=True)
    try:
        invitee = fake.book(kind, epoch_minute(body, "start_time"), guest)
    except Filled:
        raise Refusal("400", filled(fake)) from None
    fake.made.append(invitee.uri)
    return Answer(201, {"resource": invitee_body(invitee)})


def _subscriptions(fake: FakeCalendly, _ids: Query, query: Query, _body: Json) -> Answer:
    only(query, "organization user scope sort count page_token")
    scope(fake, query)
    known = [each for each in fake.subscriptions if each["scope"] == query["scope"]]
    return page(fake, [{k: v for k, v in each.items() if k != "signing_key"} for each in known], query)


def _subscribe(fake: FakeCalendly, _ids: Query, _query: Query, body: Json) -> Answer:
    only(body, "url events organization user scope signing_key")
    scope(fake, body)
    if not str(body.get("url", "")).startswith(("https://", "http://")):
        wrong("url", "must be an address")
    if not body.get("events") or set(body["events"]) - EVENTS:
        wrong("events", "must be known")
    if any(each["callback_url"] == body["url"] for each in fake.subscriptions):
        raise Refusal("409")
    now = instant(fake.moment())
    made = {
        "callback_url": body["url"],
        "created_at": now,
        "creator": fake.me.uri,
        "events": body["events"],
        "organization": fake.organization,
        "retry_started_at": None,
        "scope": body["scope"],
        "signing_key": body.get("signing_key"),
        "state": "active",
        "updated_at": now,
        "uri": f"{API}/webhook_subscriptions/hook-{len(fake.asked):04}",
        "user": body.get("user"),
    }
    fake.subscriptions.append(made)
    return Answer(201, {"resource": {k: v for k, v in made.items() if k != "signing_key"}})


def _unsubscribe(fake: FakeCalendly, ids: Query, _query: Query, _body: Json) -> Answer:
    known = [each for each in fake.subscriptions if each["uri"].endswith(f"/{ids['hook']}")]
    if not known:
        raise Refusal("404")
    fake.subscriptions.remove(known[0])
    return Answer(204, {})


_EVENT = r"/scheduled_events/(?P<event>[^/]+)"
ROUTES: Mapping[str, Callable[[FakeCalendly, Query, Query, Json], Answer]] = {
    "GET /users/me": _me,
    "GET /organization_memberships": _members,
    "GET /event_types": _event_types,
    "GET /scheduled_events": _events,
    f"GET {_EVENT}": _event,
    f"GET {_EVENT}/invitees": _invitees,
    rf"GET {_EVENT}/invitees/(?P<invitee>[^/]+)": _invitee,
    f"POST {_EVENT}/cancellation": _cancel,
    "POST /invitees": _invite,
    "GET /webhook_subscriptions": _subscriptions,
    "POST /webhook_subscriptions": _subscribe,
    "DELETE /webhook_subscriptions/(?P<hook>[^/]+)": _unsubscribe,
}
