"""Who of the instructors is in, and which links are out: ended together by one save, and nothing left over."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.actions.mail import Unreached
from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.fault_proxy import Network
from tests.support.links import ask, come, mailed, put, signed_in_by_link, unmailed, with_instructor
from tests.support.postman import Postman, standing
from tests.support.raw_store import RawStore
from tests.support.staff import session
from tests.support.studio import Connect, StandingClock


async def test_document_that_cannot_be_read_lets_nobody_in(live: Outside, postman: Postman, store: Store) -> None:
    headers = await signed_in_by_link(live, postman)

    assert await store.save_catalog('{"instructors": 7}', expected="1", version="2")

    assert (await session(live, "GET", headers)).status_code == 401


async def test_save_that_comes_too_late_puts_nobody_out(live: Outside, postman: Postman, store: Store) -> None:
    headers = await signed_in_by_link(live, postman)

    assert not await store.save_catalog("{}", expected="somebody else's", version="2")

    assert (await session(live, "GET", headers)).status_code == 200


async def test_many_who_come_in_while_the_owner_saves_are_all_out(
    live: Outside, postman: Postman, store: Store, raw: RawStore
) -> None:
    """Whatever comes first: a link that is taken before the save is ended by it, and after it there is none."""
    links = [await mailed(live, postman) for _ in range(3)]
    document = with_instructor("ana", active=False)

    answers, _ = await asyncio.gather(
        asyncio.gather(*(come(live, link, bearer=True) for link in links)), put(document, store)
    )

    assert set(Counter(answer.status_code for answer in answers)) <= {200, 401}
    for answer in answers:
        if answer.status_code == 200:
            headers = {"Authorization": f"Bearer {answer.json()['token']}"}
            assert (await session(live, "GET", headers)).status_code == 401
    assert [name for name in raw.names() if name.startswith(("se:", "ln:"))] == []


async def test_lost_answer_of_a_save_puts_out_all_the_same(
    network: Network, connect: Connect, live: Outside, postman: Postman
) -> None:
    headers = await signed_in_by_link(live, postman)
    store = connect(network.url)
    network.fates.extend(["lost_after", "pass", "lost_after", "pass"])

    await put(with_instructor("ana", active=False), store)

    assert (await session(live, "GET", headers)).status_code == 401


async def test_entries_that_ended_by_themselves_are_forgotten(
    live: Outside, postman: Postman, raw: RawStore, clock: StandingClock
) -> None:
    """Otherwise every save would have to name the keys of all sessions that ever were."""
    for _ in range(3):
        await signed_in_by_link(live, postman)
        clock.moment += timedelta(hours=13)
    await ask(live, "nobody@example.com")

    await mailed(live, postman)

    assert len(raw.do("ZRANGE", f"{raw.prefix}se:in", 0, -1)) == 2


async def test_strangers_who_ask_fill_nothing(live: Outside, raw: RawStore, postman: Postman) -> None:
    postman.outcomes.extend([Unreached("out of office")] * 40)
    for number in range(20):
        assert (await ask(live, f"stranger{number}@example.com")).status_code == 202

    names = Counter(name.partition(":")[0] for name in raw.names())
    assert (names["ln"], names["se"]) == (1, 1)
    assert standing(raw) == {"due": [], "dead": [], "sent": []}


@ON_BOTH
@pytest.mark.parametrize("is_taken", [True, False])
async def test_model_puts_out_as_the_server_does(
    store: Store, world: Outside, raw: RawStore, postman: Postman, *, is_taken: bool
) -> None:
    live = replace(world, post=postman)
    magic = await unmailed(live, raw)
    answers = [await come(live, magic, bearer=True)] if is_taken else []
    headers = [{"Authorization": f"Bearer {each.json()['token']}"} for each in answers]
    assert [(await session(live, "GET", each)).status_code for each in headers] == [200] * is_taken

    await put(with_instructor("ana", active=False), store)

    assert [(await session(live, "GET", each)).status_code for each in headers] == [401] * is_taken
    assert (await come(live, magic)).status_code == 401
    assert [name for name in raw.names() if name.startswith(("se:", "ln:"))] == []
