"""A store that was lost comes back from its backup as if nothing had happened, and is never mixed with another."""

import pytest

from lib.actions.back_up import back_up
from lib.actions.callers import Customer
from lib.actions.change_booking import ChangeWish
from lib.actions.customer_data import erase_customer
from lib.actions.outages import Outage, StoreUnavailable
from lib.actions.outbox import Lease
from lib.actions.ports import Outside, epoch_ms
from lib.gateways.store import Store, restores
from lib.gateways.store.backup_lines import LetterLine, SentLine
from lib.gateways.store.backup_texts import sound
from lib.gateways.store.restores import Occupied, Restored
from tests.support.changers import delete, put
from tests.support.customers import booked, post
from tests.support.fault_proxy import Fate, Network
from tests.support.full_house import (
    FOUR,
    GROUP,
    a_full_house,
    deliver,
    everything_but_answers,
    faults,
    letters_in,
    person,
    shown,
    taken,
    wipe,
    with_a_bucket,
)
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, Connect, wish_body


async def test_lost_store_comes_back_as_it_was(world: Outside, store: Store, raw: RawStore) -> None:
    bookings = await a_full_house(world)
    await deliver(world, ":")
    before, rows = await shown(world, bookings), everything_but_answers(raw)
    with with_a_bucket(world) as safe:
        made = await back_up(safe)
        backup = sound(await safe.vault.get(made.name) or b"")
    wipe(raw)

    done = await store.restore(backup)

    assert done == Restored(bookings=6, letters=backup.counts[LetterLine] + backup.counts[SentLine])
    assert await shown(world, bookings) == before
    assert await faults(world, raw) == []
    assert everything_but_answers(raw) == rows
    assert (await store.backup()).content == backup.content


async def test_life_goes_on_after_a_restore(world: Outside, store: Store, raw: RawStore) -> None:
    bookings = await a_full_house(world)
    backup = await taken(store)
    wipe(raw)
    await store.restore(backup)

    taken_slot = await post(world, wish_body(instructor="ben", slots=FOUR[:1]))
    joined = await post(world, wish_body(**GROUP, personalInfo=person("third")))
    moved = await put(world, bookings[0], {"slots": ["ana_2030-06-07_9_0"]})
    canceled = [await delete(world, each) for each in bookings]

    assert (taken_slot.status_code, joined.status_code, moved.status_code) == (409, 201, 200)
    assert {answer.status_code for answer in canceled} == {200}
    assert await faults(world, raw) == []
    assert [key for key, places in raw.kept().schedules.items() if len(places) > 1] == []


async def test_restoring_twice_changes_nothing(world: Outside, store: Store, raw: RawStore) -> None:
    await a_full_house(world)
    backup = await taken(store)
    wipe(raw)
    await store.restore(backup)
    before = raw.everything()

    again = await store.restore(backup)

    assert (again, raw.everything()) == (Restored(0, 0), before)


async def test_restoring_again_after_life_went_on_changes_nothing(world: Outside, store: Store, raw: RawStore) -> None:
    bookings = await a_full_house(world)
    backup = await taken(store)
    wipe(raw)
    await store.restore(backup)
    await delete(world, bookings[3])
    await booked(world, personalInfo=person("later"))
    before = raw.everything()

    again = await store.restore(backup)

    assert (again, raw.everything()) == (Restored(0, 0), before)


