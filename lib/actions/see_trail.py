"""Who did what to a booking, for staff: each step as it was, without a word about the customer."""

from lib.actions.callers import Staff
from lib.actions.change_booking import permitted
from lib.actions.find_booking import authority_over, opened
from lib.actions.ports import Outside
from lib.studio.trail import Line


async def see_trail(booking_id: str, staff: Staff, outside: Outside) -> tuple[Line, ...]:
    """The oldest first; one round trip. Raises UnknownBooking, SignedOut or an Outage."""
    permitted("see_trail", staff)
    return opened(await outside.store.trail(authority_over(booking_id, staff, outside)))
