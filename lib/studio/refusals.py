"""Every way in which the rules turn a well-formed wish down, as one tree."""

from dataclasses import dataclass, field

from lib.studio.slots import Offer


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer of the studio, not a failure of the program
    """The rules say no. Subclasses carry what the reader needs to do better."""


@dataclass(frozen=True)
class UnknownClassType(Refusal):
    class_type: str


@dataclass(frozen=True)
class UnknownInstructor(Refusal):
    instructor: str


@dataclass(frozen=True)
class UnknownBooking(Refusal):
    """No such booking, or not the caller's: nobody is told which."""


@dataclass(frozen=True)
class NotASlot(Refusal):
    """``reason`` is one of: malformed, off_grid, closed, too_soon, too_far, other_instructor, overlapping."""

    slot_id: str
    position: int
    reason: str


@dataclass(frozen=True)
class SlotTaken(Refusal):
    unavailable: tuple[str, ...]
    alternatives: tuple[Offer, ...] = field(default=())


@dataclass(frozen=True)
class PriceChanged(Refusal):
    total_minor: int
    currency: str


@dataclass(frozen=True)
class CatalogChanged(Refusal):
    total_minor: int
    currency: str


@dataclass(frozen=True)
class IdempotencyMismatch(Refusal):
    """The key was used before, for another wish."""
