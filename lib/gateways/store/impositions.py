"""What Calendly imposes on the schedule: how the script is told of it, and what staff have to see to."""

import json
import re
from collections.abc import Mapping, Sequence

from lib.actions.answers import NewCatalog
from lib.actions.calendly import (
    Applied,
    Conflict,
    Duplicate,
    ImposeAnswer,
    Imposition,
    Invitee,
    Unmapped,
    booking_id_of,
    meeting_word,
)
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.gateways.store import letter_texts, plans, records
from lib.gateways.store.catalog_texts import known_catalog
from lib.gateways.store.change_plans import months_around
from lib.gateways.store.imposition_texts import conflict, invitee_of, source
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import SCAN, SECONDS_PER_DAY, as_json
from lib.gateways.store.rest import Rest
from lib.studio import policy
from lib.studio.catalog import ANYONE, Catalog
from lib.studio.figures import month_of
from lib.studio.imposed import Imposed
from lib.studio.search_words import SearchWords

# First who else loses a place has to be named, then where they stand; more rounds there are only if that changes.
ROUNDS = 4
_OUR_BOOKING = re.compile(r"booking_[0-9]{1,15}_[a-z0-9]{13}", re.ASCII)


class ImpositionScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def impose(self, imposition: Imposition, catalog: Catalog) -> ImposeAnswer:
        names = _first_names(imposition, catalog)
        answer = await self._rest.run("impose", *self._impose_call(imposition, catalog, names))
        for _ in range(ROUNDS):
            match answer:
                case ["keys", missing]:
                    names = list(dict.fromkeys([*names, *missing.splitlines()]))
                    answer = await self._rest.run("impose", *self._impose_call(imposition, catalog, names))
                case _:
                    break
        match answer:
            case ["applied", event_id]:
                return Applied(event_id)
            case ["duplicate"]:
                return Duplicate()
            case ["catalog", version, document]:
                return NewCatalog(known_catalog(version, document))
            case _:
                raise OutcomeUnknown(answer[0])

    async def unmapped(self, since: int, most: int) -> tuple[Unmapped, ...]:
        """Those that begin after then (epoch minute), the next first; two round trips."""
        ids = await self._ids(self._keys.unmapped, since, most)
        if not ids:
            return ()
        match await self._rest.look("read_bookings", list(map(self._keys.booking, ids)), []):
            case ["bookings", text]:
                told = [records.fields_of(words) for words in json.loads(text)]
                pairs = zip(ids, told, strict=True)
                return tuple(Unmapped(each, invitee_of(fields)) for each, fields in pairs if "calendly" in fields)
            case answer:
                raise StoreUnavailable(answer[0])

    async def conflicts(self, since: int, most: int) -> tuple[Conflict, ...]:
        """As they were noted, in the same order; whether they still are, the bookings say."""
        return tuple(map(conflict, await self._ids(self._keys.conflicts, since, most)))

    async def known_meetings(self, meetings: Sequence[str]) -> Mapping[str, str]:
        """``over`` for those that were cancelled for everybody, ``ours`` for our own invitations; by their words."""
        if not meetings:
            return {}
        found = await self._rest.command("MGET", *map(self._keys.meeting, meetings))
        if not isinstance(found, list):
            raise StoreUnavailable("shape")
        return {word: known for word, known in zip(meetings, found, strict=True) if known}

    async def trim_conflicts(self, before: int) -> int:
        """Forgets what began before then (epoch minute); how many it were."""
        keys = [self._keys.conflicts, self._keys.unmapped]
        match await self._rest.run("trim_conflicts", keys, [str(before)]):
            case ["trimmed", count]:
                return int(count)
            case answer:
                raise OutcomeUnknown(answer[0])

    async def _ids(self, key: str, since: int, most: int) -> list[str]:
        found = await self._rest.command("ZRANGE", key, str(since), "+inf", "BYSCORE", "LIMIT", "0", str(most))
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return found
        raise StoreUnavailable("shape")

    def _impose_call(
        self, imposition: Imposition, catalog: Catalog, names: Sequence[str]
    ) -> tuple[list[str], list[str]]:
        others, instructors, rooms, months = ([name[2:] for name in names if name[0] == kind] for kind in "birf")
        keys = self._keys
        meeting = imposition.invitee.meeting
        plan = {**_plan(imposition, catalog), "others": others, "instructors": instructors, "all_rooms": rooms}
        plan |= {"months": months}
        return [
            keys.booking(imposition.invitee.booking_id),
            keys.meeting(meeting_word(meeting.uri if meeting else imposition.invitee.meeting_uri)),
            keys.customers,
            keys.active,
            keys.by_start,
            keys.by_created,
            keys.letters_due,
            keys.letters,
            keys.letters_sent,
            keys.events,
            keys.nudge,
            keys.unmapped,
            keys.conflicts,
            keys.catalog,
            keys.words,
            keys.visits(month_of(plans.local_day(_since(imposition), catalog))),
            *map(keys.booking, others),
            *map(keys.instructor_schedule, instructors),
            *map(keys.instructor_index, instructors),
            *map(keys.room_schedule, rooms),
            *map(keys.figures, months),
        ], [
            as_json(plan),
            records.terms_text(imposition.terms) if imposition.terms else "",
            records.person_text(imposition.invitee.person),
            source(imposition.invitee),
        ]


