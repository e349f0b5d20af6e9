"""The operations that are not for the public: staff, the scheduler, Calendly and the mail provider call them."""

from http import HTTPStatus

from pydantic import TypeAdapter

from lib.web.messages.booking_pages import BookingPage
from lib.web.messages.bookings import BookingChanged
from lib.web.messages.calendly import DeliveryMessage
from lib.web.messages.catalog_edits import CatalogMessage, CatalogQuery, EditedMessage
from lib.web.messages.desk_actions import DeskAction, FoundBookings, SubscriptionMessage
from lib.web.messages.mail import DrainedMessage, QueuedMessage, ReceivedMessage, ResendRequest
from lib.web.messages.maintenance import MaintenanceMessage
from lib.web.messages.management import DayMessage, ManagementQuery
from lib.web.messages.problems import ProblemsMessage
from lib.web.messages.session import (
    CalendlyWish,
    DepartureMessage,
    DisconnectedMessage,
    LinkAskedMessage,
    LinkRequest,
    MagicRequest,
    SessionMessage,
    SessionQuery,
    SignedOutMessage,
    SignInRequest,
)
from lib.web.messages.summary import SummaryMessage
from lib.web.messages.trail import TrailMessage
from lib.web.messages.whole_bodies import CatalogDocument, DeliveryEnvelope, ProviderReport
from lib.web.operation import Operation

BEHIND = (
    Operation(
        "POST",
        "/api/calendly-webhook",
        "What Calendly tells of its invitees, signed",
        {HTTPStatus.OK: TypeAdapter(DeliveryMessage)},
        ("bad_json", "payload_too_large", "unauthorized", "outcome_unknown"),
        body=DeliveryEnvelope,
        keys=("calendlySignature",),
        rights=(),
    ),
    Operation(
        "POST",
        "/api/admin/session",
        "Sign in as staff, or ask for the link by which instructors do (202 for every address); the owner connects "
        "Calendly, or takes that back",
        {
            HTTPStatus.OK: TypeAdapter(SessionMessage | DepartureMessage | DisconnectedMessage),
            HTTPStatus.ACCEPTED: TypeAdapter(LinkAskedMessage),
        },
        (
            "bad_json",
            "payload_too_large",
            "unsupported_media_type",
            "unauthorized",
            "forbidden",
            "too_many_tries",
            "not_allowed_now",
            "outcome_unknown",
        ),
        body=SignInRequest | LinkRequest | MagicRequest | CalendlyWish,
        idempotent_by_key=True,
        answer_headers=("Set-Cookie",),
        keys=("anybody",),
        rights=("connect_calendly",),
    ),
    Operation(
        "GET",
        "/api/admin/session",
        "Who one is, and a fresh token; Calendly's consent page leads back here, and it goes on to the desk",
        {HTTPStatus.OK: TypeAdapter(SessionMessage)},
        ("unauthorized", "outcome_unknown"),
        query=SessionQuery,
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
        body=ResendRequest | ProviderReport,
        token=True,
        keys=("sendgridSignature",),
        rights=("resend",),
    ),
    Operation(
        "GET",
        "/api/admin/booking-management",
        "What staff look at: bookings page by page (also as CSV), the lessons of some days, the figures of a period,"
        " who did what to a booking, what has to be seen to",
        {HTTPStatus.OK: TypeAdapter(BookingPage | DayMessage | SummaryMessage | TrailMessage | ProblemsMessage)},
        ("unauthorized", "forbidden", "not_found", "outcome_unknown"),
        query=ManagementQuery,
        token=True,
        files=("text/csv",),
        rights=("list", "see_figures", "see_trail", "see_problems"),
    ),
    Operation(
        "POST",
        "/api/admin/booking-management",
        "What staff do: search, book by hand, move, cancel, say what became of a lesson and its price, resend; "
        "the secret address of an instructor's calendar, or another one in its place",
        {
            HTTPStatus.OK: TypeAdapter(BookingChanged | FoundBookings | SubscriptionMessage),
            HTTPStatus.CREATED: TypeAdapter(BookingChanged),
            HTTPStatus.ACCEPTED: TypeAdapter(QueuedMessage),
        },
        (
            *("bad_json", "payload_too_large", "unsupported_media_type", "unauthorized", "forbidden", "not_found"),
            *("not_a_slot", "slot_taken", "catalog_changed", "not_allowed_now", "other_version", "unknown_instructor"),
            *("idempotency_mismatch", "too_many_bookings", "too_many_tries", "outcome_unknown"),
        ),
        body=DeskAction,
        idempotent_by_key=True,
        token=True,
        answer_headers=("ETag", "Location", "Event-Id", "Idempotency-Replayed"),
        asks=("If-Match",),
        rights=("list", "book", "move", "cancel", "settle", "resend", "link_calendar"),
    ),
    Operation(
        "GET",
        "/api/admin/catalog",
        "What the studio offers, as its owner edits it; with part an instructor's own hours",
        {HTTPStatus.OK: TypeAdapter(CatalogMessage)},
        ("unauthorized", "forbidden", "unknown_instructor", "outcome_unknown"),
        query=CatalogQuery,
        token=True,
        answer_headers=("ETag",),
        rights=("see_catalog", "see_hours"),
    ),
    Operation(
        "PUT",
        "/api/admin/catalog",
        "Put what was edited in place of what was read (If-Match); with dryRun only say what it would change",
        {HTTPStatus.OK: TypeAdapter(EditedMessage)},
        (
            "bad_json",
            "payload_too_large",
            "unsupported_media_type",
            "unauthorized",
            "forbidden",
            "unknown_instructor",
            "other_version",
            "outcome_unknown",
        ),
        query=CatalogQuery,
        body=CatalogDocument,
        token=True,
        answer_headers=("ETag",),
        asks=("If-Match",),
        rights=("edit_catalog", "edit_hours"),
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
)
