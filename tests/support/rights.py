"""One request for each right there is, and its answer: what the matrix of tests/contract/test_matrix.py asks."""

from typing import Any

from lib.studio.catalog_edits import HoursOf, fingerprint
from lib.studio.roles import Operation
from tests.support.studio import a_document, wish_body

# Stands for the booking's id in a body.
BOOKING = "the booking"
# Behind these a customer's key is no credential at all; what they answer when all is well.
FOR_STAFF: dict[Operation, int] = {
    "resend": 202,
    "list": 200,
    "book": 201,
    "see_problems": 200,
    "see_catalog": 200,
    "edit_catalog": 200,
    "see_hours": 200,
    "edit_hours": 200,
    "see_trail": 200,
    "see_figures": 200,
    "connect_calendly": 200,
    "link_calendar": 200,
    "use_session": 200,
}
# What reaches for a colleague's lessons otherwise than by an id: a list without them, a no that says why.
OF_A_COLLEAGUE: dict[Operation, int] = {"list": 200, "book": 403, "see_figures": 200, "link_calendar": 403}
BY_HAND = {
    **{each: wish_body()[each] for each in ("classType", "instructor", "personalInfo")},
    "slots": ["ana_2030-06-06_9_0"],
}
# One request for each right, to the booking with Ana that the test makes.
REQUESTS: dict[Operation, tuple[str, str, dict[str, Any] | None]] = {
    "see": ("GET", "/api/bookings", None),
    "move": ("PUT", "/api/bookings", {"slots": ["ana_2030-06-05_9_0"]}),
    "correct": ("PUT", "/api/bookings", {"personalInfo": {"firstName": "Rosalia"}}),
    "correct_email": ("PUT", "/api/bookings", {"personalInfo": {"email": "new@example.com"}}),
    "settle": ("PUT", "/api/bookings", {"status": "completed"}),
    "cancel": ("DELETE", "/api/bookings", None),
    "resend": ("POST", "/api/send-confirmation", {"bookingId": BOOKING}),
    "list": ("GET", "/api/admin/booking-management?view=list", None),
    "book": ("POST", "/api/admin/booking-management", {"action": "create", **BY_HAND}),
    "see_data": ("GET", "/api/bookings?format=data", None),
    "erase": ("DELETE", "/api/bookings?erase=1", None),
    "see_problems": ("GET", "/api/admin/booking-management?view=problems", None),
    "see_catalog": ("GET", "/api/admin/catalog", None),
    "edit_catalog": ("PUT", "/api/admin/catalog", a_document(priceRules=[])),
    "see_hours": ("GET", "/api/admin/catalog?part=ana", None),
    "edit_hours": ("PUT", "/api/admin/catalog?part=ana", {"week": {}, "breaks": {}, "exceptions": {}}),
    "see_trail": ("GET", "/api/admin/booking-management?view=audit", None),
    "see_figures": ("GET", "/api/admin/booking-management?view=summary", None),
    "connect_calendly": ("POST", "/api/admin/session", {"calendly": "connect"}),
    "link_calendar": ("POST", "/api/admin/booking-management", {"action": "calendar_link", "instructor": "ana"}),
    "use_session": ("GET", "/api/admin/session", None),
}
# The version that a request names which must not overtake anybody.
VERSIONS: dict[Operation, str] = {"edit_catalog": "1", "edit_hours": fingerprint(HoursOf("ana").read(a_document()))}
# What everybody may, with a request that can be answered.
PUBLIC: dict[tuple[str, str], tuple[str, dict[str, Any] | None, int]] = {
    ("GET", "/api/class-types"): ("", None, 200),
    ("GET", "/api/instructors"): ("", None, 200),
    ("GET", "/api/availability"): ("?classType=private&date=2030-06-04", None, 200),
    ("GET", "/api/availability/stream"): ("?instructor=ana", None, 200),
    ("GET", "/api/health"): ("", None, 200),
    ("POST", "/api/bookings"): ("", wish_body(slots=["ana_2030-06-06_9_0"]), 201),
    # Calendly's signature is asked for, whoever else somebody may be.
    ("POST", "/api/calendly-webhook"): ("", {}, 401),
}
