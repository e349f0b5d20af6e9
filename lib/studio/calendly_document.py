"""The part of the studio's settings that is about Calendly: how the page uses it, and who and what is who and what."""

from collections.abc import Callable, Container
from typing import Literal, TypeVar, cast

from lib.studio.catalog import Calendly, EventType
from lib.studio.json_shape import Place

Known = TypeVar("Known")
_API = r"https://api\.calendly\.com"
_PAGE = r"https://calendly\.com/[^\s\"'<>#]{1,280}"
# How Calendly names people and kinds of meetings.
USER, EVENT_TYPE = rf"{_API}/users/[A-Za-z0-9_-]{{1,255}}", rf"{_API}/event_types/[A-Za-z0-9_-]{{1,255}}"


def calendly(place: Place, class_types: Container[str], people: Container[str]) -> Calendly:
    fields = place.fields("", "mode url hosts eventTypes")
    mode = fields.read("mode", lambda word: word.one_of(("off", "fallback", "first")), None) or "off"
    url = fields.read("url", lambda address: address.matching(_PAGE, "must begin with https://calendly.com/"), None)
    if mode != "off" and not fields.has("url"):
        place.at("url", None).wrong("missing", "must be given unless the mode is off")
    return Calendly(
        mode=cast("Literal['off', 'fallback', 'first']", mode),
        url=url,
        hosts=_by_uri(fields.part("hosts", []), "user", lambda each: _host(each, people)),
        event_types=_by_uri(fields.part("eventTypes", []), "uri", lambda each: _event_type(each, class_types, people)),
    )


def _host(place: Place, people: Container[str]) -> tuple[str, str]:
    fields = place.fields("user instructor")
    uri = fields.read("user", lambda user: user.matching(USER, "must be the URI of a user"), "")
    return uri, fields.read("instructor", lambda who: who.one_of(people), None) or ""


def _event_type(place: Place, class_types: Container[str], people: Container[str]) -> tuple[str, EventType]:
    fields = place.fields("uri classType", "instructor")
    uri = fields.read("uri", lambda kind: kind.matching(EVENT_TYPE, "must be the URI of an event type"), "")
    class_type = fields.read("classType", lambda kind: kind.one_of(class_types), None) or ""
    return uri, EventType(class_type, fields.read("instructor", lambda who: who.one_of(people), None))


def _by_uri(place: Place, name: str, reading: Callable[[Place], tuple[str, Known]]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for item in place.items():
        uri, known = reading(item)
        if uri in found:
            item.at(name, None).wrong("duplicate", "stands here before")
        elif uri:
            found[uri] = known
    return found
