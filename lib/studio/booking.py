"""What a booking is once it was granted: who comes, to which places, for how much, in which state."""

from typing import Literal

from lib.studio.catalog import Language
from lib.studio.pricing import PriceLine
from lib.studio.values import dataclass

Status = Literal["confirmed", "canceled", "completed", "no_show"]
PaymentStatus = Literal["pending", "paid", "refunded", "waived"]
Source = Literal["widget", "fallback_form", "calendly", "desk"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who comes, as they wrote it."""

    first_name: str
    last_name: str
    email: str
    phone: str | None = None
    notes: str | None = None


# Whose data were erased.
NOBODY = Person("", "", "")


@dataclass(frozen=True, slots=True)
class BookedSlot:
    """One place that was taken. ``name`` is the slot id without its instructor; instants are epoch minutes."""

    name: str
    start: int
    end: int
    room: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed when the booking was made, and never changes: prices, language, where it came from.

    ``created`` is in epoch milliseconds. ``context`` is what the page measured: campaign, width, time taken.
    """

    class_type: str
    slot_prices: tuple[int, ...]
    total_minor: int
    currency: str
    price_lines: tuple[PriceLine, ...]
    source: Source
    language: Language
    created: int
    context: dict[str, object]


@dataclass(frozen=True, slots=True)
class Booking:
    """One to four places of one class type with one instructor, in the order of their starts."""

    id: str
    status: Status
    version: int
    token_version: int
    payment: PaymentStatus
    instructor: str
    slots: tuple[BookedSlot, ...]
    person: Person
    terms: Terms

    @property
    def confirmation_number(self) -> str:
        """A label for people; it opens nothing."""
        return self.id[-8:].upper()

    @property
    def slot_ids(self) -> tuple[str, ...]:
        return tuple(f"{self.instructor}_{slot.name}" for slot in self.slots)
