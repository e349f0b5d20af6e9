"""Whoever delivers a letter, it is the same letter; and who comes next when one does not take it."""

import email
import email.policy
import re
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from lib.actions.mail import CalendarFile, Mail, Outcome, Refused, Rejected, Sent, Throttled, Unclear, Unreached
from lib.gateways.mail.chain import Chain
from lib.gateways.mail.kept_mail import KeptMail
from lib.gateways.mail.mime import raw
from lib.gateways.mail.sendgrid import SendGrid
from lib.gateways.mail.ses import Ses
from tests.support.fake_sendgrid import running_sendgrid

CALENDAR = CalendarFile("invite.ics", "REQUEST", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
CANCELED = CalendarFile("canceled.ics", "CANCEL", b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n")


def a_mail(**changes: Any) -> Mail:
    usual: dict[str, Any] = {
        "letter": "booking_1764000000000_abcdefghijklm:1:confirmed",
        "kind": "confirmed",
        "at": 1_764_000_000_000,
        "to": "rosa@example.com",
        "sender": "Sabor con Flow <noreply@studio.example>",
        "reply_to": "hola@studio.example",
        "subject": "See you on Monday",
        "text": "Hello Rosa,\nsee you.",
        "html": "<p>Hello Rosa,<br>see you.</p>",
    }
    return Mail(**{**usual, **changes})


@dataclass
class Says:
    """A provider with one answer."""

    answer: Outcome
    asked: int = 0

    async def send(self, _mail: Mail) -> Outcome:
        self.asked += 1
        return self.answer


SENT, REJECTED, UNCLEAR = Sent("second", "m2"), Rejected("never"), Unclear("silence")
REFUSED, UNREACHED, SOON, LATE = Refused("401"), Unreached("down"), Throttled("429", 5_000), Throttled("ses", 9_000)


@pytest.mark.parametrize(
    ("first", "second", "outcome", "asked"),
    [
        (Sent("first", "m1"), SENT, Sent("first", "m1"), 0),
        (REJECTED, SENT, REJECTED, 0),
        (UNCLEAR, SENT, UNCLEAR, 0),
        (REFUSED, SENT, SENT, 1),
        (SOON, SENT, SENT, 1),
        (UNREACHED, SENT, SENT, 1),
        (REFUSED, REJECTED, REJECTED, 1),
        (UNREACHED, UNCLEAR, UNCLEAR, 1),
        (REFUSED, UNREACHED, REFUSED, 1),
        (UNREACHED, REFUSED, REFUSED, 1),
        (UNREACHED, Unreached("also"), UNREACHED, 1),
        (REFUSED, Refused("also"), REFUSED, 1),
        (SOON, REFUSED, SOON, 1),
        (UNREACHED, LATE, LATE, 1),
        (LATE, SOON, SOON, 1),
        (SOON, LATE, SOON, 1),
        (Throttled("no time"), LATE, LATE, 1),
        (Throttled("no time"), UNREACHED, Throttled("no time"), 1),
    ],
)
async def test_chain_asks_the_next_only_when_nothing_was_sent(
    first: Outcome, second: Outcome, outcome: Outcome, asked: int
) -> None:
    providers = (Says(first), Says(second))

    answer = await Chain(providers, "live").send(a_mail())

    assert answer == outcome
    assert [provider.asked for provider in providers] == [1, asked]


async def test_chain_of_nobody_refuses() -> None:
    answer = await Chain((), "off").send(a_mail())

    assert answer == Refused("no provider")


async def test_kept_mail_is_one_private_file_a_letter_however_often_it_comes(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "mail"
    kept = KeptMail(folder)

    answers = [
        await kept.send(a_mail(letter=letter)) for letter in ("studio:1:alarm", "studio:2:alarm", "studio:1:alarm")
    ]

    names = sorted(path.name for path in folder.iterdir())
    assert answers[0] == answers[2] != answers[1]
    assert sorted({answer.message for answer in answers if isinstance(answer, Sent)}) == names
    assert all(re.fullmatch("1764000000000-[0-9a-f]{16}[.]eml", name) for name in names)
    assert {raw(a_mail(letter=f"studio:{n}:alarm")) for n in (1, 2)} == {(folder / name).read_bytes() for name in names}
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())] == [0o700, 0o600, 0o600]


async def test_kept_mail_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    name = f"1764000000000-{sha256(a_mail().letter.encode()).hexdigest()[:16]}.eml"
    (tmp_path / "mail" / name).mkdir(parents=True)

    answers = [await KeptMail(tmp_path / place).send(a_mail()) for place in ("file", "mail")]

    assert answers == [Unreached("local EEXIST"), Unreached("local EISDIR")]
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [name]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"to": ""}, Rejected("recipient")),
        ({"to": "rosa"}, Rejected("recipient")),
        ({"to": "rosa@example.com, eva@example.com"}, Rejected("recipient")),
        ({"to": "Rosa <rosa@example.com>"}, Rejected("recipient")),
        ({"to": "rosa@example.com\r\nBcc: eva@example.com"}, Rejected("recipient")),
        ({"to": "rosé@example.com"}, Rejected("recipient")),
        ({"to": "rosa@example..com"}, Rejected("recipient")),
        ({"at": -1}, Rejected("date")),
        ({"at": 10**18}, Rejected("date")),
        ({"sender": ""}, Refused("sender")),
        ({"sender": "Studio, the <mail@studio.example>"}, Refused("sender")),
        ({"reply_to": "studio"}, Refused("reply address")),
    ],
)
async def test_letter_that_nobody_could_carry_reaches_nobody(
    tmp_path: Path, changes: dict[str, Any], outcome: Outcome
) -> None:
    with running_sendgrid() as fake:
        providers = (SendGrid(fake.key, fake.url), Ses("us-east-1"), KeptMail(tmp_path / "mail"))

        answers = [await provider.send(a_mail(**changes)) for provider in providers]

    assert answers == [outcome] * 3
    assert fake.arrived == 0


