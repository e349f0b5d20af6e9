"""Which letters a step of a booking causes: the customer's, the studio's notice, a copy to keep, one for Calendly."""

from lib.actions.answers import Letter
from lib.actions.mail import Kind
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
    return tuple(found)
