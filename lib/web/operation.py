"""What one operation of the HTTP surface promises: its address, its answers, and who may ask."""

from dataclasses import field
from http import HTTPStatus
from types import UnionType
from typing import Any

from pydantic import BaseModel, TypeAdapter

from lib.studio.roles import Operation as Right
from lib.studio.values import dataclass

# Codes that any operation may answer; the rest stand with theirs.
EVERYWHERE = ("validation_failed", "method_not_allowed", "internal_error", "not_configured", "store_unavailable")


@dataclass(frozen=True, slots=True)
class Operation:
    """``answers`` maps a status to what it carries; ``problems`` are codes of lib/web/problems.py.

    ``rights`` are the rows of lib/studio/roles.py that decide who may; empty for what everybody may. ``secret``: nobody
    may but who holds the secret of the scheduler. ``streams``: the answer goes on as server-sent events, and what it
    carries is the data of each.
    """

    method: str
    path: str
    summary: str
    answers: dict[HTTPStatus, TypeAdapter[Any]]
    problems: tuple[str, ...] = ()
    query: type[BaseModel] | None = None
    body: type[BaseModel] | UnionType | None = None
    idempotent_by_key: bool = False
    language: bool = False
    token: bool = False
    secret: bool = False
    streams: bool = False
    answer_headers: tuple[str, ...] = field(default=())
    asks: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    rights: tuple[Right, ...] = field(kw_only=True)

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"
