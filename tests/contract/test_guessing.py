"""Guessing passwords: slower and slower, for everybody alike, and the owner still comes in."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

import httpx
import pytest

from lib.actions.ports import Outside
from lib.studio import policy
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.links import ANA, magic_in
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import ADDRESS, RIGHT, session
from tests.support.studio import OWNER_EMAIL, OWNER_PASSWORD, Connect, StandingClock, a_world

WRONG = {"email": OWNER_EMAIL, "password": "wrong"}


@dataclass
class PlainPasswords:
    """Counts how often somebody looked at a password; the real one is tested in test_sign_in."""

    looked_at: list[str] = field(default_factory=list)

    async def matches(self, password: str, password_hash: str) -> bool:
        assert password_hash
        self.looked_at.append(password)
        return password == OWNER_PASSWORD


@pytest.fixture
def passwords() -> PlainPasswords:
    return PlainPasswords()


@pytest.fixture
def guessed(world: Outside, passwords: PlainPasswords) -> Outside:
    return replace(world, passwords=passwords, on_platform=True)


async def guess(world: Outside, body: dict[str, str], network: str = "203.0.113.7") -> httpx.Response:
    async with caller("admin/session", world) as client:
        return await client.post(ADDRESS, json=body, headers={"x-real-ip": network})


async def test_delays_double_up_to_a_quarter_of_an_hour(guessed: Outside, clock: StandingClock) -> None:
    for _ in range(policy.GUESSES_FREE):
        assert (await guess(guessed, WRONG)).status_code == 401
    waits = []
    for _ in range(14):
        answer = await guess(guessed, WRONG)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
        waits.append(int(answer.headers["retry-after"]))
        clock.moment += timedelta(seconds=waits[-1])
        assert (await guess(guessed, WRONG)).status_code == 401

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]


async def test_guess_during_the_delay_is_not_looked_at(guessed: Outside, passwords: PlainPasswords) -> None:
    for _ in range(policy.GUESSES_FREE):
        await guess(guessed, WRONG)

    answer = await guess(guessed, RIGHT)

    assert answer.status_code == 429
    assert passwords.looked_at == ["wrong"] * policy.GUESSES_FREE


async def test_who_waits_comes_in_and_is_forgiven(guessed: Outside, clock: StandingClock) -> None:
    for _ in range(policy.GUESSES_FREE):
        await guess(guessed, WRONG)
    clock.moment += timedelta(seconds=1)

    assert (await guess(guessed, RIGHT)).status_code == 200
    assert [(await guess(guessed, WRONG)).status_code for _ in range(policy.GUESSES_FREE)] == [401] * 5


async def test_guesses_that_come_all_at_once_are_counted_one_by_one(
    guessed: Outside, passwords: PlainPasswords
) -> None:
    answers = await asyncio.gather(*(guess(guessed, WRONG) for _ in range(40)))

    assert Counter(answer.status_code for answer in answers) == {401: 5, 429: 35}
    assert len(passwords.looked_at) == policy.GUESSES_FREE


async def test_crowd_of_networks_slows_strangers_down_but_not_the_owner_at_home(guessed: Outside) -> None:
    """Nobody can lock the owner out: from where they came in before, only their own guesses count."""
    assert (await guess(guessed, RIGHT, "198.51.100.1")).status_code == 200
    for number in range(policy.ACCOUNT_GUESSES_FREE):
        assert (await guess(guessed, WRONG, f"203.0.113.{number}")).status_code == 401

    stranger = await guess(guessed, RIGHT, "203.0.113.200")
    owner = await guess(guessed, RIGHT, "198.51.100.1")

    assert (stranger.status_code, owner.status_code) == (429, 200)


async def test_one_network_that_tries_many_accounts_is_slowed_down(guessed: Outside) -> None:
    answers = [
        await guess(guessed, {"email": f"staff{number}@example.com", "password": "summer"})
        for number in range(policy.NETWORK_GUESSES_FREE + 1)
    ]

    assert [answer.status_code for answer in answers[-2:]] == [401, 429]


async def test_address_without_an_account_answers_and_works_the_same(
    guessed: Outside, passwords: PlainPasswords
) -> None:
    known = [await guess(guessed, WRONG, "203.0.113.1") for _ in range(7)]
    looked_at = len(passwords.looked_at)
    unknown = [await guess(guessed, {**WRONG, "email": "nobody@example.com"}, "203.0.113.2") for _ in range(7)]

    def told(answers: list[httpx.Response]) -> list[tuple[int, dict[str, object], list[str]]]:
        return [(answer.status_code, {**answer.json(), "instance": ""}, sorted(answer.headers)) for answer in answers]

    assert told(known) == told(unknown)
    assert len(passwords.looked_at) == 2 * looked_at


async def test_right_password_of_another_address_is_wrong(guessed: Outside) -> None:
    answer = await guess(guessed, {**RIGHT, "email": "nobody@example.com"})

    assert answer.status_code == 401


async def test_networks_own_word_counts_only_on_the_platform(world: Outside, passwords: PlainPasswords) -> None:
    """Anywhere else the header can be written by whoever guesses."""
    here = replace(world, passwords=passwords)

    answers = [await guess(here, WRONG, f"203.0.113.{number}") for number in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]


async def test_names_of_counters_say_nothing_about_anybody(guessed: Outside, raw: RawStore) -> None:
    await guess(guessed, WRONG)
    await guess(guessed, RIGHT)

    names = " ".join(raw.names())
    assert "gu:" in names
    assert not any(word in names for word in ("owner", "example", "203.0.113"))
    assert "owner" not in str([raw.do("ZRANGE", raw.prefix + name, 0, -1) for name in raw.names() if ":k." in name])


async def test_store_that_is_away_lets_nobody_in_and_nobody_guess(
    network: Network, connect: Connect, passwords: PlainPasswords
) -> None:
    world = replace(a_world(connect(network.url)), passwords=passwords)
    network.fates.extend(["lost_before"] * 6)

    answer = await session(world, "POST", body=RIGHT)

    assert (answer.status_code, passwords.looked_at) == (503, [])


async def test_lost_answers_count_one_guess_and_open_one_session(
    network: Network, connect: Connect, raw: RawStore
) -> None:
    world = a_world(connect(network.url))
    network.fates.extend(["lost_after", "pass"] * 2)

    answer = await session(world, "POST", body=RIGHT)

    assert answer.status_code == 200
    assert len([name for name in raw.names() if name.startswith("se:")]) == 1
    [account] = [name for name in raw.names() if name.startswith("gu:a.")]
    assert raw.do("HGET", raw.prefix + account, "guesses") == "0"


async def test_asking_for_links_slows_down_nobody_with_a_password(guessed: Outside) -> None:
    live = replace(guessed, post=Postman())
    for _ in range(policy.ASKS_FREE + 3):
        await guess(live, {"email": OWNER_EMAIL}, "203.0.113.9")

    assert (await guess(live, {"email": OWNER_EMAIL}, "203.0.113.9")).status_code == 429
    assert (await guess(live, RIGHT, "203.0.113.9")).status_code == 200


async def test_network_that_asks_for_many_addresses_is_slowed_down(guessed: Outside) -> None:
    live = replace(guessed, post=Postman())

    answers = [
        await guess(live, {"email": f"staff{number}@example.com"}) for number in range(policy.NETWORK_ASKS_FREE + 1)
    ]

    assert [answer.status_code for answer in answers[-2:]] == [202, 429]


async def test_crowd_that_asks_in_an_instructors_name_does_not_keep_them_out_at_home(guessed: Outside) -> None:
    """Each asks for a letter to Ana; she still gets one where she came in before."""
    postman = Postman()
    live, home = replace(guessed, post=postman), "198.51.100.1"
    await guess(live, {"email": ANA}, home)
    assert (await guess(live, {"magic": magic_in(postman.sent[0])}, home)).status_code == 200
    for number in range(policy.ACCOUNT_ASKS_FREE):
        assert (await guess(live, {"email": ANA}, f"203.0.113.{number}")).status_code == 202

    stranger = await guess(live, {"email": ANA}, "203.0.113.200")
    at_home = await guess(live, {"email": ANA}, home)

    assert (stranger.status_code, at_home.status_code) == (429, 202)


async def test_asked_too_often_makes_no_letter(guessed: Outside) -> None:
    postman = Postman()
    live = replace(guessed, post=postman)

    answers = [await guess(live, {"email": ANA}) for _ in range(20)]

    assert Counter(answer.status_code for answer in answers) == {202: policy.ASKS_FREE, 429: 20 - policy.ASKS_FREE}
    assert len(postman.sent) == policy.ASKS_FREE


async def test_link_that_is_guessed_is_looked_up_nowhere(network: Network, connect: Connect) -> None:
    """256 bits need no counting; what we did not make costs the store nothing."""
    world = a_world(connect(network.url))
    network.bodies.clear()

    answer = await session(world, "POST", body={"magic": "a" * 26 + "B" * 43})

    assert (answer.status_code, network.requests) == (401, 0)
