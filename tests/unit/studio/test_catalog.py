"""What the catalogue says of what it has, and of what has left it."""

from lib.studio.catalog import Calendly, EventType, Text
from tests.unit.studio.builders import a_catalog, a_class, an_instructor

CATALOG = a_catalog(
    a_class(name=Text("Salsa for two", "Salsa en pareja"), instructors=("zoe", "ben", "ana", "gone", "nobody")),
    instructors=(an_instructor("zoe"), an_instructor("ana"), an_instructor("ben"), an_instructor("gone", active=False)),
)


def test_names_are_those_of_the_language_and_ids_stand_in_for_what_has_left() -> None:
    names = [CATALOG.class_name(kind, language) for kind in ("salsa", "left") for language in ("en", "es")]

    assert names == ["Salsa for two", "Salsa en pareja", "left", "left"]
    assert (CATALOG.instructor_name("ana"), CATALOG.instructor_name("left")) == ("Ana", "left")


def test_teachers_are_who_is_there_and_active_by_id() -> None:
    assert CATALOG.teachers(CATALOG.class_types["salsa"]) == ("ana", "ben", "zoe")


def test_event_type_is_the_one_of_this_class_with_this_instructor() -> None:
    kinds = {"uri-1": EventType("salsa"), "uri-2": EventType("salsa", "ben"), "uri-3": EventType("salsa", "ana")}
    found = Calendly(event_types=kinds)

    assert found.event_type_for("salsa", "ana") == "uri-3"
    assert found.event_type_for("tango", "ana") is None
    assert Calendly().event_type_for("salsa", "ana") is None
