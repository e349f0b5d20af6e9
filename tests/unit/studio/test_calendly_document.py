"""The part of the settings that is about Calendly, and every mistake in it where it stands."""

from typing import Any

import pytest

from lib.studio.calendly_document import calendly
from lib.studio.catalog import Calendly, EventType
from lib.studio.json_shape import Place

API = "https://api.calendly.com"
ANA, BEN, KIND, OTHER = f"{API}/users/A-1_a", f"{API}/users/B", f"{API}/event_types/K-1_k", f"{API}/event_types/O"
PAGE = "https://calendly.com/studio/lesson?month=2030-06"
WHOLE: dict[str, Any] = {
    "mode": "first",
    "url": PAGE,
    "hosts": [{"user": ANA, "instructor": "ana"}, {"user": BEN, "instructor": "ben"}],
    "eventTypes": [{"uri": KIND, "classType": "salsa"}, {"uri": OTHER, "classType": "tango", "instructor": "ben"}],
}


def read(document: object) -> tuple[Calendly, list[tuple[str, str, str]]]:
    place = Place(document)
    found = calendly(place, ("salsa", "tango"), ("ana", "ben"))
    return found, [(problem.pointer, problem.code, problem.detail) for problem in place.problems]


def test_everything_that_can_be_said_is_read() -> None:
    assert read(WHOLE) == (
        Calendly(
            mode="first",
            url=PAGE,
            hosts={ANA: "ana", BEN: "ben"},
            event_types={KIND: EventType("salsa"), OTHER: EventType("tango", "ben")},
        ),
        [],
    )


def test_nothing_said_is_off() -> None:
    assert read({}) == (Calendly("off", None, {}, {}), [])


@pytest.mark.parametrize("mode", ["fallback", "first"])
def test_page_that_is_used_has_an_address(mode: str) -> None:
    assert read({"mode": mode})[1] == [("/url", "missing", "must be given unless the mode is off")]
    assert read({"mode": mode, "url": PAGE})[1] == []


@pytest.mark.parametrize(
    ("change", "pointer", "sentence"),
    [
        ({"mode": "on"}, "/mode", ""),
        ({"url": "http://calendly.com/x"}, "/url", "must begin with https://calendly.com/"),
        ({"url": "https://calendly.com/"}, "/url", "must begin with https://calendly.com/"),
        ({"url": "https://calendly.com/a b"}, "/url", "must begin with https://calendly.com/"),
        ({"hosts": [{"user": KIND, "instructor": "ana"}]}, "/hosts/0/user", "must be the URI of a user"),
        ({"hosts": [{"user": ANA, "instructor": "zoe"}]}, "/hosts/0/instructor", ""),
        ({"hosts": [{"user": ANA}]}, "/hosts/0/instructor", "must be given"),
        ({"hosts": [{"instructor": "ana"}]}, "/hosts/0/user", "must be given"),
        ({"hosts": [WHOLE["hosts"][0], {"user": ANA, "instructor": "ben"}]}, "/hosts/1/user", "stands here before"),
        ({"eventTypes": [{"uri": ANA, "classType": "salsa"}]}, "/eventTypes/0/uri", "must be the URI of an event type"),
        ({"eventTypes": [{"uri": KIND, "classType": "rumba"}]}, "/eventTypes/0/classType", ""),
        ({"eventTypes": [{"uri": KIND, "classType": "salsa", "instructor": "zoe"}]}, "/eventTypes/0/instructor", ""),
        ({"eventTypes": [{"classType": "salsa"}]}, "/eventTypes/0/uri", "must be given"),
        ({"eventTypes": [{"uri": KIND}]}, "/eventTypes/0/classType", "must be given"),
        ({"eventTypes": [WHOLE["eventTypes"][0]] * 2}, "/eventTypes/1/uri", "stands here before"),
        ({"eventTypes": "none"}, "/eventTypes", "must be a list"),
        ({"colour": "red"}, "/colour", ""),
    ],
)
def test_one_mistake_is_one_problem_where_it_stands(change: dict[str, Any], pointer: str, sentence: str) -> None:
    found = read({**WHOLE, **change})[1]

    assert [(where, detail if sentence else "") for where, _, detail in found] == [(pointer, sentence)]


def test_who_stands_there_twice_is_who_stood_there_first() -> None:
    hosts = [{"user": ANA, "instructor": "ana"}, {"user": ANA, "instructor": "ben"}]

    assert read({"hosts": hosts})[0].hosts == {ANA: "ana"}
