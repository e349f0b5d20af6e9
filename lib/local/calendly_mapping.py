"""Who at Calendly is which instructor, and which event type is which class: what can be guessed from their names."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lib.gateways.calendly.account import Items
from lib.gateways.calendly.person import one_line
from lib.studio.calendly_document import EVENT_TYPE, USER
from lib.studio.catalog import Catalog

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One thing at Calendly, what a person knows it by, and the id in the catalogue that it seems to be, or nothing.

    ``owner`` is the URI of the one user who holds it, empty where several take turns.
    """

    uri: str
    said: str
    guess: str
    owner: str = ""


def hosts(members: Items, catalog: Catalog | None) -> list[Line]:
    """Of memberships; ``user`` of each is a person."""
    people = [user for each in members if isinstance(user := each.get("user"), Mapping)]
    known = {each.id: [each.name] for each in catalog.instructors.values() if each.active} if catalog else {}
    return [
        Line(uri, f"{_word(each, 'name')} <{_word(each, 'email')}>", _guess(_word(each, "name"), known))
        for each in people
        if (uri := _uri(each, USER))
    ]


def event_types(kinds: Items, catalog: Catalog | None) -> list[Line]:
    """Of those that can be booked."""
    known = (
        {each.id: [each.name.en, each.name.es] for each in catalog.class_types.values() if each.active}
        if catalog
        else {}
    )
    return [
        Line(uri, f"{_word(each, 'name')}{_details(each)}", _guess(_word(each, "name"), known), _owner(each))
        for each in kinds
        if each.get("active") is True and (uri := _uri(each, EVENT_TYPE))
    ]


def mapping(people: Iterable[Line], kinds: Iterable[Line]) -> dict[str, list[dict[str, str]]]:
    """The parts of the catalogue's ``calendly`` that say who is who.

    Bookings of ours go out as a kind of meeting that their instructor holds alone.
    """
    members = list(people)
    who = {line.uri: line.guess for line in members}
    return {
        "hosts": [{"user": line.uri, "instructor": line.guess} for line in members],
        "eventTypes": [{"uri": line.uri, "classType": line.guess, **_alone(who.get(line.owner, ""))} for line in kinds],
    }


def _alone(instructor: str) -> dict[str, str]:
    return {"instructor": instructor} if instructor else {}


def _owner(kind: Mapping[str, object]) -> str:
    profile = kind.get("profile")
    if kind.get("pooling_type") is not None or not isinstance(profile, Mapping):
        return ""
    owner = profile.get("owner")
    return owner if isinstance(owner, str) and re.fullmatch(USER, owner) else ""


def _details(kind: Mapping[str, object]) -> str:
    minutes, profile = kind.get("duration"), kind.get("profile")
    length = f", {minutes:g} minutes" if isinstance(minutes, int | float) else ""
    owner = _word(profile, "name") if isinstance(profile, Mapping) else ""
    return f"{length}, of {owner}" if owner else length


def _guess(name: str, known: Mapping[str, list[str]]) -> str:
    """The only one of that name, else the only one whose words all stand in it, or that has all of its words."""
    said = _words(name)
    tests: tuple[Callable[[list[str]], bool], ...] = (
        lambda words: words == said,
        lambda words: bool(words) and set(words) <= set(said),
        lambda words: bool(said) and set(said) <= set(words),
    )
    for test in tests:
        found = [each for each, names in known.items() if any(test(_words(one)) for one in names)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _words(name: str) -> list[str]:
    """Without case and accents."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return re.findall(r"\w+", plain.casefold())


def _word(body: Mapping[str, object], name: str) -> str:
    """As a terminal may show it."""
    return one_line(body.get(name), LONGEST)


def _uri(body: Mapping[str, object], form: str) -> str:
    uri = body.get("uri")
    return uri if isinstance(uri, str) and re.fullmatch(form, uri) else ""
