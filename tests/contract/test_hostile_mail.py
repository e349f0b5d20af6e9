"""Names that try to be more than names, in what both providers get of a letter, and addresses that are none."""

import base64
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import Any

import boto3
import pytest
import vobject
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from lib.actions.mail import Kind, Mail, Rejected, Sent, Subject
from lib.actions.ports import Outside
from lib.gateways.mail import mime
from lib.gateways.mail.sendgrid import SendGrid
from lib.gateways.mail.ses import Ses
from tests.support.customers import post
from tests.support.fake_sendgrid import FakeSendGrid, running_sendgrid
from tests.support.raw_store import RawStore
from tests.support.studio import wish_body
from tests.unit.gateways.golden import LETTERS
from tests.unit.gateways.subjects import SENDER, a_catalog, a_person, a_subject
from tests.unit.studio.builders import an_instructor

REGION = "eu-west-1"
KINDS: tuple[Kind, ...] = ("confirmed", "canceled", "reminder", "notice")
NAMES = {
    "usual": "Ann",
    "header": "Ann\r\nBcc: x@y.example",
    "headers": "Ann\n\nTo: x@y.example\n\n<b>hello</b>",
    "separators": "Ann\u2028Bcc: x@y.example\u2029\x85\x0b\x0c\x1c\x00",
    "script": "<script>alert(1)</script>",
    "element": "</p></div><img src=x onerror=alert(1)><p>",
    "template": "{{7*7}}",
    "dollar": "${x}",
    "percent": "%s%(name)s{0}",
    "emoji": "💃" * 80,
    "accents": "ÁÉÍÓÚñ" * 14,
    "turned": "\u202eelpoep \u2067שרה\u2069 ليلى",
    "encoded": "=?utf-8?q?x?=",
    "hidden": "=?utf-8?q?Ann=0D=0ABcc=3A_x=40y.example?=",
    "base64": "=?utf-8?b?QW5uDQpCY2M6IHhAeS5leGFtcGxl?=",
    "long": "W" * 80,
    "words": "Ann Lee " * 10,
    "dot": ".\n.",
    "boundary": "--=_0\r\nContent-Type: text/html\r\n\r\n<b>hello</b>",
    "half": "Ann \ud83d",
    "calendar": "Ann\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:x@y.example",
    "list": 'Ann" <x@y.example>, "Lee; \\',
    "event": "BEGIN:VEVENT",
}
WHOLE_WORD = ("span", {"style": "white-space: nowrap;"})
ADDRESSES = ["a@x.example, b@y.example", "a@x.example\nBcc: b@y"]
HEADERS = ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
HEADERS += ["Auto-Submitted", "X-Letter", "Content-Language"]


@dataclass(frozen=True, slots=True)
class Providers:
    """Both of them, on this machine; ``sendgrid`` and ``amazon`` hold what they got."""

    sendgrid: FakeSendGrid
    amazon: Any
    senders: tuple[SendGrid, Ses]

    async def got(self, letter: Mail) -> tuple[dict[str, Any], EmailMessage]:
        """The last letter as SendGrid got it, and as somebody reads it who got it from Amazon."""
        outcomes = [type(await sender.send(letter)) for sender in self.senders]
        assert outcomes == [Sent, Sent]
        raw = self.amazon.sent_messages[-1].raw_data.encode()
        return self.sendgrid.accepted[-1], message_from_bytes(raw, policy=policy.default)


@pytest.fixture(scope="module")
def providers() -> Iterator[Providers]:
    with running_sendgrid() as fake, mock_aws():
        boto3.client("sesv2", region_name=REGION).create_email_identity(EmailIdentity=parseaddr(SENDER)[1])
        senders = SendGrid(fake.key, fake.url), Ses(REGION)
        yield Providers(fake, ses_backends[DEFAULT_ACCOUNT_ID][REGION], senders)
        for sender in senders:
            sender.close()


def named(kind: Kind, name: str) -> Subject:
    """Customer, instructor and studio are called so, each as it is let in: no catalogue holds half a character."""
    whole = name.encode("utf-8", "ignore").decode()
    catalog = a_catalog(studio=whole, instructors=(an_instructor("ana", name=whole),))
    person = a_person(first_name=name, last_name=name, notes=" ".join(name.split()))
    return a_subject(kind, person=person, catalog=catalog)


def content(part: MIMEPart | None) -> str:
    assert part is not None
    words = part.get_content()
    return (words.decode() if isinstance(words, bytes) else str(words)).replace("\r\n", "\n")


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every element in its order, with all that it is told; but for those around words that are not to be broken."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if (element := (tag, dict(attrs))) != WHOLE_WORD:
                found.append(element)

    reader = Reader()
    reader.feed(html)
    reader.close()
    return found


def guests(calendar: str) -> list[str]:
    """Those of the one event that there is."""
    [read] = list(vobject.readComponents(calendar))
    [event] = read.vevent_list
    return [guest.value for guest in event.attendee_list]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
