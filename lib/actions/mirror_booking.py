"""Brings one booking of ours to Calendly: asks for places that it has, gives back those that it has no more.

Each pass looks at how the booking stands now, so that any number of passes, in any order, come to the same. Nobody
waits for it and nothing here depends on it: a pass that fails is a letter that is sent again.
"""

import asyncio
from collections.abc import Mapping

from lib.actions.answers import Limited
from lib.actions.calendly import AlreadyFilled, Canceled, Gone, Invitation, Invited, Meeting, Setback
from lib.actions.letters_of import alarm_of
from lib.actions.mail import CALENDLY, Outcome, Rejected, Sent, Throttled, Unclear
from lib.actions.mirrors import Mark, MarkNote, MirrorBusy, Mirroring, MirrorPlace, MirrorTurn
from lib.actions.outbox import Alarm
from lib.actions.ports import Outside, epoch_ms
from lib.studio import policy
from lib.studio.booking import BookedSlot, Booking
from lib.studio.catalog import Catalog
from lib.studio.values import dataclass

# Seconds for one pass, however many places it is about; less than the lease of its letter.
PASS_SECONDS = 15.0
_SENT = Sent(CALENDLY, "")


@dataclass(frozen=True, slots=True)
class _Pass:
    booking: Booking
    marks: Mapping[MirrorPlace, Mark]
    catalog: Catalog
    outside: Outside
    now: int


async def mirror_booking(booking_id: str, catalog: Catalog, outside: Outside) -> Outcome:
    """What the pass came to, as of a letter. Raises an Outage when the store is away."""
    if (await outside.calendly.link()).connection == "not_connected":
        # Nobody has asked for it: as before a token was set, nothing is brought there, and nothing piles up.
        return _SENT
    now = epoch_ms(outside.clock.now())
    until = now + policy.LETTER_LEASE_MS
    turn = MirrorTurn(booking_id, outside.dice.letters(16), now, until, mapped=_mapped(catalog))
    match await outside.store.take_mirror(turn):
        case MirrorBusy():
            return Throttled("calendly busy", until)
        case None:
            return _SENT
        case Mirroring(booking, marks):
            outcome = await _passed(_Pass(booking, marks, catalog, outside, now))
            # Whoever changed the booking meanwhile has left a letter of their own, which was kept waiting by this turn.
            await outside.store.end_mirror(turn)
            return outcome


async def _passed(todo: _Pass) -> Outcome:
    try:
        async with asyncio.timeout(PASS_SECONDS):
            for place in sorted(todo.marks):
                outcome = await _seen_to(place, todo.marks[place], todo)
                if not isinstance(outcome, Sent):
                    return outcome
    except TimeoutError:
        return Unclear("calendly deadline")
    return _SENT


async def _seen_to(place: MirrorPlace, mark: Mark, todo: _Pass) -> Outcome:
    """What is turned away stays so, until the booking leaves that place."""
    booking = todo.booking
    slot = next((slot for slot in booking.slots if MirrorPlace(slot.start, booking.instructor) == place), None)
    event_type = todo.catalog.calendly.event_type_for(booking.terms.class_type, place.instructor)
    if place.start * 60_000 <= todo.now:
        # What is past is left as it is on both sides.
        return await _noted(place, None, todo)
    if slot and booking.status == "confirmed" and event_type:
        outcome = await _asked_for(slot, mark, _invitation(place, event_type, todo), todo)
    elif mark.state in {"new", "turned_away"}:
        outcome = await _noted(place, None, todo)
    else:
        outcome = await _given_back(mark, _invitation(place, event_type or "", todo), place, todo)
    if isinstance(outcome, Rejected):
        # Asking again would not help. Here the booking stands as it stands; a person has to look at Calendly.
        rest = Mark("turned_away") if slot else None
        return await _noted(place, rest, todo, conflict_end=slot.end if slot else place.start + 1)
    return outcome


def _invitation(place: MirrorPlace, event_type: str, todo: _Pass) -> Invitation:
    return Invitation(event_type, place.start, todo.booking.person, todo.catalog.zone.key, todo.booking.id)


async def _asked_for(slot: BookedSlot, mark: Mark, invitation: Invitation, todo: _Pass) -> Outcome:
    place = MirrorPlace(slot.start, todo.booking.instructor)
    if mark.state in {"there", "turned_away"} or not invitation.person.email:
        return _SENT
    match await _invited(mark, invitation, todo):
        case Invited(invitee_uri, meeting_uri):
            return await _noted(place, Mark("there", meeting_uri, invitee_uri), todo)
        case AlreadyFilled():
            return Rejected("calendly already filled")
        case setback:
            return setback


async def _invited(mark: Mark, invitation: Invitation, todo: _Pass) -> Invited | AlreadyFilled | Setback:
    """Calendly does not recognise repetitions: whoever is not sure that nobody has asked looks first."""
    if mark.state == "asked" and (found := await todo.outside.calendly.found(invitation)):
        return found
    allowance = await todo.outside.store.allow("invitations")
    if isinstance(allowance, Limited):
        return Throttled("calendly enough for now", todo.now + allowance.wait_seconds * 1000)
    return await todo.outside.calendly.invite(invitation)


async def _given_back(mark: Mark, invitation: Invitation, place: MirrorPlace, todo: _Pass) -> Outcome:
    if mark.state == "asked":
        found = await todo.outside.calendly.found(invitation)
        if found is None:
            return await _noted(place, None, todo)
        if not isinstance(found, Invited):
            return found
        mark = Mark("there", found.meeting_uri, found.invitee_uri)
        # So that what Calendly says of it later is known to be about us.
        await _noted(place, mark, todo)
    match await _ended(mark, todo):
        case Canceled() | Gone():
            return await _noted(place, None, todo)
        case setback:
            return setback


async def _ended(mark: Mark, todo: _Pass) -> Canceled | Gone | Setback:
    """Calendly's API ends a meeting for all who are invited, never for one of them."""
    invited = await todo.outside.calendly.invitees(Meeting(mark.meeting_uri, "", 0, 1, ()))
    if not isinstance(invited, tuple):
        return invited
    if any(each.uri != mark.invitee_uri and not each.is_canceled for each in invited):
        return Rejected("calendly others are invited")
    return await todo.outside.calendly.cancel(mark.meeting_uri)


async def _noted(place: MirrorPlace, mark: Mark | None, todo: _Pass, *, conflict_end: int | None = None) -> Outcome:
    alarm = conflict_alarm(todo.now, todo.outside) if conflict_end is not None else None
    await todo.outside.store.note_mirror(MarkNote(todo.booking.id, place, mark, todo.now, conflict_end, alarm))
    return _SENT


def conflict_alarm(now: int, outside: Outside) -> Alarm | None:
    """One letter an hour, however many lessons are in conflict in it."""
    return alarm_of("hour", "alarm-calendly", now, outside)


def _mapped(catalog: Catalog) -> tuple[str, ...]:
    kinds = catalog.calendly.event_types.values()
    return tuple(f"{kind.class_type} {kind.instructor}" for kind in kinds if kind.instructor)
