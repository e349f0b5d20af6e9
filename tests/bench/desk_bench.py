"""What staff look at, with a hundred bookings in the store and with a hundred thousand."""

import asyncio
import json
import tempfile
from datetime import timedelta
from pathlib import Path

from lib.actions.callers import Staff
from lib.actions.sign_in import session_name
from lib.gateways.store.keys import Keys
from lib.web.tokens import token_for
from tests.bench.filled_store import CATALOG, TEACHERS, WEEK, document
from tests.bench.store_bench import Filled, call, filled_with
from tests.bench.timing import Job, Row, medians
from tests.support.servers import running_store
from tests.support.studio import NOW

SIZES = (100, 100_000)
ROUNDS = 100
OWNER = Staff("session-of-the-owner", "owner", "")
DOOR, CATALOG_DOOR = "admin/booking-management", "admin/catalog"


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, running_store(Path(folder)) as server:
        filled = {f"{size:,}": filled_with(server, size) for size in SIZES}
        for one in filled.values():
            asyncio.run(one.store.recount_figures(CATALOG.zone))
        jobs = {f"{name}|{size}": job for size, one in filled.items() for name, job in _jobs(one).items()}
        found = asyncio.run(medians(jobs, ROUNDS))
        for one in filled.values():
            one.store.close()
    names = dict.fromkeys(name.partition("|")[0] for name in found)
    return [Row(name, {size: found[f"{name}|{size}"] for size in filled}) for name in names]


def _jobs(filled: Filled) -> dict[str, Job]:
    headers = _signed_in(filled)
    looks = {
        "list of fifty": "view=list",
        "list of one instructor": f"view=list&instructor={TEACHERS[0]}",
        "list with a status": "view=list&status=canceled",
        "day": f"view=day&date={WEEK}",
        "week": f"view=day&date={WEEK}&days=7",
        "figures of a week": f"view=summary&from={WEEK}&to={WEEK + timedelta(days=6)}",
        "figures of a month": "view=summary&from=2030-05-01&to=2030-05-31",
        "figures of a year": "view=summary&from=2030-01-01&to=2030-12-31",
    }
    jobs: dict[str, Job] = {name: _look(query, headers, filled) for name, query in looks.items()}
    return {**jobs, "search": _search("rosa77@", headers, filled), **_catalog(headers, filled)}


def _signed_in(filled: Filled) -> list[tuple[bytes, bytes]]:
    ends = int(NOW.timestamp()) + 86_400
    name = Keys(filled.prefix).session(session_name(OWNER, filled.world))
    filled.store._rest._redis.hset(name, values={"role": "owner", "instructor": "", "ends": str(ends)})
    return [(b"authorization", f"Bearer {token_for(OWNER, ends, filled.world)[0]}".encode())]


def _look(query: str, headers: list[tuple[bytes, bytes]], filled: Filled) -> Job:
    scope = {"method": "GET", "query_string": query.encode(), "more_headers": headers}
    return lambda _: call(DOOR, scope, b"", filled.world)


def _catalog(headers: list[tuple[bytes, bytes]], filled: Filled) -> dict[str, Job]:
    """Read, and asked what an edit would do that strands the ten lessons to come."""
    edited = document()
    edited["classTypes"][0]["active"] = False
    read = {"method": "GET", "query_string": b"", "more_headers": headers}
    tried = {"method": "PUT", "query_string": b"dryRun=1", "more_headers": [*headers, (b"if-match", b'"1"')]}
    body = json.dumps(edited).encode()
    return {
        "catalogue": lambda _: call(CATALOG_DOOR, read, b"", filled.world),
        "catalogue, dry run": lambda _: call(CATALOG_DOOR, tried, body, filled.world),
    }


def _search(words: str, headers: list[tuple[bytes, bytes]], filled: Filled) -> Job:
    scope = {"method": "POST", "query_string": b"", "more_headers": headers}
    return lambda _: call(DOOR, scope, json.dumps({"action": "search", "q": words}).encode(), filled.world)
