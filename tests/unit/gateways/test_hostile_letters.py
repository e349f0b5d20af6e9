from dataclasses import replace
from typing import Any

import pytest

from lib.actions.mail import Kind, Mail, Subject, Trouble
from lib.studio.catalog import Room, Text
from lib.studio.pricing import PriceLine
from tests.unit.gateways.golden import LETTERS
from tests.unit.gateways.seen_html import ATTRIBUTES, ELEMENTS, seen
from tests.unit.gateways.subjects import HAPPENED, WELCOME, a_catalog, a_person, a_subject, in_spanish, terms
from tests.unit.studio.builders import a_class, an_instructor

KINDS: tuple[Kind, ...] = ("confirmed", "moved", "canceled", "reminder", "notice")
# As it was written, and as it stands in a letter.
HOSTILE = {
    "header": ("Ann\r\nBcc: x@y", "Ann Bcc: x@y"),
    "separators": ("Ann\u2028Bcc:\u2029x\x85y\x0bz\x00", "Ann Bcc: x y z"),
    "script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "broken": ("</p></div><img src=x onerror=alert(1)>", "</p></div><img src=x onerror=alert(1)>"),
    "quotes": ("\"'><a href='https://evil.example'>", "\"'><a href='https://evil.example'>"),
    "entity": ("&lt;b&gt; &amp; &#60;", "&lt;b&gt; &amp; &#60;"),
    "jinja": ("{{7*7}}{% raw %}{# no #}", "{{7*7}}{% raw %}{# no #}"),
    "format": ("{name}{0}{phone.__class__}{}", "{name}{0}{phone.__class__}{}"),
    "shell": ("${x}$(x)`x`", "${x}$(x)`x`"),
    "percent": ("%s%n%(name)s%%", "%s%n%(name)s%%"),
    "encoded": ("=?utf-8?q?Bcc=3A?=", "=?utf-8?q?Bcc=3A?="),
    "emoji": ("💃" * 80, "💃" * 80),
    "joined": ("👩🏽‍🦱" * 20, "👩🏽‍🦱" * 20),
    "turned": ("\u202eelpoep\u202c \u2067שרה\u2069 ليلى", "elpoep שרה ليلى"),
    "long": ("W" * 80, "W" * 80),
    "dashes": ("-" * 80, "-" * 80),
    "short-dash": ("a-<b>", "a-<b>"),
}


def by_name(words: str) -> Any:
    return a_person(first_name=words, last_name=words, notes=words, phone=words)


def by_studio(words: str) -> dict[str, Any]:
    """A booking and a catalogue in which every text is this one."""
    both = Text(words, words)
    rooms = {"mirror": Room("mirror", both)}
    catalog = a_catalog(studio=words, address=words, phone=words, rooms=rooms, instructors=(an_instructor(name=words),))
    catalog = replace(catalog, class_types={"salsa": a_class(name=both)})
    return {"catalog": catalog, "terms": terms(price_lines=(PriceLine(both, 8225),))}


def words_of(mail: Mail) -> str:
    return " ".join(seen(mail.html).lines)


def assert_harmless(mail: Mail, usual: Mail) -> None:
    page = seen(mail.html)
    assert (page.elements <= ELEMENTS, page.attributes <= ATTRIBUTES, page.still_open) == (True, True, [])
    assert page.links == seen(usual.html).links
    assert len(mail.subject.splitlines()) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_name_stands_in_a_letter_as_the_text_it_is(name: str, kind: Kind) -> None:
    raw, shown = HOSTILE[name]
    subject = a_subject(kind, person=by_name(raw))

    mail = LETTERS.about(subject)

    assert_harmless(mail, LETTERS.about(a_subject(kind)))
    assert f"  {shown} {shown}\n" in mail.text
    assert f"{shown} {shown}" in words_of(mail)
    greeting = f"Hello {shown},\n" if kind != "notice" else "The customer made this booking.\n"
    assert mail.text.startswith(greeting)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_text_of_the_studio_stands_in_a_letter_as_the_text_it_is(name: str, kind: Kind) -> None:
    raw, shown = HOSTILE[name]

    mail = LETTERS.about(in_spanish(a_subject(kind, **by_studio(raw))))

    assert_harmless(mail, LETTERS.about(in_spanish(a_subject(kind))))
    # Class, instructor, room, studio and address.
    assert mail.text.split("\n").count(f"  {shown}") == 5
    assert words_of(mail).count(shown) >= 5


@pytest.mark.parametrize("kind", KINDS)
def test_text_letter_has_as_many_lines_whatever_a_customer_writes(kind: Kind) -> None:
    usual = LETTERS.about(a_subject(kind, person=by_name("Ann")))

    people = [replace(by_name(raw), notes="Ann") for raw, _ in HOSTILE.values()]
    counts = {len(LETTERS.about(a_subject(kind, person=person)).text.splitlines()) for person in people}

    assert counts == {len(usual.text.splitlines())}


def test_notes_keep_their_lines_and_stay_below_their_label() -> None:
    notes = "First\n\n\r\nTotal:\n  $0.00\u2028Who:\n\x00"

    mail = LETTERS.about(a_subject("notice", person=a_person(notes=notes)))

    assert "\nNotes:\n  First\n  Total:\n  $0.00\n  Who:\nClass:\n" in mail.text
    assert mail.text.splitlines().count("Total:") == 0


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_reason_of_a_provider_stands_in_an_alarm_as_the_text_it_is(name: str) -> None:
    raw, shown = HOSTILE[name]

    mail = LETTERS.alarm("a", HAPPENED, Trouble(1, 0, (raw, "")))

    assert_harmless(mail, LETTERS.alarm("a", HAPPENED, Trouble(1, 0)))
    assert f"\nWhat the mail providers say:\n  {shown}\n\n" in mail.text


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_name_of_an_instructor_stands_in_their_letter_as_the_text_it_is(name: str) -> None:
    raw, shown = HOSTILE[name]
    texts = by_studio(raw)["catalog"]

    mail = LETTERS.welcome(replace(WELCOME, name=raw, catalog=texts))

    assert_harmless(mail, LETTERS.welcome(WELCOME))
    assert mail.text.startswith(f"Hello {shown},\n")
    assert mail.subject == f"Your link to the desk - {shown}"


def test_link_with_every_sign_is_still_one_link() -> None:
    links = replace(a_subject().links, manage="https://flow.example/manage#a=1&b=\"'><script>")
    subject: Subject = replace(a_subject(), links=links)

    page = seen(LETTERS.about(subject).html)

    assert page.links[0] == links.manage
    assert page.elements <= ELEMENTS
