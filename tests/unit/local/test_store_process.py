"""The store as somebody's child: it ends when the block around it does, whatever that did meanwhile."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from lib.local.store_process import store_process
from tests.support.processes import Watch, family

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in Linux's own way"),
]


async def nothing() -> None:
    """Let nobody else have a turn."""


async def one_turn() -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize("block", [nothing, one_turn])
async def test_store_has_ended_when_the_block_around_it_has(
    tmp_path: Path, block: Callable[[], Awaitable[None]]
) -> None:
    others = set(family(os.getpid()))

    async with store_process(tmp_path):
        await block()
        watch = Watch([pid for pid in family(os.getpid()) if pid not in others])

    assert watch.all_ended()
