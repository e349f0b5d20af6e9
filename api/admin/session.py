"""/api/admin/session  sign in, see who one is, sign out."""

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.actions.sign_in import sign_in, sign_out, who_am_i
from lib.web.auth import changing_staff, own_page, reading_staff
from lib.web.endpoint import endpoint
from lib.web.messages.session import SignInRequest
from lib.web.request import Request
from lib.web.session_answers import bearer_answer, cookie_answer, signed_out_answer


async def open_session(request: Request, outside: Outside) -> Response:
    own_page(request, outside)
    given = request.read(SignInRequest)
    signed = await sign_in(given.credentials(request.network(outside)), outside)
    return bearer_answer(signed, outside) if given.bearer else cookie_answer(signed, outside)


async def show_session(request: Request, outside: Outside) -> Response:
    signed = await who_am_i(reading_staff(request, outside), outside)
    return bearer_answer(signed, outside) if request.bearer else cookie_answer(signed, outside)


async def close_session(request: Request, outside: Outside) -> Response:
    await sign_out(changing_staff(request, outside), outside)
    return signed_out_answer()


app = endpoint(GET=show_session, POST=open_session, DELETE=close_session)
