"""The operations that are not for the public: staff, the scheduler, Calendly and the mail provider call them."""

from http import HTTPStatus

from pydantic import TypeAdapter

from lib.web.messages.calendly import DeliveryMessage
from lib.web.messages.mail import DrainedMessage, QueuedMessage, ReceivedMessage, ResendRequest
from lib.web.messages.maintenance import MaintenanceMessage
from lib.web.messages.management import ManagementQuery
from lib.web.messages.problems import ProblemsMessage
from lib.web.messages.session import (
    CalendlyWish,
    DepartureMessage,
    DisconnectedMessage,
    SessionMessage,
    SessionQuery,
    SignedOutMessage,
    SignInRequest,
)
from lib.web.operation import Operation

BEHIND = (
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
        "Sign in as staff; the owner connects Calendly, or takes that back",
        {HTTPStatus.OK: TypeAdapter(SessionMessage | DepartureMessage | DisconnectedMessage)},
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
        body=SignInRequest | CalendlyWish,
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
)
