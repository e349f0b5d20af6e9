from dataclasses import fields, replace
from string import Formatter
from typing import Any

import pytest

from lib.actions.mail import Kind, Mail, Occasion, Trouble
from lib.gateways.mail import booked
from lib.gateways.mail.letters import StudioLetters
from lib.gateways.mail.sentences import ENGLISH, SPANISH, Sentences
from lib.studio.catalog import Language, Rules
from tests.unit.gateways.golden import FOLDER, LETTERS, mails, written
from tests.unit.gateways.seen_html import ATTRIBUTES, ELEMENTS, seen
from tests.unit.gateways.subjects import (
    EARLIER,
    HAPPENED,
    LINKS,
    SENDER,
    SUBJECTS,
    TROUBLE,
    a_catalog,
    a_catalog_in,
    a_slot,
    a_subject,
    in_spanish,
    terms,
)

ALL = dict(mails())
# The same in every language.
COMMON = {"total"}
MANAGE = LINKS.manage


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def marked(name: str, sentence: str) -> str:
    """The sentence as its name in brackets, with the same places to fill in."""
    return f"[{name}]" + "".join(f"{{{place}}}" for place in sorted(places(sentence)))


@pytest.mark.parametrize("name", sorted(ALL))
def test_letter_is_word_for_word_the_one_that_was_read_through(name: str) -> None:
    assert written(ALL[name]) == (FOLDER / name).read_text(encoding="utf-8")


def test_letters_on_file_are_all_written_by_somebody() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_letter_says_as_html_what_it_says_as_text(name: str) -> None:
    mail = ALL[name]

    page = seen(mail.html)

    words = " ".join(page.lines)
    lines = [line.strip().rstrip(":") for line in mail.text.splitlines() if not line.startswith("https://")]
    labels_and_amounts = [part for line in lines for part in line.split(": ")]
    assert [part for part in labels_and_amounts if " ".join(part.split()) not in words] == []
    assert set(page.links) == {line for line in mail.text.splitlines() if line.startswith("https://")}
    assert (page.elements, page.still_open) == (page.elements & ELEMENTS, [])
    assert (page.attributes <= ATTRIBUTES, page.languages) == (True, [mail.language])


@pytest.mark.parametrize("name", sorted(ALL))
def test_letter_names_the_zone_of_its_times(name: str) -> None:
    mail, zone = ALL[name], "UTC" if name.startswith("alarm") else "America/New_York"

    assert all(zone in words for words in (mail.text, " ".join(seen(mail.html).lines)))


@pytest.mark.parametrize("name", sorted(SUBJECTS))
def test_letter_about_a_booking_has_its_confirmation_number(name: str) -> None:
    mail = ALL[f"{name}.en.txt"]

    assert ("\n  2M7VHW4T\n" in mail.text, "2M7VHW4T" in seen(mail.html).lines) == (True, True)


@pytest.mark.parametrize("subject", [*SUBJECTS.values(), *map(in_spanish, SUBJECTS.values())])
def test_letter_about_the_same_is_the_same_to_the_last_byte(subject: Any) -> None:
    again = replace(subject, booking=replace(subject.booking))

    assert LETTERS.about(subject) == LETTERS.about(again)


def test_alarm_about_the_same_is_the_same_to_the_last_byte() -> None:
    assert LETTERS.alarm("a", HAPPENED, TROUBLE) == LETTERS.alarm("a", HAPPENED, replace(TROUBLE))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_sentence_is_said_in_some_letter(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"en": ENGLISH, "es": SPANISH}[language]
    marks = Sentences(**{each.name: marked(each.name, getattr(known, each.name)) for each in fields(Sentences)})
    monkeypatch.setattr(booked, "SENTENCES", {"en": marks, "es": marks})
    rules = [Rules(120, minutes, 60, 8) for minutes in (0, 60, 90, 720)]
    subjects = [
        *SUBJECTS.values(),
        *(a_subject(catalog=a_catalog(rules=each)) for each in rules),
        a_subject("canceled", catalog=a_catalog(phone="")),
    ]

    said = "\n".join(f"{mail.subject}\n{mail.text}\n{mail.html}" for mail in map(LETTERS.about, subjects))

    assert [each.name for each in fields(Sentences) if f"[{each.name}]" not in said] == []


