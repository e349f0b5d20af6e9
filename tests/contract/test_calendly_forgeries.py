"""Whoever cannot sign for Calendly, and whatever Calendly would never send, is told so, and nothing is written."""

import hmac
import json
from typing import Any

import pytest

from lib.actions.calendly import SignedDelivery
from lib.actions.ports import Outside
from lib.gateways.calendly.webhooks import CalendlyWebhooks
from tests.support.deliveries import ADDRESS, captured, deliver, signed, state
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.studio import CALENDLY_SECRET, NOW, RELAY_SECRET

BODY = captured()["fixture_30"]
WRITTEN_ANEW = json.dumps(json.loads(BODY)).encode()
AT = int(NOW.timestamp())
SIGNATURE, TIMESTAMP = "Calendly-Webhook-Signature", "Calendly-Webhook-Timestamp"
HOUR = 3600


def digest(content: bytes, key: str = CALENDLY_SECRET) -> str:
    return hmac.new(key.encode(), content, "sha256").hexdigest()


GOOD = digest(f"{AT}.".encode() + BODY)


def said(value: str) -> list[tuple[str, bytes]]:
    return [(SIGNATURE, value.encode("latin-1"))]


def at(seconds: int) -> list[tuple[str, bytes]]:
    moment = AT + seconds
    return said(f"t={moment},v1={digest(f'{moment}.'.encode() + BODY)}")


def relayed(seconds: int = 0, key: str = RELAY_SECRET, body: bytes = BODY) -> list[tuple[str, bytes]]:
    moment = str(AT + seconds)
    return [(SIGNATURE, digest(moment.encode() + body, key).encode()), (TIMESTAMP, moment.encode())]


