"""The model in the place of the server, for contract tests: the same scripts, no process and no network."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import pytest

from lib.actions.outages import Outage, StoreUnavailable
from lib.gateways.store import Store
from lib.gateways.store.keys import Keys
from lib.gateways.store.rest import Rest
from lib.gateways.store.scripts import script
from tests.chaos.keyspace import Keyspace
from tests.chaos.lua_engine import engine
from tests.support.raw_store import RawStore

Answer = TypeVar("Answer")
THE_MODEL = "the model"
# The mark of modules whose promises the model has to keep as well, so that what it says of others can be believed.
ON_BOTH = pytest.mark.parametrize("raw", ["the server", THE_MODEL], indirect=True)


class InProcessRest(Rest):
    def __init__(self, keyspace: Keyspace) -> None:
        self._keyspace = keyspace

    def close(self) -> None:
        """There is nothing to end."""

    async def command(self, *words: str) -> object:
        return await self._settled(words[0], partial(self._keyspace.do, list(words)), unclear=StoreUnavailable)

    def _evaluation(self, name: str, keys: list[str], args: list[str]) -> Callable[[], object]:
        return lambda: engine().run(script(name), self._keyspace, keys, args)

    async def _settled(self, what: str, call: Callable[[], Answer], *, unclear: type[Outage]) -> Answer:
        assert what
        assert unclear
        self._keyspace.now = int(time.time() * 1000)
        return call()


class InProcessStore(Store):
    def __init__(self, keyspace: Keyspace, prefix: str) -> None:
        self._rest = InProcessRest(keyspace)
        self._keys = Keys(prefix)


def in_process(kind: type[Store]) -> type[InProcessStore]:
    """The same kind of client, over the model."""
    return InProcessStore if kind is Store else type(kind.__name__, (kind, InProcessStore), {})


class InProcessRaw(RawStore):
    """Looks into the model as RawStore looks into the server."""

    def __init__(self) -> None:
        self.url, self.token, self.prefix = "http://nowhere", "none", "m:"
        self.keyspace = Keyspace(now=int(time.time() * 1000))

    def do(self, *words: str | int) -> Any:
        name, *rest = map(str, words)
        match name:
            case "KEYS":
                return self.keyspace.names()
            case "DUMP":
                value = self.keyspace.values[rest[0]]
                return repr(value.order if hasattr(value, "order") else value)
            case "TYPE":
                return "hash" if isinstance(self.keyspace.values[rest[0]], dict) else "another"
            case "HGETALL":
                return [word for pair in self.keyspace.do([name, *rest]).items() for word in pair]
            case _:
                return self.keyspace.do([name, *rest])

    def do_all(self, commands: Sequence[Sequence[str | int]]) -> list[Any]:
        return [self.do(*words) for words in commands]

    def close(self) -> None:
        """There is nothing to end."""
