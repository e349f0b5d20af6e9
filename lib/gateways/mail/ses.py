"""Amazon SES through boto3, as the second way for a letter: tried once, with deadlines, and silent."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import formataddr
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, Any

from lib.actions.mail import Mail, NotSent, Outcome, Refused, Rejected, Sent, Throttled, Unclear, Unreached
from lib.gateways.mail.mime import Unsent, parts, raw

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.exceptions import BotoCoreError

# Seconds; boto3 would wait sixty for each and try three times, and so send up to three letters.
CONNECT, READ, TOTAL = 2, 4, 8
THREADS = 16
# Amazon names no time; it counts over seconds and over a day, and advises to wait up to ten minutes.
THROTTLED_MS = 10 * 60 * 1000

_THROTTLED = frozenset(
    ("TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceededException", "RequestLimitExceeded")
)
_REFUSED = frozenset(
    ("AccountSuspendedException", "SendingPausedException", "MailFromDomainNotVerifiedException", "NotFoundException")
)
# Codes about keys, rights and signatures; every service of Amazon's has its own endings for them.
_ABOUT_OUR_KEYS = re.compile(
    "AccessDenied|Signature|Token|Credential|UnrecognizedClient|InvalidAccessKey|Auth|OptInRequired|RequestExpired"
)
_REGION = re.compile("[a-z0-9-]{1,40}")
# What boto3 raises for an answer that is not SES's: it reads on without a look at the shape (seen with 1.44.8).
_BROKEN_ANSWER = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
_NAME = re.compile("[!-~]{1,200}")
_CODE = re.compile("[A-Za-z0-9.]{1,60}")
# Amazon's words for an address that it must know and does not; the second are those of moto.
_UNVERIFIED = ("not verified", "authority to send")


class Ses:
    """One region. Keys come from the environment; SES does not recognise repetitions either."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._client: BaseClient | None = None
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="ses")
        # At DEBUG they log the whole letter and the signature that sends it.
        for name in ("boto3", "botocore", "urllib3"):
            logging.getLogger(name).setLevel(logging.WARNING)

    async def send(self, mail: Mail) -> Outcome:
        """Never raises."""
        if not _REGION.fullmatch(self._region):
            return Refused("ses setting")
        job = self._threads.submit(self._sent, mail)
        try:
            async with asyncio.timeout(TOTAL):
                return await asyncio.wrap_future(job)
        except TimeoutError:
            # Given up while it waited for a thread, or while the answer dripped.
            return Unreached("ses busy") if job.cancelled() else Unclear("ses deadline")

    def close(self) -> None:
        """Ends the threads; a function never does, a program that makes several must."""
        self._threads.shutdown()

    def _sent(self, mail: Mail) -> Outcome:
        # Imported here: it takes a second, and few letters go this way.
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 -- see above
        from botocore.parsers import ResponseParserError  # noqa: PLC0415 -- see above

        try:
            request = _request(mail)
            answer = self._connected().send_email(**request)
        except Unsent as error:
            return error.answer
        except ClientError as error:
            return _refusal(error.response, now_ms=int(time.time() * 1000))
        except BotoCoreError as error:
            return _failure(error)
        except (ResponseParserError, *_BROKEN_ANSWER) as error:
            return Unclear(f"ses {type(error).__name__}")
        name = answer.get("MessageId")
        return Sent("ses", name) if isinstance(name, str) and _NAME.fullmatch(name) else Unclear("ses no name")

    def _connected(self) -> Any:  # noqa: ANN401 -- boto3 makes its methods while running
        """Made once and by one thread, which is all that boto3 promises to bear."""
        import boto3  # noqa: PLC0415 -- as above
        from botocore.config import Config  # noqa: PLC0415 -- as above

        with self._lock:
            if self._client is None:
                once = {"mode": "standard", "total_max_attempts": 1}
                settings = Config(connect_timeout=CONNECT, read_timeout=READ, retries=once)
                self._client = boto3.Session().client("sesv2", region_name=self._region, config=settings)
            return self._client


def _request(mail: Mail) -> dict[str, object]:
    """Raises Unsent. The name goes along in both places, whichever of them Amazon shows."""
    said = parts(mail)
    return {
        "FromEmailAddress": formataddr((said.sender_name, said.sender)),
        "Destination": {"ToAddresses": [said.to]},
        "Content": {"Raw": {"Data": raw(mail)}},
    }


def _refusal(response: dict[str, Any], now_ms: int) -> NotSent:
    """What an error code says; where it says nothing known, the status does."""
    code, status = str(response["Error"].get("Code", "")), response["ResponseMetadata"]["HTTPStatusCode"]
    reason = f"ses {code if _CODE.fullmatch(code) else status}"
    if code in _THROTTLED or status == HTTPStatus.TOO_MANY_REQUESTS:
        return Throttled(reason, now_ms + THROTTLED_MS)
    if code in _REFUSED or _ABOUT_OUR_KEYS.search(code) or _is_unverified(code, response["Error"]):
        return Refused(reason)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unreached(reason)
    # An unknown code under these is about rights or the address of the service, not about the letter.
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        return Refused(reason)
    return Rejected(reason)


def _is_unverified(code: str, error: dict[str, Any]) -> bool:
    said = str(error.get("Message", ""))
    return code == "MessageRejected" and any(words in said for words in _UNVERIFIED)


def _failure(error: BotoCoreError) -> NotSent:
    """Errors of boto3's own: before the request, on the way there, on the way back."""
    from botocore import exceptions as boto  # noqa: PLC0415 -- as above

    reason = f"ses {type(error).__name__}"
    match error:
        case boto.ConnectionError():
            return Unreached(reason)
        case boto.HTTPClientError() | boto.IncompleteReadError():
            return Unclear(reason)
        case boto.ParamValidationError():
            return Rejected(reason)
    # All others speak of keys, a region or a file of settings.
    return Refused(reason)
