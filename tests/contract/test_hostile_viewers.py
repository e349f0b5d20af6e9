"""What must not open a stream: every row ends in a 4xx problem, and no place is taken by it."""

import pytest

from lib.actions.ports import Outside
from tests.contract.test_hostile_input import judged
from tests.support.customers import get
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.viewers import PATH, watching

QUERIES = [
    ("after=", 400, "validation_failed"),
    ("after=x", 400, "validation_failed"),
    ("after=1", 400, "validation_failed"),
    ("after=1-", 400, "validation_failed"),
    ("after=-1", 400, "validation_failed"),
    ("after=1-1-1", 400, "validation_failed"),
    ("after=01-0", 400, "validation_failed"),
    ("after=%2B", 400, "validation_failed"),
    ("after=1-*", 400, "validation_failed"),
    ("after=$", 400, "validation_failed"),
    ("after=(1-1", 400, "validation_failed"),
    ("after=1-1%0Aid: 2", 400, "validation_failed"),
    ("after=%D9%A1-%D9%A1", 400, "validation_failed"),
    (f"after={'9' * 16}-0", 400, "validation_failed"),
    (f"after={'9' * 900}-0", 400, "validation_failed"),
    ("after=1-1&after=2-2", 400, "validation_failed"),
    ("instructor=zoe", 404, "unknown_instructor"),
    ("instructor=gone", 404, "unknown_instructor"),
    ("instructor=", 404, "unknown_instructor"),
    ("instructor=ana%00", 404, "unknown_instructor"),
    ("instructor=ana*", 404, "unknown_instructor"),
    ("instructor=" + "x" * 201, 400, "validation_failed"),
    ("instructor=ana&instructor=ben", 400, "validation_failed"),
    ("x=" + "y" * 3000, 400, "validation_failed"),
]


@pytest.mark.parametrize(("query", "status", "code"), QUERIES)
async def test_hostile_address_is_refused_and_takes_no_place(
    world: Outside, raw: RawStore, query: str, status: int, code: str
) -> None:
    before = raw.everything()

    answer = await get(world, "availability/stream", f"{PATH}?{query}")

    assert judged(answer)[:2] == (status, code)
    assert world.viewers.count == 0
    assert raw.everything() == before


@pytest.mark.parametrize("sent", ["", "x", "1", "$", "1-1, 2-2", "0-0 ", "\u00e9", "9" * 3000, "1-1;id=2"])
async def test_hostile_last_event_id_is_refused_and_pointed_at(world: Outside, sent: str) -> None:
    headers = {b"last-event-id": sent.encode("latin-1")}

    async with caller("availability/stream", world) as client:
        answer = await client.get(PATH, headers=headers)

    assert judged(answer) == (400, "validation_failed", "header:Last-Event-ID")


async def test_last_event_id_said_twice_is_refused(world: Outside) -> None:
    async with caller("availability/stream", world) as client:
        answer = await client.get(PATH, headers=[("last-event-id", "1-1"), ("last-event-id", "2-2")])

    assert judged(answer) == (400, "validation_failed", "header:Last-Event-ID")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused_with_the_ones_that_work(world: Outside, method: str) -> None:
    async with caller("availability/stream", world) as client:
        answer = await client.request(method, PATH)
        options = await client.options(PATH)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert "Last-Event-ID" in options.headers["access-control-allow-headers"]


async def test_head_says_what_comes_and_takes_no_place(world: Outside) -> None:
    async with watching(world, method="HEAD") as viewer:
        ended = await viewer.next()

    assert (viewer.status, viewer.body, ended) == (200, b"", None)
    assert viewer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert "content-length" not in viewer.headers
    assert world.viewers.count == 0
