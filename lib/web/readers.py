"""Whether somebody still reads an answer that goes on."""

import asyncio
from collections.abc import Coroutine

from starlette.types import Receive


async def while_somebody_reads(
    work: Coroutine[None, None, None], receive: Receive, seconds: float | None = None
) -> None:
    """Until the work is done, its reader has left or the time is up. Nobody hears what the work raises."""
    tasks = asyncio.create_task(work), asyncio.create_task(_reader_left(receive))
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _reader_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
