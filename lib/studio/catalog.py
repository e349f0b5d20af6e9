"""What the studio offers: class types, people, rooms, hours, prices and rules, as one versioned value."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from lib.studio.values import dataclass

ANYONE = "any"
Language = Literal["en", "es"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages of the studio."""

    en: str
    es: str

    def in_language(self, language: Language) -> str:
        return self.es if language == "es" else self.en


class Window(NamedTuple):
    """Wall-clock minutes since midnight, half open; 0 <= opens < closes <= 1440.

    A tuple by nature, because windows are the keys under which a day's starts are remembered.
    """

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class ClassType:
    """What can be booked. Lengths are minutes, the price is in minor units of the studio's currency."""

    id: str
    name: Text
    description: Text
    icon: str
    duration: int
    price_minor: int
    capacity: int
    before: int
    after: int
    step: int
    instructors: tuple[str, ...]
    rooms: tuple[str, ...]
    active: bool = True


@dataclass(frozen=True, slots=True)
class Instructor:
    """Who teaches. ``week`` and ``breaks`` have seven entries, Monday first.

    ``exceptions`` replace the weekly windows of a date (no windows: a day off); breaks still apply. ``email`` is where
    the link goes by which they come in; it is nobody else's business.
    """

    id: str
    name: str
    photo: str
    specialties: tuple[Text, ...]
    rating: float | None
    review_count: int
    week: tuple[tuple[Window, ...], ...]
    breaks: tuple[tuple[Window, ...], ...]
    exceptions: Mapping[date, tuple[Window, ...]]
    active: bool = True
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Changes a price when all of its conditions hold; a condition that is absent always holds.

    ``percent`` or ``amount_minor`` says by how much, negative for a discount; exactly one is set.
    A rule with ``slots_at_least`` applies to a booking's sum, any other to each slot.
    """

    label: Text
    percent: int | None = None
    amount_minor: int | None = None
    class_types: tuple[str, ...] = ()
    instructor: str | None = None
    weekdays: tuple[int, ...] = ()
    hours: Window | None = None
    slots_at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the studio asks of bookings; units are in the names."""

    notice_minutes: int
    change_notice_minutes: int
    horizon_days: int
    active_bookings: int


@dataclass(frozen=True, slots=True)
class EventType:
    """What a kind of meeting on Calendly is here; ``instructor`` is who holds it alone, if it is always the same."""

    class_type: str
    instructor: str | None = None


@dataclass(frozen=True, slots=True)
class Calendly:
    """How the page uses Calendly, and where it is; who its users and its kinds of meetings are here, by their URIs."""

    mode: Literal["off", "fallback", "first"] = "off"
    url: str | None = None
    hosts: Mapping[str, str] = field(default_factory=dict)
    event_types: Mapping[str, EventType] = field(default_factory=dict)

    def event_type_for(self, class_type: str, instructor: str) -> str | None:
        """The URI under which a lesson of ours can be asked for there."""
        wanted = EventType(class_type, instructor)
        return next((uri for uri, known in self.event_types.items() if known == wanted), None)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The whole document; the version changes with every edit and travels with every claim."""

    version: str
    studio: str
    zone: ZoneInfo
    currency: str
    class_types: Mapping[str, ClassType]
    instructors: Mapping[str, Instructor]
    rooms: Mapping[str, Room]
    closed_days: frozenset[date]
    price_rules: tuple[PriceRule, ...]
    rules: Rules
    calendly: Calendly = Calendly()
    address: str = ""
    phone: str = ""

    def class_name(self, class_type: str, language: Language) -> str:
        """The id stands in for what has left the catalogue since."""
        known = self.class_types.get(class_type)
        return known.name.in_language(language) if known else class_type

    def instructor_name(self, instructor: str) -> str:
        """The id stands in for who has left."""
        known = self.instructors.get(instructor)
        return known.name if known else instructor

    def teachers(self, class_type: ClassType) -> tuple[str, ...]:
        """Active instructors of a class type, by id: the order in which ties are broken."""
        return tuple(sorted(i for i in class_type.instructors if i in self.instructors and self.instructors[i].active))
