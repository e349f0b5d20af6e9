"""SendGrid through its own SDK, with the deadlines, the silence and the distrust of redirects that the SDK lacks."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from lib.actions.mail import CalendarFile, Mail, Outcome, Refused, Unclear, Unreached
from lib.gateways.mail.mime import Unsent, calendar_name, parts
from lib.gateways.mail.sendgrid_answers import Answer, outcome_of
from lib.gateways.outgoing import is_address, one_request
from lib.studio.values import dataclass

if TYPE_CHECKING:
    from urllib.request import Request

    from python_http_client import Client
    from sendgrid.helpers.mail import Mail as Message

# Seconds. TOTAL holds for everything together, a second try included, however slowly an answer drips.
CONNECT, READ, TOTAL = 2.0, 4.0, 6.0
# The status has decided by then; what follows is only asked which field was found wrong.
BODY_SECONDS, BODY_BYTES = 1.0, 65_536
# As many as letters are in hand at once: one that waited for a thread would have used up its time.
THREADS = 16

_WORD = re.compile("[!-~]{1,200}")

# SendGrid refuses semicolons in the type of an attachment with 400, but has let the first of these through since 2018
# (sendgrid-php#250, sendgrid-nodejs#1313). Nobody ever promised it; hence the second.
_CALENDAR_TYPES: tuple[Callable[[CalendarFile], str], ...] = (
    lambda calendar: f"text/calendar; method={calendar.method}",
    lambda _: "text/calendar",
)


class SendGrid:
    """One account. SendGrid does not recognise repetitions: what is sent twice arrives twice."""

    def __init__(self, key: str, base_url: str) -> None:
        self._key, self._base_url = key, base_url.rstrip("/")
        self._usable = bool(_WORD.fullmatch(key) and is_address(base_url))
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sendgrid")
        # At DEBUG the SDK logs the key and the whole letter.
        logging.getLogger("python_http_client").setLevel(logging.WARNING)

    async def send(self, mail: Mail) -> Outcome:
        """Never raises."""
        if not self._usable:
            return Refused("sendgrid setting")
        loop = asyncio.get_running_loop()
        way = _Way(loop, deadline=loop.time() + TOTAL)
        first, second = (partial(self._posted, mail, kind, way) for kind in _CALENDAR_TYPES)
        try:
            answer = await loop.run_in_executor(self._threads, first)
            if answer.status == HTTPStatus.BAD_REQUEST and mail.calendars:
                answer = await loop.run_in_executor(self._threads, second)
        except Unsent as error:
            return error.answer
        except TimeoutError:
            # The loop was held up past the deadline; what became of the request is with it.
            return Unclear("sendgrid deadline")
        return outcome_of(answer, now_ms=int(time.time() * 1000))

    def close(self) -> None:
        """Ends the threads; a function never does, a program that makes several must."""
        self._threads.shutdown()

    def _posted(self, mail: Mail, calendar_type: Callable[[CalendarFile], str], way: _Way) -> Answer:
        # Imported here, as all that sends: few requests do, and every start of a function would pay for it.
        from sendgrid import SendGridAPIClient  # noqa: PLC0415 -- see above

        sdk = SendGridAPIClient(self._key, host=self._base_url)
        sdk.client = _wired_client()(way, host=sdk.host, request_headers=sdk.client.request_headers, version=3)
        answer = sdk.send(_message(mail, calendar_type))
        return Answer(answer.status_code, answer.headers, answer.body)


@dataclass(frozen=True, slots=True)
class _Way:
    """Out of the SDK's thread, through httpx on the event loop, and back before the deadline of that loop's clock."""

    loop: asyncio.AbstractEventLoop
    deadline: float

    def carry(self, request: Request) -> Answer:
        """Raises Unsent."""
        # The second limit is for a loop that ends meanwhile: nobody would ever answer.
        return asyncio.run_coroutine_threadsafe(_exchange(request, self.deadline), self.loop).result(TOTAL + 1)


@cache
def _wired_client() -> type[Client]:
    from python_http_client import Client  # noqa: PLC0415 -- as above

    class WiredClient(Client):  # type: ignore[misc] # the package brings no types
        """The SDK's client without urllib, which waits for ever and takes the key along to wherever it is sent."""

        def __init__(self, way: _Way, **settings: object) -> None:
            super().__init__(**settings)
            self.way = way

        def _build_client(self, name: str | None = None) -> WiredClient:
            """Every part of an address is a client of its own; the SDK would make it of its own class."""
            path = [*self._url_path, name] if name else self._url_path
            settings = {"host": self.host, "request_headers": self.request_headers, "version": self._version}
            return WiredClient(self.way, url_path=path, **settings)

        def _make_request(self, _opener: object, request: Request, **_: object) -> Answer:
            return self.way.carry(request)

    return WiredClient


async def _exchange(request: Request, deadline: float) -> Answer:
    """Raises Unsent."""
    content = request.data if isinstance(request.data, bytes) else None
    headers = {**dict(request.header_items()), "Accept-Encoding": "identity"}
    head: Answer | None = None
    try:
        async with (
            asyncio.timeout_at(deadline),
            one_request(CONNECT, READ) as client,
            client.stream("POST", request.full_url, content=content, headers=headers) as response,
        ):
            head = Answer(response.status_code, response.headers)
            return head if response.is_success else replace(head, body=await _beginning(response))
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise Unsent(Unreached(f"sendgrid {type(error).__name__}")) from error
    # A broken TLS record comes as the ssl module's own error, an OSError, and so does the deadline.
    except (httpx.HTTPError, OSError) as error:
        if head:
            return head
        raise Unsent(Unclear(f"sendgrid {type(error).__name__}")) from error


async def _beginning(response: httpx.Response) -> bytes:
    """As much of a complaint as comes at once; nothing of it is needed."""
    body = b""
    with suppress(TimeoutError):
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > BODY_BYTES:
                    break
    return body


def _message(mail: Mail, calendar_type: Callable[[CalendarFile], str]) -> Message:
    """Raises Unsent."""
    from sendgrid.helpers import mail as sdk  # noqa: PLC0415 -- as above

    said = parts(mail)
    message = sdk.Mail(sdk.From(said.sender, said.sender_name or None), sdk.To(said.to), said.subject)
    message.reply_to = sdk.ReplyTo(said.reply_to) if said.reply_to else None
    for kind, words in (("text/plain", said.text), ("text/html", said.html)):
        content = sdk.Content(kind, None)
        # The SDK would raise for a letter that begins like one of its keys, and a customer may be called so.
        content._content = words  # noqa: SLF001 -- see above
        message.add_content(content)
    for name, value in said.headers.items():
        message.add_header(sdk.Header(name, value))
    message.add_custom_arg(sdk.CustomArg("letter", mail.letter))
    # Whoever reads a letter is not watched, and the links in it are ours.
    message.tracking_settings = sdk.TrackingSettings(
        sdk.ClickTracking(enable=False, enable_text=False), sdk.OpenTracking(enable=False)
    )
    # The SDK puts each one before the others.
    for calendar in reversed(mail.calendars):
        file = b64encode(calendar.content).decode()
        message.add_attachment(sdk.Attachment(file, calendar_name(calendar), calendar_type(calendar), "attachment"))
    return message
