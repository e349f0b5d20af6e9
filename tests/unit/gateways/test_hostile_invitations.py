from dataclasses import replace

import pytest

from lib.studio.catalog import Room, Text
from tests.unit.gateways.read_events import event_of, only, read_elsewhere
from tests.unit.gateways.subjects import a_catalog, a_person, a_subject
from tests.unit.gateways.test_hostile_letters import HOSTILE
from tests.unit.studio.builders import a_class, an_instructor


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_text_of_the_studio_stays_in_its_own_property(name: str) -> None:
    raw, _ = HOSTILE[name]
    both = Text(raw, raw)
    catalog = a_catalog(studio=raw, address=raw, rooms={"mirror": Room("mirror", both)})
    catalog = replace(catalog, class_types={"salsa": a_class(name=both)}, instructors={"ana": an_instructor(name=raw)})
    file = only(a_subject(catalog=catalog, person=a_person(first_name=raw, last_name=raw, notes=raw)))

    event, elsewhere, usual = event_of(file), read_elsewhere(file), read_elsewhere(only(a_subject()))

    assert set(event) == set(event_of(only(a_subject())))
    # The RFC has one way to write a line break.
    assert str(event["SUMMARY"]) == f"{raw} · {raw}".replace("\r\n", "\n")
    assert list(elsewhere.contents) == list(usual.contents)
    assert len(elsewhere.attendee_list) == 1
    assert all(len(line) <= 75 for line in file.content.split(b"\r\n"))
    assert (b"\n" in file.content.replace(b"\r\n", b""), b"\r" in file.content.replace(b"\r\n", b"")) == (False, False)


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("o'brien+salsa@example.com", "mailto:o'brien+salsa@example.com"),
        ("a?cc=b&c%d@example.com", "mailto:a%3Fcc%3Db%26c%25d@example.com"),
        ("a;b,c@example.com", "mailto:a%3Bb%2Cc@example.com"),
        (
            "a@example.com\r\nATTENDEE:mailto:b@example.com",
            "mailto:a@example.com%0D%0AATTENDEE%3Amailto%3Ab@example.com",
        ),
    ],
)
def test_address_of_the_customer_is_one_attendee(address: str, uri: str) -> None:
    file = only(a_subject(person=a_person(email=address)))

    elsewhere = read_elsewhere(file)

    assert [each.value for each in elsewhere.attendee_list] == [uri]
    assert event_of(file)["ATTENDEE"] == uri