async def test_name_adds_no_header_and_no_recipient(providers: Providers, name: str, kind: Kind) -> None:
    letter = LETTERS.about(named(kind, NAMES[name]))

    sendgrid, amazon = await providers.got(letter)

    unsubscribe = ["List-Unsubscribe"] if kind == "reminder" else []
    assert sorted(amazon.keys()) == sorted(HEADERS + unsubscribe)
    assert [str(amazon[header]) for header in ("From", "To")] == [SENDER, letter.to]
    assert sendgrid["from"] == {"name": "Sabor con Flow", "email": "bookings@flow.example"}
    assert sendgrid["personalizations"] == [{"to": [{"email": letter.to}]}]
    assert sorted(sendgrid["headers"]) == sorted(["Auto-Submitted", "X-Letter", "Content-Language", *unsubscribe])
    assert [defect for part in amazon.walk() for defect in part.defects] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
async def test_both_providers_get_the_same_words(providers: Providers, name: str, kind: Kind) -> None:
    sendgrid, amazon = await providers.got(LETTERS.about(named(kind, NAMES[name])))

    words = {each["type"]: each["value"] for each in sendgrid["content"]}
    assert content(amazon.get_body(("plain",))) == words["text/plain"]
    assert content(amazon.get_body(("html",))) == words["text/html"]
    # Python begins a subject that almost fills a line on the next one, and reads that fold as a space.
    assert amazon["Subject"].lstrip() == sendgrid["subject"]
    assert len(sendgrid["subject"].splitlines()) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_words_that_nobody_made_harmless_are_so_where_they_leave(providers: Providers, name: str) -> None:
    letter = replace(LETTERS.about(a_subject()), subject=NAMES[name], text=NAMES[name], html=NAMES[name])

    sendgrid, amazon = await providers.got(letter)

    words = [content(amazon.get_body((kind,))) for kind in ("plain", "html")]
    assert sorted(amazon.keys()) == sorted(HEADERS)
    assert [each["value"] for each in sendgrid["content"]] == words
    assert amazon["Subject"].lstrip() == sendgrid["subject"]
    assert len(sendgrid["subject"].splitlines()) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
async def test_name_makes_no_element(providers: Providers, name: str, kind: Kind) -> None:
    usual = LETTERS.about(named(kind, "Ann"))

    _, amazon = await providers.got(LETTERS.about(named(kind, NAMES[name])))

    assert elements(content(amazon.get_body(("html",)))) == elements(usual.html)


@pytest.mark.parametrize("kind", ["confirmed", "canceled"])
@pytest.mark.parametrize("name", NAMES)
async def test_calendar_has_one_event_with_one_guest(providers: Providers, name: str, kind: Kind) -> None:
    letter = LETTERS.about(named(kind, NAMES[name]))

    sendgrid, amazon = await providers.got(letter)

    files = [base64.b64decode(each["content"]).decode() for each in sendgrid["attachments"]]
    # Beside the text for buttons, and as a file.
    parts = [content(part) for part in amazon.walk() if part.get_content_type() == "text/calendar"]
    assert [guests(file) for file in files] == [[f"mailto:{letter.to}"]]
    assert parts == [file.replace("\r\n", "\n") for file in files * 2]


@pytest.mark.parametrize("name", ["Sabor, con Flow; Dance", "Niña ¡Baila!", 'The "Flow"', "Flow (New York)", "F" * 80])
async def test_sender_has_the_same_name_with_both_providers(providers: Providers, name: str) -> None:
    quoted = name.replace('"', '\\"')
    letter = replace(LETTERS.about(a_subject()), sender=f'"{quoted}" <bookings@flow.example>')

    sendgrid, amazon = await providers.got(letter)

    [sender] = amazon["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "bookings@flow.example")
    assert sendgrid["from"] == {"name": name, "email": "bookings@flow.example"}


@pytest.mark.parametrize("address", ADDRESSES)
async def test_address_that_is_more_than_one_is_refused_at_the_door(
    world: Outside, raw: RawStore, address: str
) -> None:
    before = raw.everything()
    person = wish_body()["personalInfo"]

    answer = await post(world, wish_body(personalInfo=person | {"email": address}))

    pointers = [detail["pointer"] for detail in answer.json()["details"]]
    assert (answer.status_code, pointers) == (400, ["/personalInfo/email"])
    assert raw.everything() == before


@pytest.mark.parametrize(
    "address",
    [*ADDRESSES, "", "a", "a@", "@x", "a@x.example\r\n", "a@x.example ", "Ann <a@x.example>", "<a@x.example>",
     "a@x@y.example", "a b@x.example", '"a"@x.example', "a@x..example", ".a@x.example", "a@é.example", "a;b@x.example",
     "a@x.example\u2028", "(a)b@x.example", "a@[127.0.0.1]", "a@x.example>"],
)  # fmt: skip
async def test_address_that_is_none_goes_to_no_provider(
    providers: Providers, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    caplog.set_level(logging.DEBUG)
    letter = replace(LETTERS.about(a_subject()), to=address)
    before = providers.sendgrid.arrived, len(providers.amazon.sent_messages)

    with pytest.raises(mime.Unsent) as unsent:
        mime.parts(letter)
    outcomes = [await sender.send(letter) for sender in providers.senders]

    assert [unsent.value.answer, *outcomes] == [Rejected("recipient")] * 3
    assert (providers.sendgrid.arrived, len(providers.amazon.sent_messages)) == before
