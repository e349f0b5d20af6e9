"""Connects the studio to Calendly by its owner's consent: there with a word that works once, and back with a code."""

from dataclasses import field
from typing import Literal

from lib.actions.calendly_access import tokens_of
from lib.actions.calendly_auth import Consent, Granted
from lib.actions.callers import Staff
from lib.actions.change_booking import permitted
from lib.actions.changes import SessionEnded
from lib.actions.mail import Refused, Rejected
from lib.actions.outages import NotConfigured, Outage
from lib.actions.ports import Outside, epoch_ms
from lib.actions.sign_in import session_name, who_am_i
from lib.studio.refusals import TokenIsSet
from lib.studio.values import dataclass

BACK = "/api/admin/session"
STATE_LETTERS, VERIFIER_LETTERS = 40, 64

# What the page is told: stable words. expired: it was used before, is too old, or is not this browser's.
Arrival = Literal["connected", "denied", "expired", "signed_out", "refused", "away"]


@dataclass(frozen=True, slots=True)
class Departure:
    """``page`` is Calendly's; ``state`` comes back from there."""

    page: str = field(repr=False)
    state: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Return:
    """What came back: a code or an error. ``staff`` is who brings it, None where the browser alone is known."""

    state: str = field(repr=False)
    code: str = field(repr=False)
    error: str
    staff: Staff | None


async def leave_for_consent(staff: Staff, outside: Outside) -> Departure:
    """Two round trips. Raises OwnerOnly, SignedOut, TokenIsSet or an Outage."""
    permitted("connect_calendly", staff)
    await who_am_i(staff, outside)
    if (await outside.calendly.link()).connection == "token":
        raise TokenIsSet
    if not outside.calendly_auth.is_configured:
        raise NotConfigured("CALENDLY_CLIENT_ID")
    if not outside.site_url:
        raise NotConfigured("SITE_URL")
    dice = outside.dice
    consent = Consent(dice.letters(STATE_LETTERS), dice.letters(VERIFIER_LETTERS), session_name(staff, outside))
    await outside.store.begin_consent(consent, outside.keyring.calendly_key)
    return Departure(outside.calendly_auth.consent_page(consent, _back_to(outside)), consent.state)


async def come_back(back: Return, outside: Outside) -> Arrival:
    """Never raises but NotConfigured: the owner's browser is on its way to a page, and a word will do."""
    try:
        return await _arrived(back, outside)
    except NotConfigured:
        raise
    except Outage:
        return "away"


async def _arrived(back: Return, outside: Outside) -> Arrival:
    key, now = outside.keyring.calendly_key, epoch_ms(outside.clock.now())
    consent = await outside.store.take_consent(back.state, outside.dice.letters(16), key)
    if consent is None or (back.staff and session_name(back.staff, outside) != consent.session):
        return "expired"
    if isinstance(await outside.store.session(consent.session, now), SessionEnded):
        return "signed_out"
    if back.error:
        return "denied" if back.error == "access_denied" else "refused"
    answer = await outside.calendly_auth.exchanged(back.code, consent, _back_to(outside))
    if not isinstance(answer, Granted):
        return "refused" if isinstance(answer, Rejected | Refused) else "away"
    await outside.store.connect(tokens_of(answer, now // 1000), key, now)
    return "connected"


def _back_to(outside: Outside) -> str:
    return f"{outside.site_url}{BACK}"
