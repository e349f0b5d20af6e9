"""The provider's signed reports at /api/send-confirmation: what they settle, and what they may not."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from lib.actions.mail import Sent, Unclear, Unreached
from lib.actions.ports import Outside
from lib.actions.send_letters import send_letters
from lib.gateways.mail.receipts import SendGridReceipts
from lib.studio import policy
from tests.support.customers import booked
from tests.support.postman import Postman, ask, standing
from tests.support.raw_store import RawStore
from tests.support.studio import StandingClock

KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()


@pytest.fixture
def live(world: Outside, postman: Postman) -> Outside:
    return replace(world, post=postman, receipts=SendGridReceipts(PUBLIC))


def signed(events: object, at: float) -> tuple[bytes, dict[str, str]]:
    body, timestamp = json.dumps(events).encode(), str(int(at))
    signature = KEY.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return body, {
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        "Content-Type": "application/json",
    }


async def report(outside: Outside, *events: Mapping[str, object]) -> httpx.Response:
    body, headers = signed(list(events), outside.clock.now().timestamp())
    return await ask(outside, "POST", headers, content=body)


async def test_provider_that_had_it_after_all_spares_the_second_copy(
    live: Outside, postman: Postman, raw: RawStore, clock: StandingClock
) -> None:
    postman.outcomes = [Unclear("silence")]
    booking = await booked(live)
    letter = f"{booking['id']}:1:confirmed"

    answer = await report(live, {"event": "processed", "letter": letter, "sg_message_id": "abc.filter1"})
    clock.moment += timedelta(milliseconds=policy.UNCLEAR_PAUSE_MS)
    await send_letters(5, live)

    assert (answer.status_code, answer.json()) == (200, {"received": True})
    assert postman.sent == []
    assert json.loads(raw.do("HGET", f"{raw.prefix}ob:sent", letter))["message"] == "abc"


async def test_letter_that_comes_back_is_shown_to_staff(live: Outside, postman: Postman, raw: RawStore) -> None:
    booking = await booked(live)
    letter = f"{booking['id']}:1:confirmed"
    event = {"event": "bounce", "letter": letter, "sg_message_id": "m0.filter", "email": "rosa@example.com"}

    answers = [(await report(live, event)).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert standing(raw)["dead"] == ["1:confirmed"]
    assert [each.why for each in await live.store.dead_letters(5)] == ["bounced"]
    assert len(postman.sent) == 1


@pytest.mark.parametrize("order", [("delivered", "bounce"), ("bounce", "delivered")])
async def test_reports_of_one_letter_end_the_same_in_any_order(
    live: Outside, raw: RawStore, order: tuple[str, str]
) -> None:
    booking = await booked(live)
    letter = f"{booking['id']}:1:confirmed"

    for event in order:
        await report(live, {"event": event, "letter": letter, "sg_message_id": "m0"})

    assert standing(raw)["dead"] == ["1:confirmed"]


@pytest.mark.parametrize("event", ["delivered", "processed", "bounce"])
async def test_what_is_said_once_more_of_the_message_that_came_back_is_not_said_of_the_next(
    live: Outside, postman: Postman, raw: RawStore, clock: StandingClock, owner: dict[str, str], event: str
) -> None:
    booking = await booked(live)
    letter = f"{booking['id']}:1:confirmed"
    await report(live, {"event": "bounce", "letter": letter, "sg_message_id": "m0.filter1"})
    # Staff send it again while the provider is away for a while.
    postman.outcomes = [Unreached("away")]
    again = await ask(live, "POST", owner, json={"bookingId": booking["id"], "letter": letter})

    await report(live, {"event": event, "letter": letter, "sg_message_id": "m0.filter1"})

    assert again.status_code == 202
    assert "1:confirmed" in standing(raw)["due"]
    clock.moment += timedelta(hours=1)
    await send_letters(5, live)
    assert [mail.letter for mail in postman.sent].count(letter) == 2
    second = json.loads(raw.do("HGET", f"{raw.prefix}ob:sent", letter))["message"]
    await report(live, {"event": "bounce", "letter": letter, "sg_message_id": f"{second}.filter1"})
    assert standing(raw)["dead"] == ["1:confirmed"]


async def test_batch_of_reports_is_settled_letter_by_letter_and_strangers_are_passed_over(
    live: Outside, postman: Postman, raw: RawStore
) -> None:
    postman.outcomes = [Unclear("silence"), Sent("fake", "m9")]
    first = await booked(live)
    second = await booked(live, slots=["ana_2030-06-04_10_15"])
    letters = [f"{booking['id']}:1:confirmed" for booking in (first, second)]
    events: list[dict[str, object]] = [
        {"event": "processed", "letter": letters[0], "sg_message_id": "m1"},
        {"event": "open", "letter": letters[0]},
        {"event": "delivered", "letter": "booking_1_zzzzzzzzzzzzz:1:confirmed"},
        {"event": "bounce", "letter": "nonsense"},
        {"event": ["delivered"], "letter": {"x": 1}},
        {"event": "bounce", "letter": letters[1], "sg_message_id": "m9"},
    ]

    answer = await report(live, *events)

    assert answer.status_code == 200
    assert standing(raw) == {"due": ["1:reminder", "1:reminder"], "dead": ["1:confirmed"], "sent": ["1:confirmed"]}


async def test_report_that_was_not_signed_or_long_ago_changes_nothing(
    live: Outside, postman: Postman, raw: RawStore
) -> None:
    postman.outcomes = [Unclear("silence")]
    booking = await booked(live)
    event = {"event": "processed", "letter": f"{booking['id']}:1:confirmed"}
    now = live.clock.now().timestamp()
    body, headers = signed([event], now)
    name = "X-Twilio-Email-Event-Webhook-Signature"
    before = raw.everything()

    answers = [
        await ask(live, "POST", headers, content=body + b" "),
        await ask(live, "POST", {**headers, name: "AAAA"}, content=body),
        await ask(live, "POST", {**headers, name: ""}, content=body),
        await ask(live, "POST", signed([event], now - 601)[1], content=body),
        await ask(live, "POST", signed([event], now + 601)[1], content=body),
    ]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert raw.everything() == before


async def test_reports_stay_out_without_the_accounts_key(world: Outside) -> None:
    body, headers = signed([], world.clock.now().timestamp())

    answer = await ask(world, "POST", headers, content=body)

    assert (answer.status_code, answer.json()["code"]) == (503, "not_configured")


async def test_reports_may_be_large_and_people_may_not(live: Outside, owner: dict[str, str]) -> None:
    events = [{"event": "open", "letter": "x" * 100} for _ in range(1500)]

    taken = await report(live, *events)
    too_much = await report(live, *events * 3)
    from_people = await ask(live, "POST", owner, json={"bookingId": "x" * 20_000})

    assert [each.status_code for each in (taken, too_much, from_people)] == [200, 413, 413]
