"""Figures can be counted anew from the bookings: beside people who book, and after a store was lost."""

import asyncio
from zoneinfo import ZoneInfo

import pytest

from lib.actions.outages import StoreUnavailable
from lib.actions.ports import Outside
from lib.gateways.store import Store
from lib.gateways.store.recounts import Recount
from tests.support.changers import delete, put
from tests.support.counted import ZONE, miscounted
from tests.support.customers import booked, post
from tests.support.desk import OWNER, Desk, summary
from tests.support.full_house import GROUP, a_full_house, person, taken, wipe
from tests.support.raw_store import RawStore
from tests.support.studio import wish_body


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw, OWNER)


async def test_counting_anew_finds_nothing_to_put_right(world: Outside, store: Store, raw: RawStore) -> None:
    await a_full_house(world)
    before = raw.everything()

    assert await store.recount_figures(ZONE) == 0
    assert raw.everything() == before


async def test_counting_anew_puts_right_what_is_wrong_and_keeps_what_was_tried_in_vain(
    world: Outside, store: Store, raw: RawStore, desk: Desk
) -> None:
    await a_full_house(world)
    await post(world, wish_body(**GROUP | {"classType": "private"}, personalInfo=person("late")))
    before = await summary(desk)
    lessons, visits = f"{raw.prefix}fg:2030-06", f"{raw.prefix}fv:2030-06"
    raw.do("HSET", lessons, "ana minutes", "99 04:99", "nobody minutes", "5 01:5")
    raw.do("HDEL", lessons, "ben status:confirmed")
    raw.do("HDEL", visits, "made")
    assert await summary(desk) != before

    assert await store.recount_figures(ZONE) == 2
    assert await summary(desk) == before
    assert before["origins"]["lost"] == 1
    assert await store.recount_figures(ZONE) == 0


async def test_counting_anew_while_others_book_and_change_misses_nobody(
    world: Outside, store: Store, raw: RawStore
) -> None:
    bookings = await a_full_house(world)
    raw.do("DEL", f"{raw.prefix}fg:2030-06")

    async def life() -> None:
        for day in (17, 18, 19, 20):
            booking = await booked(world, slots=[f"ana_2030-06-{day}_9_0"], personalInfo=person(f"d{day}"))
            await put(world, booking, {"slots": [f"ben_2030-06-{day}_14_15"]})
        await delete(world, bookings[3])

    async def counting() -> None:
        for _ in range(3):
            try:
                await store.recount_figures(ZONE)
            except StoreUnavailable:
                continue

    await asyncio.gather(life(), counting())
    await store.recount_figures(ZONE)

    kept = raw.kept()
    assert list(miscounted(kept.bookings, kept.figures or {})) == []


async def test_whoever_books_between_counting_and_writing_is_counted(
    world: Outside, store: Store, raw: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_full_house(world)
    raw.do("DEL", f"{raw.prefix}fg:2030-06")
    counted, days = store._recount, iter((17, 18, 19))

    async def and_then_somebody_books(zone: ZoneInfo) -> Recount:
        found = await counted(zone)
        if day := next(days, None):
            await booked(world, slots=[f"ana_2030-06-{day}_9_0"], personalInfo=person(f"d{day}"))
        return found

    monkeypatch.setattr(store, "_recount", and_then_somebody_books)
    await store.recount_figures(ZONE)

    kept = raw.kept()
    assert next(days, None) is None
    assert list(miscounted(kept.bookings, kept.figures or {})) == []


async def test_restoring_counts_what_comes_back(world: Outside, store: Store, raw: RawStore, desk: Desk) -> None:
    await a_full_house(world)
    before = await summary(desk)
    backup = await taken(store)
    wipe(raw)

    await store.restore(backup)

    assert await summary(Desk(world, raw, OWNER)) == before
