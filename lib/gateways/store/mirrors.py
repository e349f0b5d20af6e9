"""Bookings that are brought to Calendly, as far as the store knows of it; and how often Calendly may be asked."""

from typing import Literal

from lib.actions.answers import Limited
from lib.actions.calendly import meeting_word
from lib.actions.mirrors import Mark, MarkNote, MirrorBusy, Mirroring, MirrorPlace, MirrorTurn
from lib.actions.outages import OutcomeUnknown
from lib.actions.sessions import Go
from lib.gateways.store import letter_texts, records
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import SECONDS_PER_DAY, as_json
from lib.gateways.store.rest import Rest
from lib.studio import policy

_WORDS: dict[str, Mark] = {"!": Mark("new"), "?": Mark("asked"), "-": Mark("turned_away")}


class MirrorScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def take_mirror(self, turn: MirrorTurn) -> Mirroring | MirrorBusy | None:
        """None when there is no such booking. Whatever is marked as new counts as asked from now on."""
        plan = {"since": turn.now, "until_": turn.until, "mapped": turn.mapped, "token": turn.token}
        match await self._mirror(turn.booking_id, turn.now, plan):
            case ["yours", snapshot, *words]:
                pairs = zip(words[::2], words[1::2], strict=True)
                return Mirroring(
                    records.snapshot(snapshot).booking, {_place(name): _mark(word) for name, word in pairs}
                )
            case ["busy"]:
                return MirrorBusy()
            case ["unknown"]:
                return None
            case answer:
                raise OutcomeUnknown(answer[0])

    async def note_mirror(self, note: MarkNote) -> None:
        plan: dict[str, object] = {
            "place": f"{note.place.start}:{note.place.instructor}",
            "mark": _word(note.mark),
            "token": "",
        }
        if note.conflict_end is not None:
            plan["conflict"] = f"{note.booking_id} - - {note.place.start} {note.conflict_end} {note.place.instructor}"
        if note.alarm:
            plan["alarm"] = letter_texts.alarm(note.alarm, note.now)
        meeting = note.mark.meeting_uri if note.mark else ""
        await self._mirror(note.booking_id, note.now, plan, meeting)

    async def end_mirror(self, turn: MirrorTurn) -> None:
        await self._mirror(turn.booking_id, turn.now, {"token": turn.token})

    async def allow(self, what: Literal["invitations", "questions"]) -> Go | Limited:
        """Counts one more, in the name of all who ask."""
        allowance = policy.CALENDLY_ALLOWANCES[what]
        keys = [self._keys.calendly_asked(what, window) for _, window in allowance]
        plan = {"most": [most for most, _ in allowance], "windows": [window for _, window in allowance]}
        match await self._rest.run("allow", keys, [as_json(plan)]):
            case ["go"]:
                return Go()
            case ["limited", seconds]:
                return Limited(int(seconds))
            case answer:
                raise OutcomeUnknown(answer[0])

    async def _mirror(self, booking_id: str, now: int, plan: dict[str, object], meeting: str = "") -> list[str]:
        keys = [
            self._keys.booking(booking_id),
            self._keys.conflicts,
            self._keys.letters_due,
            self._keys.letters,
            self._keys.letters_sent,
            self._keys.meeting(meeting_word(meeting) if meeting else ""),
        ]
        memory = policy.CALENDLY_MEMORY_DAYS * SECONDS_PER_DAY
        common: dict[str, object] = {"id": booking_id, "now": now // 60_000, "created": now, "by": "system"}
        common |= {"memory_seconds": memory}
        return await self._rest.run("mirror", keys, [as_json(common | plan)])


def _place(name: str) -> MirrorPlace:
    start, _, instructor = name.partition(":")
    return MirrorPlace(int(start), instructor)


def _mark(word: str) -> Mark:
    if known := _WORDS.get(word):
        return known
    meeting, _, invitee = word.partition(" ")
    return Mark("there", meeting, invitee)


def _word(mark: Mark | None) -> str:
    if mark is None:
        return ""
    words = {known.state: word for word, known in _WORDS.items()}
    return words.get(mark.state) or f"{mark.meeting_uri} {mark.invitee_uri}"
