"""The addresses that carry a key to one booking, and the check of such a key."""

from lib.actions.keyring import Keyring, looks_like_token, same
from lib.actions.ports import Outside
from lib.studio.booking import Booking
from lib.web.faults import not_found, unauthorized
from lib.web.messages.bookings import BookingQuery, LinksMessage
from lib.web.request import Request


def links_to(booking: Booking, outside: Outside) -> LinksMessage:
    """What only the maker of a booking is told.

    The manage token stands behind the #: browsers send that part to nobody, so no log and no referrer ever has it.
    Calendars fetch addresses without headers, so theirs has its key in the query; it opens nothing but the file.
    """
    token = outside.keyring.manage_token(booking.id, booking.token_version)
    key = outside.keyring.calendar_key(booking.id, booking.token_version)
    return {
        "manageToken": token,
        "manageUrl": f"{outside.site_url}/manage#id={booking.id}&token={token}",
        "calendarUrl": f"{outside.site_url}/api/bookings?id={booking.id}&format=ics&key={key}",
    }


def presented_token(request: Request, query: BookingQuery) -> str:
    """The credential of this request. Raises 401 for none, and for what can be none."""
    token = query.key if query.format == "ics" and query.key is not None else request.bearer
    if token is None or not query.id or not looks_like_token(token):
        raise unauthorized()
    return token


def opened(booking: Booking | None, token: str, query: BookingQuery, keyring: Keyring) -> Booking:
    """The booking, if the token opens it. Unknown and forbidden do the same work and get the same answer."""
    booking_id, version = (booking.id, booking.token_version) if booking else (query.id, 1)
    as_customer = same(token, keyring.manage_token(booking_id, version))
    as_calendar = same(token, keyring.calendar_key(booking_id, version)) and query.format == "ics"
    if booking is None or not (as_customer or as_calendar):
        raise not_found()
    return booking
