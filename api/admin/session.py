"""/api/admin/session  sign in by password or mailed link, see who one is, sign out; to Calendly and back from there."""

from starlette.responses import Response

from lib.actions.connect_calendly import Return, come_back, leave_for_consent
from lib.actions.disconnect_calendly import disconnect_calendly
from lib.actions.ports import Outside
from lib.actions.sign_in import sign_in, sign_out, who_am_i
from lib.actions.sign_in_by_link import Magic, ask_for_link, come_in_by_link
from lib.web.auth import changing_staff, own_page, reading_staff, who_returns
from lib.web.endpoint import endpoint
from lib.web.messages.session import CalendlyWish, LinkRequest, MagicRequest, SessionQuery, SignInRequest
from lib.web.request import Request
from lib.web.session_answers import (
    arrival_answer,
    bearer_answer,
    cookie_answer,
    departure_answer,
    disconnected_answer,
    link_asked_answer,
    signed_in_answer,
    signed_out_answer,
)


async def open_session(request: Request, outside: Outside) -> Response:
    own_page(request, outside)
    request.check_headers()
    if request.said("calendly") is not None:
        return await _connect(request, outside)
    if request.said("magic") is not None:
        return await _come_in(request, outside)
    if request.said("password") is None:
        return await _ask(request, outside)
    given = request.read(SignInRequest)
    signed = await sign_in(given.credentials(request.network(outside)), outside)
    return signed_in_answer(signed, outside, bearer=given.bearer)


async def _ask(request: Request, outside: Outside) -> Response:
    await ask_for_link(request.read(LinkRequest).email, request.network(outside), outside)
    return link_asked_answer(outside)


async def _come_in(request: Request, outside: Outside) -> Response:
    given = request.read(MagicRequest)
    magic = Magic(given.magic, request.idempotency_key, request.network(outside))
    return signed_in_answer(await come_in_by_link(magic, outside), outside, bearer=given.bearer)


async def _connect(request: Request, outside: Outside) -> Response:
    staff = changing_staff(request, outside)
    if request.read(CalendlyWish).calendly == "connect":
        return departure_answer(await leave_for_consent(staff, outside), outside)
    return disconnected_answer(is_revoked=await disconnect_calendly(staff, outside))


async def show_session(request: Request, outside: Outside) -> Response:
    query = request.ask(SessionQuery)
    if query.state is not None:
        return await _arrive(request, query, outside)
    signed = await who_am_i(reading_staff(request, outside), outside)
    link = await outside.calendly.link() if signed.staff.role == "owner" else None
    return bearer_answer(signed, outside, link) if request.bearer else cookie_answer(signed, outside, link)


async def _arrive(request: Request, query: SessionQuery, outside: Outside) -> Response:
    """A person is on the way to a page, so whatever happened is a word there."""
    state = query.state or ""
    who = who_returns(request, state, outside)
    if who == "stranger":
        return arrival_answer("expired")
    staff = None if who == "traveller" else who
    return arrival_answer(await come_back(Return(state, query.code or "", query.error or "", staff), outside))


async def close_session(request: Request, outside: Outside) -> Response:
    await sign_out(changing_staff(request, outside), outside)
    return signed_out_answer()


app = endpoint(GET=show_session, POST=open_session, DELETE=close_session)
