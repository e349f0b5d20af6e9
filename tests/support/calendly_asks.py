"""What tests ask of a Calendly on this machine, and somebody who books there."""

from dataclasses import replace
from typing import Any

from lib.actions.calendly import Invitation
from lib.studio.booking import Person
from tests.support.calendly_bodies import Invitee
from tests.support.calendly_state import FakeCalendly, Guest

START = 31_800_000
BOOKING = "booking_1764000000000_abcdefghijklm"
ROSA = Person("Rosa", "Diaz", "rosa@example.com")


def invitation(calendly: FakeCalendly, **more: Any) -> Invitation:
    """To the first event type there is."""
    kind = next(iter(calendly.event_types.values()), None) or calendly.add_event_type("Salsa")
    return replace(Invitation(kind.uri, START, ROSA, "America/New_York", BOOKING), **more)


def a_visitor(calendly: FakeCalendly, guest: Guest | None = None) -> Invitee:
    """Somebody who books an hour at START on Calendly's own page."""
    return calendly.book(calendly.add_event_type("Salsa"), START, guest)
