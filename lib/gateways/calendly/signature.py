"""Whether a webhook was signed by who may, and not too long ago: bytes in, a verdict out, nothing parsed before."""

import hmac
import re
from collections.abc import Sequence
from typing import Literal

from lib.actions.calendly import SignedDelivery

# Seconds. Clocks differ by minutes at most. Calendly repeats a delivery for 24 hours, and nobody has said that it signs
# each try anew: what is older than fresh still counts, because applying it twice changes nothing.
FRESH, OLDEST = 300, 26 * 3600

Verdict = Literal["fresh", "stale"]
_DIGITS = re.compile("[0-9]{1,12}")
_HEX = re.compile("[0-9A-Fa-f]{64}")


def keys_of(setting: str) -> tuple[bytes, ...]:
    """Several keys are separated by commas while one takes the place of another; empty ones are no keys."""
    return tuple(key.encode() for part in setting.split(",") if (key := part.strip()))


def calendly_verdict(delivery: SignedDelivery, keys: Sequence[bytes]) -> Verdict | None:
    """One header ``t=<unix s>,v1=<hex>``, the HMAC-SHA256 of ``t.body``; None for everything else."""
    parts = _parts(delivery.signatures[0]) if len(delivery.signatures) == 1 else {}
    moment, said = parts.get("t", ""), parts.get("v1", "")
    if not (_DIGITS.fullmatch(moment) and _HEX.fullmatch(said)):
        return None
    if not _is_signed(f"{moment}.".encode() + delivery.body, said, keys):
        return None
    age = delivery.now / 1000 - int(moment)
    if not -FRESH <= age <= OLDEST:
        return None
    return "fresh" if age <= FRESH else "stale"


def relay_verdict(delivery: SignedDelivery, keys: Sequence[bytes]) -> Verdict | None:
    """The studio's own relays sign ``<timestamp><body>`` and send both words in headers of their own."""
    if (len(delivery.signatures), len(delivery.timestamps)) != (1, 1):
        return None
    moment, said = delivery.timestamps[0].strip(), delivery.signatures[0].strip()
    if not (_DIGITS.fullmatch(moment) and _HEX.fullmatch(said)):
        return None
    is_now = abs(delivery.now / 1000 - int(moment)) <= FRESH
    return "fresh" if _is_signed(moment.encode() + delivery.body, said, keys) and is_now else None


def _parts(header: str) -> dict[str, str]:
    """Words nobody knows are passed over; one that is there twice could be read as either, so neither counts."""
    found: dict[str, str] = {}
    for part in header.split(","):
        name, _, value = part.partition("=")
        name = name.strip()
        if name in found:
            return {}
        found[name] = value.strip()
    return found


def _is_signed(content: bytes, said: str, keys: Sequence[bytes]) -> bool:
    """Every key is tried, and each compared in constant time. Without a key nothing is signed."""
    given = bytes.fromhex(said)
    matches = [hmac.compare_digest(given, hmac.digest(key, content, "sha256")) for key in keys]
    return any(matches)
