"""When an instructor teaches on a date: the week or its exception, without breaks and closed days."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from lib.studio.catalog import Catalog, Instructor, Window

# Windows and breaks of one date, in any order, as the catalogue has them.
DayPlan = tuple[tuple[Window, ...], tuple[Window, ...]]


def open_windows(catalog: Catalog, instructor: Instructor, day: date) -> tuple[Window, ...]:
    """Wall-clock windows in order, apart from one another; none on a closed day or a day off."""
    return without_breaks(*day_plan(catalog, instructor, day))


def day_plan(catalog: Catalog, instructor: Instructor, day: date) -> DayPlan:
    """The windows and the breaks that hold on a date, as the catalogue has them; no windows on a closed day."""
    if day in catalog.closed_days:
        return (), ()
    weekday = day.weekday()
    return instructor.exceptions.get(day, instructor.week[weekday]), instructor.breaks[weekday]


# Keyed by the windows themselves, so that an edited catalogue can never be answered from an old one.
@lru_cache(maxsize=1024)
def without_breaks(windows: tuple[Window, ...], breaks: tuple[Window, ...]) -> tuple[Window, ...]:
    """What breaks leave of windows, both in any order; windows that touch or overlap are one."""
    pauses = _merged(breaks)
    return tuple(part for window in _merged(windows) for part in _apart(window, pauses))


def _merged(windows: Iterable[Window]) -> list[Window]:
    """In order; windows that overlap or touch become one."""
    merged: list[Window] = []
    for window in sorted(windows, key=lambda each: each.opens):
        if merged and window.opens <= merged[-1].closes:
            merged[-1] = Window(merged[-1].opens, max(merged[-1].closes, window.closes))
        else:
            merged.append(window)
    return merged


def _apart(window: Window, pauses: list[Window]) -> list[Window]:
    """What the pauses, in order and apart, leave of a window."""
    left, opens = [], window.opens
    for pause in pauses:
        if opens < min(pause.opens, window.closes):
            left.append(Window(opens, min(pause.opens, window.closes)))
        opens = max(opens, pause.closes)
    if opens < window.closes:
        left.append(Window(opens, window.closes))
    return left
