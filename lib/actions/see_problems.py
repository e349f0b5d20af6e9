"""What is wrong, for whoever runs the studio: letters that do not arrive, bookings that were lost, what is not set."""

from collections.abc import Mapping

from lib.actions.calendly import Conflict, Unmapped
from lib.actions.callers import Staff
from lib.actions.change_booking import permitted
from lib.actions.check_health import Check, backup_check, calendly_check, mail_check
from lib.actions.health_history import Change, changes_of
from lib.actions.outbox import DeadLetter
from lib.actions.ports import Outside, epoch_ms
from lib.actions.sign_in import who_am_i
from lib.actions.standing_conflicts import standing_conflicts
from lib.actions.upkeep import Report
from lib.studio import policy
from lib.studio.values import dataclass

MOST = 200


@dataclass(frozen=True, slots=True)
class Problems:
    """``late`` is how many letters are due and still wait; ``missing`` names settings."""

    mail: Check
    late: int
    dead: tuple[DeadLetter, ...]
    backup: Check
    calendly: Check
    conflicts: tuple[Conflict, ...]
    unmapped: tuple[Unmapped, ...]
    reports: Mapping[str, Report]
    history: tuple[Change, ...]
    missing: tuple[str, ...]


async def see_problems(staff: Staff, outside: Outside) -> Problems:
    """A handful of round trips. Raises StaffOnly, SignedOut or an Outage."""
    permitted("see_problems", staff)
    await who_am_i(staff, outside)
    now = epoch_ms(outside.clock.now())
    pulse = await outside.store.pulse(now)
    return Problems(
        mail=mail_check(pulse, now, outside),
        late=pulse.letters_due,
        dead=await outside.store.dead_letters(MOST),
        backup=backup_check(pulse, now, outside),
        calendly=calendly_check(pulse, now, await outside.calendly.link(), outside),
        conflicts=await standing_conflicts(MOST, outside),
        unmapped=await outside.store.unmapped(now // 60_000 - policy.LONGEST_SESSION_MINUTES, MOST),
        reports=pulse.reports,
        history=tuple(changes_of(pulse.reports.get("health"))),
        missing=outside.missing,
    )
