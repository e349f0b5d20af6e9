"""Every operation of the HTTP surface in one table, from which the machine-readable contract is written."""

from http import HTTPStatus

from pydantic import TypeAdapter

from lib.web.messages.availability import AvailabilityQuery, GeneralAvailability, Week
from lib.web.messages.booking_queries import BookingQuery, CancelQuery, ChangeQuery
from lib.web.messages.bookings import (
    BookingChanged,
    BookingCreated,
    BookingList,
    BookingRequest,
    ChangeRequest,
)
from lib.web.messages.calendly import CalendlyBookingCreated, CalendlyBookingPending, DeliveryMessage
from lib.web.messages.catalog import ClassTypeMessage, InstructorMessage
from lib.web.messages.health import HealthMessage
from lib.web.messages.holdings import HoldingsMessage
from lib.web.messages.mail import DrainedMessage, QueuedMessage, ReceivedMessage, ResendRequest
from lib.web.messages.maintenance import MaintenanceMessage
from lib.web.messages.problems import ManagementQuery, ProblemsMessage
from lib.web.messages.session import SessionMessage, SignedOutMessage, SignInRequest
from lib.web.operation import Operation

PUBLIC = ("ETag",)
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
        rights=(),
    ),
    Operation(
        "GET",
        "/api/instructors",
        "Who teaches what",
        {HTTPStatus.OK: TypeAdapter(list[InstructorMessage])},
        language=True,
        answer_headers=PUBLIC,
        rights=(),
    ),
    Operation(
        "GET",
        "/api/availability",
        "What can be booked: seven days, one day, or who is free when",
        {HTTPStatus.OK: TypeAdapter(Week | GeneralAvailability)},
        ("unknown_class_type", "unknown_instructor", "catalog_changed"),
        query=AvailabilityQuery,
        language=True,
        answer_headers=(*PUBLIC, "Event-Id", "Studio-Timezone"),
        rights=(),
    ),
    Operation(
        "GET",
        "/api/bookings",
        "The booking that a manage link opens, also as a calendar file, or all that is kept about its customer",
        {HTTPStatus.OK: TypeAdapter(BookingList | HoldingsMessage)},
        ("unauthorized", "not_found", "forbidden"),
        query=BookingQuery,
        token=True,
        rights=("see", "see_data"),
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
        body=BookingRequest,
        idempotent_by_key=True,
        language=True,
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
        rights=("cancel", "erase"),
    ),
    Operation(
        "POST",
        "/api/calendly-webhook",
        "What Calendly tells of its invitees, signed",
        {HTTPStatus.OK: TypeAdapter(DeliveryMessage)},
        ("bad_json", "payload_too_large", "unauthorized", "outcome_unknown"),
        rights=(),
    ),
    Operation(
        "POST",
        "/api/admin/session",
        "Sign in as staff",
        {HTTPStatus.OK: TypeAdapter(SessionMessage)},
        (
            "bad_json",
            "payload_too_large",
            "unsupported_media_type",
            "unauthorized",
            "forbidden",
            "too_many_tries",
            "outcome_unknown",
        ),
        body=SignInRequest,
        rights=(),
    ),
    Operation(
        "GET",
        "/api/admin/session",
        "Who one is, and a fresh token",
        {HTTPStatus.OK: TypeAdapter(SessionMessage)},
        ("unauthorized", "outcome_unknown"),
        token=True,
        rights=("use_session",),
    ),
    Operation(
        "DELETE",
        "/api/admin/session",
        "Sign out",
        {HTTPStatus.OK: TypeAdapter(SignedOutMessage)},
        ("unauthorized", "forbidden", "outcome_unknown"),
        token=True,
        rights=("use_session",),
    ),
    Operation(
        "GET",
        "/api/send-confirmation",
        "Send the letters that are due (for the scheduler)",
        {HTTPStatus.OK: TypeAdapter(DrainedMessage)},
        ("unauthorized", "outcome_unknown"),
        token=True,
        secret=True,
        rights=(),
    ),
    Operation(
        "POST",
        "/api/send-confirmation",
        "Send a confirmation once more; the mail provider's signed reports are taken here as well",
        {HTTPStatus.ACCEPTED: TypeAdapter(QueuedMessage), HTTPStatus.OK: TypeAdapter(ReceivedMessage)},
        (
            "bad_json",
            "payload_too_large",
            "unsupported_media_type",
            "unauthorized",
            "forbidden",
            "not_found",
            "not_allowed_now",
            "too_many_tries",
            "outcome_unknown",
        ),
        body=ResendRequest,
        token=True,
        rights=("resend",),
    ),
    Operation(
        "GET",
        "/api/admin/booking-management",
        "What staff have to see to",
        {HTTPStatus.OK: TypeAdapter(ProblemsMessage)},
        ("unauthorized", "forbidden", "outcome_unknown"),
        query=ManagementQuery,
        token=True,
        rights=("see_problems",),
    ),
    Operation(
        "GET",
        "/api/cron/maintenance",
        "See to letters, losses, backup and old records (for the scheduler)",
        {HTTPStatus.OK: TypeAdapter(MaintenanceMessage)},
        ("unauthorized", "outcome_unknown"),
        token=True,
        secret=True,
        rights=(),
    ),
    Operation(
        "GET",
        "/api/health",
        "Whether the parts work",
        {HTTPStatus.OK: TypeAdapter(HealthMessage), HTTPStatus.SERVICE_UNAVAILABLE: TypeAdapter(HealthMessage)},
        rights=(),
    ),
)