@pytest.mark.parametrize("name", [each.name for each in fields(Sentences)])
def test_sentence_is_there_in_both_languages_with_the_same_places(name: str) -> None:
    english, spanish = getattr(ENGLISH, name), getattr(SPANISH, name)

    assert places(english) == places(spanish)
    assert english.strip()
    assert (english == spanish) == (name in COMMON)


@pytest.mark.parametrize(
    ("minutes", "english", "spanish"),
    [
        (0, "above until it begins.", "de arriba hasta la hora reservada."),
        (60, "above until 1 hour before it begins.", "de arriba hasta 1 hora antes de la hora reservada."),
        (90, "above until 90 minutes before it begins.", "de arriba hasta 90 minutos antes de la hora reservada."),
        (720, "above until 12 hours before it begins.", "de arriba hasta 12 horas antes de la hora reservada."),
    ],
)
def test_letter_says_until_when_a_booking_can_be_changed(minutes: int, english: str, spanish: str) -> None:
    subject = a_subject(catalog=a_catalog(rules=Rules(120, minutes, 60, 8)))

    assert english in LETTERS.about(subject).text
    assert spanish in LETTERS.about(in_spanish(subject)).text


@pytest.mark.parametrize("hours", [1, 30, 47])
def test_reminder_says_the_day_of_the_next_lesson_and_never_tomorrow(hours: int) -> None:
    slots = (a_slot("2026-11-20 23:00"), a_slot("2026-11-24 23:00"))
    subject = a_subject("reminder", slots=slots, at=slots[1].start * 60_000 - hours * 3_600_000)

    english, spanish = LETTERS.about(subject), LETTERS.about(in_spanish(subject))

    assert english.subject == "Your dance lesson on Tuesday 24 November 2026 - Sabor con Flow"
    assert spanish.subject == "Tu clase de baile del martes 24 de noviembre de 2026 - Sabor con Flow"
    assert "tomorrow" not in (english.subject + english.text + english.html).lower()
    assert "mañana" not in (spanish.subject + spanish.text + spanish.html).lower()


def test_reminder_that_is_written_late_says_the_day_it_was_meant_for() -> None:
    late = a_subject("reminder", at=a_slot().end * 60_000)

    assert LETTERS.about(late).subject == "Your dance lesson on Tuesday 24 November 2026 - Sabor con Flow"


@pytest.mark.parametrize("mail", [mail for name, mail in ALL.items() if name.startswith(("notice", "alarm"))])
def test_letter_to_the_studio_has_no_key_to_a_booking(mail: Mail) -> None:
    everything = mail.subject + mail.text + mail.html

    assert (mail.to, mail.calendars, seen(mail.html).links) == ("desk@flow.example", (), [])
    assert [secret for secret in ("token=", "key=", "aBc-_123", "kEy-_456") if secret in everything] == []


@pytest.mark.parametrize("kind", ["confirmed", "moved", "reminder"])
def test_letter_about_a_booking_that_stands_has_both_its_links(kind: Kind) -> None:
    assert seen(LETTERS.about(a_subject(kind)).html).links == [LINKS.manage, LINKS.calendar]


@pytest.mark.parametrize("by", ["customer", "instructor", "owner"])
def test_letter_about_a_canceled_booking_leads_to_the_first_page(by: str) -> None:
    mail = LETTERS.about(in_spanish(a_subject("canceled", by=by)))

    assert seen(mail.html).links == ["https://flow.example/?lang=es"]
    assert ("Lo sentimos mucho" in mail.text) == (by != "customer")


def test_moved_without_a_known_place_before_tells_only_the_new_one() -> None:
    text = LETTERS.about(a_subject("moved")).text

    assert ("Before:" in text, "Now:" in text) == (False, True)


