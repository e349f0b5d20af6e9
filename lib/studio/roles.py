"""Who may do what, and to which bookings, as one table; doors ask it and the tests' matrix is made from it."""

from typing import Literal

Role = Literal["customer", "instructor", "owner"]
# Which bookings somebody may do it to: the one that their link opens, those of their own lessons, or every one.
Scope = Literal["own_booking", "own_lessons", "everything"]
Operation = Literal["see", "move", "correct", "correct_email", "cancel", "settle"]

ROLES: dict[Operation, dict[Role, Scope]] = {
    "see": {"customer": "own_booking", "instructor": "own_lessons", "owner": "everything"},
    "move": {"customer": "own_booking", "instructor": "own_lessons", "owner": "everything"},
    "correct": {"customer": "own_booking", "instructor": "own_lessons", "owner": "everything"},
    # An address is where the link goes: whoever could change it could give the booking away.
    "correct_email": {"instructor": "own_lessons", "owner": "everything"},
    "cancel": {"customer": "own_booking", "instructor": "own_lessons", "owner": "everything"},
    # Whether somebody came, and whether they paid.
    "settle": {"instructor": "own_lessons", "owner": "everything"},
}


def scope(operation: Operation, role: Role) -> Scope | None:
    """None when this role may not do it at all."""
    return ROLES[operation].get(role)
