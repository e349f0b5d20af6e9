"""The addresses that carry a key to one booking: what its maker is told, and what is mailed to its customer."""

from lib.actions.mail import Links
from lib.actions.ports import Outside
from lib.studio.booking import Booking


def links_of_maker(booking: Booking, outside: Outside) -> Links:
    return _links(booking, outside.keyring.manage_token(booking.id, booking.token_version), outside)


def links_by_mail(booking: Booking, outside: Outside) -> Links:
    """Whoever has these has read the mail: their token also opens what else is kept about its address."""
    return _links(booking, outside.keyring.mailed_token(booking.id, booking.token_version), outside)


def _links(booking: Booking, token: str, outside: Outside) -> Links:
    """The token stands behind the #: browsers send that part to nobody, so no log and no referrer ever has it.

    Calendars fetch addresses without headers, so theirs has its key in the query; it opens nothing but the file.
    """
    key = outside.keyring.calendar_key(booking.id, booking.token_version)
    return Links(
        manage=f"{outside.site_url}/manage#id={booking.id}&token={token}&lang={booking.terms.language}",
        calendar=f"{outside.site_url}/api/bookings?id={booking.id}&format=ics&key={key}",
    )
