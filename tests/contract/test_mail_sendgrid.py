"""SendGrid, whatever it does: the right outcome, and in time."""

import threading
import time
from asyncio import gather
from base64 import b64encode

import pytest

from lib.actions.mail import Outcome, Refused, Rejected, Sent, Throttled, Unclear, Unreached
from lib.gateways.mail.sendgrid import SendGrid
from lib.gateways.mail.sendgrid_answers import LONGEST_WAIT_MS
from tests.contract.test_mail_providers import CALENDAR, CANCELED, a_mail
from tests.support.fake_sendgrid import FakeSendGrid, Fate, running_sendgrid

NOW_MS = 1_900_000_000_000


def threads_of_senders() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("sendgrid")]


async def test_sendgrid_gets_the_letter_with_one_recipient_and_nothing_that_watches_her(
    fake: FakeSendGrid, sender: SendGrid
) -> None:
    outcome = await sender.send(a_mail(kind="reminder", language="es", calendars=(CALENDAR, CANCELED)))

    assert isinstance(outcome, Sent)
    assert outcome.message
    assert fake.accepted == [
        {
            "from": {"email": "noreply@studio.example", "name": "Sabor con Flow"},
            "reply_to": {"email": "hola@studio.example"},
            "personalizations": [{"to": [{"email": "rosa@example.com"}]}],
            "subject": "See you on Monday",
            "content": [
                {"type": "text/plain", "value": "Hello Rosa,\nsee you.\n"},
                {"type": "text/html", "value": "<p>Hello Rosa,<br>see you.</p>\n"},
            ],
            "attachments": [
                {
                    "filename": calendar.filename,
                    "type": f"text/calendar; method={calendar.method}",
                    "content": b64encode(calendar.content).decode(),
                    "disposition": "attachment",
                }
                for calendar in (CALENDAR, CANCELED)
            ],
            "headers": {
                "Auto-Submitted": "auto-generated",
                "X-Letter": "booking_1764000000000_abcdefghijklm:1:confirmed",
                "Content-Language": "es",
                "List-Unsubscribe": "<mailto:hola@studio.example>",
            },
            "custom_args": {"letter": "booking_1764000000000_abcdefghijklm:1:confirmed"},
            "tracking_settings": {
                "click_tracking": {"enable": False, "enable_text": False},
                "open_tracking": {"enable": False},
            },
        }
    ]


@pytest.mark.parametrize(
    ("fate", "outcome"),
    [
        ("400", Rejected("sendgrid 400")),
        ("401", Refused("sendgrid 401")),
        ("403", Refused("sendgrid 403")),
        ("404", Refused("sendgrid 404")),
        ("405", Refused("sendgrid 405")),
        ("408", Unreached("sendgrid 408")),
        ("413", Rejected("sendgrid 413")),
        ("415", Rejected("sendgrid 415")),
        ("429", Throttled("sendgrid 429")),
        ("500", Unreached("sendgrid 500")),
        ("502", Unreached("sendgrid 502")),
        ("503", Unreached("sendgrid 503")),
        ("504", Unreached("sendgrid 504")),
        ("redirect", Refused("sendgrid 302")),
        ("cut_400", Rejected("sendgrid 400")),
    ],
)
async def test_sendgrid_not_taking_a_letter_says_why(
    fake: FakeSendGrid, sender: SendGrid, fate: Fate, outcome: Outcome
) -> None:
    fake.fates.append(fate)

    answer = await sender.send(a_mail())

    assert answer == outcome
    assert (fake.accepted, fake.gone_astray, fake.arrived) == ([], [], 1)


async def test_sendgrid_that_takes_a_letter_and_hangs_up_leaves_it_open(fake: FakeSendGrid, sender: SendGrid) -> None:
    fake.fates.append("drop")

    answer = await sender.send(a_mail())

    assert answer == Unclear("sendgrid RemoteProtocolError")
    assert fake.letters == [a_mail().letter]


