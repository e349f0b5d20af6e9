"""Reading all that must outlive the store: bookings, letters and the catalogue as they stood at one moment."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import TypeVar

from lib.actions.outages import StoreUnavailable, VaultUnavailable
from lib.actions.outbox import STUDIO
from lib.actions.ports import Backup
from lib.gateways.store import letter_texts, records
from lib.gateways.store.backup_lines import BookingLine, CatalogLine, LetterLine, Line, SentLine
from lib.gateways.store.backup_texts import BackupText, BadBackup, sound
from lib.gateways.store.keys import Keys
from lib.gateways.store.rest import Rest
from lib.studio.booking import Booking

# An answer of so many bookings is a quarter of a megabyte; four on their way fit into the deadline of a slow line.
PAGE, AT_ONCE = 200, 4
IDS, ROUNDS = 5000, 8

Item = TypeVar("Item")


class BackupScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def backup(self) -> Backup:
        """Read anew when somebody booked, moved or cancelled meanwhile: pages of two moments may give one place twice.

        Raises StoreUnavailable, also while a backup is being restored.
        """
        if await self._rest.command("HGET", self._keys.maintenance, "restoring"):
            raise StoreUnavailable("restoring")
        newest = await self._newest_event()
        for _ in range(ROUNDS):
            text = BackupText()
            async for line in self._lines():
                text.add(line)
            before, newest = newest, await self._newest_event()
            if newest == before:
                return text.finished()
        raise StoreUnavailable("busy")

    def bookings_in(self, content: bytes) -> Iterator[Booking]:
        """Those of a backup. Raises VaultUnavailable for one that cannot be believed."""
        try:
            lines = sound(content).lines()
        except BadBackup as bad:
            raise VaultUnavailable("bad_backup") from bad
        return (records.booking(line.id, line.fields) for line in lines if isinstance(line, BookingLine))

    async def _newest_event(self) -> str:
        found = await self._rest.command("XREVRANGE", self._keys.events, "+", "-", "COUNT", "1")
        return str(found)

    async def _lines(self) -> AsyncIterator[Line]:
        catalog = _fields(await self._rest.command("HGETALL", self._keys.catalog))
        if "version" in catalog:
            yield CatalogLine(catalog["version"], catalog["document"])
        known = {STUDIO}
        async for booking in _in_order(self._bookings, sorted(await self._booking_ids())):
            # The index may name more: a store that lost a booking need not have lost every word about it.
            known.add(getattr(booking, "id", ""))
            yield booking
        # Those that were given up twice: between the first look and the second, letters go over from one to the other.
        waiting = [await self._letter_ids(key, known) for key in self._places_of_waiting()]
        async for letter in _in_order(self._letters, sorted(set.union(*waiting))):
            yield letter
        sent = await self._letter_ids(self._keys.letters_sent_at, known)
        async for mark in _in_order(self._sent, sorted(sent)):
            yield mark

    def _places_of_waiting(self) -> tuple[str, str, str]:
        return self._keys.letters_dead, self._keys.letters_due, self._keys.letters_dead

    async def _booking_ids(self) -> set[str]:
        """No booking ever leaves the index, so that pages by number miss none."""
        found: set[str] = set()
        at, page = 0, [""]
        while page:
            page = _words(await self._rest.command("ZRANGE", self._keys.by_created, str(at), str(at + IDS - 1)))
            found.update(page)
            at += IDS
        return found

    async def _letter_ids(self, key: str, bookings: set[str]) -> set[str]:
        """Of letters about these bookings: a letter about one that came later would have nobody to go to."""
        found: set[str] = set()
        cursor = "0"
        while True:
            match await self._rest.command("ZSCAN", key, cursor, "COUNT", str(IDS)):
                case (int(following), list(pairs)):
                    found.update(letter for letter, _ in pairs if _booking_of(letter) in bookings)
                case _:
                    raise StoreUnavailable("shape")
            if not following:
                return found
            cursor = str(following)

    async def _bookings(self, ids: Sequence[str]) -> list[Line]:
        match await self._rest.look("read_bookings", list(map(self._keys.booking, ids)), []):
            case ["bookings", text]:
                found = zip(ids, json.loads(text), strict=True)
                return [BookingLine(each, _pairs(words)) for each, words in found if words]
            case answer:
                raise StoreUnavailable(answer[0])

    async def _letters(self, ids: Sequence[str]) -> list[Line]:
        return [
            LetterLine(letter, _instant(due), text, state, _instant(dead))
            for letter, (due, text, state, dead, _, _) in await self._told(ids)
            if due or dead
        ]

    async def _sent(self, ids: Sequence[str]) -> list[Line]:
        told = [(letter, words[4], _instant(words[5])) for letter, words in await self._told(ids)]
        return [SentLine(letter, text, at) for letter, text, at in told if at is not None]

    async def _told(self, ids: Sequence[str]) -> list[tuple[str, list[str]]]:
        match await self._rest.look("read_letters", list(self._keys.outbox), list(ids)):
            case ["letters", *words]:
                return [(letter, words[6 * n : 6 * n + 6]) for n, letter in enumerate(ids)]
            case answer:
                raise StoreUnavailable(answer[0])


async def _in_order(read: Callable[[Sequence[str]], Awaitable[list[Line]]], ids: Sequence[str]) -> AsyncIterator[Line]:
    for pages in _parts(list(_parts(ids, PAGE)), AT_ONCE):
        for page in await asyncio.gather(*map(read, pages)):
            for line in page:
                yield line


def _parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _booking_of(letter: str) -> str:
    """Empty for what is no name of a letter."""
    try:
        return letter_texts.named(letter).booking
    except ValueError:
        return ""


def _pairs(words: list[str]) -> dict[str, str]:
    return dict(zip(words[::2], words[1::2], strict=True))


def _instant(score: str) -> int | None:
    return int(float(score)) if score else None


def _words(answer: object) -> list[str]:
    if isinstance(answer, list) and all(isinstance(word, str) for word in answer):
        return answer
    raise StoreUnavailable("shape")


def _fields(answer: object) -> dict[str, str]:
    if isinstance(answer, dict):
        return answer
    raise StoreUnavailable("shape")