FORGED: dict[str, list[tuple[str, bytes]]] = {
    "no header": [],
    "empty": said(""),
    "only blanks": said("   "),
    "no t": said(f"v1={GOOD}"),
    "no v1": said(f"t={AT}"),
    "blank t": said(f"t=,v1={GOOD}"),
    "blank v1": said(f"t={AT},v1="),
    "t twice": said(f"t={AT},t={AT},v1={GOOD}"),
    "v1 twice": said(f"t={AT},v1={GOOD},v1={GOOD}"),
    "v1 twice, one of them wrong": said(f"t={AT},v1={'0' * 64},v1={GOOD}"),
    "header twice": [*said(f"t={AT},v1={GOOD}"), *said(f"t={AT},v1={GOOD}")],
    "names in capitals": said(f"T={AT},V1={GOOD}"),
    "bare digest": said(GOOD),
    "digest of the body alone": said(f"t={AT},v1={digest(BODY)}"),
    "digest without the dot": said(f"t={AT},v1={digest(str(AT).encode() + BODY)}"),
    "digest of another body": said(f"t={AT},v1={digest(f'{AT}.'.encode() + BODY + b' ')}"),
    "digest of the body written anew": said(
        f"t={AT},v1={digest(f'{AT}.'.encode() + json.dumps(json.loads(BODY)).encode())}"
    ),
    "another key": said(f"t={AT},v1={digest(f'{AT}.'.encode() + BODY, 'another')}"),
    "the relays' key": said(f"t={AT},v1={digest(f'{AT}.'.encode() + BODY, RELAY_SECRET)}"),
    "an empty key": said(f"t={AT},v1={digest(f'{AT}.'.encode() + BODY, '')}"),
    "another t": said(f"t={AT + 1},v1={GOOD}"),
    "t with a sign": said(f"t=+{AT},v1={digest(f'+{AT}.'.encode() + BODY)}"),
    "t with decimals": said(f"t={AT}.0,v1={digest(f'{AT}.0.'.encode() + BODY)}"),
    "t in words": said(f"t=now,v1={digest(b'now.' + BODY)}"),
    "t with a minus": said(f"t=-{AT},v1={digest(f'-{AT}.'.encode() + BODY)}"),
    "t of a hundred digits": said(f"t={'9' * 100},v1={digest(b'9' * 100 + b'.' + BODY)}"),
    "t in other digits": [(SIGNATURE, f"t=١٧٩١٨١٧٤٤٥,v1={GOOD}".encode())],
    "t as milliseconds": said(f"t={AT}000,v1={digest(f'{AT}000.'.encode() + BODY)}"),
    "digest too short": said(f"t={AT},v1={GOOD[:-1]}"),
    "digest too long": said(f"t={AT},v1={GOOD}0"),
    "digest of other letters": said(f"t={AT},v1={'g' * 64}"),
    "digest not ASCII": said(f"t={AT},v1={'é' * 64}"),
    "digest in Unicode": [(SIGNATURE, f"t={AT},v1={chr(0xFF10) * 64}".encode())],
    "digest as base64": said(f"t={AT},v1=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
    "301 seconds ahead": at(301),
    "a day ahead": at(24 * HOUR),
    "26 hours and a second old": at(-26 * HOUR - 1),
    "a year old": at(-365 * 24 * HOUR),
    "semicolons": said(f"t={AT};v1={GOOD}"),
    "a very long header": said("t=1," + "x=" * 5000),
    "relay with Calendly's key": relayed(key=CALENDLY_SECRET),
    "relay with another key": relayed(key="another"),
    "relay 301 seconds old": relayed(-301),
    "relay 301 seconds ahead": relayed(301),
    "relay of another body": relayed(body=BODY + b" "),
    "relay without a digest": [(TIMESTAMP, str(AT).encode())],
    "relay with two moments": [*relayed(), (TIMESTAMP, str(AT).encode())],
    "relay with Calendly's header": [*said(f"t={AT},v1={GOOD}"), (TIMESTAMP, str(AT).encode())],
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
async def test_forged_delivery_is_turned_away_and_writes_nothing(
    mapped: Outside, raw: RawStore, headers: list[tuple[str, bytes]]
) -> None:
    before = raw.everything()
    encoded = [(name.encode(), value) for name, value in headers]
    async with caller("calendly-webhook", mapped) as client:
        answer = await client.post(ADDRESS, content=BODY, headers=encoded)

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert raw.everything() == before


GENUINE: dict[str, list[tuple[str, bytes]]] = {
    "plain": said(f"t={AT},v1={GOOD}"),
    "blanks around the parts": said(f" t = {AT} , v1 = {GOOD} "),
    "parts in the other order": said(f"v1={GOOD},t={AT}"),
    "parts of a later release": said(f"t={AT},v0=old,v1={GOOD},v2=new"),
    "digest in capitals": said(f"t={AT},v1={GOOD.upper()}"),
    "300 seconds ahead": at(300),
    "five minutes old": at(-300),
    "a repetition of yesterday": at(-25 * HOUR),
    "26 hours old": at(-26 * HOUR),
    "relay": relayed(),
    "relay 300 seconds old": relayed(-300),
}


@pytest.mark.parametrize("headers", GENUINE.values(), ids=GENUINE.keys())
async def test_genuine_delivery_is_taken(mapped: Outside, headers: list[tuple[str, bytes]]) -> None:
    async with caller("calendly-webhook", mapped) as client:
        answer = await client.post(ADDRESS, content=BODY, headers=[(name.encode(), value) for name, value in headers])

    assert (answer.status_code, answer.json()) == (200, {"received": True, "outcome": "applied"})


async def test_old_delivery_that_was_applied_changes_nothing(mapped: Outside, raw: RawStore) -> None:
    await deliver(mapped, BODY)
    kept = state(raw)

    again = await deliver(mapped, BODY, signed(BODY, AT - 20 * HOUR))

    assert (again.status_code, again.json()["outcome"]) == (200, "duplicate")
    assert state(raw) == kept


@pytest.mark.parametrize(("keys", "wanted"), [("old,new", True), (" old , new ,", True), ("old", False), (",", False)])
def test_any_of_several_keys_may_sign(keys: str, *, wanted: bool) -> None:
    header = signed(BODY, AT, key="new")["Calendly-Webhook-Signature"]
    delivery = SignedDelivery(BODY, (header,), (), AT * 1000)

    assert (CalendlyWebhooks(keys, "").verdict(delivery) is not None) is wanted


@pytest.mark.parametrize("secret", ["", " ", ",", " , "])
def test_nothing_is_signed_where_there_is_no_secret(secret: str) -> None:
    header = f"t={AT},v1={digest(f'{AT}.'.encode() + BODY, '')}"
    moment = str(AT)
    relay = SignedDelivery(BODY, (digest(moment.encode() + BODY, ""),), (moment,), AT * 1000)
    webhooks = CalendlyWebhooks(secret, secret)

    verdicts = [webhooks.verdict(SignedDelivery(BODY, (header,), (), AT * 1000)), webhooks.verdict(relay)]

    assert verdicts == [None, None]
    assert not webhooks.is_configured


def test_every_key_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However early a digest differs, and whichever key comes first, the same work is done."""
    compared: list[tuple[bytes, bytes]] = []
    original = hmac.compare_digest

    def counting(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return original(one, other)

    monkeypatch.setattr(hmac, "compare_digest", counting)
    for digest_said in (GOOD, f"0{GOOD[1:]}", f"{GOOD[:-1]}0"):
        CalendlyWebhooks(f"{CALENDLY_SECRET},two,three", "").verdict(
            SignedDelivery(BODY, (f"t={AT},v1={digest_said}",), (), AT * 1000)
        )

    assert len(compared) == 9
    assert {len(each) for pair in compared for each in pair} == {32}
