"""The store behind a bad line: the gateway's own retries, the project's own scripts, a network made of chance."""

import random
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from lib.actions.outages import Outage, StoreUnavailable
from lib.gateways.store import Store
from lib.gateways.store.keys import Keys
from lib.gateways.store.rest import READ, TOTAL, Rest
from lib.gateways.store.scripts import script
from lib.gateways.store.tries import NoAnswer, settled
from tests.chaos.keyspace import Keyspace
from tests.chaos.lua_engine import engine
from tests.chaos.scheduler import Scheduler
from tests.chaos.weather import Fate, Weather

Answer = TypeVar("Answer")
# What a later release may do to members (the key model in lib/gateways/store): words between hold and booking.
LATER_RELEASE = ("place.room, 0, plan.id}", "place.room, 0, 'later', plan.id}")
PAST_STATES = 6


class Killed(BaseException):
    """The process that served a request ended while it waited; whoever had asked hears nothing."""


class Server:
    """The one store of a history. ``weather`` may change while it runs."""

    def __init__(self, scheduler: Scheduler, rng: random.Random, weather: Weather) -> None:
        self.scheduler, self.rng, self.weather = scheduler, rng, weather
        self.keyspace = Keyspace(int(scheduler.now * 1000))
        self.told: Callable[[str], None] | None = None
        self._past: deque[Keyspace] = deque(maxlen=PAST_STATES)

    def script(self, text: str, keys: list[str], args: list[str]) -> Any:
        self._tick()
        return engine().run(text, self.keyspace, keys, args)

    def look(self, text: str, keys: list[str], args: list[str]) -> Any:
        """As a replica might answer that lags behind."""
        self._tick()
        is_stale = self._past and self.rng.random() < self.weather.stale
        seen = self.rng.choice(self._past) if is_stale else self.keyspace
        return engine().run(text, seen, keys, args)

    def command(self, words: list[str]) -> Any:
        self._tick()
        return self.keyspace.do(list(map(str, words)))

    def tell(self, line: str) -> None:
        if self.told:
            self.told(line)

    def _tick(self) -> None:
        self.keyspace.now = int(self.scheduler.now * 1000)
        if self.weather.stale and self.rng.random() < 0.3:
            self._past.append(self.keyspace.copy())


class SimulatedRest(Rest):
    """The connection of one process. Deadlines, retries and what an error means are those of the real one."""

    def __init__(self, server: Server, process: str, *, is_later_release: bool) -> None:
        self._server, self._process, self._is_later = server, process, is_later_release
        self._looks = False
        # What is put in the place of what in every script, to see that it is noticed.
        self.planted = ("", "")

    async def look(self, name: str, keys: list[str], args: list[str]) -> list[str]:
        self._looks = True
        return await super().look(name, keys, args)

    async def command(self, *words: str) -> object:
        return await self._settled(words[0], partial(self._server.command, list(words)), unclear=StoreUnavailable)

    async def once(self, *words: str) -> object:
        """One command and one try, for those who do not think of more. Raises NoAnswer."""
        return await self._attempt_until(self._server.scheduler.now + TOTAL, partial(self._server.command, list(words)))

    def close(self) -> None:
        """There is nothing to end."""

    def _evaluation(self, name: str, keys: list[str], args: list[str]) -> Callable[[], object]:
        text = script(name)
        if self._is_later:
            text = text.replace(*LATER_RELEASE)
        text = text.replace(*self.planted)
        run, self._looks = (self._server.look if self._looks else self._server.script), False

        def call() -> object:
            answer = run(text, keys, args)
            self._server.tell(f"  store  {name} for {self._process}: {answer[0]}")
            return answer

        return call

    async def _settled(self, what: str, call: Callable[[], Answer], *, unclear: type[Outage]) -> Answer:
        assert what
        give_up = self._server.scheduler.now + TOTAL
        attempt = partial(self._attempt_until, give_up, call)
        try:
            return await settled(attempt, self._wait, unclear)
        except TimeoutError as error:
            raise unclear("deadline") from error

    async def _attempt_until(self, give_up: float, call: Callable[[], Answer]) -> Answer:
        server, rng = self._server, self._server.rng
        fate = server.weather.fate(rng)
        await self._wait(rng.random() * 0.3)
        if fate != "delivered":
            server.tell(f"  line   {self._process}: {fate}")
        self._refuse(fate)
        if fate == "late":
            server.scheduler.later(rng.random() * server.weather.latest, call)
            await self._wait(READ)
            raise NoAnswer("ReadTimeout", may_be_done=True)
        answer = call()
        await self._wait(rng.random() * 0.3)
        if fate == "lost_after":
            raise NoAnswer("ReadError", may_be_done=True)
        if server.scheduler.now > give_up:
            raise TimeoutError
        return answer

    @staticmethod
    def _refuse(fate: Fate) -> None:
        match fate:
            case "refused":
                raise NoAnswer("ConnectError", may_be_done=False)
            case "quota":
                raise NoAnswer("ERR", may_be_done=False, is_final=True)
            case "lost_before":
                raise NoAnswer("ReadError", may_be_done=True)
            case _:
                return

    async def _wait(self, seconds: float) -> None:
        await self._server.scheduler.sleep(seconds)
        if self._server.rng.random() < self._server.weather.killed:
            self._server.tell(f"  kill   {self._process}")
            raise Killed


class SimulatedStore(Store):
    """The gateway over such a line."""

    def __init__(self, rest: SimulatedRest) -> None:
        self._rest = rest
        self._keys = Keys("")
