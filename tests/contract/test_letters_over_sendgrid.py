"""From the booking to the provider: whatever SendGrid answers, the letter ends where it should, and arrives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest
from moto import mock_aws

from lib.actions.ports import Outside, epoch_ms
from lib.actions.send_letters import send_letters
from lib.gateways.clock import SystemClock
from lib.gateways.mail.chain import Chain
from lib.gateways.mail.sendgrid import SendGrid
from lib.gateways.mail.ses import Ses
from lib.studio import policy
from tests.support.customers import booked, week
from tests.support.fake_sendgrid import FakeSendGrid, Fate, running_sendgrid
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, StandingClock

NOW_MS = epoch_ms(NOW)
FIRST_PAUSE = policy.LETTER_PAUSES_MS[0]


@pytest.fixture
def sendgrid() -> Iterator[FakeSendGrid]:
    with running_sendgrid() as fake:
        yield fake


@pytest.fixture
def live(world: Outside, sendgrid: FakeSendGrid) -> Outside:
    return replace(world, post=Chain((SendGrid(sendgrid.key, sendgrid.url),), "live"))


def state(raw: RawStore) -> str | int:
    """Where the confirmation stands: sent, dead, or how many milliseconds until it is tried again."""
    for place, key in (("sent", "ob:sent:at"), ("dead", "ob:dead")):
        if any(name.endswith("confirmed") for name in raw.do("ZRANGE", f"{raw.prefix}{key}", 0, -1)):
            return place
    names = raw.do("ZRANGE", f"{raw.prefix}ob:due", 0, -1, "WITHSCORES")
    due = dict(zip(names[::2], names[1::2], strict=True))
    return next(int(score) for name, score in due.items() if name.endswith("confirmed")) - NOW_MS


# What SendGrid answers, where the letter then stands, and how many copies arrive in the end.
FATES: list[tuple[Fate, str | int, int]] = [
    ("accept", "sent", 1),
    ("400", "dead", 0),
    ("413", "dead", 0),
    ("401", FIRST_PAUSE, 1),
    ("403", FIRST_PAUSE, 1),
    ("429", FIRST_PAUSE, 1),
    ("500", FIRST_PAUSE, 1),
    ("503", FIRST_PAUSE, 1),
    ("redirect", FIRST_PAUSE, 1),
    ("hang", policy.UNCLEAR_PAUSE_MS, 1),
    ("drip", "sent", 1),
    ("drip_head", policy.UNCLEAR_PAUSE_MS, 2),
    ("drop", policy.UNCLEAR_PAUSE_MS, 2),
]


@pytest.mark.parametrize(("fate", "stands", "copies"), FATES)
async def test_letter_ends_where_it_should_and_arrives(
    live: Outside,
    sendgrid: FakeSendGrid,
    raw: RawStore,
    clock: StandingClock,
    fate: Fate,
    stands: str | int,
    copies: int,
) -> None:
    # One that finds a mistake in a letter finds it again when it is sent without the calendar's method.
    sendgrid.fates.extend([fate, fate] if fate == "400" else [fate])
    await booked(live)
    after_the_first = state(raw)

    clock.moment += timedelta(milliseconds=policy.UNCLEAR_PAUSE_MS)
    await send_letters(5, live)
    await send_letters(5, live)

    assert after_the_first == stands
    assert len(sendgrid.accepted) == copies
    assert state(raw) == ("dead" if stands == "dead" else "sent")
    assert sendgrid.gone_astray == []


async def test_limit_is_waited_for_until_the_moment_that_was_named(
    live: Outside, sendgrid: FakeSendGrid, raw: RawStore
) -> None:
    today = replace(live, clock=SystemClock())
    resets = int(today.clock.now().timestamp()) + 90
    sendgrid.fates.append("429")
    sendgrid.limits["X-RateLimit-Reset"] = str(resets)
    day = (today.clock.now() + timedelta(days=3)).date()
    found = await week(today, f"classType=private&instructor=ana&week={day}")

    await booked(today, slots=[next(slot["id"] for slots in found.values() for slot in slots if slot["available"])])

    assert state(raw) == resets * 1000 - NOW_MS


@pytest.mark.parametrize("fate", ["401", "403", "429", "500", "503", "redirect"])
async def test_second_provider_takes_at_once_what_the_first_does_not(
    live: Outside, sendgrid: FakeSendGrid, raw: RawStore, fate: Fate, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    sendgrid.fates.append(fate)
    with mock_aws():
        boto3.client("sesv2", region_name="us-east-1").create_email_identity(EmailIdentity="hello@studio.example")
        both = replace(live, post=Chain((SendGrid(sendgrid.key, sendgrid.url), Ses("us-east-1")), "live"))

        await booked(both)

    assert state(raw) == "sent"
    assert sendgrid.accepted == []
