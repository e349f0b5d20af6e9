"""The letters to the studio: that a booking came, changed or went, and that letters do not arrive."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from lib.actions.mail import Kind, Subject, Trouble
from lib.gateways.mail.booked import Booked
from lib.gateways.mail.dates import Dates
from lib.gateways.mail.pages import Fact, Page, one_line
from lib.studio.roles import Role

_EVENTS: Mapping[Kind, tuple[str, str]] = {
    "confirmed": ("New booking", "made"),
    "moved": ("Booking moved", "moved"),
    "canceled": ("Booking canceled", "canceled"),
}
_ALL_STAND = "All bookings stand: only the letters about them are missing."
_LOST = (
    "The backups also know of bookings that the system has lost, changed back or sold twice. The list of what staff "
    "have to see to names them. Please call those customers first."
)
_WHAT_TO_DO = (
    (
        "Please look at the account of the mail provider: is it active and paid, is the sender's address verified, is "
        "the key still valid?"
    ),
    "Late letters go out by themselves as soon as a provider takes them again.",
    "Letters that were given up do not. Please check the addresses in those bookings, and call the customers.",
)
_CONFLICTS = (
    "Calendly has given away time in which a lesson of ours stands, or would not take one of our bookings. The list of "
    "what staff have to see to names them."
)
_NOT_TAKEN = "Calendly has turned away what the booking system asked of it: its token may have run out or lack a right."
_ABOUT_CALENDLY = (
    "Where two bookings want the same time, please call one of the customers and move that booking.",
    "Where Calendly takes nothing at all, please make a new token and run the set-up once more.",
)
_NOTHING_ELSE = "All bookings stand, and letters to customers go out as before."
_ABOUT_RECEIVERS = (
    "The list of what staff have to see to names the systems and their answers, and sends again what was given up.",
    "Is the address in OUTGOING_WEBHOOK_URL still right, and does that system know the secret that is set?",
)
_MISSED = (
    "The backups know of bookings that the system has lost, changed back or sold twice. The list of what staff have to "
    "see to names them. Please call those customers first."
)
_UNKEPT = "The last backup, or the comparison with the one before, did not succeed. Bookings go on as before."
_ABOUT_BACKUPS = (
    "The runbook says what to do: Bookings are listed as lost, and Restore from a backup (docs/operations.md).",
    "Maintenance compares and backs up once more each night, and whenever somebody asks for it.",
)
_CAUSES = {"fewer_bookings": "The store holds fewer bookings than the backup before, which stays the newest."}
_WHO: Mapping[Role, str] = {"customer": "The customer", "instructor": "An instructor", "owner": "The owner"}


def notice_page(subject: Subject) -> Page:
    """Carries no link: that is the customer's alone, and this letter may be read by anybody at the desk."""
    booked = Booked(subject.booking, subject.catalog, "en")
    title, verb = _EVENTS[subject.occasion.event]
    slots = subject.booking.slots
    first = booked.dates.slots(slots)[0]
    return Page(
        language="en",
        subject=f"{title}: {booked.customer}, {first}",
        preview=f"{booked.class_type.lines[0]}, {booked.instructor.lines[0]}",
        title=title,
        lead=(f"{_WHO[subject.occasion.by]} {verb} this booking.",),
        facts=(
            *_person(booked),
            booked.class_type,
            booked.instructor,
            *((booked.formerly("Before", subject.occasion.before),) if subject.occasion.before else ()),
            booked.when("When", slots),
            booked.where,
            booked.number,
        ),
        bill=booked.bill,
        studio=booked.studio,
        contact=booked.contact,
    )


