from zoneinfo import ZoneInfo

import pytest

from lib.gateways.mail.dates import Dates
from lib.studio.catalog import Language
from tests.unit.gateways.subjects import a_slot

NEW_YORK = ZoneInfo("America/New_York")


def written(zone: str, language: Language, *starts: str, minutes: int = 60) -> list[str]:
    """A line for each slot, and the zone."""
    slots = [a_slot(start, minutes) for start in starts]
    dates = Dates(ZoneInfo(zone), language)
    return [*dates.slots(slots), dates.zone_name(slots)]


@pytest.mark.parametrize(
    ("month", "english", "spanish"),
    [
        (1, "Thursday 1 January 2026", "jueves 1 de enero de 2026"),
        (2, "Sunday 1 February 2026", "domingo 1 de febrero de 2026"),
        (3, "Sunday 1 March 2026", "domingo 1 de marzo de 2026"),
        (4, "Wednesday 1 April 2026", "miércoles 1 de abril de 2026"),
        (5, "Friday 1 May 2026", "viernes 1 de mayo de 2026"),
        (6, "Monday 1 June 2026", "lunes 1 de junio de 2026"),
        (7, "Wednesday 1 July 2026", "miércoles 1 de julio de 2026"),
        (8, "Saturday 1 August 2026", "sábado 1 de agosto de 2026"),
        (9, "Tuesday 1 September 2026", "martes 1 de septiembre de 2026"),
        (10, "Thursday 1 October 2026", "jueves 1 de octubre de 2026"),
        (11, "Sunday 1 November 2026", "domingo 1 de noviembre de 2026"),
        (12, "Tuesday 1 December 2026", "martes 1 de diciembre de 2026"),
    ],
)
def test_day_is_written_out_in_both_languages(month: int, english: str, spanish: str) -> None:
    instant = a_slot(f"2026-{month:02}-01 17:00").start

    assert (Dates(NEW_YORK, "en").day(instant), Dates(NEW_YORK, "es").day(instant)) == (english, spanish)


def test_day_is_that_of_the_studio() -> None:
    """Two in the morning in UTC is still the evening before in New York."""
    assert Dates(NEW_YORK, "en").day(a_slot("2027-01-01 02:00").start) == "Thursday 31 December 2026"


def test_two_instants_of_a_repeated_hour_are_told_apart() -> None:
    found = written("America/New_York", "en", "2026-11-01 05:00", "2026-11-01 06:00", minutes=30)

    assert found == [
        "Sunday 1 November 2026, 01:00-01:30 EDT",
        "Sunday 1 November 2026, 01:00-01:30 EST",
        "New York time (America/New_York)",
    ]


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ("2026-11-01 05:30", "Sunday 1 November 2026, 01:30 EDT - 01:30 EST"),
        ("2026-03-08 06:30", "Sunday 8 March 2026, 01:30 EST - 03:30 EDT"),
    ],
)
def test_lesson_across_a_clock_change_has_both_letters(start: str, line: str) -> None:
    assert written("America/New_York", "en", start) == [line, "New York time (America/New_York)"]


def test_slots_on_both_sides_of_a_clock_change_have_their_own_letters() -> None:
    found = written("America/New_York", "es", "2026-10-31 22:00", "2026-11-01 23:00")

    assert found == [
        "sábado 31 de octubre de 2026, 18:00-19:00 EDT",
        "domingo 1 de noviembre de 2026, 18:00-19:00 EST",
        "hora de Nueva York (America/New_York)",
    ]


@pytest.mark.parametrize(
    ("start", "english", "spanish"),
    [
        ("2026-11-25 04:00", "23:00-00:00", "23:00-00:00"),
        ("2026-11-25 04:30", "23:30-00:30 (the next day)", "23:30-00:30 (del día siguiente)"),
    ],
)
def test_lesson_past_midnight_says_so(start: str, english: str, spanish: str) -> None:
    assert written("America/New_York", "en", start)[0] == f"Tuesday 24 November 2026, {english}"
    assert written("America/New_York", "es", start)[0] == f"martes 24 de noviembre de 2026, {spanish}"


@pytest.mark.parametrize(
    ("zone", "english", "spanish"),
    [
        ("America/New_York", "New York time (America/New_York, EST)", "hora de Nueva York (America/New_York, EST)"),
        ("Europe/Madrid", "Madrid time (Europe/Madrid, CET)", "hora de Madrid (Europe/Madrid, CET)"),
        ("Europe/London", "London time (Europe/London, GMT)", "hora de Londres (Europe/London, GMT)"),
        (
            "America/Argentina/Buenos_Aires",
            "Buenos Aires time (America/Argentina/Buenos_Aires, UTC-03)",
            "hora de Buenos Aires (America/Argentina/Buenos_Aires, UTC-03)",
        ),
        ("UTC", "UTC", "UTC"),
        ("Japan", "Japan, JST", "Japan, JST"),
    ],
)
def test_zone_is_named_by_city_key_and_letters(zone: str, english: str, spanish: str) -> None:
    assert written(zone, "en", "2026-11-24 12:00")[-1] == english
    assert written(zone, "es", "2026-11-24 12:00")[-1] == spanish


def test_moment_has_its_letters() -> None:
    assert Dates(NEW_YORK, "en").moment(a_slot().start) == "Tuesday 24 November 2026, 18:00 EST"
