"""What another system is told of a booking, as bytes, and how it can see that it is we who tell it."""

import hmac
import json
from datetime import UTC, datetime

from lib.actions.mail import Announcement
from lib.studio.booking import Booking
from lib.studio.money import major


def body_of(announcement: Announcement) -> bytes:
    """The booking as the API answers with it (lib/web/messages/bookings.py; a test holds them together)."""
    said = {
        "id": announcement.id,
        "event": f"booking.{announcement.event}",
        "createdAt": _instant(announcement.at, "milliseconds"),
        "booking": _booking(announcement.booking),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def signature_of(body: bytes, secret: str, now: int) -> str:
    """The form of Calendly's; ``now`` is in epoch milliseconds."""
    moment = now // 1000
    return f"t={moment},v1={hmac.digest(secret.encode(), f'{moment}.'.encode() + body, 'sha256').hex()}"


def _booking(booking: Booking) -> dict[str, object]:
    terms, person = booking.terms, booking.person
    return {
        "id": booking.id,
        "status": booking.status,
        "confirmationNumber": booking.confirmation_number,
        "classType": terms.class_type,
        "instructor": booking.instructor,
        "slots": list(booking.slot_ids),
        "startsAt": _instant(booking.slots[0].start * 60_000, "seconds"),
        "endsAt": _instant(booking.slots[-1].end * 60_000, "seconds"),
        "totalAmount": major(terms.total_minor, terms.currency),
        "totalAmountMinor": terms.total_minor,
        "currency": terms.currency,
        "priceLines": [
            {"label": line.label.in_language(terms.language), "amountMinor": line.amount_minor}
            for line in terms.price_lines
        ],
        "paymentStatus": booking.payment,
        "bookingSource": terms.source,
        "language": terms.language,
        "version": booking.version,
        "createdAt": _instant(terms.created, "milliseconds"),
        "personalInfo": {
            "firstName": person.first_name,
            "lastName": person.last_name,
            "email": person.email,
            "phone": person.phone,
            "notes": person.notes,
        },
    }


def _instant(ms: int, exactness: str) -> str:
    # Whole milliseconds: a float of them would be one less for some.
    moment = datetime.fromtimestamp(ms // 1000, UTC).replace(microsecond=ms % 1000 * 1000)
    return moment.isoformat(timespec=exactness).replace("+00:00", "Z")
