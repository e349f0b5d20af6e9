"""SendGrid: what each of its answers, and each silence, means for a letter."""

import base64
import logging
import socket
import threading
import time
from asyncio import TaskGroup
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
from sendgrid import SendGridAPIClient

from lib.actions.mail import Outcome, Refused, Rejected, Sent, Throttled, Unclear, Unreached
from lib.gateways.mail.sendgrid import THREADS, SendGrid
from tests.support.sendgrid_server import FakeSendGrid, Fate, fake_sendgrid
from tests.unit.gateways.golden import LETTERS
from tests.unit.gateways.subjects import HAPPENED, STUDIO_EMAIL, a_slot, a_subject

LETTER = LETTERS.about(a_subject())
BARE = replace(LETTER, calendars=())
[CALENDAR] = [base64.b64encode(calendar.content).decode() for calendar in LETTER.calendars]
# A letter has six seconds; the rest is for a busy machine.
AT_MOST_SECONDS = 8


@pytest.fixture
def fake() -> Iterator[FakeSendGrid]:
    with fake_sendgrid() as fake:
        yield fake


@pytest.fixture
def sendgrid(fake: FakeSendGrid) -> Iterator[SendGrid]:
    sendgrid = SendGrid(fake.key, fake.url)
    yield sendgrid
    fake.let_go.set()
    sendgrid.close()


def all_meet(threads: ThreadPoolExecutor) -> bool:
    """Whether no thread of the pool is stuck: all of them have to be in the same place at the same time."""
    meeting = threading.Barrier(THREADS, timeout=2)
    jobs = [threads.submit(meeting.wait) for _ in range(THREADS)]
    return sorted(job.result() for job in jobs) == list(range(THREADS))


async def test_letter_goes_to_one_recipient_with_nobody_watching_the_reader(
    fake: FakeSendGrid, sendgrid: SendGrid
) -> None:
    outcome = await sendgrid.send(LETTER)

    [mail], [name] = fake.accepted, fake.names
    assert outcome == Sent("sendgrid", name)
    assert mail == {
        "from": {"name": "Sabor con Flow", "email": "bookings@flow.example"},
        "reply_to": {"email": STUDIO_EMAIL},
        "personalizations": [{"to": [{"email": "rosa@example.com"}]}],
        "subject": LETTER.subject,
        "content": [{"type": "text/plain", "value": LETTER.text}, {"type": "text/html", "value": f"{LETTER.html}\n"}],
        "attachments": [
            {"content": CALENDAR, "filename": "lesson.ics", "type": "text/calendar; method=REQUEST"}
            | {"disposition": "attachment"}
        ],
        "headers": {"Auto-Submitted": "auto-generated", "X-Letter": LETTER.letter, "Content-Language": "en"},
        "custom_args": {"letter": LETTER.letter},
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
        },
    }


async def test_calendars_go_along_in_their_order(fake: FakeSendGrid, sendgrid: SendGrid) -> None:
    subject = a_subject("canceled", slots=(a_slot("2026-11-24 23:00"), a_slot("2026-11-25 23:00")))

    await sendgrid.send(LETTERS.about(subject))

    [mail] = fake.accepted
    assert [(each["filename"], each["type"]) for each in mail["attachments"]] == [
        ("lesson-1.ics", "text/calendar; method=CANCEL"),
        ("lesson-2.ics", "text/calendar; method=CANCEL"),
    ]


@pytest.mark.parametrize(
    ("fate", "outcome"),
    [
        ("bad", Rejected("sendgrid 400 subject")),
        ("unauthorized", Refused("sendgrid 401")),
        ("forbidden", Refused("sendgrid 403 from")),
        ("too_large", Rejected("sendgrid 413")),
        ("failing", Unreached("sendgrid 500")),
        ("unavailable", Unreached("sendgrid 503")),
        ("drop", Unclear("sendgrid RemoteProtocolError")),
    ],
)
async def test_answer_says_what_became_of_the_letter(
    fake: FakeSendGrid, sendgrid: SendGrid, fate: Fate, outcome: Outcome
) -> None:
    fake.fates.append(fate)

    assert await sendgrid.send(BARE) == outcome

    assert fake.received == 1
    assert len(fake.accepted) == (fate == "drop")
    assert all_meet(sendgrid._threads)


async def test_sendgrid_that_asks_us_to_wait_says_until_when(fake: FakeSendGrid, sendgrid: SendGrid) -> None:
    fake.fates.append("throttled")

    outcome = await sendgrid.send(LETTER)

    assert outcome == Throttled("sendgrid 429", fake.reset * 1000)
    assert fake.accepted == []


