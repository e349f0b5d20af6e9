"""Books for somebody who asked at the desk or on the telephone."""

from dataclasses import replace

from lib.actions.book_lesson import Booked, BookingWish, book_lesson
from lib.actions.callers import Staff
from lib.actions.change_booking import permitted
from lib.actions.ports import Outside
from lib.actions.sign_in import who_am_i
from lib.studio.refusals import NotYours


async def book_by_hand(wanted: BookingWish, key: str | None, staff: Staff, outside: Outside) -> Booked:
    """Two round trips: whether the session is open, then the claim. May be repeated with the same key.

    An instructor books for their own lessons only. Raises what book_lesson raises, NotYours or SignedOut.
    """
    permitted("book", staff)
    if staff.instructor not in {"", wanted.wish.instructor}:
        raise NotYours
    await who_am_i(staff, outside)
    return await book_lesson(replace(wanted, by=staff.role), key, outside)
