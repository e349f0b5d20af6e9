"""Every way in which the rules turn a well-formed wish down, as one tree."""

from dataclasses import dataclass

from lib.studio.slots import Offer


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer of the studio, not a failure of the program
    """The rules say no. Subclasses carry what the reader needs to do better.

    They are not frozen, because Python itself writes to an exception on its way through a context manager.
    """


@dataclass(unsafe_hash=True)
class UnknownClassType(Refusal):
    class_type: str


@dataclass(unsafe_hash=True)
class UnknownInstructor(Refusal):
    instructor: str


@dataclass(unsafe_hash=True)
class NotASlot(Refusal):
    """``reason`` is one of: malformed, off_grid, closed, too_soon, too_far, other_instructor, overlapping."""

    slot_id: str
    position: int
    reason: str


@dataclass(unsafe_hash=True)
class SlotTaken(Refusal):
    """``unavailable`` are ids as they were asked for; ``alternatives`` can be had now, nearest first."""

    unavailable: tuple[str, ...]
    alternatives: tuple[Offer, ...]
    currency: str


@dataclass(unsafe_hash=True)
class PriceChanged(Refusal):
    total_minor: int
    currency: str


@dataclass(unsafe_hash=True)
class CatalogChanged(Refusal):
    """The studio edited its catalogue meanwhile. ``total_minor`` is the new price, if the wish still has one."""

    total_minor: int | None
    currency: str


@dataclass(unsafe_hash=True)
class IdempotencyMismatch(Refusal):
    """The key was used before, for another wish."""
