"""What Calendly sends of its own accord: the envelope of one happening, and the header with which it is signed."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Literal

from tests.support.calendly_bodies import Json, hook_event, instant, invitee_body

if TYPE_CHECKING:
    from tests.support.calendly_state import FakeCalendly

HEADER = "Calendly-Webhook-Signature"
Happened = Literal["invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted"]


def envelope(fake: FakeCalendly, invitee_uri: str, event: Happened = "invitee.created") -> Json:
    """As the invitee stands now."""
    with fake.lock:
        invitee = fake.invitee(invitee_uri)
        payload = {**invitee_body(invitee), "scheduled_event": hook_event(invitee.event)}
        # Real ones are cut to the second.
        at = (invitee.missed or invitee.updated).replace(microsecond=0)
    return {"created_at": instant(at), "created_by": fake.me.uri, "event": event, "payload": payload}


def delivery(fake: FakeCalendly, invitee_uri: str, event: Happened = "invitee.created") -> bytes:
    return json.dumps(envelope(fake, invitee_uri, event)).encode()


def signature(body: bytes, key: str, at: int) -> str:
    """The value of HEADER; ``at`` is an epoch second."""
    return f"t={at},v1={hmac.digest(key.encode(), f'{at}.'.encode() + body, 'sha256').hex()}"
