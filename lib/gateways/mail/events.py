"""SendGrid's signed reports of letters: whether one is SendGrid's own and of now, and what it says about ours."""

import re
from base64 import b64decode
from typing import Literal

from lib.actions.mail import Delivery, Reported

# Seconds between the signature and its arrival here, either way. SendGrid names no limit: this one is ours, wide enough
# for clocks that differ, and a report that SendGrid repeats later is signed anew.
TOLERANCE = 600

_TIMESTAMP = re.compile("[0-9]{1,12}")
_LETTER = re.compile(
    r"(booking_[0-9]{1,15}_[a-z0-9]{13}|calendly_[A-Za-z0-9-]{1,55}|studio):[0-9]{1,15}:[a-z0-9-]{1,40}"
)
_SECONDS = range(10**12)
_MESSAGE = re.compile("[ -~]{1,200}")
# "processed": SendGrid has it and sends it on, which settles whether a letter of which nobody knew went out.
_WHAT: dict[str, Literal["delivered", "bounced"]] = {
    "processed": "delivered",
    "delivered": "delivered",
    "bounce": "bounced",
    "dropped": "bounced",
    "blocked": "bounced",
}


def verified(delivery: Delivery, public_key: str) -> bool:
    """Whether SendGrid signed this just now; ``public_key`` as its settings show it. Never raises."""
    if not _TIMESTAMP.fullmatch(delivery.timestamp):
        return False
    if abs(int(delivery.timestamp) - delivery.now / 1000) > TOLERANCE:
        return False
    # Imported here: reports are rare, and cryptography is the largest package of all.
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 -- see above
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey  # noqa: PLC0415 -- see above
    from sendgrid.helpers.eventwebhook import EventWebhook  # noqa: PLC0415 -- see above

    try:
        # The SDK would pass over whatever is not base64.
        b64decode(delivery.signature, validate=True)
        webhook = EventWebhook(public_key)
        if not isinstance(webhook.public_key, EllipticCurvePublicKey):
            return False
        return bool(webhook.verify_signature(delivery.body.decode(), delivery.signature, delivery.timestamp))
    except (ValueError, UnsupportedAlgorithm):
        return False


def facts(events: object) -> list[Reported]:
    """What the parsed body says of our letters; everything else in it is passed over."""
    if not isinstance(events, list):
        return []
    return [fact for event in events if isinstance(event, dict) and (fact := _fact(event))]


def _fact(event: dict[object, object]) -> Reported | None:
    name, letter = event.get("event"), event.get("letter")
    what = _WHAT.get(name) if isinstance(name, str) else None
    if what is None or not isinstance(letter, str) or not _LETTER.fullmatch(letter):
        return None
    return Reported(letter, what, _message(event.get("sg_message_id")), _milliseconds(event.get("timestamp")))


def _message(said: object) -> str:
    """The name that SendGrid gave when it took the letter; the names of its machines follow after a dot.

    The words after the dot have changed over the years (StrongGrid#504), so that only the dot is relied upon.
    """
    if not isinstance(said, str) or not _MESSAGE.fullmatch(said):
        return ""
    return said.partition(".")[0]


def _milliseconds(seconds: object) -> int:
    """0 where no time is named; the letter and what became of it matter more."""
    # To Python, true is a number.
    if isinstance(seconds, int) and not isinstance(seconds, bool) and seconds in _SECONDS:
        return seconds * 1000
    return 0
