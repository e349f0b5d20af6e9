"""Keeps what the studio was told of a booking beside its backups, so that a store that lost it can be found out."""

import json
from dataclasses import asdict

from lib.actions.mail import VAULT, Outcome, Sent, Subject, Unreached
from lib.actions.outages import Outage
from lib.actions.ports import Outside
from lib.studio.booking import BookedSlot, Booking, Person, Terms
from lib.studio.catalog import Text
from lib.studio.pricing import PriceLine

PREFIX = "copies/"


def copy_name(booking_id: str, version: int, event: str) -> str:
    """Says all that a comparison needs; nothing in it is personal."""
    return f"{PREFIX}{booking_id}/{version:06}-{event}.json"


def copy_facts(name: str) -> tuple[str, int, str] | None:
    """Booking, version and event of a copy's name, None for what is none of ours."""
    booking_id, _, rest = name.removeprefix(PREFIX).partition("/")
    version, _, event = rest.removesuffix(".json").partition("-")
    return (booking_id, int(version), event) if version.isdecimal() and event else None


async def kept_copy(subject: Subject, outside: Outside) -> Outcome:
    """Of the booking as it stands now. Never raises; what is there already stays, and counts as kept."""
    booking, event = subject.booking, subject.occasion.event
    name = copy_name(booking.id, booking.version, "canceled" if booking.status == "canceled" else event)
    try:
        await outside.vault.put(name, _content(booking))
    except Outage:
        return Unreached(VAULT)
    return Sent(VAULT, name)


def copied_booking(content: bytes) -> Booking | None:
    """The booking of a copy, None for what cannot be read as one."""
    try:
        facts = json.loads(content)
        terms = facts["terms"]
        lines = tuple(PriceLine(Text(**line["label"]), line["amount_minor"]) for line in terms["price_lines"])
        agreed = Terms(**{**terms, "slot_prices": tuple(terms["slot_prices"]), "price_lines": lines})
        slots = tuple(BookedSlot(**slot) for slot in facts["slots"])
        return Booking(**{**facts, "slots": slots, "person": Person(**facts["person"]), "terms": agreed})
    except (ValueError, KeyError, TypeError):
        return None


def _content(booking: Booking) -> bytes:
    return json.dumps(asdict(booking), ensure_ascii=False, sort_keys=True).encode()
