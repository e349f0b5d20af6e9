"""SendGrid's POST /v3/mail/send on this machine: as strict as the real one, and as unreliable as a test wants it."""

from __future__ import annotations

import base64
import json
import re
import secrets
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.support.local_http import Handler, provider

if TYPE_CHECKING:
    from collections.abc import Iterator

# accept: 202 for what is well-formed; a number: that status, whatever is sent.
# hang: it is read, and nothing comes back until the test lets it go; drop: it is accepted, and nothing ever comes back.
# drip: accepted, the head at once, the body byte by byte; drip_400: the same for a refusal; cut_400: a refusal that
# ends in its body; drip_head: accepted, and the head comes byte by byte; redirect: to elsewhere.
Number = Literal["400", "401", "403", "404", "405", "408", "413", "415", "429", "500", "502", "503", "504"]
Fate = Number | Literal["accept", "hang", "drop", "drip", "drip_400", "cut_400", "drip_head", "redirect"]
METHOD = re.compile("text/calendar; method=(REQUEST|CANCEL)")
ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
ALLOWED = {"from", "subject", "personalizations", "content", "attachments", "headers", "custom_args", "reply_to"}
ALLOWED |= {"tracking_settings", "categories", "send_at", "mail_settings"}
# Headers that SendGrid writes itself; whoever sends one of them is refused.
RESERVED = {"x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding"}
RESERVED |= {"to", "from", "subject", "reply-to", "cc", "bcc"}
# The field and the message.
Complaint = tuple[str | None, str]


@dataclass
class FakeSendGrid:
    """``fates`` are used up in order, then all that is well formed is accepted.

    ``arrived`` counts requests; ``gone_astray`` holds the headers of those that came to ``elsewhere``.
    """

    key: str = "SG.fake-key.fake-secret"
    url: str = ""
    elsewhere: str = ""
    # The one parameter that the real one has let through for years, although its documentation refuses it.
    takes_method: bool = True
    limits: dict[str, str] = field(default_factory=dict)
    # Seconds before a letter is accepted, and again before that is said.
    pause: float = 0.0
    fates: deque[Fate] = field(default_factory=deque)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    arrived: int = 0
    gone_astray: list[dict[str, str]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_fate(self) -> Fate:
        with self.lock:
            self.arrived += 1
            return self.fates.popleft() if self.fates else "accept"

    def accept(self, mail: dict[str, Any]) -> None:
        with self.lock:
            self.accepted.append(mail)

    @property
    def letters(self) -> list[str]:
        """The ids of the letters that were accepted, in the order of their arrival."""
        with self.lock:
            return [mail["custom_args"]["letter"] for mail in self.accepted]


@contextmanager
def running_sendgrid(**settings: Any) -> Iterator[FakeSendGrid]:
    fake = FakeSendGrid(**settings)
    with provider(fake, lambda handler: _answer(handler, fake), lambda handler: handler.answer(202, b"")):
        yield fake


def _answer(handler: Handler, fake: FakeSendGrid) -> None:
    body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
    fate = fake.next_fate()
    if fate == "hang":
        fake.let_go.wait(30)
        handler.close_connection = True
    elif fate == "redirect":
        handler.answer(302, b"", Location=f"{fake.elsewhere}/v3/mail/send")
    elif fate in {"drip_400", "cut_400"}:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n")
        handler.drip(b"x" * 100 if fate == "drip_400" else b"x", fake.let_go)
    elif fate.isdigit():
        limits = {name.replace("-", "_"): value for name, value in fake.limits.items()} if fate == "429" else {}
        handler.answer(int(fate), _errors((None, f"of {fate}, to rosa@example.com")), **limits)
    else:
        _judge(handler, fake, body, fate)


def _judge(handler: Handler, fake: FakeSendGrid, body: bytes, fate: Fate) -> None:
    if handler.headers.get("authorization") != f"Bearer {fake.key}":
        handler.answer(401, _errors((None, "The provided authorization grant is invalid, expired, or revoked")))
        return
    if (handler.path, handler.headers.get("content-type")) != ("/v3/mail/send", "application/json"):
        handler.answer(404, _errors((None, "not found")))
        return
    mail = _parsed(body)
    wrong = [*_about_people(mail), *_about_parts(mail, takes_method=fake.takes_method)] if mail else [(None, "Bad")]
    if wrong:
        handler.answer(400, _errors(*wrong))
        return
    fake.let_go.wait(fake.pause)
    fake.accept(mail)
    fake.let_go.wait(fake.pause)
    name = secrets.token_urlsafe(16)
    if fate == "accept":
        handler.answer(202, b"", X_Message_Id=name)
        return
    handler.close_connection = True
    head = f"HTTP/1.1 202 Accepted\r\nX-Message-Id: {name}\r\nContent-Length: 100\r\n\r\n".encode()
    if fate == "drip":
        handler.wfile.write(head)
        handler.drip(b"x" * 100, fake.let_go)
    elif fate == "drip_head":
        handler.drip(head, fake.let_go)


def _errors(*wrong: Complaint) -> bytes:
    found = [{"message": message, "field": where, "help": None} for where, message in wrong]
    return json.dumps({"errors": found}).encode()


def _parsed(body: bytes) -> dict[str, Any]:
    """Empty for what has not the shape of a mail at all."""
    try:
        mail: dict[str, Any] = json.loads(body)
        shapes = [mail["from"], mail["subject"], mail["content"][0]["type"], mail["personalizations"][0]["to"][0]]
    except (ValueError, LookupError, TypeError):
        return {}
    return mail if all(shapes) else {}


def _about_people(mail: dict[str, Any]) -> Iterator[Complaint]:
    people = [("personalizations.0.to", person) for each in mail["personalizations"] for person in each["to"]]
    people += [(name, mail[name]) for name in ("from", "reply_to") if name in mail]
    for where, person in people:
        if not ADDRESS.fullmatch(person.get("email", "")):
            yield f"{where}.email", f"Does not contain a valid address: {person.get('email')}"


def _about_parts(mail: dict[str, Any], *, takes_method: bool) -> Iterator[Complaint]:
    yield from ((name, f"Additional property {name} is not allowed") for name in mail.keys() - ALLOWED)
    kinds = [part["type"] for part in mail["content"]]
    if kinds not in (["text/plain"], ["text/html"], ["text/plain", "text/html"]):
        yield "content", "If present, text/plain and text/html must be provided in this order."
    for number, attachment in enumerate(mail.get("attachments", [])):
        kind = attachment["type"]
        if re.search("[;\r\n]", kind) and not (takes_method and METHOD.fullmatch(kind)):
            yield f"attachments.{number}.type", "The attachment type cannot contain ';', or CRLF characters."
        if not base64.b64decode(attachment["content"], validate=True) or not attachment["filename"]:
            yield f"attachments.{number}.content", "The attachment content is required."
    for name, value in mail.get("headers", {}).items():
        if name.lower() in RESERVED or re.search("[\r\n]", value):
            yield f"headers.{name}", "This header is not allowed."
