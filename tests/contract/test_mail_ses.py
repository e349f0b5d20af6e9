"""Amazon SES, as moto plays it and as it answers when something is wrong: the right outcome, in time, silently."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from lib.actions.mail import Outcome, Refused, Rejected, Sent, Throttled, Unclear, Unreached
from lib.gateways.mail.mime import raw
from lib.gateways.mail.ses import THROTTLED_MS, Ses
from tests.contract.test_mail_providers import CALENDAR, CANCELED, HOSTILE, a_mail

REGION, NOW_MS = "eu-central-1", 1_900_000_000_000


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made up, and nobody outside this machine is asked for better ones."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    settings = {"AWS_ACCESS_KEY_ID": "AKIAFAKE", "AWS_SECRET_ACCESS_KEY": "fake-secret"}
    nobody = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/none", "AWS_SHARED_CREDENTIALS_FILE": "/none"}
    for name, value in {**settings, **nobody}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def amazon() -> Iterator[Any]:
    """An account that may send for the studio's address."""
    with mock_aws():
        client = boto3.client("sesv2", region_name=REGION)
        client.create_email_identity(EmailIdentity="noreply@studio.example")
        yield ses_backends[DEFAULT_ACCOUNT_ID][REGION]


@pytest.fixture
def ses() -> Iterator[Ses]:
    ses = Ses(REGION)
    yield ses
    ses.close()


Answer = Callable[[BaseHTTPRequestHandler], None]


def refusal(status: int, code: str, message: str = "for rosa@example.com") -> Answer:
    return words(status, json.dumps({"code": code, "message": message}).encode())


