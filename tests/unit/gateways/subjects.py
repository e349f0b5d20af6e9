"""What letters are written about: a studio with every kind of text, a booking of it, and an occasion."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from lib.actions.mail import Kind, Links, Occasion, Subject, Trouble
from lib.actions.sign_in_ports import Welcome
from lib.studio.booking import BookedSlot, Booking, Person, Terms
from lib.studio.catalog import Catalog, Language, Room, Text
from lib.studio.pricing import PriceLine
from tests.unit.studio.builders import a_catalog as a_studio
from tests.unit.studio.builders import a_class, an_instructor, at

SENDER, STUDIO_EMAIL = "Sabor con Flow <bookings@flow.example>", "desk@flow.example"
ADDRESS, PHONE = "815 West 26th Street, 2nd floor, New York, NY 10001", "+1 212 555 0134"
# 2026-11-20 15:04:05.678 UTC.
HAPPENED = 1_795_187_045_678
LINKS = Links(
    manage="https://flow.example/manage#id=booking_1795187045678_k3x9q2m7vhw4t&token=aBc-_123&lang=en",
    calendar="https://flow.example/api/bookings?id=booking_1795187045678_k3x9q2m7vhw4t&format=ics&key=kEy-_456",
)


def a_slot(start: str = "2026-11-24 23:00", minutes: int = 60, room: str = "mirror") -> BookedSlot:
    """``start`` is in UTC; the usual one is six in the evening in New York."""
    return BookedSlot(start.replace(" ", "_"), at(start), at(start) + minutes, room)


def a_catalog(**changes: Any) -> Catalog:
    salsa = a_class(name=Text("Private salsa lesson", "Clase particular de salsa"), rooms=("main", "mirror"))
    rooms = {
        "main": Room("main", Text("Main hall", "Salón principal")),
        "mirror": Room("mirror", Text("Mirror room", "Sala de espejos")),
    }
    usual: dict[str, Any] = {"studio": "Sabor con Flow", "address": ADDRESS, "phone": PHONE, "rooms": rooms}
    usual |= {"instructors": (an_instructor("ana", name="María Delgado"),)}
    return a_studio(salsa, **(usual | changes))


def a_person(**changes: Any) -> Person:
    usual: dict[str, Any] = {"first_name": "Rosa", "last_name": "Vega", "email": "rosa@example.com"}
    usual |= {"phone": "+1 555 0100", "notes": "It is our first lesson.\nWe would like to learn the basics."}
    return Person(**(usual | changes))


def terms(language: Language = "en", **changes: Any) -> Terms:
    lines = (
        PriceLine(Text("Private salsa lesson", "Clase particular de salsa"), 8500),
        PriceLine(Text("With María", "Con María"), 1000),
        PriceLine(Text("Weekday afternoon", "Tarde entre semana"), -1275),
    )
    usual: dict[str, Any] = {"class_type": "salsa", "slot_prices": (8225,), "total_minor": 8225, "currency": "USD"}
    usual |= {"price_lines": lines, "source": "widget", "language": language, "created": HAPPENED, "context": {}}
    return Terms(**(usual | changes))


def a_booking(**changes: Any) -> Booking:
    usual: dict[str, Any] = {"id": "booking_1795187045678_k3x9q2m7vhw4t", "status": "confirmed", "version": 1}
    usual |= {"token_version": 1, "payment": "pending", "instructor": "ana", "slots": (a_slot(),)}
    return Booking(**(usual | {"person": a_person(), "terms": terms()} | changes))


def a_subject(kind: Kind = "confirmed", **changes: Any) -> Subject:
    """Takes what an occasion, a booking or a subject has; a canceled occasion has a canceled booking."""
    told: dict[str, Any] = {name: changes.pop(name) for name in ("by", "event", "before", "at") if name in changes}
    if "canceled" in {kind, told.get("event")}:
        changes = {"status": "canceled", "version": 2} | changes
    catalog = changes.pop("catalog", None) or a_catalog()
    occasion = Occasion(**({"kind": kind, "at": HAPPENED} | told))
    return Subject("letter-1", occasion, a_booking(**changes), catalog, LINKS)


def in_spanish(subject: Subject) -> Subject:
    booking = subject.booking
    return replace(subject, booking=replace(booking, terms=replace(booking.terms, language="es")))


def a_catalog_in(zone: str, **changes: Any) -> Catalog:
    return a_catalog(zone=ZoneInfo(zone), **changes)


EARLIER = (a_slot("2026-11-23 15:00", room="main"),)
TROUBLE = Trouble(dead=3, late=1, reasons=("SendGrid 401: The provided authorization grant is invalid", "SES: paused"))
LOSSES = Trouble(dead=1, late=0, losses=2)
UNKEPT = Trouble(dead=0, late=0, unkept="fewer_bookings")
WELCOME = Welcome(
    "staff:1795187045678:welcome-k3x9q2m7vhw4tk3x9q2m7vhw4t",
    HAPPENED + 600_000,
    "ana",
    "María Delgado",
    to="maria@flow.example",
    link="https://flow.example/admin/#magic=k3x9q2m7vhw4tk3x9q2m7vhw4taBc-_123",
    catalog=a_catalog(),
)
# Every letter there is, by the name of its picture and of its golden file.
SUBJECTS = {
    "confirmed": a_subject(),
    "confirmed-four": a_subject(
        slots=(
            a_slot("2026-11-23 23:00"),
            a_slot("2026-11-24 23:00"),
            a_slot("2026-11-25 23:00", room="main"),
            a_slot("2026-11-28 04:30", minutes=90),
        ),
        terms=terms(
            price_lines=(PriceLine(Text("Private salsa lesson", "Clase particular de salsa"), 34000),),
            total_minor=34000,
        ),
    ),
    "confirmed-autumn": a_subject(slots=(a_slot("2026-11-01 05:30"), a_slot("2026-11-01 06:30"))),
    "confirmed-left": a_subject(
        catalog=a_catalog(class_types={}, instructors=(), rooms={}, address="", phone=""),
        person=a_person(phone=None, notes=None),
    ),
    "moved": a_subject("moved", version=2, before=EARLIER),
    "moved-by-studio": a_subject("moved", version=2, before=EARLIER, by="owner"),
    "canceled": a_subject("canceled"),
    "canceled-by-studio": a_subject("canceled", by="instructor"),
    "reminder": a_subject("reminder", at=HAPPENED + 3 * 86_400_000),
    "notice": a_subject("notice"),
    "notice-moved": a_subject("notice", version=2, event="moved", before=EARLIER),
    "notice-canceled": a_subject("notice", event="canceled", by="owner", person=a_person(phone=None, notes=None)),
}
