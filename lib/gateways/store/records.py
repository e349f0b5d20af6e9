"""How bookings and sessions are written in the store, both ways; nobody else knows these forms.

A member of a schedule: ``start:end:instructor:class:session:before:after:room:hold:booking`` (lua/parts/sessions.lua).
A place of a booking: ``<slot name> <member>``. Terms and person: JSON with short names.
"""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from lib.actions.answers import Plan, Snapshot
from lib.studio.booking import NOBODY, BookedSlot, Booking, PaymentStatus, Person, Status, Terms
from lib.studio.catalog import Text
from lib.studio.pricing import PriceLine
from lib.studio.slots import Block


def block(line: str) -> Block:
    """One session, as a line of parts/sessions.lua: as_lines."""
    start, end, instructor, class_type, session, before, after, room, taken = line.split(":")
    return Block(int(start), int(end), int(before), int(after), instructor, room, class_type, session, int(taken))


def blocks(lines: str) -> tuple[Block, ...]:
    return tuple(map(block, lines.splitlines()))


def person_text(person: Person) -> str:
    words = (person.first_name, person.last_name, person.email, person.phone, person.notes)
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def person(text: str) -> Person:
    """Nobody where the line is empty: in answers that are kept, and where somebody's data were erased."""
    return Person(*json.loads(text)) if text else NOBODY


def terms_text(terms: Terms) -> str:
    """Terms never change, so this is written once; a later schema only ever adds names."""
    return json.dumps(
        {
            "class": terms.class_type,
            "prices": terms.slot_prices,
            "total": terms.total_minor,
            "currency": terms.currency,
            "lines": [(line.label.en, line.label.es, line.amount_minor) for line in terms.price_lines],
            "source": terms.source,
            "language": terms.language,
            "created": terms.created,
            "context": terms.context,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def terms(text: str) -> Terms:
    facts = json.loads(text)
    return Terms(
        class_type=facts["class"],
        slot_prices=tuple(facts["prices"]),
        total_minor=facts["total"],
        currency=facts["currency"],
        price_lines=tuple(PriceLine(Text(en, es), amount) for en, es, amount in facts["lines"]),
        source=facts["source"],
        language=facts["language"],
        created=facts["created"],
        context=facts["context"],
    )


def places(lines: str, instructor: str = "") -> tuple[BookedSlot, ...]:
    """Those with one instructor, if one is named: a meeting on Calendly may have several hosts."""
    return tuple(slot for line in lines.splitlines() if (slot := _place(line, instructor)))


def _place(line: str, instructor: str) -> BookedSlot | None:
    name, member = line.split(" ")
    start, end, teacher, _class, _session, _before, _after, room, _rest = member.split(":", 8)
    return BookedSlot(name, int(start), int(end), room) if instructor in {"", teacher} else None


def snapshot(text: str) -> Snapshot:
    """A booking as a script tells it (parts/bookings.lua): nine lines, then one for each place."""
    booking_id, instructor, event, status, version, token, payment, agreed, who, lines = text.split("\n", 9)
    told = Booking(
        id=booking_id,
        status=cast("Status", status),
        version=int(version),
        token_version=int(token),
        payment=cast("PaymentStatus", payment),
        instructor=instructor,
        slots=places(lines, instructor),
        person=person(who),
        terms=terms(agreed),
    )
    return Snapshot(told, event)


def fields_of(words: Sequence[str]) -> dict[str, str]:
    """Names and values in turn, as read_bookings tells them; Lua cannot tell an empty list from an empty object."""
    return dict(zip(words[::2], words[1::2], strict=True)) if words else {}


def booking(booking_id: str, fields: Mapping[str, str]) -> Booking:
    """A booking by the fields of its hash. Raises ValueError, KeyError or TypeError for what is none."""
    return Booking(
        id=booking_id,
        status=cast("Status", fields["status"]),
        version=int(fields["version"]),
        token_version=int(fields["token"]),
        payment=cast("PaymentStatus", fields["payment"]),
        instructor=fields["instructor"],
        slots=places(fields["places"], fields["instructor"]),
        person=person(fields["person"]),
        terms=terms(fields["terms"]),
    )


def claimed(plan: Plan, instructor: str, event_id: str, place_lines: str) -> Snapshot:
    """The same for the caller whose plan it was: only what the script chose has to be read."""
    made = Booking(
        id=plan.id,
        status="confirmed",
        version=1,
        token_version=1,
        payment="pending",
        instructor=instructor,
        slots=places(place_lines),
        person=plan.person,
        terms=plan.terms,
    )
    return Snapshot(made, event_id)