@pytest.mark.parametrize("subject", [SUBJECTS["moved"], SUBJECTS["notice-moved"]])
def test_moved_has_only_the_new_time_in_bold(subject: Any) -> None:
    bold = [line for line in LETTERS.about(subject).html.splitlines() if "font-weight: bold" in line]

    assert [line for line in bold if "23 November" in line] == []
    assert len([line for line in bold if "24 November" in line]) == 1


def test_moved_names_the_rooms_where_they_differ() -> None:
    mail = LETTERS.about(a_subject("moved", before=(*EARLIER, a_slot("2026-11-23 17:00"))))

    assert "  Monday 23 November 2026, 10:00-11:00, Main hall\n" in mail.text
    assert "  Monday 23 November 2026, 12:00-13:00, Mirror room\n" in mail.text
    assert "  Tuesday 24 November 2026, 18:00-19:00\n" in mail.text


@pytest.mark.parametrize(
    ("sender", "studio", "to", "reply_to"),
    [
        (SENDER, "desk@flow.example", "desk@flow.example", "desk@flow.example"),
        (SENDER, "The desk <desk@flow.example>", "desk@flow.example", "desk@flow.example"),
        (SENDER, "", "bookings@flow.example", "bookings@flow.example"),
        ("bookings@flow.example", "", "bookings@flow.example", "bookings@flow.example"),
    ],
)
def test_letter_is_addressed_by_bare_addresses(sender: str, studio: str, to: str, reply_to: str) -> None:
    letters = StudioLetters(sender, studio)

    mail, notice = letters.about(a_subject()), letters.about(a_subject("notice"))

    assert (mail.to, mail.reply_to, mail.sender) == ("rosa@example.com", reply_to, sender)
    assert (notice.to, notice.reply_to, notice.sender) == (to, reply_to, sender)
    assert letters.alarm("studio:20261120:alarm", HAPPENED, TROUBLE).to == to


def test_letter_carries_what_the_outbox_knows_it_by() -> None:
    mail = LETTERS.about(in_spanish(a_subject("moved")))
    alarm = LETTERS.alarm("studio:20261120:alarm", HAPPENED, TROUBLE)

    assert (mail.letter, mail.kind, mail.at, mail.language) == ("letter-1", "moved", HAPPENED, "es")
    assert (alarm.letter, alarm.kind, alarm.at, alarm.language) == ("studio:20261120:alarm", "alarm", HAPPENED, "en")


def test_notice_of_a_spanish_booking_is_in_english() -> None:
    assert LETTERS.about(in_spanish(a_subject("notice"))) == LETTERS.about(a_subject("notice"))


@pytest.mark.parametrize("kind", ["copy", "alarm"])
def test_letter_of_a_kind_that_nobody_gets_is_a_bug(kind: Kind) -> None:
    with pytest.raises(KeyError):
        LETTERS.about(replace(a_subject(), occasion=Occasion(kind, HAPPENED)))


def test_alarm_counts_one_as_one_and_needs_no_name() -> None:
    mail = StudioLetters("bookings@flow.example", "").alarm("a", HAPPENED, Trouble(1, 1))

    assert "\n  1 letter given up, 1 letter late\n" in mail.text
    assert mail.text.endswith("\nBooking system\n")


def test_letter_in_another_currency_and_zone() -> None:
    catalog = a_catalog_in("Europe/Madrid", currency="EUR")
    subject = in_spanish(a_subject(catalog=catalog, terms=terms(currency="EUR")))

    text = LETTERS.about(subject).text

    assert "  miércoles 25 de noviembre de 2026, 00:00-01:00\n  hora de Madrid (Europe/Madrid, CET)\n" in text
    assert "  Con María: 10,00\u00a0€\n" in text
    assert "  Tarde entre semana: -12,75\u00a0€\n" in text
    assert "  Total: 82,25\u00a0€\n" in text
