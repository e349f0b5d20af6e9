"""What becomes of a letter: whether anybody still needs it, when it is tried again, and when it is given up."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from lib.actions.letters_of import alarm_of
from lib.actions.mail import FOR_CUSTOMERS, Kind, NotSent, Occasion, Refused, Rejected, Sent, Throttled, Unclear
from lib.actions.outbox import STAFF, STUDIO, Alarm, Recipient, Settlement, Waiting
from lib.actions.ports import Outside, epoch_ms
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Batch:
    """What letters that were handed out together are judged and written with. ``now`` is in epoch milliseconds."""

    token: str
    now: int
    catalog: Catalog
    recipients: Mapping[str, Recipient]

    def recipient(self, waiting: Waiting) -> Recipient | None:
        return self.recipients.get(waiting.booking_id)


def is_overtaken(waiting: Waiting, occasion: Occasion, recipient: Recipient | None, now: int) -> bool:
    """Whether nobody needs to be told any more: letters say how a booking stands now, or nothing."""
    if occasion.kind == "alarm":
        return not waiting.letter.startswith(f"{STUDIO}:")
    if recipient is None:
        return True
    if occasion.kind not in FOR_CUSTOMERS:
        return False
    booking = recipient.booking
    is_over = booking.slots[-1].end * 60_000 <= now
    return is_over or not booking.person.email or _is_out_of_date(waiting, occasion, recipient, now)


def _is_out_of_date(waiting: Waiting, occasion: Occasion, recipient: Recipient, now: int) -> bool:
    """Whether something else was decided since, of which another letter tells."""
    booking = recipient.booking
    if occasion.kind == "reminder":
        has_begun = booking.slots[0].start * 60_000 <= now
        return has_begun or booking.status != "confirmed" or recipient.reminder != waiting.version
    return (booking.status == "canceled") != (occasion.kind == "canceled")


def has_enough(occasion: Occasion, recipient: Recipient) -> bool:
    """Reminders are not held back: a day later they would be worth nothing."""
    limited = occasion.kind in FOR_CUSTOMERS and occasion.kind != "reminder"
    return limited and recipient.letters_today >= policy.LETTERS_PER_RECIPIENT_AND_DAY


def next_day(now: int) -> int:
    tomorrow = datetime.fromtimestamp(now / 1000, UTC).date() + timedelta(days=1)
    return epoch_ms(datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=UTC))


def sent_settlement(outcome: Sent, waiting: Waiting, batch: Batch, outside: Outside) -> Settlement:
    if waiting.occasion and waiting.occasion.kind == "webhook":
        # Whoever was told knows its id again; nobody here asks after it, and nobody reports of it later.
        return Settlement(waiting.letter, batch.now, "dropped", batch.token)
    recipient, customer = batch.recipient(waiting), ""
    if recipient and waiting.occasion and waiting.occasion.kind in FOR_CUSTOMERS:
        customer = outside.keyring.customer(recipient.booking.person.email)
    return Settlement(
        waiting.letter,
        batch.now,
        "sent",
        batch.token,
        by=outcome.provider,
        message=outcome.message,
        customer=customer,
    )


def unsent(outcome: NotSent, waiting: Waiting, batch: Batch, outside: Outside) -> Settlement:
    """Tried again after a pause that grows, until the letter is given up and the studio hears of it."""
    if isinstance(outcome, Rejected) and waiting.booking_id == STAFF:
        # Of no use in minutes, and nobody could send it again: who wanted to come in asks for another one.
        return Settlement(waiting.letter, batch.now, "dropped", batch.token)
    is_alarm = waiting.booking_id == STUDIO
    is_old = waiting.occasion is not None and batch.now - waiting.occasion.at > policy.LETTER_LIFETIME_MS
    # All letters wait for somebody to send them; reminders end when their lesson begins, and copies go when they can.
    kind = waiting.occasion.kind if waiting.occasion else None
    is_patient = kind in {"reminder", "copy", "mirror"} or (kind != "webhook" and outside.post.state == "off")
    is_hopeless = is_old and not is_patient and waiting.tries > len(policy.LETTER_PAUSES_MS)
    if isinstance(outcome, Rejected) or is_hopeless:
        alarm = None if is_alarm else _alarm(waiting, batch.now, outside)
        return Settlement(waiting.letter, batch.now, "dead", batch.token, why=outcome.reason, alarm=alarm)
    alarm = _alarm(waiting, batch.now, outside) if isinstance(outcome, Refused) and not is_alarm else None
    due = batch.now + _pause(outcome, waiting.tries, batch.now)
    return Settlement(waiting.letter, batch.now, "again", batch.token, due=due, why=outcome.reason, alarm=alarm)


def _pause(outcome: NotSent, tries: int, now: int) -> int:
    match outcome:
        case Unclear():
            return policy.UNCLEAR_PAUSE_MS
        case Throttled(_, until) if until > now:
            return until - now
        case _:
            return policy.LETTER_PAUSES_MS[min(tries, len(policy.LETTER_PAUSES_MS)) - 1]


def _alarm(waiting: Waiting, now: int, outside: Outside) -> Alarm | None:
    """One letter a day about letters, one about Calendly and one about other systems, however much goes wrong on it."""
    names: Mapping[Kind, str] = {"mirror": "alarm-calendly", "webhook": "alarm-webhooks"}
    return alarm_of("day", names.get(waiting.occasion.kind, "alarm") if waiting.occasion else "alarm", now, outside)
