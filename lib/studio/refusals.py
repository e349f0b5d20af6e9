"""Every way in which the rules turn a well-formed wish down, as one tree."""

from lib.studio.booking import Status
from lib.studio.slots import Offer
from lib.studio.values import dataclass


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
    """The studio edited its catalogue meanwhile.

    ``total_minor`` is the new price if the wish still has one; ``alternatives`` can be had where it has none.
    """

    total_minor: int | None
    currency: str
    alternatives: tuple[Offer, ...] = ()


@dataclass(unsafe_hash=True)
class IdempotencyMismatch(Refusal):
    """The key was used before, for another wish."""


@dataclass(unsafe_hash=True)
class TooManyBookings(Refusal):
    """One customer or one address asked for too much; ``wait_seconds`` until they may again."""

    wait_seconds: int


@dataclass(unsafe_hash=True)
class TooFast(Refusal):
    """Sent sooner after the page was opened than anybody can fill it in."""

    wait_seconds: int


@dataclass(unsafe_hash=True)
class TooManyTries(Refusal):
    """The same was tried too often; ``wait_seconds`` until it may be tried again."""

    wait_seconds: int


@dataclass(unsafe_hash=True)
class TooManyViewers(Refusal):
    """As many watch as one process or one address may; ``wait_seconds`` until it is worth trying again."""

    wait_seconds: int


@dataclass(unsafe_hash=True)
class UnknownBooking(Refusal):
    """There is no such booking, or not for this caller: nobody is told which."""


@dataclass(unsafe_hash=True)
class UnknownCalendar(Refusal):
    """The link to a calendar was revoked, its instructor has left, or it never was one: nobody is told which."""


@dataclass(unsafe_hash=True)
class SignedOut(Refusal):
    """The session of a member of staff was ended."""


@dataclass(unsafe_hash=True)
class WrongPassword(Refusal):
    """E-mail and password do not belong together; nobody is told whether the address has an account."""


@dataclass(unsafe_hash=True)
class LinkIsOver(Refusal):
    """The link by which an instructor comes in was used, is too old, was taken back, or never was one of ours."""


@dataclass(unsafe_hash=True)
class StaffOnly(Refusal):
    """Customers may not do this; they are told to ask the studio."""


@dataclass(unsafe_hash=True)
class OwnerOnly(Refusal):
    """Instructors may not do this to any booking."""


@dataclass(unsafe_hash=True)
class NotYours(Refusal):
    """An instructor reached for the lessons of another one."""


@dataclass(unsafe_hash=True)
class OtherVersion(Refusal):
    """The booking is no longer the version that the caller has seen."""

    version: int


@dataclass(unsafe_hash=True)
class OtherCatalog(Refusal):
    """Somebody else saved the catalogue, or these hours of it, since the caller read it."""


@dataclass(unsafe_hash=True)
class TooLate(Refusal):
    """Customers change and cancel only before the notice period begins."""

    notice_minutes: int


@dataclass(unsafe_hash=True)
class NotAllowedNow(Refusal):
    """The life cycle has no such step from the status that the booking has."""

    status: Status


@dataclass(unsafe_hash=True)
class OtherCount(Refusal):
    """A booking of ``count`` slots can only be moved to as many."""

    count: int


@dataclass(unsafe_hash=True)
class NotDeadLetter(Refusal):
    """The letter that should be sent again was not given up: it waits, or it was sent."""


@dataclass(unsafe_hash=True)
class UnknownInvitee(Refusal):
    """Calendly knows nobody of that name in the studio's account."""


@dataclass(unsafe_hash=True)
class TokenIsSet(Refusal):
    """Calendly is asked with a personal token, which wins over any consent."""


@dataclass(unsafe_hash=True)
class OnCalendly(Refusal):
    """The booking was made on Calendly, which decides about its time."""
