"""When a lesson is, in words: by the studio's clock, in both languages, with the letters of its zone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from lib.studio.booking import BookedSlot
from lib.studio.catalog import Language
from lib.studio.localtime import local_minute
from lib.studio.values import dataclass

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
}
_DAY = {"en": "{weekday} {day} {month} {year}", "es": "{weekday} {day} de {month} de {year}"}
_NEXT_DAY = {"en": "the next day", "es": "del día siguiente"}
_ZONE = {"en": "{city} time ({name})", "es": "hora de {city} ({name})"}
# The names of zones are English and have no accents.
_SPANISH_CITIES = {
    "Bogota": "Bogotá",
    "London": "Londres",
    "Los Angeles": "Los Ángeles",
    "Mexico City": "Ciudad de México",
    "New York": "Nueva York",
    "Panama": "Panamá",
}


@dataclass(frozen=True, slots=True)
class Dates:
    """How one zone and one language write instants; these are epoch minutes."""

    zone: ZoneInfo
    language: Language

    def day(self, instant: int) -> str:
        """``Tuesday 24 November 2026``, ``martes 24 de noviembre de 2026``."""
        day = local_minute(self.zone, instant).day
        return _DAY[self.language].format(
            weekday=_WEEKDAYS[self.language][day.weekday()],
            day=day.day,
            month=_MONTHS[self.language][day.month - 1],
            year=day.year,
        )

    def moment(self, instant: int) -> str:
        """``Tuesday 24 November 2026, 18:00 EST``."""
        return f"{self.day(instant)}, {self._clock(instant)} {self._letters(instant)}"

    def slots(self, slots: Sequence[BookedSlot]) -> list[str]:
        """``Tuesday 24 November 2026, 18:00-19:00`` for each slot; the zone's letters only where they change."""
        letters = self._all_letters(slots)
        return [self._slot(slot, with_letters=len(letters) > 1) for slot in slots]

    def zone_name(self, slots: Sequence[BookedSlot]) -> str:
        """``New York time (America/New_York, EST)``; without the letters where the slots have their own."""
        letters = self._all_letters(slots)
        key = self.zone.key
        name = f"{key}, {letters[0]}" if len(letters) == 1 and letters[0] != key else key
        if "/" not in key:
            return name
        city = key.rpartition("/")[2].replace("_", " ")
        if self.language == "es":
            city = _SPANISH_CITIES.get(city, city)
        return _ZONE[self.language].format(city=city, name=name)

    def _slot(self, slot: BookedSlot, *, with_letters: bool) -> str:
        first, last = self._letters(slot.start), self._letters(slot.end)
        start, end = self._clock(slot.start), self._clock(slot.end)
        if first != last:
            times = f"{start} {first} - {end} {last}"
        elif with_letters:
            times = f"{start}-{end} {first}"
        else:
            times = f"{start}-{end}"
        return f"{self.day(slot.start)}, {times}{self._next_day(slot)}"

    def _next_day(self, slot: BookedSlot) -> str:
        """Midnight itself needs no word: everybody reads 22:00-00:00 as it is meant."""
        start, end = local_minute(self.zone, slot.start), local_minute(self.zone, slot.end)
        return f" ({_NEXT_DAY[self.language]})" if end.day != start.day and end.minute else ""

    def _clock(self, instant: int) -> str:
        return local_minute(self.zone, instant).clock

    def _all_letters(self, slots: Iterable[BookedSlot]) -> list[str]:
        """In the order in which they come, each once."""
        return list(dict.fromkeys(self._letters(at) for slot in slots for at in (slot.start, slot.end)))

    def _letters(self, instant: int) -> str:
        """``EST``; zones without letters have only their distance from UTC, as in ``UTC-03``."""
        letters = datetime.fromtimestamp(instant * 60, self.zone).strftime("%Z")
        return f"UTC{letters}" if letters[:1] in {"+", "-"} else letters
