"""What the doctor hears of the mail providers: of a sender that they know, of one that they do not, and all else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from lib.local.doctor_sender import sender_findings
from lib.local.findings import Finding, Said
from lib.settings import MailSettings
from tests.support.local_http import Handler, served

KEY, REGION = "SG.fake-key.fake-secret", "eu-central-1"
MAY = {"scopes": ["mail.send", "sender_verification_eligible"]}
SENDERS = {"results": [{"from_email": "Hello@Book.Studio.example", "verified": True}]}
DOMAINS = [{"domain": "studio.example", "valid": True}]
NOBODY: dict[str, Any] = {"/v3/scopes": MAY, "/v3/verified_senders": {"results": []}, "/v3/whitelabel/domains": []}


@contextmanager
def sendgrid(answers: dict[str, Any]) -> Iterator[str]:
    """Answers are documents, a status, or bytes as they are."""

    def respond(handler: Handler) -> None:
        if handler.headers.get("authorization") != f"Bearer {KEY}":
            handler.answer(401, b"{}")
            return
        said = answers[handler.path.partition("?")[0]]
        if isinstance(said, int):
            handler.answer(said, b'{"errors": [{"message": "for rosa@example.com"}]}')
        else:
            handler.answer(200, said if isinstance(said, bytes) else json.dumps(said).encode())

    with served(respond) as url:
        yield url


async def said(answers: dict[str, Any], key: str = KEY) -> Said:
    with sendgrid(NOBODY | answers) as url:
        mail = MailSettings("Studio <hello@book.studio.example>", sendgrid_key=key, sendgrid_url=url)
        [found] = await sender_findings(mail)
    assert Finding(*found)
    return found


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"/v3/verified_senders": SENDERS}, "ok"),
        ({"/v3/whitelabel/domains": DOMAINS}, "ok"),
        ({"/v3/whitelabel/domains": [{"domain": "book.studio.example", "valid": True}]}, "ok"),
        ({"/v3/verified_senders": SENDERS, "/v3/whitelabel/domains": 403}, "ok"),
        ({}, "wrong"),
        (
            {"/v3/verified_senders": {"results": [{"from_email": "hello@book.studio.example", "verified": False}]}},
            "wrong",
        ),
        (
            {"/v3/verified_senders": {"results": [{"from_email": "other@book.studio.example", "verified": True}]}},
            "wrong",
        ),
        ({"/v3/whitelabel/domains": [{"domain": "studio.example", "valid": False}]}, "wrong"),
        ({"/v3/whitelabel/domains": [{"domain": "example", "valid": True}]}, "wrong"),
        ({"/v3/whitelabel/domains": [{"domain": "o.example", "valid": True}]}, "wrong"),
        ({"/v3/verified_senders": 403, "/v3/whitelabel/domains": 403}, "note"),
        ({"/v3/scopes": {"scopes": ["stats.read"]}}, "wrong"),
        ({"/v3/scopes": 401}, "wrong"),
        ({"/v3/scopes": 500}, "wrong"),
        ({"/v3/scopes": b"<html>"}, "wrong"),
        ({"/v3/scopes": []}, "wrong"),
        ({"/v3/scopes": {"scopes": "mail.send"}}, "wrong"),
        ({"/v3/scopes": b"[" * 100_000}, "wrong"),
        ({"/v3/verified_senders": [1, None], "/v3/whitelabel/domains": {"result": 1}}, "wrong"),
        ({"/v3/verified_senders": {"results": [None, 7, {"from_email": None}]}}, "wrong"),
    ],
)
async def test_sendgrid_knows_the_sender_or_it_is_said(answers: dict[str, Any], verdict: str) -> None:
    found = await said(answers)

    assert found[:2] == (verdict, "sendgrid")
    assert "example" not in found[2]


@pytest.mark.parametrize("key", ["SG.another.key", "ñ", "a\nb", "a b\x00"])
async def test_key_that_opens_nothing_is_wrong_and_not_shown(key: str) -> None:
    found = await said({"/v3/verified_senders": SENDERS}, key)

    assert found[:2] == ("wrong", "sendgrid")
    assert key not in found[2]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nowhere", "https://a b"])
async def test_sendgrid_that_is_not_there_is_wrong(url: str) -> None:
    [found] = await sender_findings(MailSettings("hello@studio.example", sendgrid_key=KEY, sendgrid_url=url))

    assert found[:2] == ("wrong", "sendgrid")


async def test_nobody_is_asked_without_a_provider_or_a_sender() -> None:
    assert await sender_findings(MailSettings("hello@studio.example")) == []
    assert await sender_findings(MailSettings("", sendgrid_key=KEY, sendgrid_url="http://127.0.0.1:9")) == []


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAFAKE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fake-secret")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        yield boto3.client("sesv2", region_name=REGION)


@pytest.mark.parametrize(
    ("identity", "verdict"),
    [
        ("hello@book.studio.example", "ok"),
        ("book.studio.example", "ok"),
        ("studio.example", "ok"),
        ("other.example", "wrong"),
        ("", "wrong"),
    ],
)
async def test_ses_knows_the_sender_or_it_is_said(amazon: Any, identity: str, verdict: str) -> None:
    if identity:
        amazon.create_email_identity(EmailIdentity=identity)
        # What Amazon does once the letter or the DNS records are answered; moto has no call for it.
        ses_backends[DEFAULT_ACCOUNT_ID][REGION].email_identities[identity].verified_for_sending_status = True

    [found] = await sender_findings(MailSettings("hello@book.studio.example", ses_region=REGION))

    assert found[:2] == (verdict, "ses"), found
    assert Finding(*found)


@pytest.mark.parametrize(
    ("account", "verdict"),
    [
        ({"SendingEnabled": True, "ProductionAccessEnabled": True}, "ok"),
        ({"SendingEnabled": True, "ProductionAccessEnabled": False}, "note"),
        ({"SendingEnabled": False, "ProductionAccessEnabled": True}, "wrong"),
        (403, "ok"),
        (500, "ok"),
    ],
)
async def test_ses_account_that_reaches_few_or_nobody_is_told_of(
    account: dict[str, bool] | int, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await ses_of(account, {"VerifiedForSendingStatus": True}, monkeypatch) == verdict


@pytest.mark.parametrize("identity", [403, 500, {"VerifiedForSendingStatus": False}, {}])
async def test_ses_that_does_not_know_or_say_is_wrong(
    identity: dict[str, bool] | int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await ses_of({"SendingEnabled": True}, identity, monkeypatch) == "wrong"


async def ses_of(account: object, identity: object, monkeypatch: pytest.MonkeyPatch) -> str:
    """As Amazon answers over HTTP."""

    def respond(handler: Handler) -> None:
        told = account if handler.path == "/v2/email/account" else identity
        if isinstance(told, int):
            handler.answer(
                told, json.dumps({"message": "for rosa@example.com"}).encode(), x_amzn_ErrorType="AccessDenied"
            )
        else:
            handler.answer(200, json.dumps(told).encode())

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAFAKE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fake-secret")
    with served(respond) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        [found] = await sender_findings(MailSettings("hello@studio.example", ses_region=REGION))
    assert "rosa" not in found[2]
    assert Finding(*found)
    return found[0]
