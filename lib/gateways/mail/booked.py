"""What letters say of one booking in one language: what, with whom, when, where and for how much."""

from lib.gateways.mail.dates import Dates
from lib.gateways.mail.pages import Amount, Bill, Fact, one_line
from lib.gateways.mail.prices import price
from lib.gateways.mail.sentences import SENTENCES, Sentences
from lib.studio.booking import BookedSlot, Booking
from lib.studio.catalog import Catalog, Language
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Booked:
    """Ids stand in for what has left the catalogue since."""

    booking: Booking
    catalog: Catalog
    language: Language

    @property
    def words(self) -> Sentences:
        return SENTENCES[self.language]

    @property
    def dates(self) -> Dates:
        return Dates(self.catalog.zone, self.language)

    @property
    def studio(self) -> str:
        return one_line(self.catalog.studio)

    @property
    def phone(self) -> str:
        return one_line(self.catalog.phone)

    @property
    def contact(self) -> tuple[str, ...]:
        return _without_gaps(one_line(self.catalog.address), self.phone)

    @property
    def customer(self) -> str:
        return one_line(f"{self.booking.person.first_name} {self.booking.person.last_name}")

    @property
    def class_type(self) -> Fact:
        name = self.catalog.class_name(self.booking.terms.class_type, self.language)
        return Fact(self.words.class_type, (one_line(name),))

    @property
    def instructor(self) -> Fact:
        return Fact(self.words.instructor, (one_line(self.catalog.instructor_name(self.booking.instructor)),))

    @property
    def where(self) -> Fact:
        """The room stands with each slot instead where they have different ones."""
        rooms = {self._room(slot) for slot in self.booking.slots}
        room = rooms.pop() if len(rooms) == 1 else ""
        house = _without_gaps(self.studio, one_line(self.catalog.address))
        return Fact(self.words.where, (room,), house) if room else Fact(self.words.where, house[:1], house[1:])

    @property
    def number(self) -> Fact:
        return Fact(self.words.number, (self.booking.confirmation_number,))

    @property
    def bill(self) -> Bill:
        terms = self.booking.terms
        return Bill(
            self.words.price,
            tuple(self._amount(line.label.in_language(self.language), line.amount_minor) for line in terms.price_lines),
            self._amount(self.words.total, terms.total_minor),
        )

    def when(self, label: str, slots: tuple[BookedSlot, ...]) -> Fact:
        """A line for each slot, and the zone below them all."""
        lines = self.dates.slots(slots)
        rooms = [self._room(slot) for slot in slots]
        if len(set(rooms)) > 1:
            lines = [", ".join(_without_gaps(line, room)) for line, room in zip(lines, rooms, strict=True)]
        return Fact(label, tuple(lines), (self.dates.zone_name(slots),))

    def formerly(self, label: str, slots: tuple[BookedSlot, ...]) -> Fact:
        """The same for places that were given up; beside the new ones they must not stand out."""
        when = self.when(label, slots)
        return Fact(label, (), when.lines + when.more)

    def _room(self, slot: BookedSlot) -> str:
        room = self.catalog.rooms.get(slot.room)
        return one_line(room.name.in_language(self.language) if room else slot.room)

    def _amount(self, label: str, amount_minor: int) -> Amount:
        return Amount(one_line(label), price(amount_minor, self.booking.terms.currency, self.language))


def _without_gaps(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
