"""What somebody who signed in is told: a cookie for pages, a token for programs, and never both for one."""

from datetime import UTC, datetime

from pydantic import TypeAdapter
from starlette.responses import Response

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from lib.actions.sign_in import Signed
from lib.web.answers import json_answer
from lib.web.auth import COOKIE
from lib.web.messages.session import SessionMessage, SignedOutMessage
from lib.web.tokens import token_for

SESSION = TypeAdapter(SessionMessage)
SIGNED_OUT = TypeAdapter(SignedOutMessage)


def cookie_answer(signed: Signed, outside: Outside) -> Response:
    token, expires = token_for(signed.staff, signed.ends, outside)
    answer = json_answer(SESSION, _message(signed.staff, expires, outside))
    lifetime = expires - int(outside.clock.now().timestamp())
    answer.set_cookie(COOKIE, token, max_age=lifetime, path="/", secure=True, httponly=True, samesite="strict")
    return answer


def bearer_answer(signed: Signed, outside: Outside) -> Response:
    token, expires = token_for(signed.staff, signed.ends, outside)
    return json_answer(SESSION, {**_message(signed.staff, expires, outside), "token": token})


def signed_out_answer() -> Response:
    answer = json_answer(SIGNED_OUT, {"success": True})
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
    return answer


def _message(staff: Staff, expires: int, outside: Outside) -> SessionMessage:
    whose: SessionMessage = {
        "role": staff.role,
        "expiresAt": datetime.fromtimestamp(expires, UTC).isoformat().replace("+00:00", "Z"),
        "csrfToken": outside.keyring.csrf_token(staff.session),
    }
    return {**whose, "instructor": staff.instructor} if staff.instructor else whose