def words(status: int, text: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    return answer


def hung_up(_: BaseHTTPRequestHandler) -> None:
    """The request was read, and nothing comes back."""


@contextmanager
def answering(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """Amazon's address is this machine, where everything gets this answer; the requests are kept."""
    requests: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            requests.append(self.rfile.read(int(self.headers["content-length"])))
            answer(self)

        def log_message(self, *_words: object) -> None:
            """A test's network has nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", f"http://127.0.0.1:{server.server_port}")
    try:
        yield requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("said", HOSTILE)
async def test_ses_gets_the_same_bytes_as_everybody(amazon: Any, ses: Ses, said: str) -> None:
    mail = a_mail(subject=said, text=said, html=said, calendars=(CALENDAR, CANCELED))

    answer = await ses.send(mail)

    (message,) = amazon.sent_messages
    assert answer == Sent("ses", message.id)
    assert message.raw_data.encode() == raw(mail)
    assert set(message.destinations) == {"rosa@example.com"}
    assert message.source == '"Sabor con Flow" <noreply@studio.example>'.replace('"', "")


@pytest.mark.usefixtures("amazon")
async def test_ses_refuses_a_sender_that_nobody_verified(ses: Ses) -> None:
    answer = await ses.send(a_mail(sender="Studio <other@studio.example>"))

    assert answer == Refused("ses MessageRejected")


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (429, "TooManyRequestsException", Throttled("ses TooManyRequestsException", NOW_MS + THROTTLED_MS)),
        (400, "ThrottlingException", Throttled("ses ThrottlingException", NOW_MS + THROTTLED_MS)),
        (400, "Throttling", Throttled("ses Throttling", NOW_MS + THROTTLED_MS)),
        (400, "LimitExceededException", Throttled("ses LimitExceededException", NOW_MS + THROTTLED_MS)),
        (429, "Whatever", Throttled("ses Whatever", NOW_MS + THROTTLED_MS)),
        (400, "AccountSuspendedException", Refused("ses AccountSuspendedException")),
        (400, "SendingPausedException", Refused("ses SendingPausedException")),
        (400, "MailFromDomainNotVerifiedException", Refused("ses MailFromDomainNotVerifiedException")),
        (404, "NotFoundException", Refused("ses NotFoundException")),
        (403, "AccessDeniedException", Refused("ses AccessDeniedException")),
        (400, "AccessDenied", Refused("ses AccessDenied")),
        (403, "SignatureDoesNotMatch", Refused("ses SignatureDoesNotMatch")),
        (403, "InvalidSignatureException", Refused("ses InvalidSignatureException")),
        (403, "UnrecognizedClientException", Refused("ses UnrecognizedClientException")),
        (400, "ExpiredTokenException", Refused("ses ExpiredTokenException")),
        (403, "InvalidClientTokenId", Refused("ses InvalidClientTokenId")),
        (403, "Whatever", Refused("ses Whatever")),
        (400, "MessageRejected", Rejected("ses MessageRejected")),
        (400, "BadRequestException", Rejected("ses BadRequestException")),
        (400, "ValidationException", Rejected("ses ValidationException")),
        (409, "ConflictException", Rejected("ses ConflictException")),
        (500, "InternalServiceErrorException", Unreached("ses InternalServiceErrorException")),
        (503, "ServiceUnavailable", Unreached("ses ServiceUnavailable")),
        (400, "Mail to rosa@example.com", Rejected("ses 400")),
    ],
)
async def test_ses_not_taking_a_letter_says_why_and_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, ses: Ses, status: int, code: str, outcome: Outcome
) -> None:
    with answering(refusal(status, code), monkeypatch) as requests:
        # One second of drift would be a wrong signature to Amazon, and nothing to this server.
        monkeypatch.setattr("lib.gateways.mail.ses.time.time", lambda: NOW_MS / 1000)

        answer = await ses.send(a_mail())

    assert answer == outcome
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refusal(400, "MessageRejected", "Email address is not verified."), Refused("ses MessageRejected")),
        (words(502, b"<html>bad gateway</html>"), Unreached("ses 502")),
        (words(200, b"<html>what?</html>"), Unclear("ses no name")),
        (words(200, b'{"MessageId": 5}'), Unclear("ses no name")),
        (words(200, b"[1]"), Unclear("ses AttributeError")),
        (words(200, b"null"), Unclear("ses TypeError")),
        (words(200, b"\xff"), Unclear("ses UnicodeDecodeError")),
        (words(200, b"[" * 100_000), Unclear("ses RecursionError")),
        (words(400, b'{"__type": 5}'), Unclear("ses TypeError")),
        (hung_up, Unclear("ses ConnectionClosedError")),
    ],
)
async def test_ses_answering_strangely_is_read_with_care(
    monkeypatch: pytest.MonkeyPatch, ses: Ses, answer: Answer, outcome: Outcome
) -> None:
    with answering(answer, monkeypatch) as requests:
        found = await ses.send(a_mail())

    assert found == outcome
    assert len(requests) == 1


@pytest.mark.slow
async def test_ses_that_is_silent_or_drips_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()

    def silent(_: BaseHTTPRequestHandler) -> None:
        let_go.wait(30)

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        while not let_go.wait(0.3):
            handler.wfile.write(b"H")

    found = []
    for answer in (silent, dripping):
        let_go.clear()
        ses, started = Ses(REGION), time.monotonic()
        with answering(answer, monkeypatch):
            found.append((await ses.send(a_mail()), time.monotonic() - started < 15))
            let_go.set()
        ses.close()

    assert found == [(Unclear("ses ReadTimeoutError"), True), (Unclear("ses deadline"), True)]
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("ses")] == []


async def test_ses_that_is_not_there_has_nothing(monkeypatch: pytest.MonkeyPatch, ses: Ses) -> None:
    with answering(hung_up, monkeypatch):
        pass

    answer = await ses.send(a_mail())

    assert answer == Unreached("ses EndpointConnectionError")


@pytest.mark.parametrize(
    ("missing", "region", "outcome"),
    [
        (("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), REGION, Refused("ses NoCredentialsError")),
        (("AWS_SECRET_ACCESS_KEY",), REGION, Refused("ses PartialCredentialsError")),
        ((), "", Refused("ses setting")),
        ((), "eu central", Refused("ses setting")),
    ],
)
async def test_ses_without_its_settings_refuses(
    monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...], region: str, outcome: Outcome
) -> None:
    for name in missing:
        monkeypatch.delenv(name)

    answer = await Ses(region).send(a_mail())

    assert answer == outcome


async def test_ses_logs_nothing_of_letter_and_keys(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, ses: Ses
) -> None:
    caplog.set_level(logging.DEBUG)

    with answering(refusal(400, "MessageRejected"), monkeypatch):
        await ses.send(a_mail())

    assert [record for record in caplog.records if record.name != "asyncio"] == []