@pytest.mark.slow
@pytest.mark.parametrize("fate", ["lost_before", "lost_after"])
async def test_restore_that_was_interrupted_anywhere_goes_on(
    world: Outside, store: Store, network: Network, connect: Connect, raw: RawStore, fate: Fate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(restores, "BATCH", 4)
    await a_full_house(world)
    backup = await taken(store)
    wipe(raw)
    far = connect(network.url)
    network.bodies.clear()
    await far.restore(backup)
    whole, steps = raw.everything(), network.requests
    assert steps >= 7

    for step in range(steps):
        wipe(raw)
        passed: list[Fate] = ["pass"] * step
        network.fates.extend((*passed, fate, fate, fate))
        with pytest.raises(Outage):
            await far.restore(backup)
        network.fates.clear()
        has_begun, is_over = (step > 0, False) if fate == "lost_before" else (True, step == steps - 1)
        if has_begun and not is_over:
            await is_shut(world)

        await far.restore(backup)

        assert raw.everything() == whole, step


async def is_shut(world: Outside) -> None:
    """Whoever booked now could be given a place that is about to come back; what is saved now would be half of it."""
    answer = await post(world, wish_body(slots=["ana_2030-06-08_9_0"]))
    with pytest.raises(StoreUnavailable, match=r"^restoring$"):
        await world.store.backup()
    assert answer.status_code == 503


async def test_store_with_bookings_takes_no_backup_of_another(world: Outside, store: Store, raw: RawStore) -> None:
    await booked(world)
    backup = await taken(store)
    await booked(world, slots=["ana_2030-06-05_9_0"])
    before = raw.everything()

    answer = await store.restore(backup)

    assert (answer, raw.everything()) == (Occupied(2), before)


async def test_half_restored_store_takes_no_other_backup(
    world: Outside, store: Store, network: Network, connect: Connect, raw: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restores, "BATCH", 1)
    await booked(world)
    other = await taken(store)
    await booked(world, slots=["ana_2030-06-05_9_0"])
    backup = await taken(store)
    wipe(raw)
    far = connect(network.url)
    network.fates.extend(["pass", "pass", "lost_before", "lost_before", "lost_before"])
    with pytest.raises(Outage):
        await far.restore(backup)

    refused = await store.restore(other)

    assert refused == Occupied(1)
    assert await store.restore(backup) == Restored(1, 4)
    assert (await store.backup()).content != backup.content


async def test_empty_store_with_another_catalogue_gets_that_of_the_backup(
    world: Outside, store: Store, raw: RawStore
) -> None:
    await booked(world)
    backup, catalog = await taken(store), await store.load_catalog()
    wipe(raw)
    await store.save_catalog("{}", None, version="demo")

    await store.restore(backup)

    assert await store.load_catalog() == catalog


async def test_store_without_anything_comes_back_without_anything(connect: Connect, raw: RawStore) -> None:
    store = connect()
    backup = await taken(store)
    await store.save_catalog("{}", None, version="demo")

    done = await store.restore(backup)
    again = await store.restore(backup)

    assert (done, again, raw.names()) == (Restored(0, 0), Restored(0, 0), ["mt"])
    assert (dict(backup.counts), (await store.backup()).content) == ({}, backup.content)


async def test_old_letters_do_not_go_out_by_themselves_and_reminders_do(
    world: Outside, store: Store, raw: RawStore
) -> None:
    bookings = await a_full_house(world)
    await deliver(world, r":1:confirmed")
    given_up = f"{bookings[0]['id']}:2:moved"
    raw.do("ZREM", f"{raw.prefix}ob:due", given_up)
    raw.do("ZADD", f"{raw.prefix}ob:dead", 1906000000000, given_up)
    raw.do("HSET", f"{raw.prefix}ob:state", given_up, '{"why":"bounced","tries":4}')
    for letter in ("studio:20300603:alarm", f"{bookings[0]['id']}:1:copy", f"{bookings[0]['id']}:1:notice"):
        raw.do("ZADD", f"{raw.prefix}ob:due", 1, letter)
        raw.do("HSET", f"{raw.prefix}ob:letters", letter, "{}")
    due, sent = letters_in(raw, "ob:due"), raw.do("HGETALL", f"{raw.prefix}ob:sent")
    backup = await taken(store)
    wipe(raw)

    await store.restore(backup)

    reminders = {letter for letter in due if letter.endswith(":reminder")}
    copies = {letter for letter in due if letter.endswith((":copy", ":alarm"))}
    assert letters_in(raw, "ob:due") == reminders
    assert letters_in(raw, "ob:dead") == (due - reminders - copies) | {given_up}
    assert raw.do("HGETALL", f"{raw.prefix}ob:sent") == sent
    assert len(reminders) == 5
    assert len(copies) == 2
    dead = {letter.letter: letter for letter in await store.dead_letters(100)}
    assert {letter.why for letter in dead.values()} == {"restored"}
    assert (dead[given_up].since, dead[given_up].tries) == (1906000000000, 4)
    now = epoch_ms(NOW)
    assert (await store.lease_letters(Lease("t", now, until=now + 1, most=100, ahead=now))).letters == ()


async def test_who_was_erased_stays_so_and_keeps_the_places(world: Outside, store: Store, raw: RawStore) -> None:
    booking = await booked(world)
    caller = Customer(booking["manageToken"])
    await erase_customer(ChangeWish(booking["id"], caller, key="erase"), world)
    rows = everything_but_answers(raw)
    backup = await taken(store)
    wipe(raw)

    await store.restore(backup)

    assert {name: row for name, row in everything_but_answers(raw).items() if not name.startswith("ob:")} == {
        name: row for name, row in rows.items() if not name.startswith("ob:")
    }
    assert b"rosa@" not in backup.content
