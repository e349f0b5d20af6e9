"""What an instructor's own calendar shows of their sessions, and by which name it knows each of them again."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lib.studio.catalog import Catalog
from lib.studio.slots import Block


class Taught(NamedTuple):
    """A session, and one of the bookings that have a place in it."""

    block: Block
    booking: str


class Lesson(NamedTuple):
    """An entry of the calendar: ``name`` stays the same for as long as it is the same lesson."""

    name: str
    block: Block


def lessons(taught: Sequence[Taught], catalog: Catalog) -> tuple[Lesson, ...]:
    """One for each session, in their order, which is that of time.

    Several lessons of one booking are counted from the last one: those behind us fall out of what is read, and the
    others must not take over their names.
    """
    seen: Counter[str] = Counter()
    found = []
    for session in reversed(taught):
        identity = _identity(session, catalog)
        seen[identity] += 1
        found.append(Lesson(_name(f"{identity}|{seen[identity]}"), session.block))
    return tuple(reversed(found))


def _identity(session: Taught, catalog: Catalog) -> str:
    """A private lesson is its booking's, whichever time that moves to; a class is held at its time, whoever comes."""
    block = session.block
    if block.session:
        return f"meeting|{block.instructor}|{block.session}"
    kind = catalog.class_types.get(block.class_type)
    if kind and kind.capacity == 1 and block.taken == 1:
        return f"booking|{session.booking}"
    return f"class|{block.instructor}|{block.class_type}|{block.start}|{block.end}"


def _name(identity: str) -> str:
    """Whoever keeps the calendar learns no id of ours."""
    return hashlib.sha256(identity.encode()).hexdigest()[:32]
