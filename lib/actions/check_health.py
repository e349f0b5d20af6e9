"""Checks whether the parts work: the store must, everything else may be off."""

from typing import Literal

from lib.actions.calendly_auth import Link
from lib.actions.outages import Outage
from lib.actions.ports import Outside, epoch_ms
from lib.actions.upkeep import Pulse
from lib.studio import policy
from lib.studio.values import dataclass

Check = Literal["ok", "off", "local", "late", "failing"]


@dataclass(frozen=True, slots=True)
class Health:
    """``down`` means that nothing can be booked; ``degraded`` that something else needs the studio's attention."""

    status: Literal["ok", "degraded", "down"]
    store: Check
    mail: Check
    calendly: Check
    backup: Check
    webhooks: Check


async def check_health(outside: Outside) -> Health:
    """One round trip, two where Calendly is asked by consent.

    A store without a catalogue that can be read is failing: nothing can be shown or booked. While it is away nobody can
    look at what it knows of the rest: what is configured is late then, and only what is not is off.
    """
    now = epoch_ms(outside.clock.now())
    try:
        pulse = await outside.store.pulse(now)
        found = checks(pulse, now, await outside.calendly.link(), outside)
    except Outage:
        return Health("down", "failing", _unseen_mail(outside), **_unseen(outside))
    if found["store"] != "ok" or not outside.keyring.is_usable:
        return Health("down", **found)
    return Health("degraded" if {"late", "failing"} & set(found.values()) else "ok", **found)


def checks(pulse: Pulse, now: int, link: Link, outside: Outside) -> dict[str, Check]:
    """Each by its name in the contract, of a store that answers."""
    return {
        "store": "ok" if pulse.catalog else "failing",
        "mail": mail_check(pulse, now, outside),
        "calendly": calendly_check(pulse, now, link, outside),
        "backup": backup_check(pulse, now, outside),
        "webhooks": webhooks_check(pulse, outside),
    }


def mail_check(pulse: Pulse, now: int, outside: Outside) -> Check:
    if outside.post.state == "off":
        return "off"
    if pulse.dead_letters:
        return "failing"
    if pulse.due_since is not None and pulse.due_since < now - policy.LATE_MS:
        return "late"
    return _unseen_mail(outside)


def calendly_check(pulse: Pulse, now: int, link: Link, outside: Outside) -> Check:
    """Where nobody can look whether Calendly still sends what happens, its word is taken as it comes."""
    if not link.is_meant:
        return "ok" if outside.webhooks.is_configured else "off"
    if link.connection == "broken":
        return "failing"
    report = pulse.reports.get("calendly")
    # A report from before somebody consented says that there was nothing to compare.
    if report is None or report.outcome == "off" or report.at <= now - 2 * policy.MAINTENANCE_EVERY_MS:
        return "late"
    is_deaf = outside.webhooks.is_configured and report.said.get("subscription") in {"disabled", "missing"}
    return "failing" if report.outcome != "done" or is_deaf or report.said.get("trouble") else "ok"


def backup_check(pulse: Pulse, now: int, outside: Outside) -> Check:
    if not outside.vault.is_configured:
        return "off"
    if outside.vault.is_local:
        return "local"
    report, losses = pulse.reports.get("backup"), pulse.reports.get("losses")
    # That the store lost something is what backups are for, and somebody has to see to it.
    is_unwell = any(each and each.is_unwell for each in (report, losses))
    if is_unwell or (losses is not None and losses.said.get("found")):
        return "failing"
    return "ok" if report is not None and report.at > now - 2 * policy.MAINTENANCE_EVERY_MS else "late"


def webhooks_check(pulse: Pulse, outside: Outside) -> Check:
    """Half a setting is no way of turning it off: somebody believes that other systems hear of bookings."""
    if outside.receivers.state == "off":
        return "off"
    return "failing" if outside.receivers.state == "wrong" or pulse.dead_webhooks else "ok"


def _unseen(outside: Outside) -> dict[str, Check]:
    """What the settings alone say; whether somebody has consented to Calendly stands in the store as well."""
    vault, receivers = outside.vault, outside.receivers.state
    has_calendly = outside.calendly.is_configured or outside.webhooks.is_configured
    return {
        "calendly": "late" if has_calendly else "off",
        "backup": "local" if vault.is_local else "late" if vault.is_configured else "off",
        "webhooks": "late" if receivers == "live" else "failing" if receivers == "wrong" else "off",
    }


def _unseen_mail(outside: Outside) -> Check:
    return "ok" if outside.post.state == "live" else outside.post.state
