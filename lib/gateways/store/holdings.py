"""All that is kept about one customer, as far as the store finds it: shown, or removed."""

from collections.abc import Callable

from lib.actions.changes import Authority, Erasure, SessionEnded, Unopened, VersionIs
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.gateways.store import records
from lib.gateways.store.change_plans import authority_of
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import as_json
from lib.gateways.store.rest import Rest
from lib.studio.booking import Booking

# A booking may be made between two rounds, never so many of one customer.
ROUNDS = 3
Call = Callable[[list[str]], tuple[list[str], list[str]]]


class HoldingScripts:
    """A part of the store. Nobody knows before the script runs which bookings are the customer's: it names them."""

    _rest: Rest
    _keys: Keys

    async def holdings(
        self, authority: Authority, *, everything: bool
    ) -> tuple[Booking, ...] | Unopened | SessionEnded:
        def call(others: list[str]) -> tuple[list[str], list[str]]:
            plan = {**authority_of(authority), "all": everything, "others": others}
            keys = [*self._first_keys(authority), *map(self._keys.booking, others)]
            return keys, [as_json(plan)]

        match await self._with_names("holdings", call):
            case ["holdings", *snapshots]:
                return tuple(records.snapshot(text).booking for text in snapshots)
            case ["unopened"]:
                return Unopened()
            case ["signed_out"]:
                return SessionEnded()
            case answer:
                raise StoreUnavailable(answer[0])

    async def erase(self, erasure: Erasure) -> Booking | Unopened | SessionEnded | VersionIs:
        def call(others: list[str]) -> tuple[list[str], list[str]]:
            plan = {**authority_of(erasure.authority), "all": erasure.everything, "others": others}
            plan |= {"pseudonym": erasure.pseudonym, "created": erasure.now}
            plan |= {} if erasure.version is None else {"version": erasure.version}
            keys = [*self._first_keys(erasure.authority), self._keys.active, self._keys.words]
            keys += map(self._keys.booking, others)
            return keys, [as_json(plan)]

        match await self._with_names("erase", call):
            case ["erased", text]:
                return records.snapshot(text).booking
            case ["unopened"]:
                return Unopened()
            case ["signed_out"]:
                return SessionEnded()
            case ["version", version]:
                return VersionIs(int(version))
            case answer:
                raise OutcomeUnknown(answer[0])

    def _first_keys(self, authority: Authority) -> list[str]:
        return [self._keys.booking(authority.booking_id), self._keys.session(authority.session), self._keys.customers]

    async def _with_names(self, script: str, call: Call) -> list[str]:
        answer = await self._rest.run(script, *call([]))
        for _ in range(ROUNDS):
            match answer:
                case ["keys", ids]:
                    answer = await self._rest.run(script, *call(ids.splitlines()))
                case _:
                    break
        return answer
