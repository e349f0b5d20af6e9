"""What a fake Calendly looks at in each request: who may see what, known parameters, instants, pages."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.calendly_bodies import Event, Json
    from tests.support.calendly_state import FakeCalendly

    Query = Mapping[str, str]

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


@dataclass
class Answer:
    """``body`` is None for a page that is no JSON."""

    status: int
    body: Json | None


@dataclass
class Refusal(Exception):  # noqa: N818 -- it is the other's no, not an error
    status: str
    more: Json = field(default_factory=dict)


def wrong(parameter: str, message: str) -> NoReturn:
    raise Refusal("400", {"details": [{"parameter": parameter, "message": message}]})


def filled(fake: FakeCalendly) -> Json:
    """That somebody else has the time; nobody has documented where the word stands."""
    word = "Already_Filled"
    detail = {"parameter": "start_time", "message": "is not available", "code": "unavailable"}
    return {fake.filled_in: word} if fake.filled_in == "title" else {"details": [{**detail, fake.filled_in: word}]}


def only(said: Mapping[str, Any], known: str) -> None:
    for name in said:
        if name not in known.split():
            wrong(name, "is not known")


def reach(fake: FakeCalendly, query: Query) -> Literal["organization", "user"]:
    """Whose things are asked for."""
    if "organization" in query:
        if not fake.is_owner or query["organization"] != fake.organization:
            raise Refusal("403")
        return "organization"
    if query.get("user") is None:
        wrong("organization", "or user is needed")
    if query["user"] != fake.me.uri:
        raise Refusal("403", {"message": "Please also specify organization when requesting events for a user."})
    return "user"


def scope(fake: FakeCalendly, said: Mapping[str, Any]) -> None:
    if said.get("organization") != fake.organization:
        raise Refusal("403")
    match said.get("scope"):
        case "organization" if not fake.is_owner:
            raise Refusal("403")
        case "user" if said.get("user") != fake.me.uri:
            wrong("user", "is needed")
        case "organization" | "user":
            return
        case _:
            wrong("scope", "is needed")


def known_event(fake: FakeCalendly, event_id: str) -> Event:
    event = fake.events.get(event_id)
    if event is None:
        raise Refusal("404")
    if event.foreign or not (fake.is_owner or event.type.host == fake.me):
        raise Refusal("403")
    return event


def epoch_minute(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name)
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        wrong(name, "must be an instant in UTC")
    return int(datetime.fromisoformat(value).astimezone(UTC).timestamp()) // 60


def zone(value: object) -> None:
    if value not in zoneinfo.available_timezones():
        wrong("invitee.timezone", "is no time zone")


def page(fake: FakeCalendly, items: list[Json], query: Query) -> Answer:
    """Those after the token, as many as are asked for, and the word for those that follow."""
    count, token = query.get("count", "20"), query.get("page_token", "at-0")
    if not re.fullmatch("[1-9][0-9]?|100", count):
        wrong("count", "must be 1 to 100")
    if not re.fullmatch("at-[0-9]{1,6}", token):
        wrong("page_token", "is not known")
    first = int(token.removeprefix("at-"))
    last = first + min(int(count), fake.page_size)
    following = {"": f"at-{last}" if last < len(items) else None, "same": "at-7", "new": f"at-{last}"}[fake.endless]
    # An address that nobody should follow: the token says the same.
    address = f"{fake.elsewhere}/next?page_token={following}" if following else None
    pagination = {"count": len(items[first:last]), "next_page": address, "next_page_token": following}
    return Answer(200, {"collection": items[first:last], "pagination": {**pagination, "previous_page": None}})
