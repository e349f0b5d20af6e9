"""Which sessions that were booked could no longer be offered under a catalogue, and why."""

from collections.abc import Iterable
from typing import Literal

from lib.studio import localtime
from lib.studio.catalog import Catalog, ClassType, Instructor, Window
from lib.studio.hours import day_plan, without_breaks
from lib.studio.slots import Block

Reason = Literal[
    "class_gone",
    "instructor_gone",
    "not_taught",
    "duration",
    "room_gone",
    "too_many",
    "closed_day",
    "day_off",
    "outside_hours",
    "break",
]


def reasons(session: Block, catalog: Catalog) -> tuple[Reason, ...]:
    """None for a session that could be offered; whether it stands on the grid of starts does not matter.

    Calendly decides when and where its own take place; who teaches what is the catalogue's all the same.
    """
    class_type = catalog.class_types.get(session.class_type)
    instructor = catalog.instructors.get(session.instructor)
    found = _who_and_what(session.instructor, class_type, instructor)
    if session.session:
        return tuple(found)
    if class_type is not None:
        found += _how(session, class_type)
    if instructor is not None and (reason := _when(session, instructor, catalog)):
        found.append(reason)
    return tuple(found)


def _who_and_what(teacher: str, class_type: ClassType | None, instructor: Instructor | None) -> list[Reason]:
    found: list[Reason] = []
    if class_type is None or not class_type.active:
        found.append("class_gone")
    if instructor is None or not instructor.active:
        found.append("instructor_gone")
    elif class_type is not None and teacher not in class_type.instructors:
        found.append("not_taught")
    return found


def _how(session: Block, class_type: ClassType) -> list[Reason]:
    found: list[Reason] = []
    if session.end - session.start != class_type.duration:
        found.append("duration")
    if session.room not in (class_type.rooms or ("", session.room)):
        found.append("room_gone")
    if session.taken > class_type.capacity:
        found.append("too_many")
    return found


def _when(session: Block, instructor: Instructor, catalog: Catalog) -> Reason | None:
    day = localtime.local_minute(catalog.zone, session.start).day
    windows, breaks = day_plan(catalog, instructor, day)
    pieces = localtime.day_pieces(catalog.zone, day)
    if _is_covered(session, pieces, without_breaks(windows, breaks)):
        return None
    if day in catalog.closed_days:
        return "closed_day"
    if not windows and day in instructor.exceptions:
        return "day_off"
    return "break" if _is_covered(session, pieces, without_breaks(windows, ())) else "outside_hours"


def _is_covered(session: Block, pieces: Iterable[localtime.Piece], windows: Iterable[Window]) -> bool:
    """Whether it takes place in open time from its first minute to its last, whatever the clock does meanwhile."""
    open_time = sorted(part for window in windows for part in _instants(tuple(pieces), window))
    reached = session.start
    for opens, closes in open_time:
        if opens <= reached < closes:
            reached = closes
    return reached >= session.end


def _instants(pieces: tuple[localtime.Piece, ...], window: Window) -> list[tuple[int, int]]:
    return [(part.start, part.end) for part in localtime.clip(pieces, window.opens, window.closes)]
