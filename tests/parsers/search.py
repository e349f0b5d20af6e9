"""How long a parser is given inputs, and what is told when one of them is not answered as it should be."""

import gc
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.parsers.parsers import Parser

# Seconds of the processor for one input; no parser of ours needs a hundredth of it.
PATIENCE = 1.0
ROUND = 300


class TooLong(BaseException):
    """One input keeps the parser busy for longer than anybody would wait.

    No Exception: neither may the parser catch it, nor should Hypothesis look for a smaller one, at a second each.
    """


def first_failure(parser: Parser, first_seed: int, *, seconds: float) -> tuple[int, str]:
    """How many inputs were read, and the story of the smallest that was not read well; empty if all were."""
    until, read, number = time.monotonic() + seconds, 0, first_seed
    while time.monotonic() < until:
        found, story = one_round(parser, number, ROUND)
        read, number = read + found, number + 1
        if story:
            return read, story
    return read, ""


def one_round(parser: Parser, number: int, examples: int) -> tuple[int, str]:
    """The same inputs for the same number."""
    seen: list[Any] = []

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(parser.inputs)
    def read(value: Any) -> None:
        seen.append(value)
        with in_time():
            try:
                parser.read(value)
            except parser.faults:
                return

    try:
        read()
    except BaseExceptionGroup as group:
        return len(seen), _story(parser, seen, group.exceptions[0])
    except (Exception, TooLong) as error:  # noqa: BLE001 -- whatever it is, it is the finding
        return len(seen), _story(parser, seen, error)
    return len(seen), ""


def _story(parser: Parser, seen: list[Any], error: BaseException) -> str:
    """Hypothesis runs the smallest input last."""
    where = "".join(traceback.format_tb(error.__traceback__)[-3:])
    return f"{parser.name}: {seen[-1]!r}\n{where}{type(error).__name__}: {error}"


@contextmanager
def in_time() -> Iterator[None]:
    """By the clock of the processor, because others may be at work on this machine.

    Nothing is collected meanwhile: the garbage of all tests before may take longer than a parser has.
    """

    def ring(*_: object) -> NoReturn:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    gc.disable()
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        gc.enable()
        signal.signal(signal.SIGVTALRM, before)
