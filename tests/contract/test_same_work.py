"""Who may not know whether a booking exists cannot find out: the same bytes, and the same commands of the store."""

import re
from collections import Counter
from typing import Any

import httpx
import pytest

from lib.actions.ports import Outside
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.raw_store import RawStore

BODIES: dict[str, Any] = {
    "GET": None,
    "PUT move": {"slots": ["ana_2030-06-05_9_0"]},
    "PUT correct": {"personalInfo": {"firstName": "Eve"}},
    "PUT staff": {"status": "completed"},
    "DELETE": None,
}
REQUEST_ID = re.compile(r"[0-9a-f]{16}")


def used(raw: RawStore) -> Counter[str]:
    """How often each command was run since the store began, those inside scripts included."""
    lines = raw.do("INFO", "commandstats").splitlines()
    calls = (re.match(r"cmdstat_([a-z|]+):calls=(\d+)", line) for line in lines)
    return Counter({match[1]: int(match[2]) for match in calls if match and match[1] != "info"})


def comparable(answer: httpx.Response) -> tuple[int, str, list[tuple[str, str]]]:
    headers = [(name, value) for name, value in sorted(answer.headers.items()) if name != "x-request-id"]
    return answer.status_code, REQUEST_ID.sub("-", answer.text), headers


@pytest.mark.parametrize("what", BODIES)
async def test_unknown_and_foreign_bookings_are_the_same_to_a_stranger(
    world: Outside, raw: RawStore, what: str
) -> None:
    mine, other = await booked(world), await booked(world, slots=["ana_2030-06-04_10_15"])
    unknown = {**mine, "id": "booking_1700000000000_zzzzzzzzzzzzz"}
    guesses = {
        "unknown id": (unknown["id"], mine["manageToken"]),
        "another's id": (other["id"], mine["manageToken"]),
        "own id, no such token": (mine["id"], "A" * 43),
        "no id at all": ("what?", mine["manageToken"]),
        "another's token": (mine["id"], other["manageToken"]),
    }
    answers, work = {}, {}

    for name, (booking_id, token) in guesses.items():
        before = used(raw)
        async with caller("bookings", world) as client:
            answers[name] = await client.request(
                what.split(" ", maxsplit=1)[0],
                "/api/bookings",
                params={"id": booking_id},
                headers={"Authorization": f"Bearer {token}"},
                json=BODIES[what],
            )
        work[name] = used(raw) - before

    wanted = 403 if what == "PUT staff" else 404
    first = comparable(next(iter(answers.values())))
    assert first[0] == wanted
    assert all(comparable(answer) == first for answer in answers.values())
    # The first of them may have sent the script's text, the others its hash.
    done = [{name: n for name, n in each.items() if name not in {"eval", "evalsha", "ping"}} for each in work.values()]
    assert done == [done[0]] * len(done)
