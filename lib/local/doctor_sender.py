"""What `make doctor` asks the mail providers: whether their key opens anything, and whether they know the sender.

Read only. Addresses and answers as SendGrid's API reference (scopes, sender verification, domain authentication) and
Amazon's of SES v2 (GetEmailIdentity, GetAccount) describe them; neither was reached from where this was written.
"""

import asyncio
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from http import HTTPStatus
from typing import Any

import httpx

from lib.gateways.outgoing import is_address, one_request
from lib.local.findings import Said
from lib.settings import MailSettings

CONNECT, READ = 4.0, 8.0
_REGION_SECONDS = 20
# More senders than that, and it is for people to look.
MOST_SENDERS = 200


async def sender_findings(mail: MailSettings) -> list[Said]:
    address = parseaddr(mail.sender)[1].lower()
    if "@" not in address:
        return []
    found = [await _sendgrid(mail, address)] if mail.sendgrid_key else []
    return [*found, *([await _ses(mail.ses_region, address)] if mail.ses_region else [])]


async def _sendgrid(mail: MailSettings, address: str) -> Said:
    if not is_address(mail.sendgrid_url) or not mail.sendgrid_key.isascii() or not mail.sendgrid_key.isprintable():
        return "wrong", "sendgrid", "cannot be asked: set SENDGRID_API_KEY as it was shown, SENDGRID_BASE_URL to a host"
    try:
        scopes = await _asked(mail, "/v3/scopes")
        if isinstance(scopes, int):
            return "wrong", "sendgrid", _refusal(scopes)
        rights = scopes.get("scopes") if isinstance(scopes, dict) else None
        if not isinstance(rights, list) or "mail.send" not in rights:
            return "wrong", "sendgrid", "its key may not send mail: make one with the right Mail Send"
        return _identity(
            await _asked(mail, f"/v3/verified_senders?limit={MOST_SENDERS}"),
            await _asked(mail, f"/v3/whitelabel/domains?limit={MOST_SENDERS}"),
            address,
        )
    except (httpx.HTTPError, OSError) as error:
        return "wrong", "sendgrid", f"cannot be reached ({type(error).__name__}): look at SENDGRID_BASE_URL"


async def _asked(mail: MailSettings, path: str) -> object:
    """The document, or the status of a refusal."""
    headers = {"Authorization": f"Bearer {mail.sendgrid_key}"}
    async with one_request(CONNECT, READ) as client:
        answer = await client.get(mail.sendgrid_url.rstrip("/") + path, headers=headers)
    try:
        return answer.json() if answer.is_success else answer.status_code
    except (ValueError, RecursionError):
        return int(HTTPStatus.BAD_GATEWAY)


def _refusal(status: int) -> str:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return f"refuses its key ({status}): make another one, and set SENDGRID_API_KEY"
    return f"does not answer as it should ({status}): look at status.sendgrid.com, and at SENDGRID_BASE_URL"


def _identity(senders: object, domains: object, address: str) -> Said:
    """By the address itself, or by its domain or one above it."""
    if isinstance(senders, int) and isinstance(domains, int):
        todo = "look under Settings, Sender Authentication, that EMAIL_FROM is there"
        return "note", "sendgrid", f"its key may send, and not say for whom: {todo}"
    known = senders.get("results") if isinstance(senders, dict) else None
    if any(_of(each, "from_email") == address and each.get("verified") is True for each in _records(known)):
        return "ok", "sendgrid", "its key may send, and the sender is verified"
    authenticated = {_of(each, "domain") for each in _records(domains) if each.get("valid") is True}
    if authenticated & set(_domains(address)):
        return "ok", "sendgrid", "its key may send, and the sender's domain is authenticated"
    return "wrong", "sendgrid", "does not know the sender: verify EMAIL_FROM or its domain under Sender Authentication"


def _records(said: object) -> list[Mapping[str, Any]]:
    return [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []


def _of(record: Mapping[str, Any], name: str) -> str:
    return str(record.get(name, "")).lower()


def _domains(address: str) -> list[str]:
    """a.b.example -> itself, b.example; what has no dot is nobody's."""
    words = address.rpartition("@")[2].split(".")
    return [".".join(words[at:]) for at in range(len(words) - 1)]


async def _ses(region: str, address: str) -> Said:
    try:
        async with asyncio.timeout(_REGION_SECONDS):
            return await asyncio.to_thread(_ses_identity, region, address)
    except TimeoutError:
        return "wrong", "ses", "does not answer in time: look at AWS_SES_REGION"


def _ses_identity(region: str, address: str) -> Said:
    import boto3  # noqa: PLC0415 -- it takes a second, and few studios have it
    from botocore.config import Config  # noqa: PLC0415 -- as above
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 -- as above

    once = Config(connect_timeout=CONNECT, read_timeout=READ, retries={"mode": "standard", "total_max_attempts": 1})
    try:
        client = boto3.Session().client("sesv2", region_name=region, config=once)
        names = (address, *_domains(address))
        if not any(_is_verified(client.get_email_identity, name, ClientError) for name in names):
            return (
                "wrong",
                "ses",
                "does not know the sender: verify EMAIL_FROM or its domain as an identity in this region",
            )
        return _account(client.get_account, ClientError)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "")) or "no word"
        return "wrong", "ses", f"refuses to say ({code[:40]}): give its key ses:GetEmailIdentity and ses:SendEmail"
    except (BotoCoreError, ValueError) as error:
        return "wrong", "ses", f"cannot be asked ({type(error).__name__}): set AWS_SES_REGION and the keys of AWS"


def _is_verified(ask: Callable[..., Mapping[str, Any]], name: str, refused: type[Exception]) -> bool:
    try:
        return ask(EmailIdentity=name).get("VerifiedForSendingStatus") is True
    except refused as error:
        if "NotFound" in str(getattr(error, "response", {}).get("Error", {}).get("Code", "")):
            return False
        raise


def _account(ask: Callable[..., Mapping[str, Any]], refused: type[Exception]) -> Said:
    """What a key may not see is no complaint: sending does not need it."""
    try:
        account = ask()
    except (refused, NotImplementedError):
        return "ok", "ses", "the sender is verified"
    if account.get("SendingEnabled") is False:
        return "wrong", "ses", "sending is switched off: look at the account's page for why"
    if account.get("ProductionAccessEnabled") is False:
        return "note", "ses", "the sender is verified, but only verified people get letters: ask for production access"
    return "ok", "ses", "the sender is verified, and everybody can be written to"
