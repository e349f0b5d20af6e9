"""Sends what waits in the outbox: handed out in batches, written from how bookings stand now, settled one by one."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.actions.booking_links import links_by_mail
from lib.actions.keep_copy import kept_copy
from lib.actions.letter_fate import Batch, has_enough, is_overtaken, next_day, sent_settlement, unsent
from lib.actions.log_lines import tell_bug, tell_outage
from lib.actions.mail import (
    CALENDLY,
    NOBODY,
    VAULT,
    WEBHOOK,
    Mail,
    NotSent,
    Occasion,
    Outcome,
    Rejected,
    Sent,
    Subject,
    Trouble,
    Unreached,
)
from lib.actions.mirror_booking import mirror_booking
from lib.actions.outages import Outage
from lib.actions.outbox import STAFF, STUDIO, Lease, Recipient, Settlement, Waiting
from lib.actions.ports import Outside, epoch_ms
from lib.actions.send_welcome import welcome_settlement
from lib.actions.standing_conflicts import standing_conflicts
from lib.actions.tell_receiver import tell_receiver
from lib.actions.upkeep import why_unkept
from lib.studio import policy
from lib.studio.values import dataclass

# So many are in hand at once; all of a batch are sent side by side.
BATCH = 8


@dataclass(frozen=True, slots=True)
class Drained:
    """How many letters went out, how many could not, and how many are due and still wait."""

    sent: int
    failed: int
    left: int


def has_takers(outside: Outside) -> bool:
    """Whether anybody takes what waits in the outbox: letters, copies, bookings for Calendly, or for other systems."""
    takes_mail = outside.post.state != "off"
    takes_bookings = outside.vault.is_configured or outside.calendly.is_configured or bool(outside.receivers.marks)
    return takes_mail or takes_bookings


async def send_letters(seconds: float, outside: Outside, *, ahead_ms: int = 0) -> Drained:
    """Takes batches for so many seconds, and finishes the last one; reminders due within ``ahead_ms`` go as well.

    Safe in parallel and to be killed at any point: a letter that was handed out and not settled falls due again when
    its lease is over. Raises an Outage when the store is away.
    """
    loop = asyncio.get_running_loop()
    until, sent, failed = loop.time() + seconds, 0, 0
    while True:
        outcomes, left = await _batch(ahead_ms, outside)
        sent += sum(isinstance(outcome, Sent) for outcome in outcomes)
        failed += sum(isinstance(outcome, NotSent) for outcome in outcomes)
        if _is_enough(outcomes) or loop.time() > until:
            return Drained(sent, failed, left)


def _is_enough(outcomes: Sequence[Outcome | None]) -> bool:
    """Whether another batch would be of no use: nobody takes any mail, or none is due.

    One letter that is not taken says nothing of the others, and copies nothing of mails. Every letter that failed has
    been put off, so that this comes to an end. One that was given up has made another: the studio's alarm.
    """
    mails = [outcome for outcome in outcomes if outcome and not _is_no_mail(outcome)]
    if mails and not any(isinstance(outcome, Sent | Rejected) for outcome in mails):
        return True
    return len(outcomes) < BATCH and not any(isinstance(outcome, Rejected) for outcome in mails)


def _is_no_mail(outcome: Outcome) -> bool:
    if isinstance(outcome, Sent):
        return outcome.provider in {VAULT, CALENDLY, WEBHOOK}
    return outcome.reason in {VAULT, NOBODY} or outcome.reason.startswith((CALENDLY, WEBHOOK))


async def _batch(ahead_ms: int, outside: Outside) -> tuple[Sequence[Outcome | None], int]:
    """What became of each letter, None for one that was not to be sent, and how many more are due."""
    now = epoch_ms(outside.clock.now())
    token = outside.dice.letters(16)
    leased = await outside.store.lease_letters(
        Lease(token, now, until=now + policy.LETTER_LEASE_MS, most=BATCH, ahead=now + ahead_ms)
    )
    if not leased.letters:
        return (), leased.left
    ids = sorted({waiting.booking_id for waiting in leased.letters if waiting.booking_id not in {"", STUDIO, STAFF}})
    found = await outside.store.recipients(ids, now)
    letters = [_legible(waiting, found) for waiting in leased.letters]
    # Prices and names in letters are those of the booking; the catalogue adds words, so one of a minute ago will do.
    catalog = await outside.catalogs.fresh(60)
    batch = Batch(token, now, catalog, {booking_id: known for booking_id, known in found.items() if known})
    return await asyncio.gather(*(_seen_to(waiting, batch, outside) for waiting in letters)), leased.left


def _legible(waiting: Waiting, found: Mapping[str, Recipient | None]) -> Waiting:
    """A letter about a booking that nobody can read is one that nobody can read; those beside it go out."""
    is_known_to_be_broken = waiting.booking_id in found and found[waiting.booking_id] is None
    return replace(waiting, occasion=None) if is_known_to_be_broken else waiting


async def _seen_to(waiting: Waiting, batch: Batch, outside: Outside) -> Outcome | None:
    try:
        settlement, outcome = await _settlement(waiting, batch, outside)
    except Outage as outage:
        tell_outage(outage, where="letter")
        return Unreached("store")
    except Exception as error:  # noqa: BLE001 -- a letter that cannot be written must not hold up those behind it
        tell_bug(error, where="letter")
        outcome = Rejected(f"unwritable {type(error).__name__}")
        settlement = unsent(outcome, waiting, batch, outside)
    try:
        await outside.store.settle_letter(settlement)
    except Outage as outage:
        # The letter is left to its lease: it is sent again, which is better than never.
        tell_outage(outage, where="settlement")
    return outcome


async def _settlement(waiting: Waiting, batch: Batch, outside: Outside) -> tuple[Settlement, Outcome | None]:
    if waiting.occasion is None:
        unreadable = Rejected("unreadable")
        return unsent(unreadable, waiting, batch, outside), unreadable
    if waiting.occasion.kind == "welcome":
        return await welcome_settlement(waiting, batch, outside)
    recipient = batch.recipient(waiting)
    if is_overtaken(waiting, waiting.occasion, recipient, batch.now):
        return Settlement(waiting.letter, batch.now, "dropped", batch.token), None
    if recipient and has_enough(waiting.occasion, recipient):
        due = next_day(batch.now)
        return Settlement(waiting.letter, batch.now, "again", batch.token, due=due, why="enough for today"), None
    outcome = await _sent(waiting, waiting.occasion, recipient, (batch, outside))
    if isinstance(outcome, Sent):
        return sent_settlement(outcome, waiting, batch, outside), outcome
    return unsent(outcome, waiting, batch, outside), outcome


async def _sent(
    waiting: Waiting, occasion: Occasion, recipient: Recipient | None, around: tuple[Batch, Outside]
) -> Outcome:
    batch, outside = around
    # Whatever else has no booking has been dropped as overtaken.
    if occasion.kind == "alarm" or recipient is None:
        return await _posted(outside.letters.alarm(waiting.letter, occasion.at, await _trouble(outside)), around)
    if occasion.kind == "mirror":
        return await mirror_booking(waiting.booking_id, batch.catalog, outside)
    if occasion.kind == "webhook":
        return await tell_receiver(waiting, occasion, recipient.booking, (batch.now, outside))
    subject = Subject(
        waiting.letter, occasion, recipient.booking, batch.catalog, links_by_mail(recipient.booking, outside)
    )
    if occasion.kind == "copy":
        return await kept_copy(subject, outside)
    return await _posted(outside.letters.about(subject), around)


async def _posted(mail: Mail, around: tuple[Batch, Outside]) -> Outcome:
    """Dated now: mail programs would file a reminder where its booking stands, weeks back."""
    batch, outside = around
    if outside.post.state == "off":
        return Unreached(NOBODY)
    return await outside.post.send(replace(mail, at=batch.now))


async def _trouble(outside: Outside) -> Trouble:
    pulse = await outside.store.pulse(epoch_ms(outside.clock.now()))
    dead = await outside.store.dead_letters(50)
    losses = pulse.reports.get("losses")
    return Trouble(
        dead=pulse.dead_letters,
        late=pulse.letters_due,
        reasons=tuple(sorted({letter.why for letter in dead if letter.kind != "webhook"})),
        losses=int(str(losses.said.get("found", 0))) if losses else 0,
        conflicts=len(await standing_conflicts(50, outside)),
        webhooks=pulse.dead_webhooks,
        unkept=why_unkept(pulse),
    )
