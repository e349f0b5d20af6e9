"""Edits of the studio's catalogue, as another process would save them."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from lib.gateways.store import Store
from tests.support.studio import NOW, a_document

Edit = Callable[[dict[str, Any]], None]


def of_class(name: str, **changes: object) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        next(kind for kind in document["classTypes"] if kind["id"] == name).update(changes)

    return edit


def of_instructor(name: str, **changes: object) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        next(each for each in document["instructors"] if each["id"] == name).update(changes)

    return edit


def only_open_on(*days: date) -> Edit:
    """Closed on all others of three weeks around the present."""

    def edit(document: dict[str, Any]) -> None:
        near = (NOW.date() + timedelta(days=number) for number in range(-1, 20))
        document["closedDays"] = [each.isoformat() for each in near if each not in days]

    return edit


def in_yen(document: dict[str, Any]) -> None:
    """A currency without cents."""
    document["studio"]["currency"] = "JPY"


async def edited(store: Store, *edits: Edit, version: int = 1) -> None:
    """The document of tests with these edits, in place of ``version``; it becomes the next one."""
    document = a_document()
    for edit in edits:
        edit(document)
    assert await store.save_catalog(json.dumps(document), expected=str(version), version=str(version + 1))


def without_instructor(name: str) -> Edit:
    """Somebody who has left, and whom no class names any more."""

    def edit(document: dict[str, Any]) -> None:
        document["instructors"] = [each for each in document["instructors"] if each["id"] != name]
        for kind in document["classTypes"]:
            kind["instructors"] = [each for each in kind["instructors"] if each != name]

    return edit
