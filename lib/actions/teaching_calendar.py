"""An instructor's lessons for a calendar that subscribes to them by a secret address, and that address.

A secret is a ticket, which the store keeps while the link holds, and the proof that we made it for this instructor,
which nobody keeps. So a guess is turned down without asking the store, and a new link ends the one before.
"""

from lib.actions.calendar_ports import TeachingCalendar, TeachingIs, TeachingLink, TeachingQuery
from lib.actions.callers import Staff
from lib.actions.change_booking import permitted
from lib.actions.changes import SessionEnded, Unopened
from lib.actions.keyring import TICKET_LETTERS, ticket_in
from lib.actions.outages import NotConfigured
from lib.actions.ports import Outside, epoch_minute, epoch_ms
from lib.actions.sign_in import session_name, still_open
from lib.actions.under_catalog import Answered, ask_under_catalog
from lib.studio import policy
from lib.studio.catalog import Catalog, Language
from lib.studio.refusals import NotYours, UnknownCalendar, UnknownInstructor
from lib.studio.teaching import lessons
from lib.studio.values import dataclass

MINUTES_PER_DAY = 1440


@dataclass(frozen=True, slots=True)
class Subscription:
    """Addresses that are as good as a key: one to be pasted, one that calendars open by themselves."""

    instructor: str
    url: str
    webcal: str


async def teaching_file(secret: str, language: Language, outside: Outside) -> bytes:
    """One round trip when the catalogue is at hand; for a secret that we did not make none but for a fresh catalogue.

    Raises UnknownCalendar for every secret that opens nothing, whatever is wrong with it, or an Outage.
    """
    keyring, now = outside.keyring, epoch_minute(outside.clock.now())
    ticket = ticket_in(secret)
    if ticket is None:
        raise UnknownCalendar

    def wanted(catalog: Catalog) -> TeachingQuery:
        """Everybody is compared with it, whoever it is. Who has left has no calendar any more."""
        people = (each.id for each in catalog.instructors.values() if each.active)
        found = [who for who in people if keyring.is_teaching_secret(secret, who)]
        if not found:
            raise UnknownCalendar
        starts = (
            now - policy.TAUGHT_DAYS_BACK * MINUTES_PER_DAY,
            now + (catalog.rules.horizon_days + 1) * MINUTES_PER_DAY,
        )
        return TeachingQuery(found[0], ticket, starts, now)

    teaching = outside.store.teaching
    found: Answered[TeachingQuery, TeachingIs | Unopened] = await ask_under_catalog(wanted, teaching, outside)
    catalog, query, answer = found
    if isinstance(answer, Unopened):
        raise UnknownCalendar
    shown = lessons(answer.sessions, catalog)
    return outside.calendars.teaching(TeachingCalendar(query.instructor, answer.changed, shown, language), catalog)


async def subscription(instructor: str, instead: str, staff: Staff, outside: Outside) -> Subscription:
    """The link that holds, made now if there was none, or if it was that of the secret ``instead``: it ends with that.

    One round trip; a repetition finds that ``instead`` has ended, and answers the same.
    Raises NotYours, UnknownInstructor, SignedOut, NotConfigured or an Outage.
    """
    permitted("link_calendar", staff)
    if staff.instructor and instructor not in {"", staff.instructor}:
        raise NotYours
    if not outside.site_url:
        raise NotConfigured("SITE_URL")
    whose, session = staff.instructor or instructor, session_name(staff, outside)
    ticket = outside.dice.letters(TICKET_LETTERS)

    def wanted(catalog: Catalog) -> TeachingLink:
        known = catalog.instructors.get(whose)
        if known is None or not known.active:
            raise UnknownInstructor(whose)
        return TeachingLink(session, whose, ticket, ticket_in(instead) or "", epoch_ms(outside.clock.now()))

    link = outside.store.teaching_link
    found: Answered[TeachingLink, str | SessionEnded] = await ask_under_catalog(wanted, link, outside)
    secret = outside.keyring.teaching_secret(whose, still_open(found.told))
    url = f"{outside.site_url}/api/instructors?feed={secret}"
    return Subscription(whose, url, f"webcal://{url.partition('://')[2]}")
