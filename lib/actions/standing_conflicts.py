"""Which of our bookings stand under something on Calendly, or could not be brought there, and still do."""

from collections.abc import Mapping

from lib.actions.calendly import Conflict
from lib.actions.ports import Outside, epoch_minute, epoch_ms
from lib.studio import policy
from lib.studio.booking import Booking


async def standing_conflicts(most: int, outside: Outside) -> tuple[Conflict, ...]:
    """The next to begin come first; two round trips. What was moved, cancelled or is over is no conflict any more."""
    now = epoch_minute(outside.clock.now())
    noted = await outside.store.conflicts(now - policy.LONGEST_SESSION_MINUTES, most)
    ids = sorted({each for conflict in noted for each in (conflict.booking_id, conflict.imposed_id) if each})
    known = await outside.store.recipients(ids, epoch_ms(outside.clock.now()))
    bookings = {booking_id: recipient.booking for booking_id, recipient in known.items() if recipient}
    return tuple(each for each in noted if each.end > now and _stands(each, bookings))


def _stands(conflict: Conflict, bookings: Mapping[str, Booking]) -> bool:
    """Both still take the time that they were in conflict about; what Calendly turned away has no other side here."""
    ours = bookings.get(conflict.booking_id)
    if ours is None or ours.instructor != conflict.instructor or not _takes(ours, conflict):
        return False
    return not conflict.imposed_id or _takes(bookings.get(conflict.imposed_id), conflict)


def _takes(booking: Booking | None, conflict: Conflict) -> bool:
    if booking is None or booking.status == "canceled":
        return False
    return any(slot.start < conflict.end and conflict.start < slot.end for slot in booking.slots)
