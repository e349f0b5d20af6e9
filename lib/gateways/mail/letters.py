"""The studio's letters as mails: who gets which, in which language, and with which calendar files."""

from dataclasses import replace
from email.utils import parseaddr

from lib.actions.mail import Kind, Mail, Subject, Trouble
from lib.actions.sign_in_ports import Welcome
from lib.gateways.calendars import Letterhead, invitations
from lib.gateways.mail.for_customers import event_note, page_for_customer
from lib.gateways.mail.for_instructors import welcome_page
from lib.gateways.mail.for_studio import alarm_page, backups_page, calendly_page, notice_page, webhooks_page
from lib.gateways.mail.pages import Page, html, plain_text
from lib.studio.values import dataclass

_WITH_EVENTS: frozenset[Kind] = frozenset(("confirmed", "moved", "canceled"))


@dataclass(frozen=True, slots=True)
class StudioLetters:
    """Fulfils ports.Letters.

    ``sender`` may bear a name, as in ``Studio <mail@studio.example>``. Without a ``studio_email`` all that is meant
    for the studio goes to the sender's own address.
    """

    sender: str
    studio_email: str

    @property
    def studio(self) -> str:
        return parseaddr(self.studio_email)[1]

    def about(self, subject: Subject) -> Mail:
        """Raises KeyError for a kind or an event that is written to nobody."""
        kind = subject.occasion.kind
        if kind == "notice":
            return self._to_studio(subject.letter, kind, subject.occasion.at, notice_page(subject))
        page = page_for_customer(subject)
        mail = self._to_studio(subject.letter, kind, subject.occasion.at, page)
        letterhead = Letterhead(parseaddr(self.sender)[1], event_note(subject), subject.occasion.at)
        with_events = kind in _WITH_EVENTS
        return replace(
            mail,
            to=subject.booking.person.email,
            calendars=invitations(subject.booking, subject.catalog, letterhead) if with_events else (),
        )

    def alarm(self, letter: str, at: int, trouble: Trouble) -> Mail:
        name, _ = parseaddr(self.sender)
        pages = {"alarm-calendly": calendly_page, "alarm-webhooks": webhooks_page, "alarm-backups": backups_page}
        page = pages.get(letter.rpartition(":")[2], alarm_page)
        return self._to_studio(letter, "alarm", at, page(name, at, trouble))

    def welcome(self, welcome: Welcome) -> Mail:
        mail = self._to_studio(welcome.letter, "welcome", welcome.ends, welcome_page(welcome))
        return replace(mail, to=welcome.to)

    def _to_studio(self, letter: str, kind: Kind, at: int, page: Page) -> Mail:
        studio = self.studio or parseaddr(self.sender)[1]
        return Mail(
            letter=letter,
            kind=kind,
            at=at,
            to=studio,
            sender=self.sender,
            reply_to=studio,
            subject=page.subject,
            text=plain_text(page),
            html=html(page),
            language=page.language,
        )
