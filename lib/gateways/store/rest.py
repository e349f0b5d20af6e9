"""Upstash's REST interface through its own SDK, with the deadlines and the retries that the SDK does not have."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar, cast

import httpx
from upstash_redis import Redis
from upstash_redis.errors import UpstashError

from lib.actions.log_lines import timed
from lib.actions.outages import NotConfigured, Outage, OutcomeUnknown, StoreUnavailable
from lib.gateways.store.direct import DirectClient
from lib.gateways.store.hurried import HurriedTransport
from lib.gateways.store.scripts import script, script_hash
from lib.gateways.store.tries import NoAnswer, settled

# Seconds. All tries together stay under TOTAL, which leaves a function that may run for eight seconds time to answer.
CONNECT, READ, TOTAL = 0.8, 1.5, 3.2
THREADS = 32

# These say that the request never left: the store cannot have done it.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
# What the SDK raises for broken answers: it looks neither at the status nor at the shape (seen with 1.8.0).
_BROKEN_ANSWER = (httpx.HTTPError, json.JSONDecodeError, KeyError, AttributeError, TypeError, UnicodeDecodeError)

# Upstash's own words for requests that it did not run: a wrong token, missing rights, a used-up quota.
_BEFORE_EXECUTION = ("WRONGPASS", "NOPERM", "NOAUTH", "ERR max requests limit exceeded", "ERR max daily request limit")

Answer = TypeVar("Answer")


class Rest:
    """One connection pool to one database. Everything sent through it may be sent several times."""

    def __init__(self, url: str, token: str) -> None:
        self._missing = _unusable(url, token)
        self._sent: set[str] = set()
        # Plain JSON instead of base64: all we store is valid UTF-8, and the answers are a quarter smaller.
        self._redis = Redis(
            url, token if token.isascii() else "", rest_encoding=None, rest_retries=0, allow_telemetry=False
        )
        # The SDK's client waits for ever and drops idle connections after five seconds; there is no parameter for
        # either, so its client is replaced. The version is pinned and a test holds this seam.
        self._redis._http._client.close()  # noqa: SLF001 -- see above
        limits = httpx.Limits(max_keepalive_connections=THREADS, keepalive_expiry=60)
        self._client = DirectClient(HurriedTransport(limits=limits), httpx.Timeout(READ, connect=CONNECT))
        self._redis._http._client = cast("httpx.Client", self._client)  # noqa: SLF001 -- see above
        # The synchronous client in threads: its asynchronous twin is bound to one event loop and costs twice as much.
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")

    async def run(self, name: str, keys: list[str], args: list[str]) -> list[str]:
        """The answer of a script that writes. Raises StoreUnavailable, or OutcomeUnknown when it may have been done."""
        answer = await self._settled(name, self._evaluation(name, keys, args), unclear=OutcomeUnknown)
        return _strings(answer, unclear=OutcomeUnknown)

    async def look(self, name: str, keys: list[str], args: list[str]) -> list[str]:
        """The answer of a script that only reads. Raises StoreUnavailable."""
        answer = await self._settled(name, self._evaluation(name, keys, args), unclear=StoreUnavailable)
        return _strings(answer, unclear=StoreUnavailable)

    async def command(self, *words: str) -> object:
        """The answer of one reading command. Raises StoreUnavailable."""
        call = partial(self._redis.execute, list(words))
        return await self._settled(words[0], call, unclear=StoreUnavailable)

    def close(self) -> None:
        """Ends connections and threads; a function never does, a program that makes several clients must."""
        self._threads.shutdown()
        self._client.close()

    def _evaluation(self, name: str, keys: list[str], args: list[str]) -> Callable[[], object]:
        """Sends a script's text once; from then on the store knows it by its hash, unless it was started anew."""

        def call() -> object:
            if name in self._sent:
                try:
                    return self._redis.evalsha(script_hash(name), keys, args)
                except UpstashError as error:
                    if not str(error).startswith("NOSCRIPT"):
                        raise
            answer = self._redis.eval(script(name), keys, args)
            self._sent.add(name)
            return answer

        return call

    async def _settled(self, what: str, call: Callable[[], Answer], *, unclear: type[Outage]) -> Answer:
        """Calls until there is an answer, a definite no, or no time left; ``what`` is its name in the log.

        ``unclear`` is raised for an open outcome.
        """
        if self._missing:
            raise NotConfigured(self._missing)
        try:
            async with asyncio.timeout(TOTAL):
                return await settled(partial(self._attempt, what, call), asyncio.sleep, unclear)
        except TimeoutError as error:
            raise unclear("deadline") from error

    async def _attempt(self, what: str, call: Callable[[], Answer]) -> Answer:
        try:
            with timed("store", what):
                return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        except _NEVER_SENT as error:
            raise NoAnswer(type(error).__name__, may_be_done=False) from error
        except _BROKEN_ANSWER as error:
            raise NoAnswer(type(error).__name__, may_be_done=True) from error
        except UpstashError as error:
            said = str(error)
            is_open = not said.startswith(_BEFORE_EXECUTION)
            raise NoAnswer(said.partition(" ")[0], may_be_done=is_open, is_final=True) from error


def _unusable(url: str, token: str) -> str:
    """The setting without which nothing can be asked; a value that no request can carry counts as missing."""
    if not url.startswith(("http://", "https://")) or not url.isascii():
        return "KV_REST_API_URL"
    return "" if token and token.isascii() and token.isprintable() else "KV_REST_API_TOKEN"


def _strings(answer: object, *, unclear: type[Outage]) -> list[str]:
    """Our scripts answer with lists of strings; anything else came from something in between."""
    if isinstance(answer, list) and answer and all(isinstance(word, str) for word in answer):
        return cast("list[str]", answer)
    raise unclear("shape")
