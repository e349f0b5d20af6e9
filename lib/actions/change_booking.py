"""What every change of a booking has in common: who asks, by which key, and what its refusals are called."""

import hashlib
import json
from collections.abc import Mapping

from lib.actions.answers import IdempotencyKey, Letter, Limited, Mismatch, Repeated, Snapshot
from lib.actions.callers import Caller
from lib.actions.changes import (
    CancelAnswer,
    Change,
    Changed,
    LivesElsewhere,
    SessionEnded,
    StatusIs,
    Unopened,
    VersionIs,
    WithinNotice,
)
from lib.actions.find_booking import authority_over
from lib.actions.letters_of import letters_of
from lib.actions.mail import Kind
from lib.actions.ports import Outside, epoch_ms
from lib.studio import refusals
from lib.studio.catalog import Catalog
from lib.studio.life_cycle import LIFE_CYCLE, Step
from lib.studio.roles import Operation, scope
from lib.studio.values import dataclass

# What letters tell of a step; a correction causes one only when the address is another.
LETTERS: Mapping[Step, Kind] = {"move": "moved", "cancel": "canceled", "correct": "confirmed"}


@dataclass(frozen=True, slots=True)
class ChangeWish:
    """Which booking somebody wants to change; ``version`` is the only one that they mean, None for any.

    Without ``is_told`` its customer gets no letter: staff have spoken with them.
    """

    booking_id: str
    caller: Caller
    key: str | None = None
    version: int | None = None
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """``repeated``: the same key made this change before, and nothing was done now."""

    snapshot: Snapshot
    repeated: bool


def permitted(operation: Operation, caller: Caller) -> None:
    """Raises StaffOnly for what a customer may not do to their own booking either, OwnerOnly for an instructor."""
    if scope(operation, caller.role) is None:
        raise refusals.StaffOnly if caller.role == "customer" else refusals.OwnerOnly


def planned(wish: ChangeWish, step: Step, content: object, outside: Outside) -> Change:
    """``content`` is all that the wish consists of: another content under the same key is refused."""
    now = epoch_ms(outside.clock.now())
    words = json.dumps((step, wish.booking_id, wish.caller.role, content))
    # Without a key the store still has to recognise our own repetitions of this one request.
    key = wish.key or f"change_{now}_{outside.dice.letters(13)}"
    return Change(
        authority=authority_over(wish.booking_id, wish.caller, outside),
        key=IdempotencyKey(key, hashlib.sha256(words.encode()).hexdigest(), is_made_up=wish.key is None),
        transition=LIFE_CYCLE[step],
        version=wish.version,
        now=now,
        letters=_letters(wish, step, now, outside),
    )


def _letters(wish: ChangeWish, step: Step, now: int, outside: Outside) -> tuple[Letter, ...]:
    if step not in LETTERS:
        return ()
    # Whose address was corrected gets a confirmation there; nothing was confirmed of which others should hear.
    unwanted = {*(() if wish.is_told else (LETTERS[step],)), *(("webhook",) if step == "correct" else ())}
    found = letters_of(LETTERS[step], wish.caller.role, now, outside)
    return tuple(letter for letter in found if letter.kind not in unwanted)


def done(answer: CancelAnswer, catalog: Catalog) -> Done:
    """What came of a change. Raises the refusal that the answer stands for."""
    match answer:
        case Changed(snapshot) | Repeated(snapshot):
            return Done(snapshot, repeated=isinstance(answer, Repeated))
        case WithinNotice():
            raise refusals.TooLate(catalog.rules.change_notice_minutes)
        case _:
            raise _refusal(answer)


_PLAIN: Mapping[type, type[refusals.Refusal]] = {
    Mismatch: refusals.IdempotencyMismatch,
    Unopened: refusals.UnknownBooking,
    SessionEnded: refusals.SignedOut,
    LivesElsewhere: refusals.OnCalendly,
}


def _refusal(
    answer: Mismatch | Unopened | SessionEnded | VersionIs | StatusIs | LivesElsewhere | Limited,
) -> refusals.Refusal:
    match answer:
        case Mismatch() | Unopened() | SessionEnded() | LivesElsewhere():
            return _PLAIN[type(answer)]()
        case VersionIs(version):
            return refusals.OtherVersion(version)
        case StatusIs(status):
            return refusals.NotAllowedNow(status)
        case Limited(seconds):
            return refusals.TooManyTries(seconds)
