"""The addresses that carry a key to one booking."""

from lib.actions.booking_links import links_of_maker
from lib.actions.keyring import looks_like_token
from lib.actions.ports import Outside
from lib.studio.booking import Booking
from lib.web.faults import unauthorized
from lib.web.messages.booking_queries import BookingQuery
from lib.web.messages.bookings import LinksMessage
from lib.web.request import Request


def links_to(booking: Booking, outside: Outside) -> LinksMessage:
    """What only the maker of a booking is told."""
    links = links_of_maker(booking, outside)
    token = outside.keyring.manage_token(booking.id, booking.token_version)
    return {"manageToken": token, "manageUrl": links.manage, "calendarUrl": links.calendar}


def calendar_key(request: Request, query: BookingQuery) -> str | None:
    """The key with which a calendar fetches its file, None for everybody else. Raises 401 for what can be none."""
    if query.format != "ics" or query.key is None or request.bearer is not None:
        return None
    if not looks_like_token(query.key):
        raise unauthorized()
    return query.key
