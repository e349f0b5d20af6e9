"""GET /api/bookings?format=data  all that is kept about somebody."""

from typing import Literal

from typing_extensions import TypedDict

from lib.actions.customer_data import Holdings
from lib.web.messages.bookings import BookingMessage, booking_message
from lib.web.messages.instants import rfc3339_ms


class HeldBookingMessage(BookingMessage):
    """With what the page measured when it was made."""

    context: dict[str, object]


class LetterMessage(TypedDict):
    bookingId: str
    kind: str
    state: Literal["waiting", "sent", "given_up"]
    at: str


class HoldingsMessage(TypedDict):
    """``scope``: the booking that the link opens, or everything about its customer."""

    scope: Literal["booking", "customer"]
    bookings: list[HeldBookingMessage]
    letters: list[LetterMessage]


def holdings_message(holdings: Holdings) -> HoldingsMessage:
    return {
        "scope": "customer" if holdings.is_everything else "booking",
        "bookings": [{**booking_message(each), "context": each.terms.context} for each in holdings.bookings],
        "letters": [
            {"bookingId": each.booking_id, "kind": each.kind, "state": each.state, "at": rfc3339_ms(each.at)}
            for each in holdings.letters
        ],
    }
