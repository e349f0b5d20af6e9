"""Which slots exist, what each one costs, and whether it can be had."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Block:
    """A session in the schedule. Instants are whole epoch minutes, buffers minutes; ``taken`` counts live places.

    ``session`` is empty for our own sessions and names the event for sessions that Calendly imposed.
    """

    start: int
    end: int
    before: int
    after: int
    instructor: str
    room: str
    class_type: str
    session: str
    taken: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot as the customer sees it. ``start`` and ``end`` are epoch minutes; times are the studio's wall clock."""

    id: str
    date: date
    start_time: str
    end_time: str
    start: int
    end: int
    available: bool
    instructor: str
    class_type: str
    capacity: int
    remaining: int
    price_minor: int
