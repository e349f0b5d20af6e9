"""The letters to a booking's customer: granted, put elsewhere, given back, about to begin."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urljoin

from lib.actions.mail import Kind, Subject
from lib.gateways.mail.booked import Booked
from lib.gateways.mail.pages import Fact, Link, Page, one_line


def page_for_customer(subject: Subject) -> Page:
    """In the language of the booking. Raises KeyError for a kind that no customer gets."""
    booked = Booked(subject.booking, subject.catalog, subject.booking.terms.language)
    return _PAGES[subject.occasion.kind](subject, booked)


def event_note(subject: Subject) -> str:
    """What the event says in the customer's calendar; one that is taken out of it has nothing left to change."""
    booked = Booked(subject.booking, subject.catalog, subject.booking.terms.language)
    number = f"{booked.words.number}: {subject.booking.confirmation_number}"
    if subject.booking.status == "canceled":
        return number
    return f"{number}\n{booked.words.manage}: {subject.links.manage}"


def _confirmed(subject: Subject, booked: Booked) -> Page:
    words = booked.words
    return replace(
        _standing(subject, booked),
        subject=words.confirmed_subject.format(studio=booked.studio),
        title=words.confirmed_title,
        lead=(words.confirmed_lead,),
    )


def _moved(subject: Subject, booked: Booked) -> Page:
    words, before = booked.words, subject.occasion.before
    page = _standing(subject, booked)
    former = (booked.formerly(words.before, before),) if before else ()
    times = (*former, booked.when(words.now, subject.booking.slots))
    at = [fact.label for fact in page.facts].index(words.when)
    return replace(
        page,
        subject=words.moved_subject.format(studio=booked.studio),
        title=words.moved_title,
        lead=(words.moved_by_customer if subject.occasion.by == "customer" else words.moved_by_studio,),
        facts=(*page.facts[:at], *times, *page.facts[at + 1 :]),
    )


def _reminder(subject: Subject, booked: Booked) -> Page:
    """Names the day and never says tomorrow: it may be read, or even sent, earlier or later than that."""
    words, now = booked.words, subject.occasion.at // 60_000
    coming = [slot.start for slot in subject.booking.slots if slot.start > now]
    day = booked.dates.day(coming[0] if coming else subject.booking.slots[0].start)
    return replace(
        _standing(subject, booked),
        subject=words.reminder_subject.format(day=day, studio=booked.studio),
        title=words.reminder_title,
        lead=(words.reminder_lead.format(day=day),),
    )


def _canceled(subject: Subject, booked: Booked) -> Page:
    words, by_customer = booked.words, subject.occasion.by == "customer"
    sentence = words.canceled_subject if by_customer else words.canceled_by_studio_subject
    lead = (words.canceled_by_customer, words.until_another_time) if by_customer else (words.canceled_by_studio,)
    questions = words.questions_by_phone if booked.phone else words.questions_by_reply
    # The booking's own page and the site's first one stand side by side, wherever the site is.
    again = f"{urljoin(subject.links.manage, '.')}?lang={booked.language}"
    return replace(
        _blank(subject, booked),
        subject=sentence.format(studio=booked.studio),
        title=words.canceled_title,
        lead=lead,
        button=Link(words.book_again, again),
        advice=(questions.format(phone=booked.phone),),
        closing=words.regards,
    )


def _standing(subject: Subject, booked: Booked) -> Page:
    """What every letter says about a booking that stands."""
    words = booked.words
    return replace(
        _blank(subject, booked),
        bill=booked.bill,
        button=Link(words.manage, subject.links.manage),
        link=Link(words.calendar, subject.links.calendar),
        advice=(_how_to_change(booked), words.yours_alone),
        closing=words.see_you_soon,
    )


def _blank(subject: Subject, booked: Booked) -> Page:
    words, booking = booked.words, subject.booking
    when = booked.when(words.when, booking.slots)
    return Page(
        language=booked.language,
        subject="",
        preview=when.lines[0],
        title="",
        greeting=words.greeting.format(name=one_line(booking.person.first_name)),
        lead=(),
        facts=(
            booked.class_type,
            booked.instructor,
            when,
            booked.where,
            Fact(words.name, (booked.customer,)),
            booked.number,
        ),
        studio=booked.studio,
        contact=booked.contact,
    )


def _how_to_change(booked: Booked) -> str:
    words, minutes = booked.words, booked.catalog.rules.change_notice_minutes
    until = words.before_it_begins.format(notice=_length(booked, minutes)) if minutes else words.until_it_begins
    afterwards = words.change_by_phone.format(phone=booked.phone) if booked.phone else words.change_by_reply
    return f"{words.change_until.format(until=until)} {afterwards}"


def _length(booked: Booked, minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return booked.words.minutes.format(count=minutes)
    return booked.words.hour if hours == 1 else booked.words.hours.format(count=hours)


_PAGES: Mapping[Kind, Callable[[Subject, Booked], Page]] = {
    "confirmed": _confirmed,
    "moved": _moved,
    "canceled": _canceled,
    "reminder": _reminder,
}
