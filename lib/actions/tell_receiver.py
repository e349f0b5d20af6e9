"""Tells another system of the studio's what happened to a booking: how it stood then, and who comes as they are now."""

from dataclasses import replace

from lib.actions.mail import WEBHOOK, Announcement, Occasion, Outcome, Rejected
from lib.actions.outbox import Waiting
from lib.actions.ports import Outside
from lib.studio.booking import Booking


async def tell_receiver(waiting: Waiting, occasion: Occasion, booking: Booking, around: tuple[int, Outside]) -> Outcome:
    """``around`` are the epoch millisecond and the world. May be repeated: the id stays the same."""
    now, outside = around
    stated = occasion.stated
    if stated is None:
        return Rejected(f"{WEBHOOK} unreadable")
    # Who was erased since is nobody here; whose address was corrected since is told with the right one.
    then = replace(
        booking,
        version=waiting.version,
        status=stated.status,
        payment=stated.payment,
        instructor=stated.instructor,
        slots=stated.slots,
    )
    # The instant is in it because a store that lost its last steps counts versions anew from there.
    announced = Announcement(f"{booking.id}-{waiting.version}-{occasion.at}", occasion.event, occasion.at, then, now)
    return await outside.receivers.tell(occasion.to, announced)
