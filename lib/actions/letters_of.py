"""What a step of a booking causes: letters to customer, studio, backups, Calendly and other systems; and alarms."""

from datetime import UTC, datetime
from typing import Literal

from lib.actions.answers import Letter
from lib.actions.mail import Kind
from lib.actions.outbox import STUDIO, Alarm
from lib.actions.ports import Outside
from lib.studio.roles import Role


def letters_of(event: Kind, by: Role, now: int, outside: Outside) -> tuple[Letter, ...]:
    """All are due at once; ``now`` is in epoch milliseconds. Reminders are the scripts': they know the places."""
    found = [Letter(event, now, event, by)]
    if outside.letters.studio:
        found.append(Letter("notice", now, event, by))
    if outside.vault.is_configured:
        found.append(Letter("copy", now, event, by))
    if outside.calendly.is_configured:
        found.append(Letter("mirror", now, event, by))
    return (*found, *webhooks_of(event, by, now, outside))


def webhooks_of(event: Kind, by: Role, now: int, outside: Outside) -> tuple[Letter, ...]:
    """One for each system that hears of bookings."""
    return tuple(Letter("webhook", now, event, by, to=mark) for mark in outside.receivers.marks)


def alarm_of(lasts: Literal["day", "hour"], name: str, now: int, outside: Outside) -> Alarm | None:
    """The letter that tells the studio of trouble: the same one for so long, however much goes wrong meanwhile."""
    if not outside.letters.studio:
        return None
    form = {"day": "%Y%m%d", "hour": "%Y%m%d%H"}[lasts]
    return Alarm(f"{STUDIO}:{datetime.fromtimestamp(now / 1000, UTC).strftime(form)}:{name}", now)
