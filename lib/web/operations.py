"""Every operation of the HTTP surface in one table, from which the machine-readable contract is written."""

from http import HTTPStatus

from pydantic import TypeAdapter

from lib.web.messages.availability import AvailabilityQuery, GeneralAvailability, Week
from lib.web.messages.booking_pages import BookingPage
from lib.web.messages.booking_queries import BookingQuery, CancelQuery, ChangeQuery
from lib.web.messages.bookings import (
    BookingChanged,
    BookingCreated,
    BookingList,
    BookingRequest,
    ChangeRequest,
)
from lib.web.messages.calendly import CalendlyBookingCreated, CalendlyBookingPending, CalendlyBookingRequest
from lib.web.messages.catalog import ClassTypeMessage, InstructorMessage, InstructorsQuery
from lib.web.messages.events import EventMessage, StreamQuery
from lib.web.messages.health import HealthMessage
from lib.web.messages.holdings import HoldingsMessage
from lib.web.operation import Operation
from lib.web.operations_behind import BEHIND

PUBLIC = ("ETag",)
IF_MATCH, IF_NONE_MATCH = ("If-Match",), ("If-None-Match",)
# What every change of a booking may be answered.
CHANGES = (
    "unauthorized",
    "not_found",
    "too_late",
    "not_allowed_now",
    "other_version",
    "idempotency_mismatch",
    "too_many_tries",
    "outcome_unknown",
)

OPERATIONS = (
    Operation(
        "GET",
        "/api/class-types",
        "What the studio teaches, with prices",
        {HTTPStatus.OK: TypeAdapter(list[ClassTypeMessage])},
        language=True,
        answer_headers=PUBLIC,
        asks=IF_NONE_MATCH,
        rights=(),
    ),
    Operation(
        "GET",
        "/api/instructors",
        "Who teaches what; with the secret of a calendar link, the lessons of its instructor as text/calendar",
        {HTTPStatus.OK: TypeAdapter(list[InstructorMessage])},
        ("not_found",),
        query=InstructorsQuery,
        language=True,
        files=("text/calendar",),
        answer_headers=PUBLIC,
        asks=IF_NONE_MATCH,
        rights=(),
    ),
    Operation(
        "GET",
        "/api/availability",
        "What can be booked: seven days, one day, or who is free when",
        {HTTPStatus.OK: TypeAdapter(Week | GeneralAvailability)},
        ("unknown_class_type", "unknown_instructor"),
        query=AvailabilityQuery,
        language=True,
        answer_headers=(*PUBLIC, "Event-Id", "Studio-Timezone"),
        asks=IF_NONE_MATCH,
        rights=(),
    ),
    Operation(
        "GET",
        "/api/availability/stream",
        "What changes in the schedules, as it changes; `event: resync` when something cannot be told any more",
        {HTTPStatus.OK: TypeAdapter(EventMessage)},
        ("unknown_instructor", "stream_full"),
        query=StreamQuery,
        streams=True,
        rights=(),
    ),
    Operation(
        "GET",
        "/api/bookings",
        "The booking that a manage link opens, also as a calendar file, or all that is kept about its customer; for "
        "staff, without an id, bookings page by page",
        {HTTPStatus.OK: TypeAdapter(BookingList | BookingPage | HoldingsMessage)},
        ("unauthorized", "not_found", "forbidden"),
        query=BookingQuery,
        token=True,
        answer_headers=PUBLIC,
        keys=("calendarKey",),
        files=("text/calendar",),
        rights=("see", "see_data", "list"),
    ),
    Operation(
        "POST",
        "/api/bookings",
        "Book a lesson",
        {
            HTTPStatus.CREATED: TypeAdapter(BookingCreated | CalendlyBookingCreated),
            HTTPStatus.ACCEPTED: TypeAdapter(CalendlyBookingPending),
        },
        (
            "bad_json",
            "payload_too_large",
            "unsupported_media_type",
            "unknown_invitee",
            "not_a_slot",
            "slot_taken",
            "price_changed",
            "catalog_changed",
            "idempotency_mismatch",
            "too_many_bookings",
            "too_fast",
            "outcome_unknown",
        ),
        body=BookingRequest | CalendlyBookingRequest,
        idempotent_by_key=True,
        language=True,
        asks=("Accept-Language",),
        answer_headers=("Location", "Event-Id", "Idempotency-Replayed"),
        rights=(),
    ),
    Operation(
        "PUT",
        "/api/bookings",
        "Move a booking, correct it, or say what became of it",
        {HTTPStatus.OK: TypeAdapter(BookingChanged)},
        (
            *CHANGES,
            "bad_json",
            "payload_too_large",
            "unsupported_media_type",
            "not_a_slot",
            "slot_taken",
            "catalog_changed",
            "staff_only",
            "forbidden",
        ),
        query=ChangeQuery,
        body=ChangeRequest,
        idempotent_by_key=True,
        token=True,
        answer_headers=("ETag", "Event-Id", "Idempotency-Replayed"),
        asks=IF_MATCH,
        rights=("move", "correct", "correct_email", "settle"),
    ),
    Operation(
        "DELETE",
        "/api/bookings",
        "Cancel a booking, or remove what is kept about its customer",
        {HTTPStatus.OK: TypeAdapter(BookingChanged)},
        (*CHANGES, "forbidden"),
        query=CancelQuery,
        idempotent_by_key=True,
        token=True,
        answer_headers=("ETag", "Event-Id", "Idempotency-Replayed"),
        asks=IF_MATCH,
        rights=("cancel", "erase"),
    ),
    *BEHIND,
    Operation(
        "GET",
        "/api/health",
        "Whether the parts work",
        {HTTPStatus.OK: TypeAdapter(HealthMessage), HTTPStatus.SERVICE_UNAVAILABLE: TypeAdapter(HealthMessage)},
        rights=(),
    ),
)
