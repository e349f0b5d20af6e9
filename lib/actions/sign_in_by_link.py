"""Lets instructors in by a link that is mailed to the address in the catalogue: asked for by anybody, of use once."""

from dataclasses import field

from lib.actions.answers import Limited
from lib.actions.callers import Staff
from lib.actions.keyring import TICKET_LETTERS, same
from lib.actions.outages import NotConfigured
from lib.actions.ports import Outside, epoch_ms
from lib.actions.sessions import Arrival, Attempt, LinkUsed, NewLink
from lib.actions.sign_in import SESSION_LETTERS, Signed, instructor_name, session_name
from lib.actions.under_catalog import ask_under_catalog
from lib.studio.catalog import Catalog, Instructor
from lib.studio.refusals import LinkIsOver, TooManyTries
from lib.studio.staff_entry import entry_mark
from lib.studio.values import dataclass

# The ticket of whoever is nobody here: always the same, so that strangers fill no store.
NOBODY = "0" * TICKET_LETTERS


@dataclass(frozen=True, slots=True)
class Magic:
    """What a link says; who sends it again with the same ``key`` is the same caller. ``network`` as in Credentials."""

    token: str = field(repr=False)
    key: str | None
    network: str


async def ask_for_link(email: str, network: str, outside: Outside) -> None:
    """Two round trips and the same work for every address. Raises TooManyTries or an Outage."""
    if outside.post.state == "off":
        raise NotConfigured("EMAIL_FROM")
    if not outside.site_url:
        raise NotConfigured("SITE_URL")
    keyring, now = outside.keyring, epoch_ms(outside.clock.now())
    account = keyring.asker(email)
    answer = await outside.store.try_asking(Attempt(outside.dice.letters(20), account, keyring.visitor(network), now))
    if isinstance(answer, Limited):
        raise TooManyTries(answer.wait_seconds)
    ticket = outside.dice.letters(TICKET_LETTERS)

    def link(catalog: Catalog) -> NewLink:
        who = _with_address(account, catalog, outside)
        return NewLink(ticket, who.id, entry_mark(who), account, now) if who else NewLink(NOBODY, "", "", "", now)

    await ask_under_catalog(link, outside.store.ask_link, outside)


def _with_address(account: str, catalog: Catalog, outside: Outside) -> Instructor | None:
    """Everybody is compared with it, whoever it is. The owner's address is the owner's alone."""
    keyring = outside.keyring
    found = [
        each for each in catalog.instructors.values() if entry_mark(each) and same(account, keyring.asker(each.email))
    ]
    is_owner = same(account, keyring.asker(outside.owner.email))
    return found[0] if len(found) == 1 and not is_owner else None


async def come_in_by_link(given: Magic, outside: Outside) -> Signed:
    """Two round trips; may be repeated with the same key. Raises LinkIsOver or an Outage."""
    keyring = outside.keyring
    ticket = keyring.ticket_of(given.token)
    link = await outside.store.link(ticket) if ticket else None
    if ticket is None or link is None:
        raise LinkIsOver
    session = keyring.session_by_link(ticket, given.key or outside.dice.letters(SESSION_LETTERS))
    staff = Staff(session, "instructor", link.instructor)
    now = epoch_ms(outside.clock.now())
    attempt = Attempt(outside.dice.letters(20), link.account, keyring.visitor(given.network), now)
    answer = await outside.store.take_link(Arrival(ticket, session_name(staff, outside), attempt))
    if isinstance(answer, LinkUsed):
        raise LinkIsOver
    return Signed(staff, answer.ends, await instructor_name(staff, outside))
