"""A page of bookings, as staff see it behind two doors."""

from typing_extensions import TypedDict

from lib.actions.look_through import Page
from lib.web.messages.booking_queries import cursor_of
from lib.web.messages.bookings import BookingMessage, booking_message


class BookingPage(TypedDict):
    """The latest first. A page may be short and still not be the last one: that has no ``nextCursor``."""

    bookings: list[BookingMessage]
    nextCursor: str | None


def page_message(page: Page) -> BookingPage:
    return {"bookings": list(map(booking_message, page.bookings)), "nextCursor": cursor_of(page.after)}
