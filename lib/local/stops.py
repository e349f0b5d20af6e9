"""How a local program ends: on what signals, and with which sentence when it cannot even start."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final

# With this argument a program also ends when its stdin does: whoever starts it holds the other end of a pipe.
LIFE_LINE: Final = "--until-stdin-closes"
STOP_SECONDS: Final = 3.0


class StartRefused(Exception):  # noqa: N818 -- not a bug but a sentence
    """We cannot start; the text is a whole sentence for the person at the terminal."""


def told_to_stop() -> asyncio.Event:
    """An event of the running loop that Ctrl-C and SIGTERM set, instead of raising in the middle of things."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    return told


async def stdin_closed(arguments: Sequence[str]) -> None:
    """Return when stdin closes, if LIFE_LINE is among the program's arguments; else never."""
    if LIFE_LINE not in arguments:
        await asyncio.Event().wait()
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def end_of(process: asyncio.subprocess.Process) -> None:
    """Let go of the life line of a process that leads its own session, and wait; kill the session if that is no use."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Return when one of `waits` has ended, and cancel the others."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def exit_status(program: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run `program` to its end; a refused start becomes its sentence on stderr and status 1."""
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(program())
    except StartRefused as refused:
        print(refused, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:  # Ctrl-C in the instant before the signal handlers stand
        return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop  # noqa: PLC0415 -- the gateway is three times slower without it, and works
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop
