"""What `make doctor` says of letters, of the scheduler that sees to them, and of the place for backups."""

from email.utils import parseaddr

from lib.actions.back_up import PREFIX
from lib.actions.outages import Outage
from lib.gateways.vault import vault_for
from lib.local.findings import Said
from lib.settings import Settings

# As lib/web/auth.py asks; the platform's documents advise it.
SHORTEST_CRON_SECRET = 16


def mail_findings(chosen: Settings) -> list[Said]:
    """Verdict, subject and sentence of each; never a value, because the report may be pasted into a ticket."""
    return [_letters(chosen), _desk(chosen), _scheduler(chosen)]


def _letters(chosen: Settings) -> Said:
    mail = chosen.mail
    ways = [name for name, given in (("SendGrid", mail.sendgrid_key), ("SES", mail.ses_region)) if given]
    if not ways:
        return "note", "letters", "nobody sends them: set SENDGRID_API_KEY, or keys of AWS for SES"
    if "@" not in parseaddr(mail.sender)[1]:
        return (
            "wrong",
            "letters",
            "nobody knows who they are from: set EMAIL_FROM to an address that the provider has verified",
        )
    reports = "" if mail.sendgrid_event_key else "; without SENDGRID_EVENT_KEY nobody hears of letters that come back"
    return "ok", "letters", f"sent by {', then '.join(ways)}{reports if mail.sendgrid_key else ''}"


def _desk(chosen: Settings) -> Said:
    if not chosen.mail.studio:
        return "note", "the desk", "gets no notices and no alarms: set STUDIO_EMAIL"
    # An alarm is a letter as well, and takes the same way.
    alone = "" if chosen.mail.sendgrid_key and chosen.mail.ses_region else "; with one provider none that it is blocked"
    return "ok", "the desk", f"gets notices of bookings, and alarms{alone}"


def _scheduler(chosen: Settings) -> Said:
    if not chosen.cron_secret:
        return (
            "note",
            "scheduler",
            "cannot come in, so nobody is reminded and nothing is backed up: set CRON_SECRET by `make secrets`",
        )
    if len(chosen.cron_secret) < SHORTEST_CRON_SECRET:
        return "wrong", "scheduler", f"its secret needs {SHORTEST_CRON_SECRET} characters or more: `make secrets`"
    return "ok", "scheduler", "comes in once a day (vercel.json); a paid plan may let it come more often"


async def backup_finding(chosen: Settings) -> Said:
    """Looks into the place for backups, and writes nothing there."""
    vault = vault_for(chosen.backup_url, None)
    if not vault.is_configured:
        return "note", "backups", "none are made: set BACKUP_URL and keys of AWS"
    try:
        names = await vault.names(PREFIX)
    except Outage as outage:
        said = f"{type(outage).__name__}, {outage}"
        return "wrong", "backups", f"cannot be looked at ({said}): set BACKUP_URL to a bucket that the keys of AWS open"
    return "ok", "backups", f"{len(names)} there, the newest {names[-1] if names else 'yet to come'}"
