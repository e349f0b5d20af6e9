"""SendGrid's reports: none is believed that was not signed just now, and none makes anything fall over."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from lib.actions.mail import Delivery, Reported
from lib.actions.outages import NotConfigured
from lib.gateways.mail.events import TOLERANCE, facts, verified
from lib.gateways.mail.receipts import SendGridReceipts

NOW = 1_795_187_045
LETTER = "booking_1795187045678_k3x9q2m7vhw4t:1:confirmed"
EVENT = {"event": "delivered", "letter": LETTER, "sg_message_id": "abc.filter1.0", "timestamp": NOW}
BODY = json.dumps([EVENT]).encode() + b"\r\n"
OURS, OTHER = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 2048)


def shown(key: Any, form: serialization.Encoding = serialization.Encoding.DER) -> bytes:
    public: bytes = key.public_key().public_bytes(form, serialization.PublicFormat.SubjectPublicKeyInfo)
    return public


def setting(key: Any) -> str:
    """As SendGrid shows it."""
    return base64.b64encode(shown(key)).decode()


def signed(body: bytes = BODY, timestamp: str = str(NOW), key: ec.EllipticCurvePrivateKey = OURS) -> str:
    return base64.b64encode(key.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()


def a_delivery(**changes: Any) -> Delivery:
    usual: dict[str, Any] = {"body": BODY, "signature": signed(), "timestamp": str(NOW), "now": NOW * 1000}
    return Delivery(**(usual | changes))


def signed_at(timestamp: str) -> Delivery:
    """Truly signed, with the time that it says."""
    return a_delivery(timestamp=timestamp, signature=signed(timestamp=timestamp))


def signed_body(body: bytes) -> Delivery:
    return a_delivery(body=body, signature=signed(body))


@pytest.mark.parametrize("seconds", [-TOLERANCE, -1, 0, TOLERANCE])
def test_report_signed_with_the_accounts_key_just_now_is_believed(seconds: int) -> None:
    delivery = signed_at(str(NOW + seconds))

    assert verified(delivery, setting(OURS))


@pytest.mark.parametrize("body", [b"", b"[]", '["señora", "\u2028"]'.encode(), b"{}\n", b"x" * 100_000])
def test_any_text_may_be_signed(body: bytes) -> None:
    assert verified(signed_body(body), setting(OURS))


GOOD = signed()
FORGED = {
    "other key": a_delivery(signature=signed(key=OTHER)),
    "changed body": a_delivery(body=BODY.replace(b"delivered", b"bounce")),
    "body without its line break": a_delivery(body=BODY.rstrip()),
    "body with a mark in front": a_delivery(body=b"\xef\xbb\xbf" + BODY),
    "no body": a_delivery(body=b""),
    "changed timestamp": a_delivery(timestamp=str(NOW + 1)),
    "border between timestamp and body moved": a_delivery(timestamp=str(NOW)[:-1], body=str(NOW)[-1:].encode() + BODY),
    "changed signature": a_delivery(signature=("B" if GOOD[20] == "A" else "A").join((GOOD[:20], GOOD[21:]))),
    "shortened signature": a_delivery(signature=GOOD[:-8]),
    "lengthened signature": a_delivery(signature=GOOD + "AAAA"),
    "signature of zeros": a_delivery(signature=base64.b64encode(bytes(64)).decode()),
    "signature of r = s = 0": a_delivery(signature=base64.b64encode(b"\x30\x06\x02\x01\x00\x02\x01\x00").decode()),
    "blank signature": a_delivery(signature=""),
    "signature of spaces": a_delivery(signature="    "),
    "signature with spaces around it": a_delivery(signature=f" {GOOD} "),
    "signature with signs between": a_delivery(signature=f"{GOOD[:10]}!{GOOD[10:]}"),
    "signature not in ASCII": a_delivery(signature="é" + GOOD[1:]),
    "signature of half a character": a_delivery(signature="\ud83d"),
    "signature not in base64": a_delivery(signature="not a signature"),
    "signature with one sign too many": a_delivery(signature=GOOD + "A"),
    "signature by RSA": a_delivery(
        signature=base64.b64encode(RSA.sign(str(NOW).encode() + BODY, padding.PKCS1v15(), hashes.SHA256())).decode()
    ),
    "signature of another hash": a_delivery(
        signature=base64.b64encode(OURS.sign(str(NOW).encode() + BODY, ec.ECDSA(hashes.SHA512()))).decode()
    ),
    "old": signed_at(str(NOW - TOLERANCE - 1)),
    "ahead": signed_at(str(NOW + TOLERANCE + 1)),
    "of another century": signed_at("0"),
    "in milliseconds": signed_at(str(NOW * 1000)),
    "timestamp with a point": signed_at(f"{NOW}.0"),
    "timestamp with a sign": signed_at(f"+{NOW}"),
    "timestamp with a space": signed_at(f" {NOW}"),
    "timestamp with a line break": signed_at(f"{NOW}\n"),
    "timestamp with an underscore": signed_at(f"{str(NOW)[:1]}_{str(NOW)[1:]}"),
    "timestamp of other digits": signed_at("".join(chr(0x0660 + int(digit)) for digit in str(NOW))),
    "timestamp of words": signed_at("now"),
    "no timestamp": signed_at(""),
    "timestamp of 5000 digits": signed_at("1" * 5000),
    "timestamp with 5000 zeros": signed_at("0" * 5000 + str(NOW)),
    "timestamp that is no number": signed_at("nan"),
    "body not in UTF-8": signed_body(b"[\xff]"),
    "body of half a character": signed_body(b"\xed\xa0\xbd"),
}


@pytest.mark.parametrize("case", FORGED)
def test_forged_report_is_not_believed(case: str) -> None:
    assert not verified(FORGED[case], setting(OURS))


ED = ed25519.Ed25519PrivateKey.generate()
PRIVATE = OURS.private_bytes(
    serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
POINT = OURS.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
# Settings that somebody may have put in by mistake; the report itself is SendGrid's own.
KEYS = {
    "none": "",
    "space": " ",
    "another": setting(OTHER),
    "RSA": setting(RSA),
    "Ed25519": setting(ED),
    "private": base64.b64encode(PRIVATE).decode(),
    "point": base64.b64encode(POINT).decode(),
    "with its frame": shown(OURS, serialization.Encoding.PEM).decode(),
    "cut off": setting(OURS)[:-4],
    "half": setting(OURS)[: len(setting(OURS)) // 2],
    "other base64": setting(OURS).replace("M", "-", 1),
    "words": "MySendGridKey",
    "not in ASCII": "clé",
    "half a character": "\ud83d",
    "long": "A" * 100_000,
    "null": "\x00",
}


@pytest.mark.parametrize("key", KEYS)
def test_report_is_not_believed_under_a_key_that_is_not_the_accounts(key: str) -> None:
    assert not verified(a_delivery(), KEYS[key])


@pytest.mark.parametrize(
    ("event", "fact"),
    [
        (EVENT, Reported(LETTER, "delivered", "abc", NOW * 1000)),
        (EVENT | {"event": "processed"}, Reported(LETTER, "delivered", "abc", NOW * 1000)),
        (EVENT | {"event": "bounce"}, Reported(LETTER, "bounced", "abc", NOW * 1000)),
        (EVENT | {"event": "dropped"}, Reported(LETTER, "bounced", "abc", NOW * 1000)),
        (EVENT | {"event": "blocked"}, Reported(LETTER, "bounced", "abc", NOW * 1000)),
        (EVENT | {"sg_message_id": "abc"}, Reported(LETTER, "delivered", "abc", NOW * 1000)),
        (EVENT | {"email": "rosa@example.com", "x": [1]}, Reported(LETTER, "delivered", "abc", NOW * 1000)),
    ],
)
def test_event_says_what_became_of_a_letter(event: dict[str, object], fact: Reported) -> None:
    assert facts([event]) == [fact]


@pytest.mark.parametrize(
    "letter", ["calendly_AAAA-b:1:confirmed", "studio:20261120:alarm", "booking_1_k3x9q2m7vhw4t:12:again-3"]
)
def test_every_kind_of_letter_is_known(letter: str) -> None:
    assert facts([EVENT | {"letter": letter}]) == [Reported(letter, "delivered", "abc", NOW * 1000)]


@pytest.mark.parametrize("name", [None, 1, "", ["abc"], {}, ".filter", "\x00", "a\nb", "ключ", "a" * 201, True])
def test_event_without_a_name_still_tells_of_its_letter(name: object) -> None:
    assert facts([EVENT | {"sg_message_id": name}]) == [Reported(LETTER, "delivered", "", NOW * 1000)]


@pytest.mark.parametrize("at", [None, "", str(NOW), 1.5, float("nan"), float("inf"), -1, True, [NOW], 10**12, 10**4000])
def test_event_without_a_time_still_tells_of_its_letter(at: object) -> None:
    assert facts([EVENT | {"timestamp": at}]) == [Reported(LETTER, "delivered", "abc", 0)]


@pytest.mark.parametrize(
    "changes",
    [
        *({"event": word} for word in ("open", "click", "deferred", "spamreport", "Delivered", "delivered ", "", "x")),
        *({"event": thing} for thing in (None, 1, True, ["delivered"], {"delivered": 1})),
        *({"letter": thing} for thing in (None, 1, True, [LETTER], {"letter": LETTER})),
        *({"letter": words} for words in ("", "letter-1", LETTER + "\n", " " + LETTER, LETTER.upper(), LETTER * 2)),
        {"letter": "booking_1795187045678_k3x9q2m7vhw4t"},
        {"letter": "booking_1795187045678_k3x9q2m7vhw4t:1:"},
        {"letter": "booking_1795187045678_k3x9q2m7vhw4:1:confirmed"},
        {"letter": "booking_\u0661_k3x9q2m7vhw4t:1:confirmed"},
        {"letter": "other:1:confirmed"},
        {"letter": f"calendly_{'x' * 56}:1:confirmed"},
        {"letter": "studio:1:" + "x" * 41},
    ],
)
def test_event_that_tells_of_no_letter_of_ours_is_passed_over(changes: dict[str, object]) -> None:
    assert facts([EVENT | changes, EVENT]) == [Reported(LETTER, "delivered", "abc", NOW * 1000)]


@pytest.mark.parametrize("events", [None, 1, 1.5, True, "", "x", LETTER, {}, EVENT, {"0": EVENT}, (EVENT,), b"[]"])
def test_what_is_no_list_tells_nothing(events: object) -> None:
    assert facts(events) == []


def test_what_is_no_event_is_passed_over() -> None:
    assert facts([None, 1, True, "x", [], [EVENT], {}, {1: 2}, {"event": "delivered"}, {"letter": LETTER}]) == []


def test_events_keep_their_order_and_their_repetitions() -> None:
    bounce = EVENT | {"event": "bounce"}

    assert [fact.what for fact in facts([EVENT, bounce, EVENT])] == ["delivered", "bounced", "delivered"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"[1" + b"0" * 5000 + b"]", b"nul", b'{"event": "bounce"}']
)
def test_signed_report_that_cannot_be_read_tells_nothing(body: bytes) -> None:
    assert SendGridReceipts(setting(OURS)).read(signed_body(body)) == ()


def test_receipts_read_what_is_signed_and_nothing_else() -> None:
    receipts = SendGridReceipts(setting(OURS))

    assert receipts.read(a_delivery()) == (Reported(LETTER, "delivered", "abc", NOW * 1000),)
    assert receipts.read(replace(a_delivery(), signature="")) is None


def test_receipts_need_the_accounts_key() -> None:
    with pytest.raises(NotConfigured):
        SendGridReceipts("").read(a_delivery())
