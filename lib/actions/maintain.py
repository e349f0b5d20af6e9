"""What has to be seen to once a day: each part in its own time, with its own report and its own failure."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from lib.actions.back_up import back_up
from lib.actions.find_losses import find_losses
from lib.actions.health_history import note_health
from lib.actions.letters_of import alarm_of
from lib.actions.log_lines import tell_bug, tell_outage
from lib.actions.outages import NotConfigured, Outage
from lib.actions.outbox import Alarm
from lib.actions.ports import Outside, epoch_ms
from lib.actions.reconcile_calendly import reconcile_calendly
from lib.actions.send_letters import has_takers, send_letters
from lib.actions.upkeep import Part, PartOutcome, Report, Turn
from lib.studio import policy
from lib.studio.values import dataclass

Said = Mapping[str, object]
# A turn outlasts its part by this much, so that the report still finds it open. Milliseconds.
TURN_RESERVE_MS = 10_000
# Letters are taken in hand for so long; the last ones may take the rest of their part's time.
TAKING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class PartReport:
    """``took`` is in milliseconds."""

    name: Part
    outcome: PartOutcome
    took: int


async def maintain(outside: Outside) -> list[PartReport]:
    """Every part that nobody else is at, one after the other. Idempotent, safe in parallel; never raises an Outage."""
    return [await see_to(part, outside) for part in PARTS]


async def see_to(part: Part, outside: Outside) -> PartReport:
    """One part of it, unless somebody else is at it; never raises an Outage."""
    return await _seen_to(part, *PARTS[part], outside)


async def _letters(outside: Outside) -> Said:
    """Reminders that fall due before the next maintenance go out now: on the free plan nobody else may look by then."""
    if not has_takers(outside):
        raise NotConfigured("SENDGRID_API_KEY")
    drained = await send_letters(TAKING_SECONDS, outside, ahead_ms=policy.MAINTENANCE_EVERY_MS)
    return {"sent": drained.sent, "failed": drained.failed, "left": drained.left}


async def _backup(outside: Outside) -> Said:
    made = await back_up(outside)
    return {"name": made.name, "count": made.count, "sha256": made.sha256}


async def _trimming(outside: Outside) -> Said:
    before = epoch_ms(outside.clock.now()) - policy.LETTER_MEMORY_MS
    forgotten, most = 0, 500
    while (count := await outside.store.trim_letters(before, most)) > 0:
        forgotten += count
        if count < most:
            break
    over = epoch_ms(outside.clock.now()) - policy.CONFLICT_MEMORY_MS
    return {"letters": forgotten, "conflicts": await outside.store.trim_conflicts(over // 60_000)}


# In this order: what is lost can be found out only as long as the newest backup is from before the loss. Seconds.
PARTS: Mapping[Part, tuple[float, Callable[[Outside], Awaitable[Said]]]] = {
    "letters": (50.0, _letters),
    "calendly": (20.0, reconcile_calendly),
    "losses": (15.0, find_losses),
    "backup": (35.0, _backup),
    "trimming": (5.0, _trimming),
    "health": (5.0, note_health),
}


async def _seen_to(
    part: Part, seconds: float, work: Callable[[Outside], Awaitable[Said]], outside: Outside
) -> PartReport:
    loop = asyncio.get_running_loop()
    began, now = loop.time(), epoch_ms(outside.clock.now())
    turn = Turn(part, outside.dice.letters(16), now, until=now + int(seconds * 1000) + TURN_RESERVE_MS)
    outcome, said = await _tried(turn, seconds, work, outside)
    if outcome != "busy":
        try:
            if outcome in {"failed", "late"}:
                # What was found before is still true, and the next comparison goes on from it.
                known = (await outside.store.pulse(now)).reports.get(part)
                said = {**(known.said if known else {}), **said}
            report = Report(now, outcome, said)
            await outside.store.report(turn, report, _alarm(part, report, outside))
        except Outage:
            outcome = "failed"
    return PartReport(part, outcome, round((loop.time() - began) * 1000))


def _alarm(part: Part, report: Report, outside: Outside) -> Alarm | None:
    """Of what outlives the store: that something was lost, or that nobody could keep or compare anything."""
    is_kept = part not in {"losses", "backup"} or not report.is_unwell
    if is_kept and not (part == "losses" and report.said.get("found")):
        return None
    return alarm_of("day", "alarm-backups", report.at, outside)


async def _tried(
    turn: Turn, seconds: float, work: Callable[[Outside], Awaitable[Said]], outside: Outside
) -> tuple[PartOutcome, Said]:
    try:
        async with asyncio.timeout(seconds):
            if not await outside.store.take_turn(turn):
                return "busy", {}
            return "done", await work(outside)
    except NotConfigured as missing:
        return "off", {"missing": missing.setting}
    except TimeoutError:
        return "late", {"seconds": seconds}
    except Outage as outage:
        tell_outage(outage, where=f"maintenance of {turn.part}")
        return "failed", {"why": type(outage).__name__, "cause": str(outage)}
    except Exception as error:  # noqa: BLE001 -- a mistake in one part must not keep the others from being done
        tell_bug(error, where=f"maintenance of {turn.part}")
        return "failed", {"why": type(error).__name__, "cause": ""}
