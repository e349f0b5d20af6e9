"""Calendly's API v2 on this machine: as strict as the real one, and as unreliable as a test wants it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import parse_qsl, urlsplit

from tests.support.calendly_answers import answer_to
from tests.support.calendly_checks import Answer, Refusal, filled
from tests.support.calendly_state import Done, FakeCalendly, Fate
from tests.support.local_http import Handler, provider

if TYPE_CHECKING:
    from collections.abc import Iterator

# As the real one says it.
WORDS = {
    "400": ("Invalid Argument", "The supplied parameters are invalid."),
    "401": ("Unauthenticated", "The access token is invalid"),
    "403": ("Permission Denied", "You do not have permission"),
    "404": ("Resource Not Found", "The server could not find the requested resource."),
    "409": ("Already Exists", "Hook with this url already exists"),
    "429": ("Too Many Requests", "You have exceeded the rate limit."),
}
HTML = b"<!doctype html><title>Attention required</title>"
HUGE = 8_000_000


@contextmanager
def running_calendly(**settings: Any) -> Iterator[FakeCalendly]:
    fake = FakeCalendly(**settings)
    with provider(fake, lambda handler: _serve(handler, fake), lambda handler: handler.answer(200, b"{}")):
        yield fake


def _serve(handler: Handler, fake: FakeCalendly) -> None:
    content = handler.rfile.read(int(handler.headers.get("content-length", "0")))
    address = urlsplit(handler.path)
    fate = fake.next_fate(f"{handler.command} {address.path}")
    if fate in get_args(Done) or fate == "accept":
        _done(handler, _judged(handler, fake, content), fake, fate)
    elif fate.isdigit():
        limits = {name.replace("-", "_"): value for name, value in fake.limits.items()} if fate == "429" else {}
        handler.answer(int(fate), _error(fate), **limits)
    else:
        _undone(handler, fake, fate)


def _judged(handler: Handler, fake: FakeCalendly, content: bytes) -> Answer:
    if handler.headers.get("authorization") != f"Bearer {fake.token}":
        return Answer(401, json.loads(_error("401")))
    if not handler.headers.get("user-agent", "").startswith("sabor"):
        return Answer(403, None)
    if fake.lacks_scopes:
        return Answer(403, {**json.loads(_error("403")), "required_scopes": ["scheduled_events:read"]})
    if content and handler.headers.get("content-type") != "application/json":
        return Answer(415, json.loads(_error("415")))
    address = urlsplit(handler.path)
    query = dict(parse_qsl(address.query, keep_blank_values=True, strict_parsing=bool(address.query)))
    try:
        body = json.loads(content) if content else {}
        with fake.lock:
            return answer_to(fake, f"{handler.command} {address.path}", query, body)
    except Refusal as refusal:
        return Answer(int(refusal.status), {**json.loads(_error(refusal.status)), **refusal.more})


def _done(handler: Handler, answer: Answer, fake: FakeCalendly, fate: Fate) -> None:
    body = HTML if answer.body is None else b"" if answer.status == 204 else json.dumps(answer.body).encode()
    head = f"HTTP/1.1 {answer.status} Whatever\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    if fate == "accept":
        handler.answer(answer.status, body)
        return
    handler.close_connection = True
    match fate:
        case "half":
            handler.wfile.write(head + body[: len(body) // 2])
        case "drip":
            handler.wfile.write(head)
            handler.drip(body, fake.let_go)
        case "drip_head":
            handler.drip(head + body, fake.let_go)
        case "done_502":
            handler.answer(502, HTML, Content_Type="text/html")


def _undone(handler: Handler, fake: FakeCalendly, fate: Fate) -> None:
    match fate:
        case "hang":
            fake.let_go.wait(30)
            handler.close_connection = True
        case "redirect":
            handler.answer(302, b"", Location=f"{fake.elsewhere}{handler.path}")
        case "html" | "html_403" | "html_404":
            handler.answer(int(fate[5:] or 200), HTML, Content_Type="text/html")
        case "huge":
            handler.answer(200, b'{"resource": "' + b"x" * HUGE + b'"}')
        case "list":
            handler.answer(200, b"[]")
        case "already_filled":
            handler.answer(400, json.dumps({**json.loads(_error("400")), **filled(fake)}).encode())
        case "cut_400":
            handler.close_connection = True
            handler.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 1000\r\n\r\n" + _error("400"))


def _error(status: str) -> bytes:
    title, message = WORDS.get(status, ("Internal Server Error", "Something about rosa@example.com"))
    return json.dumps({"title": title, "message": message}).encode()