@pytest.mark.parametrize(
    ("fates", "outcome"),
    [
        (["hang"], "sendgrid ReadTimeout"),
        (["drip_head"], "sendgrid TimeoutError"),
        # The second try has what the first one left.
        (["bad", "drip_head"], "sendgrid TimeoutError"),
    ],
)
async def test_silence_is_unclear_before_the_deadline(
    fake: FakeSendGrid, sendgrid: SendGrid, fates: list[Fate], outcome: str
) -> None:
    fake.fates.extend(fates)
    began = time.monotonic()

    answer = await sendgrid.send(LETTER)

    assert answer == Unclear(outcome)
    assert time.monotonic() - began < AT_MOST_SECONDS
    assert all_meet(sendgrid._threads)


async def test_body_that_drips_is_not_waited_for(fake: FakeSendGrid, sendgrid: SendGrid) -> None:
    fake.fates.append("drip")
    began = time.monotonic()

    outcome = await sendgrid.send(LETTER)

    assert outcome == Sent("sendgrid", fake.names[0])
    assert time.monotonic() - began < AT_MOST_SECONDS / 2
    assert all_meet(sendgrid._threads)


async def test_redirect_is_not_followed_with_the_key(fake: FakeSendGrid, sendgrid: SendGrid) -> None:
    fake.fates.append("redirect")

    assert await sendgrid.send(LETTER) == Refused("sendgrid 302")

    assert fake.strayed == []
    # The other host was there to be found.
    async with httpx.AsyncClient() as client:
        await client.get(fake.elsewhere)
    assert len(fake.strayed) == 1


async def test_method_that_sendgrid_refuses_is_left_out(fake: FakeSendGrid, sendgrid: SendGrid) -> None:
    fake.allows_method = False

    outcome = await sendgrid.send(LETTER)

    assert outcome == Sent("sendgrid", fake.names[0])
    assert [each["type"] for mail in fake.accepted for each in mail["attachments"]] == ["text/calendar"]
    assert fake.received == 2


async def test_letter_that_is_bad_twice_is_not_tried_again(fake: FakeSendGrid, sendgrid: SendGrid) -> None:
    fake.fates.extend(["bad"] * 3)

    assert await sendgrid.send(LETTER) == Rejected("sendgrid 400 subject")

    assert (fake.received, fake.accepted) == (2, [])


async def test_key_and_recipient_stand_in_no_log(
    fake: FakeSendGrid, sendgrid: SendGrid, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fates: list[Fate] = ["accept", "bad", "unauthorized", "throttled", "failing", "drop", "redirect", "drip"]
    fake.fates.extend(fates)

    for _ in fates:
        await sendgrid.send(BARE)

    said = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert [secret for secret in (fake.key, BARE.to, BARE.subject) if secret in said] == []


async def test_sdk_alone_logs_the_key(fake: FakeSendGrid, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "python_http_client")

    with pytest.raises(Exception, match="400"):
        SendGridAPIClient(fake.key, host=fake.url).send({"subject": BARE.to})

    assert [secret in caplog.text for secret in (fake.key, BARE.to)] == [True, True]


async def test_port_that_is_closed_means_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    sendgrid = SendGrid("key", f"http://127.0.0.1:{port}")

    assert await sendgrid.send(LETTER) == Unreached("sendgrid ConnectError")

    sendgrid.close()


@pytest.mark.parametrize("key", ["", "a\nb", "a\r\nX-More: b", " a", "a\x00", "ключ", "a" * 501])
async def test_key_that_no_header_can_carry_is_not_sent(fake: FakeSendGrid, key: str) -> None:
    assert await SendGrid(key, fake.url).send(LETTER) == Refused("sendgrid setting")

    assert fake.received == 0


@pytest.mark.parametrize(
    "address",
    ["", "sendgrid", "ftp://sendgrid.example", "http://", "http://a b", "http://u:p@127.0.0.1", "http://x/v4",
     "http://127.0.0.1:65536", "http://127.0.0.1\r\nX: y", "http://.", "http://é.example"],
)  # fmt: skip
async def test_address_that_is_none_is_a_wrong_setting(address: str) -> None:
    assert await SendGrid("key", address).send(LETTER) == Refused("sendgrid setting")


async def test_hundred_letters_at_once_arrive_once_each(fake: FakeSendGrid, sendgrid: SendGrid) -> None:
    letters = [replace(LETTER, letter=f"letter-{number}", at=HAPPENED + number) for number in range(100)]

    async with TaskGroup() as group:
        jobs = [group.create_task(sendgrid.send(letter)) for letter in letters]

    assert {type(job.result()) for job in jobs} == {Sent}
    assert sorted(mail["custom_args"]["letter"] for mail in fake.accepted) == sorted(each.letter for each in letters)