async def test_sendgrid_that_is_not_there_or_speaks_no_tls_has_nothing(fake: FakeSendGrid) -> None:
    with running_sendgrid() as gone:
        pass
    senders = [SendGrid(fake.key, url) for url in (gone.url, fake.url.replace("http:", "https:"))]

    answers = [await sender.send(a_mail()) for sender in senders]
    for sender in senders:
        sender.close()

    assert answers == [Unreached("sendgrid ConnectError")] * 2
    assert fake.accepted == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fate", "outcome"),
    [
        ("hang", Unclear("sendgrid ReadTimeout")),
        ("drip_head", Unclear("sendgrid TimeoutError")),
        ("drip_400", Rejected("sendgrid 400")),
    ],
)
async def test_sendgrid_however_slow_ends_in_time_and_leaves_no_thread(
    fake: FakeSendGrid, fate: Fate, outcome: Outcome
) -> None:
    sender = SendGrid(fake.key, fake.url)
    fake.fates.append(fate)
    started = time.monotonic()

    answer = await sender.send(a_mail())
    sender.close()

    assert answer == outcome
    assert time.monotonic() - started < 11
    assert threads_of_senders() == []


@pytest.mark.slow
async def test_sendgrid_silent_to_a_crowd_ends_in_time_and_leaves_no_thread(fake: FakeSendGrid) -> None:
    sender = SendGrid(fake.key, fake.url)
    fake.fates.extend(["hang"] * 40)
    started = time.monotonic()

    answers = await gather(*(sender.send(a_mail()) for _ in range(40)))
    sender.close()

    assert {type(answer) for answer in answers} == {Unclear}
    assert time.monotonic() - started < 11
    assert threads_of_senders() == []


async def test_sendgrid_status_decides_before_the_body_comes(fake: FakeSendGrid, sender: SendGrid) -> None:
    fake.fates.append("drip")
    started = time.monotonic()

    answer = await sender.send(a_mail())

    assert isinstance(answer, Sent)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("limits", "until"),
    [
        ({"X-RateLimit-Reset": "1900000090"}, NOW_MS + 90_000),
        ({"X-RateLimit-Reset": "1900000090", "Retry-After": "7"}, NOW_MS + 90_000),
        ({"Retry-After": "7"}, NOW_MS + 7_000),
        ({"X-RateLimit-Reset": "1800000000", "Retry-After": "7"}, NOW_MS + 7_000),
        ({"X-RateLimit-Reset": "1800000000"}, 0),
        ({"X-RateLimit-Reset": "1900000000000"}, NOW_MS + LONGEST_WAIT_MS),
        ({"Retry-After": "9" * 15}, NOW_MS + LONGEST_WAIT_MS),
        ({"X-RateLimit-Reset": "9" * 5000}, 0),
        ({"X-RateLimit-Reset": "soon", "Retry-After": "Wed, 21 Oct 2030 07:28:00 GMT"}, 0),
        ({"X-RateLimit-Reset": "-5", "Retry-After": ""}, 0),
        ({}, 0),
    ],
)
async def test_sendgrid_throttling_is_believed_for_a_day_at_most(
    monkeypatch: pytest.MonkeyPatch, fake: FakeSendGrid, sender: SendGrid, limits: dict[str, str], until: int
) -> None:
    monkeypatch.setattr("time.time", lambda: NOW_MS / 1000)
    fake.limits = limits
    fake.fates.append("429")

    answer = await sender.send(a_mail())

    assert answer == Throttled("sendgrid 429", until)


async def test_sendgrid_refusing_the_method_gets_the_calendar_without_it(fake: FakeSendGrid, sender: SendGrid) -> None:
    fake.takes_method = False

    answers = [await sender.send(a_mail(calendars=calendars)) for calendars in ((CALENDAR, CANCELED), ())]

    assert [type(answer) for answer in answers] == [Sent, Sent]
    assert [attachment["type"] for attachment in fake.accepted[0]["attachments"]] == ["text/calendar"] * 2
    assert (len(fake.accepted), fake.arrived) == (2, 3)


async def test_sendgrid_refusing_both_forms_has_rejected_the_letter(fake: FakeSendGrid, sender: SendGrid) -> None:
    fake.fates.extend(("400", "400"))

    answer = await sender.send(a_mail(calendars=(CALENDAR,)))

    assert answer == Rejected("sendgrid 400")
    assert (fake.accepted, fake.arrived) == ([], 2)


async def test_sendgrid_complaint_is_named_by_its_field_alone(sender: SendGrid) -> None:
    answer = await sender.send(a_mail(to="rosa@localhost"))

    assert answer == Rejected("sendgrid 400 personalizations")