def alarm_page(name: str, at: int, trouble: Trouble) -> Page:
    """``name`` is who letters are from; ``at`` is in epoch milliseconds, and no studio's zone is known here."""
    seen = Dates(ZoneInfo("UTC"), "en").moment(at // 60_000)
    reasons = tuple(filter(None, map(one_line, trouble.reasons)))
    count = f"{_count(trouble.dead, 'letter')} given up, {_count(trouble.late, 'letter')} late"
    lost = _count(trouble.losses, "booking")
    return Page(
        language="en",
        subject="Letters to customers do not arrive" + (", and bookings may be lost" if trouble.losses else ""),
        preview=count,
        title="Letters do not arrive",
        lead=("Some customers are not getting their letters.", _LOST if trouble.losses else _ALL_STAND),
        facts=(
            *((Fact("Lost, changed back or sold twice", (lost,)),) if trouble.losses else ()),
            Fact("How many letters", (count,)),
            Fact("Seen", (seen,)),
            Fact("What the mail providers say", (), reasons or ("They gave no reason.",)),
        ),
        advice=_WHAT_TO_DO,
        studio=one_line(name) or "Booking system",
    )


def calendly_page(name: str, at: int, trouble: Trouble) -> Page:
    """Arguments as of alarm_page."""
    seen = Dates(ZoneInfo("UTC"), "en").moment(at // 60_000)
    lead = _CONFLICTS if trouble.conflicts else _NOT_TAKEN
    count = _count(trouble.conflicts, "lesson")
    return Page(
        language="en",
        subject="Calendly and the booking system disagree" if trouble.conflicts else "Calendly takes no bookings",
        preview=count if trouble.conflicts else "Bookings on the studio's own page go on.",
        title="Please look at Calendly",
        lead=(lead, "Nothing was cancelled or moved: all bookings stand on both sides."),
        facts=(
            *((Fact("Lessons in conflict", (count,)),) if trouble.conflicts else ()),
            Fact("Seen", (seen,)),
        ),
        advice=_ABOUT_CALENDLY,
        studio=one_line(name) or "Booking system",
    )


def webhooks_page(name: str, at: int, trouble: Trouble) -> Page:
    """Arguments as of alarm_page."""
    seen = Dates(ZoneInfo("UTC"), "en").moment(at // 60_000)
    count = f"{_count(trouble.webhooks, 'message')} given up"
    return Page(
        language="en",
        subject="Another system does not hear of bookings",
        preview=count,
        title="Another system does not hear of bookings",
        lead=("A system that is told of every booking does not take what it is told.", _NOTHING_ELSE),
        facts=(Fact("How many", (count,)), Fact("Seen", (seen,))),
        advice=_ABOUT_RECEIVERS,
        studio=one_line(name) or "Booking system",
    )


def backups_page(name: str, at: int, trouble: Trouble) -> Page:
    """Arguments as of alarm_page."""
    seen = Dates(ZoneInfo("UTC"), "en").moment(at // 60_000)
    title = "Bookings may be lost" if trouble.losses else "Backups do not succeed"
    cause = one_line(_CAUSES.get(trouble.unkept, trouble.unkept))
    return Page(
        language="en",
        subject=title,
        preview=_count(trouble.losses, "booking") if trouble.losses else cause or _UNKEPT,
        title=title,
        lead=(_MISSED if trouble.losses else _UNKEPT,),
        facts=(
            *(
                (Fact("Lost, changed back or sold twice", (_count(trouble.losses, "booking"),)),)
                if trouble.losses
                else ()
            ),
            *((Fact("Why there is no new backup", (cause,)),) if cause else ()),
            Fact("Seen", (seen,)),
        ),
        advice=_ABOUT_BACKUPS,
        studio=one_line(name) or "Booking system",
    )


def _person(booked: Booked) -> tuple[Fact, ...]:
    person = booked.booking.person
    notes = tuple(filter(None, map(one_line, (person.notes or "").splitlines())))
    return (
        Fact("Who", (booked.customer,)),
        Fact("Phone", (one_line(person.phone or "") or "not given",)),
        Fact("E-mail", (one_line(person.email),)),
        *((Fact("Notes", (), notes),) if notes else ()),
    )


def _count(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
