"""What the schedules tell those who watch them: events in the order in which they happened, each with its id."""

import re

from lib.studio.values import dataclass

_ID = re.compile(r"(0|[1-9][0-9]{0,14})-(0|[1-9][0-9]{0,14})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class EventId:
    """A place in the order of events; ``0-0`` stands before the first one."""

    millisecond: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "EventId | None":
        """None for any text that we would never have written."""
        match = _ID.fullmatch(text)
        return cls(int(match[1]), int(match[2])) if match else None

    def __str__(self) -> str:
        return f"{self.millisecond}-{self.number}"


BEFORE_ALL = EventId(0, 0)


@dataclass(frozen=True, slots=True)
class Change:
    """Places in a session were taken or left. Epoch minutes, the buffers included; ``at`` in epoch milliseconds.

    ``class_type`` is empty for what Calendly imposed without saying what it is.
    """

    id: EventId
    slot_id: str
    class_type: str
    instructor: str
    start: int
    end: int
    remaining: int
    at: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something happened that only a newer release can read: whoever watches has to look anew."""

    id: EventId


Event = Change | Unreadable


@dataclass(frozen=True, slots=True)
class Lost:
    """What came after the id cannot be told any more; ``newest`` is where the events stand now."""

    newest: EventId
