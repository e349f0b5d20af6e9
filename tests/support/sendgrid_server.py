"""SendGrid on this machine: takes and refuses letters as its documents say, and fails as a test tells it to."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

# hang: the request is read and never answered; drip: 202 at once, then a byte a second; drip_head: even the status
# comes so; drop: the letter is taken and nobody hears of it; redirect: to a host that has no business with the key.
Fate = Literal[
    "accept", "bad", "unauthorized", "forbidden", "too_large", "throttled", "failing", "unavailable",
    "hang", "drip", "drip_head", "drop", "redirect",
]  # fmt: skip
PATH = "/v3/mail/send"
# The longest that a request hangs or drips when a test forgets to let it go.
PATIENCE = 30
RESET_AFTER = 60

# Status, words, and the field that they are about.
Complaint = tuple[int, str, str | None]
REFUSALS: Mapping[Fate, Complaint] = {
    "bad": (400, "The subject is required.", "subject"),
    "unauthorized": (401, "The provided authorization grant is invalid, expired, or revoked", None),
    "forbidden": (403, "The from address does not match a verified Sender Identity.", "from"),
    "too_large": (413, "The JSON payload you have included in your request is too large.", None),
    "throttled": (429, "too many requests", None),
    "failing": (500, "An error occurred on a SendGrid server.", None),
    "unavailable": (503, "The SendGrid v3 Web API is not available.", None),
}
METHODS = {"text/calendar; method=REQUEST", "text/calendar; method=CANCEL"}


@dataclass
class FakeSendGrid:
    """``fates`` are used up in order, then all that is well formed is accepted.

    ``names`` are the ids of what was accepted; ``received`` counts requests; ``strayed`` holds those that came to
    ``elsewhere``. ``allows_method`` is what SendGrid does today and promises nowhere: a method in a calendar's type.
    """

    key: str = field(default_factory=lambda: f"SG.{secrets.token_urlsafe(16)}")
    url: str = ""
    elsewhere: str = ""
    fates: deque[Fate] = field(default_factory=deque)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    strayed: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    received: int = 0
    reset: int = 0
    allows_method: bool = True
    let_go: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_fate(self) -> Fate:
        with self.lock:
            self.received += 1
            return self.fates.popleft() if self.fates else "accept"

    def take(self, body: bytes) -> str:
        """The name under which the letter is known from now on."""
        with self.lock:
            self.accepted.append(json.loads(body))
            self.names.append(secrets.token_urlsafe(16))
            return self.names[-1]


Answer = Callable[[BaseHTTPRequestHandler, FakeSendGrid], None]


@contextmanager
def fake_sendgrid() -> Iterator[FakeSendGrid]:
    fake = FakeSendGrid()
    with _serving(_handler(fake, _answered)) as url, _serving(_handler(fake, _strayed)) as elsewhere:
        fake.url, fake.elsewhere = url, elsewhere
        try:
            yield fake
        finally:
            fake.let_go.set()


class _Server(ThreadingHTTPServer):
    # Hundreds may knock at once, and one that hangs must not keep the test's end waiting.
    request_queue_size = 512
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Who gave up and hung up is no news."""


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(fake: FakeSendGrid, answer: Answer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        timeout = PATIENCE

        def do_GET(self) -> None:
            answer(self, fake)

        def do_POST(self) -> None:
            answer(self, fake)

        def log_message(self, *_words: object) -> None:
            """A test's provider has nothing to say."""

    return Handler


def _strayed(handler: BaseHTTPRequestHandler, fake: FakeSendGrid) -> None:
    with fake.lock:
        fake.strayed.append((handler.path, dict(handler.headers.items())))
    _say(handler, 202)


def _answered(handler: BaseHTTPRequestHandler, fake: FakeSendGrid) -> None:
    body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
    fate = fake.next_fate()
    if fate == "hang":
        handler.close_connection = True
        fake.let_go.wait(PATIENCE)
    elif fate == "redirect":
        _say(handler, 302, {"Location": f"{fake.elsewhere}{PATH}"})
    elif fate == "throttled":
        fake.reset = int(time.time()) + RESET_AFTER
        limits = {"X-RateLimit-Limit": "600", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(fake.reset)}
        _complain(handler, REFUSALS[fate], limits)
    elif wrong := REFUSALS.get(fate) or _wrong(handler, body, fake):
        _complain(handler, wrong)
    else:
        _accept(handler, fate, fake, fake.take(body))


def _accept(handler: BaseHTTPRequestHandler, fate: Fate, fake: FakeSendGrid, name: str) -> None:
    if fate == "drop":
        handler.close_connection = True
    elif fate == "drip":
        _say(handler, 202, {"X-Message-Id": name, "Content-Length": str(PATIENCE)})
        _drip(handler, b" " * PATIENCE, fake)
    elif fate == "drip_head":
        _drip(handler, f"HTTP/1.1 202 Accepted\r\nX-Message-Id: {name}\r\nContent-Length: 0\r\n\r\n".encode(), fake)
    else:
        _say(handler, 202, {"X-Message-Id": name})


def _drip(handler: BaseHTTPRequestHandler, content: bytes, fake: FakeSendGrid) -> None:
    handler.close_connection = True
    with suppress(OSError):
        for number in range(len(content)):
            handler.wfile.write(content[number : number + 1])
            if fake.let_go.wait(1):
                return


def _complain(handler: BaseHTTPRequestHandler, wrong: Complaint, headers: Mapping[str, str] = {}) -> None:
    status, words, named = wrong
    content = json.dumps({"errors": [{"message": words, "field": named, "help": None}]}).encode()
    _say(handler, status, {"Content-Type": "application/json", **headers}, content)


def _say(handler: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str] = {}, content: bytes = b"") -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(content)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


