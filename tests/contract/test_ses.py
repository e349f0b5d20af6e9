"""Amazon SES: what each of its answers means for a letter; no part of it leaves this machine."""

import logging
import socket
import threading
import time
from asyncio import gather
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from email.utils import parseaddr
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from lib.actions.mail import Outcome, Refused, Rejected, Sent, Throttled, Unclear, Unreached
from lib.gateways.mail import mime
from lib.gateways.mail.ses import THREADS, THROTTLED_MS, Ses
from tests.unit.gateways.golden import LETTERS
from tests.unit.gateways.subjects import SENDER, a_subject

REGION = "eu-west-1"
LETTER = LETTERS.about(a_subject())
SECRET = "not-a-secret-of-anybody"
# A letter has eight seconds; the rest is for a busy machine.
AT_MOST_SECONDS = 10


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    # Nothing of a developer's own, and no asking of a cloud's machine who it is.
    for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SESV2"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nonexistent")


@pytest.fixture
def amazon() -> Iterator[Any]:
    """The messages of one region, which knows our sender."""
    with mock_aws():
        boto3.client("sesv2", region_name=REGION).create_email_identity(EmailIdentity=parseaddr(SENDER)[1])
        yield ses_backends[DEFAULT_ACCOUNT_ID][REGION]


@pytest.fixture
def ses() -> Iterator[Ses]:
    ses = Ses(REGION)
    yield ses
    ses.close()


def all_meet(threads: ThreadPoolExecutor) -> bool:
    """Whether no thread of the pool is stuck: all of them have to be in the same place at the same time."""
    meeting = threading.Barrier(THREADS, timeout=6)
    jobs = [threads.submit(meeting.wait) for _ in range(THREADS)]
    return sorted(job.result() for job in jobs) == list(range(THREADS))


