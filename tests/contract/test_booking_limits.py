"""How often somebody may book: one person in a minute, one address in an hour; both fall away by themselves."""

from dataclasses import replace

import httpx
import pytest

from lib.actions.ports import Outside
from lib.studio import policy
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import delete
from tests.support.customers import post
from tests.support.raw_store import RawStore
from tests.support.studio import wish_body

pytestmark = ON_BOTH

AT_HOME, ELSEWHERE = {"X-Real-IP": "192.0.2.7"}, {"X-Real-IP": "192.0.2.8"}


@pytest.fixture
def on_platform(world: Outside) -> Outside:
    """There the platform says where somebody comes from."""
    return replace(world, on_platform=True)


async def tried(world: Outside, who: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """Books a lesson, and gives it back, so that it is free for the next."""
    person = {"firstName": "Rosa", "lastName": "Vega", "email": f"{who}@example.com"}
    answer = await post(world, wish_body(personalInfo=person), headers)
    if answer.status_code == 201:
        assert (await delete(world, answer.json()["booking"])).status_code == 200
    return answer


def prolong(raw: RawStore, beginning: str) -> None:
    """The counters with such names fall away in 3000 seconds, so that no test has to be quick."""
    for name in raw.names():
        if name.startswith(beginning):
            raw.do("EXPIRE", raw.prefix + name, 3000)


def seconds_left(raw: RawStore, beginning: str) -> list[int]:
    """Until the counters with such names fall away."""
    names = [name for name in raw.names() if name.startswith(beginning)]
    return [raw.do("TTL", raw.prefix + name) for name in names]


async def test_one_person_books_twenty_times_a_minute(world: Outside, raw: RawStore) -> None:
    granted = [(await tried(world, "rosa")).status_code for _ in range(policy.TRIES_PER_MINUTE)]

    (left,) = seconds_left(raw, "tr:c.")
    prolong(raw, "tr:c.")

    refused = await tried(world, "rosa")

    assert granted == [201] * 20
    assert 1 <= left <= 60
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_bookings")
    assert 2000 < int(refused.headers["retry-after"]) <= 3000
    assert (await tried(world, "ana")).status_code == 201


async def test_one_address_books_thirty_times_an_hour(on_platform: Outside, raw: RawStore) -> None:
    granted = [
        (await tried(on_platform, f"guest{n}", AT_HOME)).status_code
        for n in range(policy.BOOKINGS_PER_ADDRESS_AND_HOUR)
    ]

    (left,) = seconds_left(raw, "tr:a.")
    prolong(raw, "tr:a.")

    refused = await tried(on_platform, "one-more", AT_HOME)

    assert granted == [201] * 30
    assert 60 < left <= 3600
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_bookings")
    assert 2000 < int(refused.headers["retry-after"]) <= 3000
    assert (await tried(on_platform, "one-more", ELSEWHERE)).status_code == 201


async def test_who_loses_a_race_is_not_counted(on_platform: Outside, raw: RawStore) -> None:
    await post(on_platform, wish_body(), AT_HOME)
    before = raw.everything()

    lost = await tried(on_platform, "late", AT_HOME)

    assert lost.status_code == 409
    assert {name: value for name, value in raw.everything().items() if name.startswith("tr:")} == {
        name: value for name, value in before.items() if name.startswith("tr:")
    }


async def test_where_anybody_can_say_where_they_come_from_nobody_is_counted_by_it(
    world: Outside, raw: RawStore
) -> None:
    await tried(world, "rosa", AT_HOME)

    assert seconds_left(raw, "tr:a.") == []


async def test_what_is_counted_is_forgotten(on_platform: Outside, raw: RawStore) -> None:
    """A counter without an end would shut somebody out for good."""
    await tried(on_platform, "rosa", AT_HOME)

    left = [seconds_left(raw, f"tr:{kind}.") for kind in "cab"]

    assert [len(each) for each in left] == [1, 1, 1]
    assert all(seconds > 0 for (seconds,) in left)
    assert left[1][0] <= 3600


@pytest.mark.parametrize(("milliseconds", "status"), [(999, 429), (1000, 201)])
async def test_nobody_fills_the_form_in_within_a_second(world: Outside, milliseconds: int, status: int) -> None:
    answer = await post(world, wish_body(context={"elapsedMs": milliseconds}))

    assert answer.status_code == status
