"""Calendly's consent page and tokens on this machine: strict about who asks, for what, and how often."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.support.local_http import Handler, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.calendly_state import FakeCalendly

BACK = "https://studio.example/api/admin/session"
# done_502, drop: it was done, and nobody is told. misread: done, and told in other words. A number: not done.
Fate = Literal["accept", "done_502", "drop", "misread", "401", "403", "429", "500", "503"]
SCOPES = ["users:read", "event_types:read", "scheduled_events:write", "organizations:read", "webhooks:write"]
WISHED = {"client_id", "response_type", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"}


@dataclass
class FakeAuthServer:
    """``asked`` holds what came to the token door and to the revoking one; ``calendly`` takes the newest token."""

    client_id: str = "studio-app"
    client_secret: str = "a secret of the app"
    redirect_uri: str = BACK
    lasts: int = 7200
    url: str = ""
    calendly: FakeCalendly | None = None
    fates: deque[Fate] = field(default_factory=deque)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=set)
    issued: list[str] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def consents(self, page: str) -> dict[str, str]:
        """What the browser brings back when the owner says yes; AssertionError for an address that is none."""
        address = urlsplit(page)
        query = dict(parse_qsl(address.query, strict_parsing=True))
        assert set(query) == WISHED, query
        assert (query["client_id"], query["redirect_uri"]) == (self.client_id, self.redirect_uri)
        assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
        assert query["scope"].split() == SCOPES
        with self.lock:
            code = f"code-{next(self._numbers)}"
            self.codes[code] = query["code_challenge"]
        return {"code": code, "state": query["state"]}

    def grants(self) -> dict[str, object]:
        number = next(self._numbers)
        access, refresh = f"access-token-{number}", f"refresh-token-{number}"
        self.refresh_tokens.add(refresh)
        self.issued += [access, refresh]
        if self.calendly:
            self.calendly.token = access
        return {
            "token_type": "Bearer",
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": self.lasts,
            "scope": " ".join(SCOPES),
            "created_at": 1,
            "owner": "https://api.calendly.com/users/me-0001",
            "organization": "https://api.calendly.com/organizations/org-0001",
        }


@contextmanager
def running_auth_server(**settings: object) -> Iterator[FakeAuthServer]:
    fake = FakeAuthServer(**settings)  # type: ignore[arg-type] # names and values are the test's
    with served(lambda handler: _serve(handler, fake)) as fake.url:
        yield fake


def _serve(handler: Handler, fake: FakeAuthServer) -> None:
    content = handler.rfile.read(int(handler.headers.get("content-length", "0")))
    address = urlsplit(handler.path)
    if handler.command == "GET" and address.path != "/oauth/authorize":
        # Browsers ask for a page's picture.
        handler.answer(204, b"")
        return
    if handler.command == "GET":
        _consent(handler, fake, dict(parse_qsl(address.query)))
        return
    if handler.headers.get("content-type") != "application/x-www-form-urlencoded":
        handler.answer(415, b"{}")
        return
    form = dict(parse_qsl(content.decode(), strict_parsing=True))
    with fake.lock:
        fake.asked.append(form)
        fate = fake.fates.popleft() if fake.fates else "accept"
        if fate.isdigit():
            handler.answer(int(fate), b'{"error": "server_error", "error_description": "no"}')
            return
        status, body = _answer(fake, address.path, form)
    _told(handler, fate, status, json.dumps(body).encode())


def _told(handler: Handler, fate: Fate, status: int, body: bytes) -> None:
    match fate:
        case "drop":
            handler.close_connection = True
        case "done_502":
            handler.answer(502, b"<!doctype html>", Content_Type="text/html")
        case "misread":
            handler.answer(status, b'{"token": "of another kind"}')
        case _:
            handler.answer(status, body)


def _answer(fake: FakeAuthServer, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
    if (form.get("client_id"), form.get("client_secret")) != (fake.client_id, fake.client_secret):
        return 401, {"error": "invalid_client", "error_description": "Client authentication failed"}
    if path == "/oauth/revoke":
        fake.revoked.append(form["token"])
        fake.refresh_tokens.discard(form["token"])
        return 200, {}
    no: tuple[int, dict[str, object]] = 400, {"error": "invalid_grant", "error_description": "The grant is invalid."}
    match path, form.get("grant_type"):
        case "/oauth/token", "authorization_code":
            # Whatever is wrong with it, a code works once.
            wanted = fake.codes.pop(form.get("code", ""), "")
            is_right = (
                wanted == challenge(form.get("code_verifier", "")) and form.get("redirect_uri") == fake.redirect_uri
            )
            return (200, fake.grants()) if is_right else no
        case "/oauth/token", "refresh_token":
            if form.get("refresh_token") not in fake.refresh_tokens:
                return no
            fake.refresh_tokens.discard(form["refresh_token"])
            return 200, fake.grants()
    return 400, {"error": "unsupported_grant_type", "error_description": "no"}


def challenge(verifier: str) -> str:
    """RFC 7636, 4.2, written anew: what is judged must not judge itself."""
    if not 43 <= len(verifier) <= 128:
        return "too short or too long"
    digest = base64.b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).decode()
    return digest.replace("+", "-").replace("/", "_").strip("=")


def _consent(handler: Handler, fake: FakeAuthServer, query: dict[str, str]) -> None:
    """The page that asks, with a link for yes and one for no."""
    back = fake.consents(handler.path)
    links = {"Allow": back, "Deny": {"error": "access_denied", "state": query["state"]}}
    lines = (
        f'<p><a href="{escape(fake.redirect_uri)}?{escape(urlencode(said))}">{word}</a></p>'
        for word, said in links.items()
    )
    page = f"<!doctype html><title>Calendly</title><h1>May the studio ask?</h1>{''.join(lines)}"
    handler.answer(200, page.encode(), Content_Type="text/html")
