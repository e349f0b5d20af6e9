"""The trail of a booking and the figures of the studio: read for staff, and counted anew from the bookings."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from lib.actions.changes import Authority, SessionEnded, Unopened
from lib.actions.figure_ports import FiguresQuery
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.gateways.store import records
from lib.gateways.store.change_plans import authority_of
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import as_json
from lib.gateways.store.recounts import Counters, Recount, counting, read, written
from lib.gateways.store.rest import Rest
from lib.studio import policy
from lib.studio.figures import Figures, month_of, months
from lib.studio.trail import Line, line
from lib.studio.values import dataclass

PAGE, AT_ONCE, IDS, ROUNDS = 200, 4, 5000, 8
# Hashes that are put in place with one request.
MONTHS_AT_ONCE = 50

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A hash whose counters are not what the bookings say."""

    key: str
    mark: str
    right: Counters


class FigureScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def trail(self, authority: Authority) -> tuple[Line, ...] | Unopened | SessionEnded:
        """The oldest first."""
        keys = [self._keys.booking(authority.booking_id), self._keys.session(authority.session)]
        match await self._rest.look("read_trail", keys, [as_json(authority_of(authority))]):
            case ["trail", *words]:
                return tuple(sorted((line(*each) for each in _parts(words, 2)), key=lambda each: each.order))
            case ["unopened"]:
                return Unopened()
            case ["signed_out"]:
                return SessionEnded()
            case answer:
                raise StoreUnavailable(answer[0])

    async def figures(self, query: FiguresQuery) -> Figures:
        names = months(query.period.first, query.period.last)
        keys = [*map(self._keys.figures, names), *(map(self._keys.visits, names) if query.visits else ())]
        plan: dict[str, object] = {
            "months": [_month(name, query) for name in names],
            "instructor": query.instructor,
            "by_day": query.by_day,
        }
        match await self._rest.look("read_figures", keys, [as_json(plan)]):
            case ["figures", lessons, visits, course]:
                return Figures(
                    lessons=_sums(lessons),
                    visits=_sums(visits),
                    course={(name, when): int(n) for name, when, n in _parts(_list(course), 3)},
                )
            case answer:
                raise StoreUnavailable(answer[0])

    async def recount_figures(self, zone: ZoneInfo) -> int:
        """Counts all bookings anew while others book and change; how many hashes of a month were not right.

        ``zone`` says on which day a booking was made that does not know it. Raises StoreUnavailable when there is no
        moment in which nobody changes anything.
        """
        right, corrected = await self._recount(zone), 0
        for _ in range(ROUNDS):
            # The marks come first: whatever is counted while the bookings are read moves them.
            kept = await self._counters(right)
            right = await self._recount(zone)
            wrong = list(self._wrong(kept, right))
            done = await self._put_figures(wrong)
            corrected += done
            if done == len(wrong):
                return corrected
        raise StoreUnavailable("busy")

    async def _put_recount(self, right: Recount) -> None:
        """For a store that nobody else writes to."""
        wrong = list(self._wrong(await self._counters(right), right))
        if await self._put_figures(wrong) != len(wrong):
            raise StoreUnavailable("busy")

    async def _recount(self, zone: ZoneInfo) -> Recount:
        found = Recount(zone)
        async for fields in self._all_bookings():
            if "status" in fields:
                found.add(fields)
        return found

    async def _all_bookings(self) -> AsyncIterator[Mapping[str, str]]:
        """No booking ever leaves the index, so that pages by number miss none."""
        at, ids = 0, [""]
        while ids:
            ids = _words(await self._rest.command("ZRANGE", self._keys.by_created, str(at), str(at + IDS - 1)))
            pages = [list(map(self._keys.booking, page)) for page in _parts(ids, PAGE)]
            for some in _parts(pages, AT_ONCE):
                for found in await asyncio.gather(*map(self._hashes, some)):
                    for fields in found:
                        yield fields
            at += IDS

    async def _hashes(self, keys: Sequence[str]) -> list[dict[str, str]]:
        match await self._rest.run("read_bookings", list(keys), []):
            case ["bookings", text]:
                return list(map(records.fields_of, json.loads(text)))
            case answer:
                raise OutcomeUnknown(answer[0])

    async def _counters(self, right: Recount) -> Mapping[str, dict[str, str]]:
        """What is kept of all months in which there could be a booking, by key."""
        named = [*right.figures, *right.visits]
        if not named:
            return {}
        # Whatever was moved away from the furthest day has left its counters there.
        furthest = date.fromisoformat(f"{max(named)}-28") + timedelta(days=policy.FURTHEST_HORIZON_DAYS)
        span = months(date.fromisoformat(f"{min(named)}-01"), furthest)
        keys = [*map(self._keys.figures, span), *map(self._keys.visits, span)]
        return dict(zip(keys, await self._hashes(keys), strict=True))

    def _wrong(self, kept: Mapping[str, dict[str, str]], right: Recount) -> list[_Wrong]:
        wanted = {self._keys.figures(month): found for month, found in right.figures.items()}
        wanted |= {self._keys.visits(month): found for month, found in right.visits.items()}
        return [
            _Wrong(key, kept.get(key, {}).get("#", ""), counting(wanted.get(key, {})))
            for key in dict.fromkeys([*kept, *wanted])
            if read(kept.get(key, {})) != counting(wanted.get(key, {}))
        ]

    async def _put_figures(self, wrong: Sequence[_Wrong]) -> int:
        done = 0
        for some in _parts(wrong, MONTHS_AT_ONCE):
            told = [{"mark": each.mark, "counters": _in_turn(each.right)} for each in some]
            match await self._rest.run("put_figures", [each.key for each in some], [json.dumps(told)]):
                case ["counted", count]:
                    done += int(count)
                case answer:
                    raise OutcomeUnknown(answer[0])
        return done


def _month(name: str, query: FiguresQuery) -> dict[str, object]:
    """Which days of it are asked for."""
    last_day = (date.fromisoformat(f"{name}-28") + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    first = query.period.first.day if name == month_of(query.period.first) else 1
    last = query.period.last.day if name == month_of(query.period.last) else last_day.day
    is_whole = (first, last) == (1, last_day.day)
    return {"name": name, "from": f"{first:02}", "till": f"{last:02}", "is_whole": is_whole}


def _in_turn(counters: Counters) -> list[str]:
    return [word for name, days in sorted(counters.items()) for word in (name, written(days))]


def _sums(text: str) -> dict[str, int]:
    return {name: int(number) for name, number in _parts(_list(text), 2) if number != "0"}


def _list(text: str) -> list[str]:
    """An empty table of Lua's is an object in JSON."""
    return json.loads(text) or []


def _parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _words(answer: object) -> list[str]:
    if isinstance(answer, list) and all(isinstance(word, str) for word in answer):
        return answer
    raise StoreUnavailable("shape")
