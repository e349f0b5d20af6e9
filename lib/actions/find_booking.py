"""Finds one booking by its id, for whoever can open it."""

import re

from lib.actions.ports import Outside
from lib.studio.booking import Booking

_ID = re.compile(r"booking_[0-9]{1,15}_[a-z0-9]{13}|calendly_[A-Za-z0-9-]{1,55}", re.ASCII)
# Asked for in the place of what cannot be an id, so that every question costs the same.
_NOBODY = "booking_0_0000000000000"


async def find_booking(booking_id: str, outside: Outside) -> Booking | None:
    """One round trip, whether it exists or not. What a caller typed becomes part of a key only if it is an id."""
    return await outside.store.booking(booking_id if _ID.fullmatch(booking_id) else _NOBODY)
