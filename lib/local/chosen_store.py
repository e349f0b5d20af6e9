"""The store that a program of ours works on: the one that the environment names, else that of `make run`."""

import contextlib
import os
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

from lib.gateways.store import Store
from lib.local.stops import StartRefused
from lib.local.store_process import store_process
from lib.settings import Settings


@contextlib.asynccontextmanager
async def chosen_store(chosen: Settings) -> AsyncIterator[Store]:
    """The one that the environment names, else that of `make run`."""
    if is_elsewhere(chosen):
        print("Store: the one that the environment names.")
        with closing(Store(chosen.store_url, chosen.store_token, chosen.key_prefix)) as store:
            yield store
        return
    folder = data_dir()
    async with contextlib.AsyncExitStack() as stack:
        try:
            local = await stack.enter_async_context(store_process(folder))
        except StartRefused as refused:
            raise StartRefused(f"The store of `make run` in {folder} cannot be opened; see above.") from refused
        print(f"Store: the one of `make run` in {folder}.")
        yield stack.enter_context(closing(Store(local.url, local.token, chosen.key_prefix)))


def is_elsewhere(chosen: Settings) -> bool:
    if bool(chosen.store_url) != bool(chosen.store_token):
        raise StartRefused("The store's address and its token belong together: set both or neither.")
    return bool(chosen.store_url)


def data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or ".local").resolve()
