"""The addresses that carry a key to one booking."""

from lib.actions.keyring import looks_like_token
from lib.actions.ports import Outside
from lib.studio.booking import Booking
from lib.web.faults import unauthorized
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
        "manageUrl": f"{outside.site_url}/manage#id={booking.id}&token={token}&lang={booking.terms.language}",
        "calendarUrl": f"{outside.site_url}/api/bookings?id={booking.id}&format=ics&key={key}",
    }


def calendar_key(request: Request, query: BookingQuery) -> str | None:
    """The key with which a calendar fetches its file, None for everybody else. Raises 401 for what can be none."""
    if query.format != "ics" or query.key is None or request.bearer is not None:
        return None
    if not looks_like_token(query.key):
        raise unauthorized()
    return query.key
