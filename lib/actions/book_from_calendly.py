"""Books what the embedded page says was booked on Calendly: the page's word is a hint, Calendly is asked."""

from lib.actions.answers import Limited
from lib.actions.calendly import Applied, Gone, Invitee, booking_id_of
from lib.actions.follow_calendly import follow
from lib.actions.ports import Outside, epoch_ms
from lib.studio.booking import Booking
from lib.studio.refusals import UnknownInvitee
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Followed:
    """``event_id`` is empty when the booking was here already."""

    booking: Booking
    event_id: str


async def book_from_calendly(invitee_uri: str, outside: Outside) -> Followed | None:
    """The same booking that the webhook makes, whichever comes first; None while Calendly cannot be asked.

    May be repeated. Raises UnknownInvitee for one that is not ours, or an Outage.
    """
    booking_id = booking_id_of(invitee_uri)
    if known := await _booking(booking_id, outside):
        return Followed(known, "")
    if not outside.calendly.is_configured or isinstance(await outside.store.allow("questions"), Limited):
        return None
    invitee = await outside.calendly.invitee(invitee_uri)
    if isinstance(invitee, Gone):
        raise UnknownInvitee
    if not isinstance(invitee, Invitee):
        return None
    answer = await follow(invitee, (), outside)
    booking = await _booking(booking_id, outside)
    return Followed(booking, answer.event_id if isinstance(answer, Applied) else "") if booking else None


async def _booking(booking_id: str, outside: Outside) -> Booking | None:
    found = await outside.store.recipients([booking_id], epoch_ms(outside.clock.now()))
    known = found.get(booking_id)
    return known.booking if known else None
