"""Who of the instructors is in, or may come in by a link, and the document that decides about it."""

import json
from collections.abc import Callable

from lib.actions.answers import NewCatalog
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.actions.outbox import STAFF
from lib.actions.sessions import Arrival, LinkIs, LinkUsed, NewLink, SessionIs
from lib.actions.sign_in_ports import Asked
from lib.gateways.store import letter_texts
from lib.gateways.store.catalog_texts import known_catalog
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import as_json
from lib.gateways.store.rest import Rest
from lib.gateways.store.sessions import BEGINNING
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.catalog_document import BadCatalog, parse
from lib.studio.staff_entry import entry_marks

# Somebody may come in between two rounds, never so often.
ROUNDS = 5
Call = Callable[[list[str]], tuple[list[str], list[str]]]
_LINK = ("instructor", "mark", "account", "ends")


class EntryScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def ask_link(self, link: NewLink, catalog: Catalog) -> Asked | NewCatalog:
        name = self._keys.sign_in_link(link.ticket)
        plan = {
            "catalog": catalog.version,
            "instructor": link.instructor,
            "mark": link.mark,
            "account": link.account,
            "entry": self._keys.entry(link.mark, name),
            "now": link.now,
            "seconds": policy.LINK_SECONDS,
            "letter": letter_texts.welcome_name(STAFF, link.now if link.mark else 0, link.ticket),
            "text": letter_texts.text_of("welcome", "instructor", link.now),
        }
        keys = [self._keys.catalog, name, self._keys.entries, self._keys.letters_due, self._keys.letters]
        match await self._rest.run("ask_link", keys, [as_json(plan)]):
            case ["asked"]:
                return Asked()
            case ["catalog", version, document]:
                return NewCatalog(known_catalog(version, document))
            case answer:
                raise OutcomeUnknown(answer[0])

    async def link(self, ticket: str) -> LinkIs | None:
        found = await self._rest.command("HMGET", self._keys.sign_in_link(ticket), *_LINK)
        if not isinstance(found, list) or len(found) != len(_LINK):
            raise StoreUnavailable("shape")
        instructor, mark, account, ends = (str(word) if word is not None else "" for word in found)
        return LinkIs(instructor, mark, account, int(ends)) if instructor and ends else None

    async def take_link(self, arrival: Arrival) -> SessionIs | LinkUsed:
        attempt = arrival.attempt
        session = self._keys.session(arrival.session)
        plan = {
            "now": attempt.now,
            "session": session.removeprefix(self._keys.prefix),
            "network": attempt.network,
            **BEGINNING,
        }
        keys = [
            self._keys.sign_in_link(arrival.ticket),
            session,
            self._keys.entries,
            *self._keys.guesses(attempt.account, attempt.network),
        ]
        match await self._rest.run("take_link", keys, [as_json(plan)]):
            case ["open", instructor, ends]:
                return SessionIs("instructor", instructor, int(ends))
            case ["used"]:
                return LinkUsed()
            case answer:
                raise OutcomeUnknown(answer[0])

    async def save_catalog(self, document: str, expected: str | None, version: str) -> bool:
        """Puts a document in place of the ``expected`` version; False when that is no longer the present one.

        Whom it does not let in any more is out when this answers: it is one step with the document, and whoever has
        another copy of the catalogue at hand has no session any more.
        """

        def call(ended: list[str]) -> tuple[list[str], list[str]]:
            plan = as_json({"marks": marks_in(document), "entries": ended})
            keys = [self._keys.catalog, self._keys.entries, *map(self._keys.entered, ended)]
            return keys, [expected or "", version, document, plan]

        match await run_dismissing("save_catalog", call, self._rest):
            case ["saved", _]:
                return True
            case ["changed", _]:
                return False
            case answer:
                raise OutcomeUnknown(answer[0])


async def run_dismissing(script: str, call: Call, rest: Rest) -> list[str]:
    """The answer of a script that puts another catalogue in force (lua/parts/dismissals.lua).

    ``call`` is told which entries end, none at first: the script names them, because nobody knows them before it runs.
    """
    ended: list[str] = []
    for _ in range(ROUNDS):
        match await rest.run(script, *call(ended)):
            case ["keys", entries]:
                ended = entries.splitlines()
            case answer:
                return answer
    raise StoreUnavailable("busy")


def marks_in(document: str) -> tuple[str, ...]:
    """Whom a document lets in. What cannot be read lets nobody in."""
    try:
        return entry_marks(parse(json.loads(document), ""))
    except (BadCatalog, ValueError):
        return ()
