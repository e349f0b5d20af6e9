"""Putting a backup into an empty store, in steps that may be interrupted anywhere and taken again."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from zoneinfo import ZoneInfo

from lib.actions.outages import Outage, OutcomeUnknown, StoreUnavailable
from lib.gateways.store import letter_texts, records
from lib.gateways.store.backup_lines import PLACE, BookingLine, CatalogLine, LetterLine, Line, SentLine
from lib.gateways.store.backup_texts import SoundBackup
from lib.gateways.store.catalog_texts import catalog_of
from lib.gateways.store.figures import FigureScripts
from lib.gateways.store.plans import as_json
from lib.gateways.store.recounts import Recount
from lib.studio import policy
from lib.studio.search_words import SearchWords
from lib.studio.values import dataclass

BATCH = 200
# What is written into the state of a letter that comes back as given up.
WHY = "restored"


@dataclass(frozen=True, slots=True)
class Restored:
    """How many bookings and letters were not there before; none when all of it was restored earlier."""

    bookings: int
    letters: int


@dataclass(frozen=True, slots=True)
class Occupied:
    """The store holds so many bookings already; nothing was written."""

    bookings: int


class RestoreScripts(FigureScripts):
    """A part of the store."""

    async def restore(self, backup: SoundBackup) -> Restored | Occupied:
        """May be repeated, also after an Outage in the middle of it. The catalogue comes last and opens the doors."""
        keys = [self._keys.maintenance, self._keys.by_created, self._keys.catalog]
        match await self._rest.run("begin_restore", keys, [backup.sha256, str(backup.counts[BookingLine])]):
            case ["begun" | "goes_on"]:
                return await self._restored(backup)
            case ["finished"]:
                return Restored(0, 0)
            case ["occupied", count]:
                return Occupied(int(count))
            case answer:
                raise OutcomeUnknown(answer[0])

    async def _restored(self, backup: SoundBackup) -> Restored:
        bookings, letters, catalog = 0, 0, CatalogLine("", "")
        for batch in _batches(backup):
            match batch:
                case [CatalogLine() as catalog]:
                    pass
                case [BookingLine(), *_]:
                    bookings += await self._put("restore_bookings", *self._bookings_call(batch, backup.sha256))
                case _:
                    letters += await self._put("restore_letters", *self._letters_call(batch, backup.sha256))
        await self._put_recount(_recount(backup, catalog))
        keys, words = [self._keys.maintenance, self._keys.catalog], [catalog.version, catalog.document]
        match await self._rest.run("finish_restore", keys, [backup.sha256, *words]):
            case ["finished"]:
                return Restored(bookings, letters)
            case answer:
                raise _stopped(answer)

    async def _put(self, script: str, keys: list[str], plan: dict[str, object]) -> int:
        match await self._rest.run(script, keys, [as_json(plan)]):
            case ["restored", count]:
                return int(count)
            case ["kept"]:
                return 0
            case answer:
                raise _stopped(answer)

    def _bookings_call(self, batch: Sequence[Line], total: str) -> tuple[list[str], dict[str, object]]:
        bookings = [line for line in batch if isinstance(line, BookingLine)]
        stands = [PLACE.fullmatch(place) for each in bookings for place in each.fields["places"].split("\n")]
        found = [(place["instructor"], place["room"]) for place in stands if place]
        instructors = sorted({each.fields["instructor"] for each in bookings} | {instructor for instructor, _ in found})
        rooms = sorted({room for _, room in found if room})
        keys = [
            self._keys.maintenance,
            self._keys.customers,
            self._keys.active,
            self._keys.by_start,
            self._keys.by_created,
            self._keys.unmapped,
            self._keys.words,
            *(self._keys.booking(each.id) for each in bookings),
            *map(self._keys.instructor_schedule, instructors),
            *map(self._keys.instructor_index, instructors),
            *map(self._keys.room_schedule, rooms),
        ]
        told = list(map(_booking, bookings))
        return keys, {"sum": total, "instructors": instructors, "rooms": rooms, "bookings": told}

    def _letters_call(self, batch: Sequence[Line], total: str) -> tuple[list[str], dict[str, object]]:
        keys = [self._keys.maintenance, *self._keys.outbox]
        letters = [line for line in batch if isinstance(line, LetterLine)]
        return keys, {
            "sum": total,
            "waiting": [_waiting(each, each.due) for each in letters if _waits(each)],
            "dead": [_dead(each) for each in letters if _is_given_up(each)],
            "sent": [{"id": each.id, "at": each.at, "text": each.text} for each in batch if isinstance(each, SentLine)],
        }


def _recount(backup: SoundBackup, catalog: CatalogLine) -> Recount:
    """Figures are in no backup, because its bookings say them."""
    found = Recount(_zone(catalog))
    for line in backup.lines():
        if isinstance(line, BookingLine):
            found.add(line.fields)
    return found


def _zone(catalog: CatalogLine) -> ZoneInfo:
    """Whatever the settings have become, the bookings come back."""
    try:
        known = catalog_of(catalog.version, catalog.document)
    except StoreUnavailable:
        known = None
    return known.zone if known else ZoneInfo(policy.DEFAULT_ZONE)


def _stopped(answer: list[str]) -> Outage:
    """Somebody else was quicker with this backup, or began with another one."""
    return StoreUnavailable("stopped") if answer == ["stopped"] else OutcomeUnknown(answer[0])


def _batches(backup: SoundBackup) -> Iterator[list[Line]]:
    """Lines of one kind each, as many as one request may hold."""
    for _, lines in groupby(backup.lines(), type):
        while batch := list(islice(lines, BATCH)):
            yield batch


def _booking(line: BookingLine) -> dict[str, object]:
    holds = line.fields["status"] != "canceled"
    person = records.person(line.fields["person"])
    fields = {**line.fields, "words": SearchWords.of(person).line if line.fields["person"] else ""}
    return {
        "id": line.id,
        "created": line.created,
        "holds": holds,
        # Who was erased has no active bookings to be counted.
        "counts": holds and line.fields["person"] != "" and not line.is_imposed,
        "is_unmapped": holds and line.is_unmapped,
        "fields": [word for pair in sorted(fields.items()) for word in pair],
    }


def _kind(letter: LetterLine) -> str:
    return letter_texts.named(letter.id).kind


def _waits(letter: LetterLine) -> bool:
    """Reminders do, and what may go out twice: to Calendly, where one looks first, and to systems that know ids again.

    What else waited may have been sent since.
    """
    return letter.dead is None and _kind(letter) in {"reminder", "mirror", "webhook"}


def _is_given_up(letter: LetterLine) -> bool:
    """Staff decide about them. Copies would be of no use, and alarms are about what was then."""
    return not _waits(letter) and _kind(letter) not in {"copy", "alarm", "mirror"}


def _waiting(letter: LetterLine, at: int | None) -> dict[str, object]:
    return {"id": letter.id, "at": at, "text": letter.text, "state": letter.state}


def _dead(letter: LetterLine) -> dict[str, object]:
    """One state for the same letter, however often it is restored."""
    try:
        tries = int(json.loads(letter.state)["tries"])
    except (ValueError, KeyError, TypeError):
        tries = 0
    since = letter.due if letter.dead is None else letter.dead
    return {"id": letter.id, "at": since, "text": letter.text, "state": as_json({"tries": tries, "why": WHY})}
