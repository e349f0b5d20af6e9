"""How many places an instructor has left at a start of one class type, with the schedule as it is."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from lib.studio.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lib.studio.catalog import ClassType
    from lib.studio.slots import Block


@dataclass(frozen=True, slots=True)
class Occupied:
    """The starts that blocks forbid: ``since`` and ``until`` are the ends of their half-open intervals, each sorted."""

    since: tuple[int, ...] = ()
    until: tuple[int, ...] = ()

    def conflicts(self, start: int) -> int:
        """How many blocks a session with this start would conflict with."""
        return bisect_right(self.since, start) - bisect_right(self.until, start)


_NOTHING = Occupied()


@dataclass(frozen=True, slots=True)
class Board:
    """The schedule seen by one class type. ``sessions`` holds places taken by instructor and start."""

    class_type: ClassType
    people: Mapping[str, Occupied]
    rooms: tuple[Occupied, ...]
    sessions: Mapping[tuple[str, int], int]

    def places_left(self, instructor: str, start: int) -> int:
        """Places at a start, 0 if there can be no session; one that is open keeps the room it has."""
        conflicts = self.people.get(instructor, _NOTHING).conflicts(start)
        taken = self.sessions.get((instructor, start))
        if taken is not None:
            # Its own block is the one conflict that an open session always has.
            return max(0, self.class_type.capacity - taken) if conflicts == 1 else 0
        if conflicts:
            return 0
        has_room = not self.class_type.rooms or any(not room.conflicts(start) for room in self.rooms)
        return self.class_type.capacity if has_room else 0


def board(class_type: ClassType, schedule: Sequence[Block]) -> Board:
    """Sorts a schedule, with one block for each session, once for all the starts of a class type."""
    by_person: dict[str, list[Block]] = defaultdict(list)
    by_room: dict[str, list[Block]] = {room: [] for room in class_type.rooms}
    sessions = {}
    for block in schedule:
        by_person[block.instructor].append(block)
        if block.room in by_room:
            by_room[block.room].append(block)
        is_ours = not block.session and block.class_type == class_type.id
        if is_ours and block.end - block.start == class_type.duration:
            sessions[block.instructor, block.start] = block.taken
    people = {person: _occupied(class_type, blocks) for person, blocks in by_person.items()}
    return Board(class_type, people, tuple(_occupied(class_type, blocks) for blocks in by_room.values()), sessions)


def _occupied(class_type: ClassType, blocks: Sequence[Block]) -> Occupied:
    """Between neighbours the larger buffer counts, never the sum; starts that leave just that gap are free."""
    before, after, duration = class_type.before, class_type.after, class_type.duration
    since = sorted(block.start - max(after, block.before) - duration + 1 for block in blocks)
    until = sorted(block.end + max(block.after, before) for block in blocks)
    return Occupied(tuple(since), tuple(until))