def _first_names(imposition: Imposition, catalog: Catalog) -> list[str]:
    """Whoever the invitee itself names, and all schedules there are."""
    invitee = imposition.invitee
    others = [booking_id_of(uri) for uri in (invitee.instead_of, invitee.moved_to) if uri]
    if native := _native(invitee):
        others.append(native)
    people, rooms = (*catalog.instructors, ANYONE), catalog.rooms
    pieces = imposition.imposed.pieces if imposition.imposed else ()
    months = dict.fromkeys([*(piece.name[:7] for piece in pieces), *months_around(imposition.now)])
    return [
        *(f"b.{each}" for each in others),
        *(f"i.{each}" for each in people),
        *(f"r.{each}" for each in rooms),
        *(f"f.{each}" for each in months),
    ]


def _since(imposition: Imposition) -> int:
    return imposition.invitee.created or imposition.now


def _plan(imposition: Imposition, catalog: Catalog) -> dict[str, object]:
    """What is not so is left out, because JSON's null is something in Lua."""
    invitee = imposition.invitee
    meeting_uri = invitee.meeting.uri if invitee.meeting else invitee.meeting_uri
    plan: dict[str, object] = {
        "id": invitee.booking_id,
        "catalog": catalog.version,
        "meeting": meeting_word(meeting_uri),
        "uri": invitee.uri,
        "uris": f"{meeting_uri} {invitee.uri}",
        "facts": imposition.facts,
        "told": f"{int(invitee.meeting is not None)}{invitee.updated:020d}",
        "stands": "",
        "is_over": imposition.is_over,
        "customer": imposition.customer,
        "words": SearchWords.of(invitee.person).line,
        "payment": imposition.payment,
        "since": _since(imposition),
        "by": "calendly",
        "now": imposition.now // 60_000,
        "created": imposition.now,
        "events_kept": plans.EVENTS_KEPT,
        "memory_seconds": policy.CALENDLY_MEMORY_DAYS * SECONDS_PER_DAY,
        "letters": plans.letters(imposition.letters, imposition.now),
        "webhooks": plans.letters(imposition.webhooks, imposition.now),
        "capacities": {each.id: each.capacity for each in catalog.class_types.values()},
        **_visit(imposition, catalog),
        **SCAN,
    }
    if native := _native(invitee):
        plan["native"] = native
    if invitee.instead_of:
        plan["follows"] = booking_id_of(invitee.instead_of)
    if imposition.alarm:
        plan["alarm"] = letter_texts.alarm(imposition.alarm, imposition.now)
    return plan | (_shape(invitee.meeting.start, imposition.imposed) if invitee.meeting and imposition.imposed else {})


def _shape(start: int, imposed: Imposed) -> dict[str, object]:
    """Where it stands; ``stands`` says the same in one word, by which the script sees whether that changed."""
    lines = [{"name": p.name, "from": p.start, "till": p.end, "instructor": p.instructor} for p in imposed.pieces]
    shape = {
        "place": f"{start}:{imposed.instructor}",
        "lines": lines,
        "class": imposed.class_type,
        "before": imposed.before,
        "after": imposed.after,
        "rooms": imposed.rooms,
        "instructor": imposed.instructor,
        "is_mapped": imposed.is_mapped,
    }
    return {**shape, "stands": as_json(shape)}


def _visit(imposition: Imposition, catalog: Catalog) -> dict[str, object]:
    terms = imposition.terms
    return plans.visit(terms, _since(imposition), catalog) if terms else {}


def _native(invitee: Invitee) -> str:
    return invitee.our_booking if _OUR_BOOKING.fullmatch(invitee.our_booking) else ""
