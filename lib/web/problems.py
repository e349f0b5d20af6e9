"""Every no as a problem document (RFC 9457), from one table of codes, titles and statuses."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from lib.actions.outages import NotConfigured, Outage, OutcomeUnknown, StoreUnavailable
from lib.studio import refusals
from lib.studio.money import major
from lib.web.faults import Detail, Fault, invalid, not_found, unauthorized
from lib.web.messages.availability import slot_messages

# code -> (status, title); the code is an anchor of public/problems.html.
TITLES: Mapping[str, tuple[HTTPStatus, str]] = {
    "validation_failed": (HTTPStatus.BAD_REQUEST, "Validation failed"),
    "bad_json": (HTTPStatus.BAD_REQUEST, "Unreadable JSON"),
    "not_a_slot": (HTTPStatus.BAD_REQUEST, "Not a bookable time"),
    "unauthorized": (HTTPStatus.UNAUTHORIZED, "Not signed in"),
    "staff_only": (HTTPStatus.FORBIDDEN, "For the studio's staff"),
    "forbidden": (HTTPStatus.FORBIDDEN, "Not yours to change"),
    "not_found": (HTTPStatus.NOT_FOUND, "Not found"),
    "unknown_class_type": (HTTPStatus.NOT_FOUND, "Unknown class type"),
    "unknown_instructor": (HTTPStatus.NOT_FOUND, "Unknown instructor"),
    "unknown_invitee": (HTTPStatus.NOT_FOUND, "Unknown invitee"),
    "method_not_allowed": (HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
    "slot_taken": (HTTPStatus.CONFLICT, "Slots no longer available"),
    "price_changed": (HTTPStatus.CONFLICT, "The price is another one"),
    "catalog_changed": (HTTPStatus.CONFLICT, "The studio changed its offer"),
    "too_late": (HTTPStatus.CONFLICT, "Too late to change"),
    "not_allowed_now": (HTTPStatus.CONFLICT, "Not possible any more"),
    "other_version": (HTTPStatus.PRECONDITION_FAILED, "Changed meanwhile"),
    "too_many_bookings": (HTTPStatus.TOO_MANY_REQUESTS, "Too many bookings"),
    "too_fast": (HTTPStatus.TOO_MANY_REQUESTS, "Too fast"),
    "too_many_tries": (HTTPStatus.TOO_MANY_REQUESTS, "Too many tries"),
    "payload_too_large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Body too large"),
    "unsupported_media_type": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Not JSON"),
    "idempotency_mismatch": (HTTPStatus.UNPROCESSABLE_ENTITY, "Key used for another request"),
    "internal_error": (HTTPStatus.INTERNAL_SERVER_ERROR, "Our mistake"),
    "store_unavailable": (HTTPStatus.SERVICE_UNAVAILABLE, "The booking store is away"),
    "outcome_unknown": (HTTPStatus.SERVICE_UNAVAILABLE, "The outcome is not known yet"),
    "stream_full": (HTTPStatus.SERVICE_UNAVAILABLE, "Too many are watching"),
    "not_configured": (HTTPStatus.SERVICE_UNAVAILABLE, "Not set up"),
}
RETRY_SOON = {"retry-after": "3"}
# Without being told how to do better no client may be turned away (RFC 9110, 15.5.2 and 15.6.4).
WITH_STATUS: Mapping[HTTPStatus, Mapping[str, str]] = {
    HTTPStatus.UNAUTHORIZED: {"www-authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: RETRY_SOON,
}


def problem(code: str, detail: str, request_id: str, **more: object) -> Response:
    """The document and its status; ``error`` and ``message`` say title and detail again for readers of the seed."""
    status, title = TITLES[code]
    document = {
        "type": f"/problems#{code}",
        "title": title,
        "status": status.value,
        "detail": detail,
        "instance": request_id,
        "code": code,
        "error": title,
        "message": detail,
        **more,
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    return Response(body, status, WITH_STATUS.get(status), media_type="application/problem+json")


def for_fault(fault: Fault, request_id: str) -> Response:
    details = [{"pointer": d.pointer, "code": d.code, "detail": d.detail} for d in fault.details]
    answer = problem(fault.code, fault.detail, request_id, **({"details": details} if details else {}))
    answer.headers.update(fault.headers)
    return answer


def for_outage(outage: Outage, request_id: str) -> Response:
    match outage:
        case OutcomeUnknown():
            said = "It may or may not be done. Repeat the same request with the same Idempotency-Key to find out."
            return problem("outcome_unknown", said, request_id)
        case NotConfigured(setting):
            return problem("not_configured", f"The studio has not set {setting} yet.", request_id)
        case StoreUnavailable() | Outage():
            return problem("store_unavailable", "Nothing was changed. Please try again in a moment.", request_id)


# Why a well-formed slot id cannot be had, in the reader's words.
REASONS = {
    "malformed": "This is not a slot id.",
    "off_grid": "No lesson starts at this time.",
    "closed": "The studio or the instructor is not there at this time.",
    "too_soon": "This time is too soon to be booked.",
    "too_far": "This time is too far ahead to be booked yet.",
    "other_instructor": "This time belongs to another instructor or class.",
    "overlapping": "This time overlaps another one of the same booking.",
}


# Refusals, their codes and what is said.
SENTENCES: Mapping[type[refusals.Refusal], tuple[str, str]] = {
    refusals.SlotTaken: ("slot_taken", "Somebody was quicker. Nothing was booked or changed."),
    refusals.PriceChanged: ("price_changed", "The price is another one now."),
    refusals.CatalogChanged: (
        "catalog_changed",
        "The studio changed its offer meanwhile. Please look at it again.",
    ),
    refusals.WrongPassword: ("unauthorized", "E-mail and password do not belong together."),
    refusals.LinkIsOver: ("unauthorized", "This link was used before, or is too old. Please ask for another one."),
    refusals.StaffOnly: ("staff_only", "Only the studio's staff can change this. Please call the studio."),
    refusals.OwnerOnly: ("forbidden", "Only the owner of the studio may do this."),
    refusals.NotYours: ("forbidden", "This belongs to another instructor."),
    refusals.OtherCatalog: (
        "other_version",
        "Somebody else saved this meanwhile. Nothing was changed.",
    ),
    refusals.OtherVersion: ("other_version", "The booking was changed meanwhile. Please look at it again."),
    refusals.TooLate: ("too_late", "It is too late to change this booking here. Please call the studio."),
    refusals.NotAllowedNow: ("not_allowed_now", "This is not possible any more with this booking."),
    refusals.NotDeadLetter: ("not_allowed_now", "This letter was not given up: it waits, or it was sent."),
    refusals.TooManyBookings: ("too_many_bookings", "That is enough for now: you have many bookings already."),
    refusals.TooFast: ("too_fast", "Please take a moment before you send the form."),
    refusals.TooManyTries: ("too_many_tries", "This was tried very often. Please wait a moment."),
    refusals.TooManyViewers: ("stream_full", "Many are watching already. Ask for the times now and then instead."),
    refusals.UnknownClassType: ("unknown_class_type", "There is no such class type."),
    refusals.UnknownInstructor: ("unknown_instructor", "There is no such instructor."),
    refusals.UnknownInvitee: ("unknown_invitee", "Calendly knows nobody of that name in the studio's account."),
    refusals.OnCalendly: (
        "not_allowed_now",
        "This booking was made on Calendly. Change it there, and it is changed here within seconds.",
    ),
    refusals.TokenIsSet: (
        "not_allowed_now",
        "A personal token is set (CALENDLY_API_TOKEN), and it wins. Remove it to connect by consent.",
    ),
    refusals.IdempotencyMismatch: (
        "idempotency_mismatch",
        "This Idempotency-Key was used for another request. Use a new one.",
    ),
}


def for_refusal(refusal: refusals.Refusal, request_id: str) -> Response:
    match refusal:
        case refusals.UnknownBooking() | refusals.UnknownCalendar():
            return for_fault(not_found(), request_id)
        case refusals.SignedOut():
            return for_fault(unauthorized(), request_id)
        case refusals.OtherCount(count):
            said = f"This booking has {count} slots; send as many."
            return for_fault(invalid(Detail("/slots", "count", said)), request_id)
        case refusals.NotASlot(_, position, reason):
            detail = {"pointer": f"/slots/{position}", "code": reason, "detail": REASONS[reason]}
            return problem("not_a_slot", REASONS[reason], request_id, details=[detail])
        case (
            refusals.TooManyBookings(wait)
            | refusals.TooFast(wait)
            | refusals.TooManyTries(wait)
            | refusals.TooManyViewers(wait)
        ):
            answer = problem(*SENTENCES[type(refusal)], request_id)
            answer.headers["retry-after"] = str(wait)
            return answer
        case _:
            code, said = SENTENCES[type(refusal)]
            return problem(code, said, request_id, **_facts(refusal))


def _facts(refusal: refusals.Refusal) -> dict[str, object]:
    """What a refusal tells beside its sentence."""
    match refusal:
        case refusals.SlotTaken(unavailable, alternatives, currency):
            return {"unavailableSlots": unavailable, "alternatives": slot_messages(alternatives, currency)}
        case refusals.PriceChanged(total, currency):
            return _price(total, currency)
        case refusals.CatalogChanged(total, currency, alternatives):
            instead = {"alternatives": slot_messages(alternatives, currency)} if alternatives else {}
            return {**_price(total, currency), **instead}
        case _:
            return _state(refusal)


def _state(refusal: refusals.Refusal) -> dict[str, object]:
    """How the booking stands, as far as that is why."""
    match refusal:
        case refusals.OtherVersion(version):
            return {"version": version}
        case refusals.NotAllowedNow(status):
            return {"bookingStatus": status}
        case refusals.TooLate(notice):
            return {"changeNoticeMinutes": notice}
        case _:
            return {}


def _price(total_minor: int | None, currency: str) -> dict[str, object]:
    if total_minor is None:
        return {}
    return {"totalAmount": major(total_minor, currency), "totalAmountMinor": total_minor, "currency": currency}
