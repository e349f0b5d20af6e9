"""What staff are told about their session and the way to Calendly: cookies for pages, tokens for programs."""

from datetime import UTC, datetime
from http import HTTPStatus

from starlette.responses import Response

from lib.actions.calendly_auth import Link
from lib.actions.connect_calendly import Arrival, Departure
from lib.actions.ports import Outside
from lib.actions.sign_in import Signed
from lib.studio import policy
from lib.web.afterwards import see_to_letters
from lib.web.answers import json_answer
from lib.web.auth import COOKIE, TRAVELLER
from lib.web.messages.session import (
    DepartureMessage,
    DisconnectedMessage,
    LinkAskedMessage,
    SessionMessage,
    SignedOutMessage,
)
from lib.web.tokens import token_for

DESK = "/admin/problems"


def cookie_answer(signed: Signed, outside: Outside, link: Link | None = None) -> Response:
    token, expires = token_for(signed.staff, signed.ends, outside)
    answer = json_answer(SessionMessage, _message(signed, expires, link, outside))
    lifetime = expires - int(outside.clock.now().timestamp())
    answer.set_cookie(COOKIE, token, max_age=lifetime, path="/", secure=True, httponly=True, samesite="strict")
    return answer


def bearer_answer(signed: Signed, outside: Outside, link: Link | None = None) -> Response:
    token, expires = token_for(signed.staff, signed.ends, outside)
    return json_answer(SessionMessage, {**_message(signed, expires, link, outside), "token": token})


def signed_in_answer(signed: Signed, outside: Outside, *, bearer: bool) -> Response:
    return bearer_answer(signed, outside) if bearer else cookie_answer(signed, outside)


def link_asked_answer(outside: Outside) -> Response:
    """The same for every address. The letter is written when it is out."""
    answer = json_answer(LinkAskedMessage, {"accepted": True}, HTTPStatus.ACCEPTED)
    see_to_letters(answer, outside)
    return answer


def signed_out_answer() -> Response:
    answer = json_answer(SignedOutMessage, {"success": True})
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
    return answer


def departure_answer(departure: Departure, outside: Outside) -> Response:
    """The cookie is sent along when another site leads back here, and it proves nothing but that."""
    answer = json_answer(DepartureMessage, {"authorizeUrl": departure.page})
    proof = outside.keyring.return_token(departure.state)
    answer.set_cookie(
        TRAVELLER, proof, max_age=policy.CONSENT_SECONDS, path="/", secure=True, httponly=True, samesite="lax"
    )
    return answer


def arrival_answer(arrival: Arrival) -> Response:
    """To the desk, which says it in a sentence."""
    answer = Response(status_code=HTTPStatus.SEE_OTHER, headers={"location": f"{DESK}?calendly={arrival}"})
    answer.delete_cookie(TRAVELLER, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def disconnected_answer(*, is_revoked: bool) -> Response:
    return json_answer(DisconnectedMessage, {"success": True, "revoked": is_revoked})


def _message(signed: Signed, expires: int, link: Link | None, outside: Outside) -> SessionMessage:
    staff = signed.staff
    whose: SessionMessage = {
        "role": staff.role,
        "expiresAt": datetime.fromtimestamp(expires, UTC).isoformat().replace("+00:00", "Z"),
        "csrfToken": outside.keyring.csrf_token(staff.session),
    }
    if link:
        whose["calendly"] = {"connection": link.connection, "why": link.why}
    return {**whose, "instructor": staff.instructor, "name": signed.name} if staff.instructor else whose
