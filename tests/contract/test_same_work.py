"""Who may not know whether somebody or something exists cannot find out: the same bytes, and the same commands."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import httpx
import pytest

from lib.actions.ports import Outside
from lib.actions.send_letters import send_letters
from lib.actions.sign_in_by_link import ask_for_link
from lib.gateways.store import CachedCatalogs
from lib.studio import policy
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import session
from tests.support.studio import OWNER_EMAIL

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


ADDRESSES = {
    "instructor": "ana@teachers.example",
    "another instructor": "ben@teachers.example",
    "nobody": "nobody@example.com",
    "who has left": "gone@teachers.example",
    "owner": OWNER_EMAIL,
    "no address": "???",
}


@pytest.mark.parametrize("is_warm", [True, False])
async def test_asking_for_a_link_is_the_same_for_every_address(
    live: Outside, raw: RawStore, postman: Postman, *, is_warm: bool
) -> None:
    """Up to the answer and after it: only who delivers letters sees a difference."""
    await live.catalogs.current()
    answers, work, later = {}, {}, {}

    for name, email in ADDRESSES.items():
        asked = live if is_warm else replace(live, catalogs=CachedCatalogs(live.store))
        before = used(raw)
        answers[name] = await session(asked, "POST", body={"email": email})
        later[name] = used(raw) - before
        before = used(raw)
        await ask_for_link(email, "", asked)
        work[name] = used(raw) - before
        await send_letters(0, live)

    first = comparable(answers["instructor"])
    assert (first[0], first[1]) == (202, '{"accepted":true}')
    assert all(comparable(answer) == first for answer in answers.values())
    for done in (work, later):
        counted = [{n: c for n, c in each.items() if n not in {"eval", "evalsha", "ping"}} for each in done.values()]
        assert counted == [counted[0]] * len(counted), dict(zip(done, counted, strict=True))
    assert {mail.to for mail in postman.sent} == {ADDRESSES["instructor"], ADDRESSES["another instructor"]}


async def test_asking_too_often_is_the_same_for_every_address(live: Outside) -> None:
    told = {
        name: [comparable(await session(live, "POST", body={"email": email})) for _ in range(policy.ASKS_FREE + 2)]
        for name, email in ADDRESSES.items()
    }

    assert [status for status, _, _ in told["nobody"]] == [202] * policy.ASKS_FREE + [429] * 2
    assert all(each == told["nobody"] for each in told.values())
