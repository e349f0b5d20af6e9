"""Who may do what, and to which bookings, as one table; doors ask it and the tests' matrix is made from it."""

from typing import Literal

Role = Literal["customer", "instructor", "owner"]
# What somebody may do it to: the booking that their link opens, those of their own lessons, or every one; their own
# session.
Scope = Literal["own_booking", "own_lessons", "everything", "own_session"]
Operation = Literal[
    "see",
    "move",
    "correct",
    "correct_email",
    "cancel",
    "settle",
    "resend",
    "list",
    "book",
    "see_data",
    "erase",
    "see_problems",
    "see_catalog",
    "edit_catalog",
    "see_hours",
    "edit_hours",
    "see_trail",
    "see_figures",
    "connect_calendly",
    "link_calendar",
    "use_session",
]

ROLES: dict[Operation, dict[Role, Scope]] = {
    "see": {"customer": "own_booking", "instructor": "own_lessons", "owner": "everything"},
    "move": {"customer": "own_booking", "instructor": "own_lessons", "owner": "everything"},
    "correct": {"customer": "own_booking", "instructor": "own_lessons", "owner": "everything"},
    # An address is where the link goes: whoever could change it could give the booking away.
    "correct_email": {"instructor": "own_lessons", "owner": "everything"},
    "cancel": {"customer": "own_booking", "instructor": "own_lessons", "owner": "everything"},
    # Whether somebody came, and whether they paid.
    "settle": {"instructor": "own_lessons", "owner": "everything"},
    # Have a confirmation sent once more, to the address that the booking has.
    "resend": {"instructor": "own_lessons", "owner": "everything"},
    # Look through bookings: page by page, by the words of who booked, as lessons of a day.
    "list": {"instructor": "own_lessons", "owner": "everything"},
    # Book for somebody who asked at the desk or on the telephone.
    "book": {"instructor": "own_lessons", "owner": "everything"},
    # All that is kept about who booked, and the end of it.
    "see_data": {"customer": "own_booking", "owner": "everything"},
    "erase": {"customer": "own_booking", "owner": "everything"},
    # Letters that do not arrive, failed backups, what is not set.
    "see_problems": {"owner": "everything"},
    # What the studio offers, who teaches and when, what it costs; of that, somebody's own week, breaks and days off.
    "see_catalog": {"owner": "everything"},
    "edit_catalog": {"owner": "everything"},
    "see_hours": {"instructor": "own_lessons", "owner": "everything"},
    "edit_hours": {"instructor": "own_lessons", "owner": "everything"},
    # Who did what to a booking.
    "see_trail": {"instructor": "own_lessons", "owner": "everything"},
    # What the studio's days came to; where bookings come from is the owner's to know.
    "see_figures": {"instructor": "own_lessons", "owner": "everything"},
    # Let the studio ask Calendly in the owner's name, and take that back.
    "connect_calendly": {"owner": "everything"},
    # Read and renew the secret address at which a calendar finds somebody's lessons.
    "link_calendar": {"instructor": "own_lessons", "owner": "everything"},
    # Ask who one is, sign out.
    "use_session": {"instructor": "own_session", "owner": "own_session"},
}


def scope(operation: Operation, role: Role) -> Scope | None:
    """None when this role may not do it at all."""
    return ROLES[operation].get(role)
