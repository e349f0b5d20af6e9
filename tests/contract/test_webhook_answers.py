"""What other systems answer, or do not answer: in time, to nobody else, and without a word of their address."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lib.actions.mail import Outcome, Refused, Rejected, Sent, Unreached
from lib.actions.ports import Outside
from lib.actions.send_letters import Drained, send_letters
from lib.gateways.webhooks import receivers as deadlines
from lib.gateways.webhooks.off import NoReceivers
from lib.studio import policy
from tests.support.customers import booked, get
from tests.support.local_http import served
from tests.support.postman import STUDIO, Postman, due_at, standing
from tests.support.raw_store import RawStore
from tests.support.receiver import Fate, Receiver, Seen, webhooks
from tests.support.studio import StandingClock

FIRST_PAUSE = policy.LETTER_PAUSES_MS[0]


async def health(outside: Outside) -> tuple[str, str]:
    said = (await get(outside, "health", "/api/health")).json()
    return said["status"], said["checks"]["webhooks"]


@pytest.mark.parametrize("fate", ["200", "201", "204"])
async def test_what_was_taken_is_forgotten(told: Outside, receiver: Receiver, raw: RawStore, fate: Fate) -> None:
    receiver.fates.append(fate)

    await booked(told)
    await send_letters(5, told)

    assert len(receiver.taken) == 1
    assert webhooks(raw) == {}
    assert [name for name in raw.do("HKEYS", f"{raw.prefix}ob:letters") if "webhook" in name] == []


@pytest.mark.parametrize("fate", ["408", "429", "500", "503", "drop"])
async def test_system_that_fails_is_told_again_and_nobody_is_alarmed(
    told: Outside, receiver: Receiver, raw: RawStore, clock: StandingClock, fate: Fate
) -> None:
    receiver.fates.append(fate)
    booking = await booked(told)
    [mark] = told.receivers.marks

    assert due_at(raw, f"{booking['id']}:1:webhook-{mark}") == FIRST_PAUSE
    clock.moment += timedelta(milliseconds=FIRST_PAUSE)
    drained = await send_letters(5, told)

    assert drained == Drained(sent=1, failed=0, left=0)
    first, second = receiver.messages
    assert first == second
    assert receiver.taken[0][0]["webhook-signature"] != receiver.taken[1][0]["webhook-signature"]
    assert [name for name in standing(raw)["due"] if "alarm" in name] == []


@pytest.mark.parametrize("fate", ["hang", "drip"])
async def test_slow_system_holds_up_neither_the_booking_nor_the_letters(
    told: Outside, receiver: Receiver, raw: RawStore, postman: Postman, monkeypatch: pytest.MonkeyPatch, fate: Fate
) -> None:
    monkeypatch.setattr(deadlines, "TOTAL", 0.5)
    receiver.fates.append(fate)

    booking = await booked(told)

    assert booking["status"] == "confirmed"
    assert postman.kinds == [("confirmed", "rosa@example.com"), ("notice", STUDIO)]
    assert webhooks(raw) == {"due": ["1"]}


@pytest.mark.parametrize("fate", ["400", "401", "404", "302", "redirect"])
async def test_system_that_turns_us_away_is_told_again_and_the_desk_hears_of_it_once_a_day(
    told: Outside, receiver: Receiver, raw: RawStore, clock: StandingClock, postman: Postman, fate: Fate
) -> None:
    receiver.fates.extend([fate] * 3)
    await booked(told)

    for _ in range(2):
        clock.moment += timedelta(minutes=3)
        await send_letters(5, told)

    assert len(receiver.taken) == 3
    assert receiver.gone_astray == []
    assert webhooks(raw) == {"due": ["1"]}
    [alarm] = [mail for mail in postman.sent if mail.kind == "alarm"]
    assert alarm.subject == "Another system does not hear of bookings"
    assert "OUTGOING_WEBHOOK_URL" in alarm.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_no_address_inside_is_reached_on_the_platform(told: Outside, receiver: Receiver, host: str) -> None:
    inside = receiver.url.replace("127.0.0.1", host)
    seen = Seen(inside, public_only=True)

    await booked(replace(told, receivers=seen))

    assert seen.outcomes == [Refused(f"webhook address not public {host}")]
    assert receiver.taken == []


@pytest.mark.parametrize(
    ("fate", "outcome"),
    [
        ("204", Sent("webhook", "204")),
        ("410", Rejected("webhook 410 127.0.0.1")),
        ("429", Unreached("webhook 429 127.0.0.1")),
        ("redirect", Refused("webhook 307 127.0.0.1")),
        ("drop", Unreached("webhook RemoteProtocolError 127.0.0.1")),
    ],
)
async def test_answers_have_names_without_the_address(
    told: Outside, receiver: Receiver, fate: Fate, outcome: Outcome
) -> None:
    receiver.fates.append(fate)
    seen = Seen(f"{receiver.url}/hooks/a-key?token=another")

    await booked(replace(told, receivers=seen))

    assert seen.outcomes == [outcome]


async def test_nobody_there_and_no_such_name_are_tried_again(told: Outside) -> None:
    with served(lambda handler: handler.answer(200, b"")) as gone:
        pass
    for url in (gone, "http://no-such-name.invalid"):
        seen = Seen(url)
        await booked(replace(told, receivers=seen), slots=[f"ana_2030-06-{10 + len(url) % 2}_9_0"])

        [outcome] = seen.outcomes
        assert isinstance(outcome, Unreached)


@pytest.mark.parametrize(("state", "check"), [("off", ("ok", "off")), ("wrong", ("degraded", "failing"))])
async def test_health_tells_off_from_half_set(world: Outside, state: Any, check: tuple[str, str]) -> None:
    assert await health(replace(world, receivers=NoReceivers(state))) == check
