"""The outbox, as far as the store decides it: who has a letter in hand, and what became of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from lib.actions.answers import Limited
from lib.actions.changes import Authority, SessionEnded, StatusIs, Unopened
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.actions.outbox import (
    DeadLetter,
    Lease,
    Leased,
    LetterState,
    NotDead,
    Queued,
    Recipient,
    ResendAnswer,
    Settlement,
    Waiting,
)
from lib.gateways.store import letter_texts, records
from lib.gateways.store.change_plans import authority_of
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import SECONDS_PER_DAY, as_json
from lib.gateways.store.rest import Rest
from lib.studio import policy
from lib.studio.booking import Booking, Status

# What reading raises where the store holds something else than we have written.
_ILLEGIBLE = (ValueError, KeyError, TypeError, OverflowError, RecursionError)


class OutboxScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def lease_letters(self, lease: Lease) -> Leased:
        plan = {
            "now": lease.now,
            "until_": lease.until,
            "most": lease.most,
            "ahead": lease.ahead,
            "token": lease.token,
        }
        keys = [self._keys.letters_due, self._keys.letters, self._keys.letter_states]
        match await self._rest.run("lease_letters", keys, [as_json(plan)]):
            case ["leased", left, *words]:
                letters = (_waiting(*three) for three in _in_threes(words))
                return Leased(tuple(letters), int(left))
            case answer:
                raise OutcomeUnknown(answer[0])

    async def recipients(self, booking_ids: Sequence[str], now: int) -> Mapping[str, Recipient | None]:
        """Those of the bookings that exist, None for one that nobody can read."""
        if not booking_ids:
            return {}
        keys = [self._keys.mails(_day(now)), *map(self._keys.booking, booking_ids)]
        match await self._rest.look("recipients", keys, ["\n".join(booking_ids)]):
            case ["recipients", *words]:
                found = zip(booking_ids, _in_threes(words), strict=True)
                return {booking_id: _recipient(*three) for booking_id, three in found if three[2]}
            case answer:
                raise StoreUnavailable(answer[0])

    async def settle_letter(self, settlement: Settlement) -> bool:
        """False when somebody else has it now, or it was settled before."""
        keys = [
            self._keys.letters_due,
            self._keys.letters,
            self._keys.letter_states,
            self._keys.letters_sent,
            self._keys.letters_sent_at,
            self._keys.letters_dead,
            self._keys.mails(_day(settlement.now)),
        ]
        match await self._rest.run("settle_letter", keys, [as_json(_settlement(settlement))]):
            case ["settled"]:
                return True
            case ["stale"]:
                return False
            case answer:
                raise OutcomeUnknown(answer[0])

    async def resend(self, authority: Authority, now: int, letter: str | None) -> ResendAnswer:
        plan: dict[str, object] = {
            **authority_of(authority),
            "now": now,
            "created": now,
            "text": letter_texts.text_of("confirmed", authority.role, now),
            "most": policy.RESENDS_PER_DAY,
            "window": SECONDS_PER_DAY,
        }
        if letter is not None:
            plan["letter"] = letter
        keys = [
            self._keys.booking(authority.booking_id),
            self._keys.session(authority.session),
            self._keys.resends(authority.booking_id),
            self._keys.letters_due,
            self._keys.letters,
            self._keys.letter_states,
            self._keys.letters_dead,
        ]
        match await self._rest.run("resend", keys, [as_json(plan)]):
            case ["queued", name]:
                return Queued(name)
            case ["limited", seconds]:
                return Limited(int(seconds))
            case ["unopened"]:
                return Unopened()
            case ["signed_out"]:
                return SessionEnded()
            case ["status", status]:
                return StatusIs(cast("Status", status))
            case ["not_dead"]:
                return NotDead()
            case answer:
                raise OutcomeUnknown(answer[0])

    async def dead_letters(self, most: int) -> tuple[DeadLetter, ...]:
        """The newest first; two round trips, so that a letter may be settled in between."""
        found = await self._rest.command(
            "ZRANGE", self._keys.letters_dead, "+inf", "-inf", "BYSCORE", "REV", "LIMIT", "0", str(most), "WITHSCORES"
        )
        pairs = [(str(name), int(float(score))) for name, score in cast("list[tuple[str, float]]", found or [])]
        if not pairs:
            return ()
        states = await self._rest.command("HMGET", self._keys.letter_states, *(name for name, _ in pairs))
        return tuple(
            _dead(name, since, state)
            for (name, since), state in zip(pairs, cast("list[str | None]", states), strict=True)
        )

    async def letters_about(self, bookings: Sequence[Booking]) -> tuple[LetterState, ...]:
        """Looked for by the names that they must have; three round trips."""
        names = [letter for booking in bookings for letter in letter_texts.possible_names(booking)]
        if not names:
            return ()
        due = await self._rest.command("ZMSCORE", self._keys.letters_due, *names)
        dead = await self._rest.command("ZMSCORE", self._keys.letters_dead, *names)
        sent = await self._rest.command("HMGET", self._keys.letters_sent, *names)
        columns = cast("list[list[str | float | None]]", [due, dead, sent])
        return tuple(state for row in zip(names, *columns, strict=True) if (state := _state(*row)))

    async def trim_letters(self, before: int, most: int) -> int:
        keys = [
            self._keys.letters_sent,
            self._keys.letters_sent_at,
            self._keys.letters_dead,
            self._keys.letters,
            self._keys.letter_states,
        ]
        match await self._rest.run("trim_letters", keys, [str(before), str(most)]):
            case ["trimmed", count]:
                return int(count)
            case answer:
                raise OutcomeUnknown(answer[0])


def _in_threes(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for at in range(0, len(words), 3):
        yield words[at], words[at + 1], words[at + 2]


def _waiting(letter: str, text: str, state: str) -> Waiting:
    tries = int(json.loads(state)["tries"])
    try:
        name = letter_texts.named(letter)
        return Waiting(letter, name.booking, name.version, letter_texts.occasion(letter, text), tries)
    except _ILLEGIBLE:
        # What nobody can read must not hold up the letters behind it.
        return Waiting(letter, "", 0, None, tries)


def _recipient(letters_today: str, reminder: str, snapshot: str) -> Recipient | None:
    waits = int(float(reminder)) if reminder else None
    try:
        return Recipient(records.snapshot(snapshot).booking, int(letters_today), waits)
    except _ILLEGIBLE:
        return None


def _settlement(settlement: Settlement) -> dict[str, object]:
    """What is not so is left out, because an empty word is something in Lua."""
    words = {
        "token": settlement.token,
        "by": settlement.by,
        "message": settlement.message,
        "customer": settlement.customer,
        "due": settlement.due,
        "why": settlement.why,
    }
    plan: dict[str, object] = {"letter": settlement.letter, "now": settlement.now, "outcome": settlement.outcome}
    plan |= {name: word for name, word in words.items() if word}
    if settlement.alarm:
        plan["alarm"] = letter_texts.alarm(settlement.alarm, settlement.now)
    return plan


def _dead(letter: str, since: int, state: str | None) -> DeadLetter:
    said = json.loads(state or "{}")
    booking, _, rest = letter.partition(":")
    kind = rest.partition(":")[2].partition("-")[0]
    return DeadLetter(letter, booking, kind, since, str(said.get("why", "")), int(said.get("tries", 0)))


def _state(
    letter: str, due: str | float | None, dead: str | float | None, sent: str | float | None
) -> LetterState | None:
    name = letter_texts.named(letter)
    if sent is not None:
        return LetterState(name.booking, name.kind, "sent", int(json.loads(str(sent))["at"]))
    if dead is not None:
        return LetterState(name.booking, name.kind, "given_up", int(float(dead)))
    return None if due is None else LetterState(name.booking, name.kind, "waiting", int(float(due)))


def _day(now: int) -> str:
    return datetime.fromtimestamp(now / 1000, UTC).date().isoformat()
