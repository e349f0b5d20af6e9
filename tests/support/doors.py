"""The functions as the platform loads them: by file path, finding ``app``."""

import importlib.util
from functools import cache
from pathlib import Path

import httpx

from lib.actions.ports import Outside
from lib.web.endpoint import Endpoint

ROOT = Path(__file__).parents[2]


@cache
def door(name: str) -> Endpoint:
    """``bookings`` is api/bookings.py, ``availability/index`` is api/availability/index.py."""
    spec = importlib.util.spec_from_file_location(f"api.{name}", ROOT / "api" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    app = module.app
    if not isinstance(app, Endpoint):
        raise TypeError(name)
    return app


def caller(name: str, outside: Outside) -> httpx.AsyncClient:
    """Calls one function in this process, over the given world."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=door(name).given(outside)), base_url="http://studio")
