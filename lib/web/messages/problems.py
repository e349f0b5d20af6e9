"""GET /api/admin/booking-management?view=problems."""

from typing import Any

from typing_extensions import TypedDict

from lib.actions.calendly import Conflict, Unmapped
from lib.actions.check_health import Check
from lib.actions.health_history import Change
from lib.actions.outbox import DeadLetter
from lib.actions.see_problems import Problems
from lib.actions.upkeep import PartOutcome, Report
from lib.web.messages.instants import rfc3339, rfc3339_ms


class DeadLetterMessage(TypedDict):
    """A letter that was given up; ``why`` in a few stable words."""

    letter: str
    bookingId: str
    kind: str
    since: str
    why: str
    tries: int


class LettersMessage(TypedDict):
    """``late`` letters are due and still wait."""

    check: Check
    late: int
    dead: list[DeadLetterMessage]


class ReportMessage(TypedDict):
    """What one part of the maintenance last came to."""

    at: str
    outcome: PartOutcome
    said: dict[str, Any]


class BackupMessage(TypedDict):
    check: Check
    last: ReportMessage | None


class LossesMessage(TypedDict):
    """What backups and copies know and the store does not, or what stands in it twice; nothing is changed by itself."""

    last: ReportMessage | None


class ConflictMessage(TypedDict):
    """A booking of ours, and the URI of who stands over it; null where Calendly would not take our booking."""

    bookingId: str
    invitee: str | None
    startsAt: str
    endsAt: str


class UnmappedMessage(TypedDict):
    """Somebody invited to what the catalogue cannot place, by URIs; times are null where Calendly did not tell them."""

    bookingId: str
    invitee: str
    eventType: str | None
    hosts: list[str]
    startsAt: str | None
    endsAt: str | None


class CalendlyProblemsMessage(TypedDict):
    check: Check
    last: ReportMessage | None


class ChangeMessage(TypedDict):
    """When a check of the studio's health was seen to be another than before."""

    at: str
    check: str
    before: str
    after: str


class ProblemsMessage(TypedDict):
    letters: LettersMessage
    losses: LossesMessage
    backup: BackupMessage
    calendly: CalendlyProblemsMessage
    conflicts: list[ConflictMessage]
    unmapped: list[UnmappedMessage]
    history: list[ChangeMessage]
    settings: list[str]


def problems_message(problems: Problems) -> ProblemsMessage:
    return {
        "letters": {
            "check": problems.mail,
            "late": problems.late,
            "dead": [_dead(letter) for letter in problems.dead],
        },
        "losses": {"last": _report(problems.reports.get("losses"))},
        "backup": {"check": problems.backup, "last": _report(problems.reports.get("backup"))},
        "calendly": {"check": problems.calendly, "last": _report(problems.reports.get("calendly"))},
        "conflicts": list(map(_conflict, problems.conflicts)),
        "unmapped": list(map(_unmapped, problems.unmapped)),
        "history": list(map(_change, problems.history)),
        "settings": list(problems.missing),
    }


def _dead(letter: DeadLetter) -> DeadLetterMessage:
    return {
        "letter": letter.letter,
        "bookingId": letter.booking_id,
        "kind": letter.kind,
        "since": rfc3339_ms(letter.since),
        "why": letter.why,
        "tries": letter.tries,
    }


def _change(change: Change) -> ChangeMessage:
    return {"at": rfc3339_ms(change.at), "check": change.check, "before": change.before, "after": change.after}


def _conflict(conflict: Conflict) -> ConflictMessage:
    return {
        "bookingId": conflict.booking_id,
        "invitee": conflict.invitee_uri or None,
        "startsAt": rfc3339(conflict.start),
        "endsAt": rfc3339(conflict.end),
    }


def _unmapped(unmapped: Unmapped) -> UnmappedMessage:
    meeting = unmapped.invitee.meeting
    return {
        "bookingId": unmapped.booking_id,
        "invitee": unmapped.invitee.uri,
        "eventType": (meeting.event_type or None) if meeting else None,
        "hosts": list(meeting.hosts) if meeting else [],
        "startsAt": rfc3339(meeting.start) if meeting else None,
        "endsAt": rfc3339(meeting.end) if meeting else None,
    }


def _report(report: Report | None) -> ReportMessage | None:
    if report is None:
        return None
    return {"at": rfc3339_ms(report.at), "outcome": report.outcome, "said": dict(report.said)}
