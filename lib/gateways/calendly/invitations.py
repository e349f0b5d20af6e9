"""How an invitation is put to Calendly: the body of its POST /invitees, and instants as it writes them."""

from datetime import UTC, datetime

from lib.actions.calendly import Invitation
from lib.studio.booking import Person

# Written into what we make, so that our own bookings are told from those of the page.
SOURCE = "booking-site"


def wish(invitation: Invitation) -> dict[str, object]:
    return {
        "event_type": invitation.event_type,
        "start_time": instant(invitation.start),
        "invitee": {"email": invitation.person.email, "timezone": invitation.zone, **_name(invitation.person)},
        "tracking": {"utm_source": SOURCE, "utm_content": invitation.booking_id},
    }


def instant(minute: int) -> str:
    """Of an epoch minute."""
    return datetime.fromtimestamp(minute * 60, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(person: Person) -> dict[str, str]:
    if person.first_name and person.last_name:
        return {"first_name": person.first_name, "last_name": person.last_name}
    return {"name": person.first_name or person.last_name}