@contextmanager
def endpoint(monkeypatch: pytest.MonkeyPatch, answer: bytes = b"") -> Iterator[None]:
    """Takes connections and what comes over them; says its answer byte by byte, each one in time, or nothing."""
    over = threading.Event()

    def talk(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.recv(65_536)
            for number in range(len(answer)):
                line.sendall(answer[number : number + 1])
                if over.wait(0.5):
                    return
            over.wait(30)

    def serve() -> None:
        while not over.is_set():
            line, _ = server.accept()
            threading.Thread(target=talk, args=(line,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", f"http://127.0.0.1:{port}")
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            over.set()
            socket.create_connection(("127.0.0.1", port)).close()
            thread.join()


async def test_letter_goes_out_as_the_bytes_that_it_is_everywhere(ses: Ses, amazon: Any) -> None:
    outcome = await ses.send(LETTER)

    [message] = amazon.sent_messages
    assert outcome == Sent("ses", message.id)
    assert message.raw_data.encode() == mime.raw(LETTER)
    assert message.source == SENDER
    # moto counts the recipient of a raw letter once by its header and once by the call.
    assert set(message.destinations) == {LETTER.to}


async def test_repetition_is_the_same_bytes(ses: Ses, amazon: Any) -> None:
    for _ in range(2):
        await ses.send(LETTER)

    first, second = (message.raw_data for message in amazon.sent_messages)
    assert first == second


async def test_many_letters_at_once_go_out_once_each(ses: Ses, amazon: Any) -> None:
    letters = [replace(LETTER, letter=f"letter-{number}") for number in range(40)]

    outcomes = await gather(*(ses.send(letter) for letter in letters))

    assert {type(outcome) for outcome in outcomes} == {Sent}
    assert sorted(message.raw_data.encode() for message in amazon.sent_messages) == sorted(map(mime.raw, letters))


async def test_sender_whom_amazon_does_not_know_is_a_setting_to_mend(ses: Ses) -> None:
    with mock_aws():
        outcome = await ses.send(LETTER)

    assert outcome == Refused("ses MessageRejected")


NOT_NOW = "throttled"
ANSWERS: list[tuple[str, int, str, Outcome | str]] = [
    ("TooManyRequestsException", 429, "", NOT_NOW),
    ("ThrottlingException", 400, "", NOT_NOW),
    ("Throttling", 400, "Maximum sending rate exceeded.", NOT_NOW),
    ("LimitExceededException", 400, "", NOT_NOW),
    ("SomethingNew", 429, "", NOT_NOW),
    ("SendingPausedException", 400, "", Refused("ses SendingPausedException")),
    ("AccountSuspendedException", 400, "", Refused("ses AccountSuspendedException")),
    ("MailFromDomainNotVerifiedException", 400, "", Refused("ses MailFromDomainNotVerifiedException")),
    ("NotFoundException", 404, "", Refused("ses NotFoundException")),
    ("AccessDeniedException", 403, "", Refused("ses AccessDeniedException")),
    ("UnrecognizedClientException", 403, "", Refused("ses UnrecognizedClientException")),
    ("InvalidSignatureException", 403, "", Refused("ses InvalidSignatureException")),
    ("SignatureDoesNotMatch", 403, "", Refused("ses SignatureDoesNotMatch")),
    ("ExpiredTokenException", 400, "", Refused("ses ExpiredTokenException")),
    ("IncompleteSignature", 400, "", Refused("ses IncompleteSignature")),
    ("MissingAuthenticationToken", 403, "", Refused("ses MissingAuthenticationToken")),
    ("OptInRequired", 403, "", Refused("ses OptInRequired")),
    ("SomethingNew", 403, "", Refused("ses SomethingNew")),
    ("SomethingNew", 404, "", Refused("ses SomethingNew")),
    ("MessageRejected", 400, "Email address is not verified: a@b.example", Refused("ses MessageRejected")),
    ("MessageRejected", 400, "Email contains a virus", Rejected("ses MessageRejected")),
    ("BadRequestException", 400, "to rosa@example.com", Rejected("ses BadRequestException")),
    ("rosa@example.com is bad", 400, "", Rejected("ses 400")),
    ("", 413, "", Rejected("ses 413")),
    ("InternalServiceErrorException", 500, "", Unreached("ses InternalServiceErrorException")),
    ("ServiceUnavailable", 503, "", Unreached("ses ServiceUnavailable")),
    ("", 502, "", Unreached("ses 502")),
]


@pytest.mark.parametrize(("code", "status", "words", "expected"), ANSWERS)
async def test_code_says_what_became_of_the_letter(
    ses: Ses, code: str, status: int, words: str, expected: Outcome | str
) -> None:
    before = int(time.time() * 1000) + THROTTLED_MS

    with Stubber(ses._connected()) as stub:
        stub.add_client_error("send_email", code, words, http_status_code=status)
        outcome = await ses.send(LETTER)

    after = int(time.time() * 1000) + THROTTLED_MS
    if isinstance(outcome, Throttled):
        assert before <= outcome.until <= after
        assert (outcome.reason, expected) == (f"ses {code}", NOT_NOW)
    else:
        assert outcome == expected


async def test_without_keys_it_is_a_setting_to_mend(ses: Ses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    assert await ses.send(LETTER) == Refused("ses NoCredentialsError")


@pytest.mark.parametrize("region", ["", "eu west", "eu-west-1.evil.example/", "eu-west-1\n", "é"])
async def test_region_that_is_none_is_a_setting_to_mend(region: str) -> None:
    assert await Ses(region).send(LETTER) == Refused("ses setting")


async def test_endpoint_that_is_closed_means_that_nothing_was_sent(ses: Ses, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", f"http://127.0.0.1:{port}")

    assert await ses.send(LETTER) == Unreached("ses EndpointConnectionError")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"", "ses ReadTimeoutError"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b" " * 100, "ses deadline"),
    ],
)
async def test_silence_is_unclear_before_the_deadline(
    ses: Ses, monkeypatch: pytest.MonkeyPatch, answer: bytes, outcome: str
) -> None:
    with endpoint(monkeypatch, answer):
        began = time.monotonic()
        found = await ses.send(LETTER)
        took = time.monotonic() - began

    assert found == Unclear(outcome)
    assert took < AT_MOST_SECONDS
    assert all_meet(ses._threads)


async def test_letter_that_waited_for_a_thread_too_long_was_not_sent(ses: Ses, amazon: Any) -> None:
    over = threading.Event()
    for _ in range(THREADS):
        ses._threads.submit(over.wait)

    outcome = await ses.send(LETTER)
    over.set()

    assert outcome == Unreached("ses busy")
    assert all_meet(ses._threads)
    assert amazon.sent_messages == []


async def test_keys_and_recipient_stand_in_no_log(ses: Ses, amazon: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    await ses.send(LETTER)

    said = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert len(amazon.sent_messages) == 1
    assert [secret for secret in (SECRET, LETTER.to, LETTER.subject) if secret in said] == []