# Of the whole letter as MIME, in the order of the alphabet and of the parts.
HEADERS = ["Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "MIME-Version", "Message-ID"]
HEADERS += ["Reply-To", "Subject", "To", "X-Letter"]
PARTS = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "text/calendar"]
HOSTILE = [
    "Rosa\r\nBcc: eva@example.com",
    "Rosa\n\n--=_0\nContent-Type: text/html\n\n<h1>x</h1>",
    "Rosa\u2028Bcc: eva@example.com\u2029\x85\x0b\x0c\x1c\x00",
    "=?utf-8?q?Rosa=0d=0aBcc:_eva=40example.com?=",
    "=?utf-8?b?Um9zYQ0KQmNjOiBldmFAZXhhbXBsZS5jb20=?= ==??=",
    "\U0001f483" * 80,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 " * 20,
    "\u202e\u0631\u0648\u0632\u0627 " * 20,
    '<script>alert("x")</script> & \'"\\',
    "x" * 990,
    # Python's newer way of folding headers garbles this one.
    "x" * 70 + " \U00010000 0\U00010000\U00010000=?\U00010000 \xa1",
    "half a pair \ud83d and more",
    "  spaces   inside  \t and around  ",
]


def kept_in(folder: Path) -> bytes:
    """The one letter there."""
    (path,) = folder.iterdir()
    return path.read_bytes()


@pytest.mark.parametrize("words", HOSTILE)
async def test_letter_with_hostile_words_is_one_letter_to_one_recipient(tmp_path: Path, words: str) -> None:
    mail = a_mail(subject=f"Booked: {words}", text=f"Hello\n{words}\n", html=f"<p>{words}</p>", calendars=(CALENDAR,))
    with running_sendgrid() as fake:
        sender = SendGrid(fake.key, fake.url)
        await sender.send(mail)
        sender.close()
    await KeptMail(tmp_path).send(mail)

    parsed = email.message_from_bytes(kept_in(tmp_path), policy=email.policy.default)
    (posted,) = fake.accepted
    bodies = [parsed.get_body((kind,)) for kind in ("plain", "html")]
    said = [str(body.get_content()).replace("\r\n", "\n") for body in bodies if body]
    assert kept_in(tmp_path) == raw(mail)
    assert sorted(parsed.keys()) == HEADERS
    assert [str(parsed[name]) for name in ("To", "From")] == [mail.to, mail.sender]
    assert [part.get_content_type() for part in parsed.walk()] == PARTS
    assert (posted["subject"], [part["value"] for part in posted["content"]]) == (parsed["Subject"], said)
    assert posted["personalizations"] == [{"to": [{"email": mail.to}]}]
