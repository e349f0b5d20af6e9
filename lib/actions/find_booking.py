"""Finds one booking for whoever may see it."""

import re

from lib.actions.callers import Caller, Customer
from lib.actions.changes import Authority, SessionEnded, Unopened
from lib.actions.ports import Outside
from lib.actions.sign_in import Told, session_name, still_open
from lib.studio.booking import Booking
from lib.studio.refusals import UnknownBooking

_ID = re.compile(r"booking_[0-9]{1,15}_[a-z0-9]{13}|calendly_[A-Za-z0-9-]{1,55}", re.ASCII)
# Asked for in the place of what cannot be an id, so that every question costs the same.
_NOBODY = "booking_0_0000000000000"


async def find_booking(booking_id: str, caller: Caller, outside: Outside) -> Booking:
    """One round trip, whether it exists or not. Raises UnknownBooking, SignedOut or an Outage."""
    return opened(await outside.store.booking(authority_over(booking_id, caller, outside)))


async def find_for_calendar(booking_id: str, key: str, outside: Outside) -> Booking:
    """The same for a calendar, whose key opens nothing but the booking's file."""
    known = _known(booking_id)
    version = outside.keyring.calendar_version(known, key)
    return opened(await outside.store.booking(Authority(known, version)))


def authority_over(booking_id: str, caller: Caller, outside: Outside) -> Authority:
    """What a caller typed becomes part of a key only if it is an id."""
    known = _known(booking_id)
    if isinstance(caller, Customer):
        return Authority(known, token_version=outside.keyring.token_version(known, caller.token))
    return Authority(known, session=session_name(caller, outside), instructor=caller.instructor)


def _known(booking_id: str) -> str:
    return booking_id if _ID.fullmatch(booking_id) else _NOBODY


def opened(answer: Told | Unopened | SessionEnded) -> Told:
    """Raises UnknownBooking or SignedOut where the store did not open what was asked for."""
    if isinstance(answer, Unopened):
        raise UnknownBooking
    return still_open(answer)
