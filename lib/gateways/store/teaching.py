"""The links by which instructors' calendars read their sessions, and what they read, as the store has it."""

from lib.actions.answers import NewCatalog
from lib.actions.calendar_ports import TeachingIs, TeachingLink, TeachingQuery
from lib.actions.changes import SessionEnded, Unopened
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.gateways.store import records
from lib.gateways.store.catalog_texts import known_catalog
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import as_json
from lib.gateways.store.rest import Rest
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.teaching import Taught


class TeachingScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def teaching(self, query: TeachingQuery, catalog: Catalog) -> TeachingIs | Unopened | NewCatalog:
        plan = {
            "catalog": catalog.version,
            "instructor": query.instructor,
            "ticket": query.ticket,
            "from": query.starts[0],
            "till": query.starts[1],
            "now": query.now,
            "most": policy.TAUGHT_SESSIONS,
            "most_places": policy.TAUGHT_PLACES,
        }
        schedule = self._keys.instructor_schedule(query.instructor)
        keys = [self._keys.catalog, self._keys.teaching_links, self._keys.events, schedule]
        match await self._rest.look("teaching", keys, [as_json(plan)]):
            case ["teaching", changed, lines]:
                return TeachingIs(int(changed), tuple(map(_taught, lines.splitlines())))
            case ["unopened"]:
                return Unopened()
            case ["catalog", version, document]:
                return NewCatalog(known_catalog(version, document))
            case answer:
                raise StoreUnavailable(answer[0])

    async def teaching_link(self, link: TeachingLink, catalog: Catalog) -> str | SessionEnded | NewCatalog:
        plan = {
            "catalog": catalog.version,
            "instructor": link.instructor,
            "ticket": link.ticket,
            "instead": link.instead,
            "now": link.now // 1000,
            "idle": policy.SESSION_IDLE_MINUTES * 60,
        }
        keys = [self._keys.session(link.session), self._keys.catalog, self._keys.teaching_links]
        match await self._rest.run("teaching_link", keys, [as_json(plan)]):
            case ["link", ticket]:
                return ticket
            case ["signed_out"]:
                return SessionEnded()
            case ["catalog", version, document]:
                return NewCatalog(known_catalog(version, document))
            case answer:
                raise OutcomeUnknown(answer[0])


def _taught(line: str) -> Taught:
    session, _, booking = line.partition(" ")
    return Taught(records.block(session), booking)
