"""Who is asking: whoever holds a manage token, or staff by bearer token or by the cookie of our own pages."""

from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Literal

from lib.actions.callers import Caller, Customer, Staff
from lib.actions.keyring import looks_like_token, same
from lib.actions.outages import NotConfigured
from lib.actions.ports import Outside
from lib.web.faults import Fault, unauthorized
from lib.web.request import Request
from lib.web.tokens import looks_like_staff_token, staff_of

# The prefix makes browsers refuse it from any other host, over plain HTTP and for any other path.
COOKIE = "__Host-adm"
# The browser that was sent to Calendly's consent page. It comes back from another site, where the one above stays away.
TRAVELLER = "__Host-cal"
# What the platform's documents ask for.
SHORTEST_CRON_SECRET = 16


def reading_caller(request: Request, outside: Outside) -> Caller:
    """For what changes nothing. Raises 401 for no credential, and for what can be none or has run out."""
    token = request.bearer
    if token is not None and looks_like_token(token):
        return Customer(token)
    return reading_staff(request, outside)


def changing_caller(request: Request, outside: Outside) -> Caller:
    """For what changes something: the cookie alone is not enough. Raises 401, and 403 for another site's page."""
    token = request.bearer
    if token is not None and looks_like_token(token):
        return Customer(token)
    return changing_staff(request, outside)


def reading_staff(request: Request, outside: Outside) -> Staff:
    if request.bearer is not None:
        return _by_token(request.bearer, outside)
    if request.header("sec-fetch-site") not in {None, "same-origin", "none"}:
        raise unauthorized()
    return _by_token(cookie_of(request), outside)


def changing_staff(request: Request, outside: Outside) -> Staff:
    if request.bearer is not None:
        return _by_token(request.bearer, outside)
    staff = _by_token(cookie_of(request), outside)
    own_page(request, outside)
    if request.header("origin") is None:
        raise _from_elsewhere()
    said = request.header("x-csrf-token") or ""
    if not looks_like_token(said) or not same(said, outside.keyring.csrf_token(staff.session)):
        raise _from_elsewhere()
    return staff


def scheduler(request: Request, outside: Outside) -> None:
    """Lets in who holds the secret of the platform's cron jobs. Raises 401, and NotConfigured where there is none."""
    if len(outside.cron_secret) < SHORTEST_CRON_SECRET:
        raise NotConfigured("CRON_SECRET")
    if not same(request.bearer or "", outside.cron_secret):
        raise unauthorized()


def own_page(request: Request, outside: Outside) -> None:
    """Raises 403 for a request that a browser says to come from another site's page."""
    if request.header("sec-fetch-site") not in {None, "same-origin"}:
        raise _from_elsewhere()
    origin = request.header("origin")
    scheme = "https" if outside.on_platform else "http"
    # The cookie belongs to one host alone, so this host is the one whose pages may use it.
    if origin is not None and origin not in {f"{scheme}://{request.header('host')}", outside.site_url}:
        raise _from_elsewhere()


def who_returns(request: Request, state: str, outside: Outside) -> Staff | Literal["traveller", "stranger"]:
    """Who comes back from the consent page with this state: the browser that was sent there, staff, or neither.

    Raises 401 for a bearer token that is none.
    """
    if request.bearer is not None:
        return reading_staff(request, outside)
    if same(cookie_of(request, TRAVELLER), outside.keyring.return_token(state)):
        return "traveller"
    try:
        return reading_staff(request, outside)
    except Fault:
        return "stranger"


def cookie_of(request: Request, name: str = COOKIE) -> str:
    """The token in our cookie, empty when there is none; two of them are none."""
    said = request.header("cookie") or ""
    if said.count(f"{name}=") != 1:
        return ""
    try:
        found = SimpleCookie(said).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _by_token(token: str, outside: Outside) -> Staff:
    staff = staff_of(token, outside) if looks_like_staff_token(token) else None
    if staff is None:
        raise unauthorized()
    return staff


def _from_elsewhere() -> Fault:
    return Fault(HTTPStatus.FORBIDDEN, "forbidden", "This has to be done on the studio's own page.")
