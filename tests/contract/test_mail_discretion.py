"""What leaves through SendGrid's SDK: the key to SendGrid alone, and nothing of a letter into any log."""

import logging
from importlib.metadata import version

import pytest
import sendgrid
from sendgrid.helpers.mail import Mail as SdkMail

from lib.actions.mail import Refused, Sent, Unclear
from lib.gateways.mail.sendgrid import SendGrid
from tests.contract.test_mail_providers import a_mail
from tests.support.fake_sendgrid import FakeSendGrid

KEY, URL = "SG.key.secret", "https://api.sendgrid.com"


def test_sdk_is_the_version_whose_inside_we_know() -> None:
    assert (version("sendgrid"), version("python-http-client")) == ("6.12.5", "3.3.7")


async def test_sendgrid_redirect_takes_the_key_nowhere_although_the_sdk_would(
    fake: FakeSendGrid, sender: SendGrid
) -> None:
    fake.fates.extend(("redirect", "redirect"))

    ours = await sender.send(a_mail())
    gone_with_us = len(fake.gone_astray)
    sendgrid.SendGridAPIClient(fake.key, host=fake.url).send(SdkMail("a@b.example", "c@d.example", "s", "t"))

    assert (ours, gone_with_us) == (Refused("sendgrid 302"), 0)
    assert [headers["Authorization"] for headers in fake.gone_astray] == [f"Bearer {fake.key}"]


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("", URL),
        ("SG.two words", URL),
        ("SG.line\r\nX-Evil: 1", URL),
        ("SG.schlüssel", URL),
        (KEY, ""),
        (KEY, "api.sendgrid.com"),
        (KEY, "ftp://api.sendgrid.com"),
        (KEY, "https://"),
        (KEY, "https://a b.example"),
        (KEY, "https://user:secret@host.example"),
        (KEY, "https://host.example/?x=1"),
        (KEY, "https://host.example:99999"),
        (KEY, "https://host..example"),
        (KEY, "https://höst.example"),
        (KEY, "https://host.example\r\nX: 1"),
    ],
)
async def test_sendgrid_setting_that_no_request_can_carry_is_refused(key: str, url: str) -> None:
    answer = await SendGrid(key, url).send(a_mail())

    assert answer == Refused("sendgrid setting")


async def test_sendgrid_logs_neither_key_nor_letter_although_the_sdk_would(
    fake: FakeSendGrid, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("python_http_client", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    sendgrid.SendGridAPIClient(fake.key, host=fake.url).send(SdkMail("a@b.example", "rosa@d.example", "s", "t"))
    said_by_the_sdk = caplog.text
    caplog.clear()
    fake.fates.extend(("accept", "401", "drop"))
    sender = SendGrid(fake.key, fake.url)

    answers = [await sender.send(a_mail(to="rosa@d.example")) for _ in range(3)]
    sender.close()

    assert [type(answer) for answer in answers] == [Sent, Refused, Unclear]
    assert fake.key in said_by_the_sdk
    assert "rosa@d.example" in said_by_the_sdk
    assert [record for record in caplog.records if record.name != "asyncio"] == []
    assert fake.key not in caplog.text