def _wrong(handler: BaseHTTPRequestHandler, body: bytes, fake: FakeSendGrid) -> Complaint | None:
    if (handler.command, handler.path) != ("POST", PATH):
        return 404, "not found", None
    if handler.headers.get("authorization") != f"Bearer {fake.key}":
        return REFUSALS["unauthorized"]
    if handler.headers.get_content_type() != "application/json":
        return 415, "Content-Type should be application/json.", None
    try:
        mail = json.loads(body)
        found = _wrong_people(mail) or _wrong_words(mail) or _wrong_file(mail, allows_method=fake.allows_method)
    except (ValueError, LookupError, TypeError, AttributeError):
        return 400, "Bad Request", None
    return (400, *found) if found else None


def _wrong_people(mail: dict[str, Any]) -> tuple[str, str] | None:
    groups = mail.get("personalizations") or []
    if not groups or not all(group.get("to") for group in groups):
        return "The to array is required for all personalization objects.", "personalizations.0.to"
    if not all(_is_address(each.get("email", "")) for group in groups for each in group["to"]):
        return "Does not contain a valid address.", "personalizations.0.to.0.email"
    if not _is_address(mail.get("from", {}).get("email", "")):
        return "The from object must be provided for every email send.", "from.email"
    return None


def _wrong_words(mail: dict[str, Any]) -> tuple[str, str] | None:
    if not mail.get("subject"):
        return "The subject is required.", "subject"
    if not mail.get("content"):
        return "The content array is required.", "content"
    for number, each in enumerate(mail["content"]):
        if set(";\r\n") & set(each["type"]):
            return "The content type cannot contain ';', or CRLF.", f"content.{number}.type"
        if not each["value"]:
            return "The content value must be a string at least one character in length.", f"content.{number}.value"
    return None


def _wrong_file(mail: dict[str, Any], *, allows_method: bool) -> tuple[str, str] | None:
    for number, each in enumerate(mail.get("attachments", [])):
        kind = each.get("type", "")
        if set(";\r\n") & set(kind) and not (allows_method and kind in METHODS):
            return "The attachment type cannot contain ';', or CRLF.", f"attachments.{number}.type"
        if not each.get("content") or not each.get("filename"):
            return "The attachment content is required.", f"attachments.{number}.content"
    return None


def _is_address(words: str) -> bool:
    return words.count("@") == 1 and not set(" ,;\r\n<>") & set(words)
