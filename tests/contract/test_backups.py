"""A backup is one moment of the store, whatever happens meanwhile, and is never written over another."""

import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from functools import partial

import pytest

from lib.actions.back_up import PREFIX, BackedUp, back_up
from lib.actions.outages import NotConfigured, StoreUnavailable
from lib.actions.ports import Outside
from lib.gateways.store import Store, backups
from lib.gateways.store.backup_lines import BookingLine, CatalogLine, LetterLine, Line
from lib.gateways.store.keys import Keys
from lib.local.backup_trial import names_restored, restore_fault, tried_backup
from tests.support.changers import delete, put
from tests.support.customers import booked
from tests.support.fault_proxy import Network
from tests.support.full_house import a_full_house, faults, letters_in, person, shown, taken, wipe, with_a_bucket
from tests.support.raw_store import RawStore
from tests.support.studio import Connect


class WrittenMeanwhile(Store):
    """Somebody changes a booking between two pages of a backup: ``changes`` are made one after each page."""

    changes: list[Callable[[], Awaitable[object]]]

    async def _bookings(self, ids: Sequence[str]) -> list[Line]:
        found = await super()._bookings(ids)
        if self.changes:
            await self.changes.pop(0)()
        return found


@pytest.fixture
def meanwhile(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> WrittenMeanwhile:
    monkeypatch.setattr(backups, "PAGE", 1)
    monkeypatch.setattr(backups, "AT_ONCE", 1)
    store = connect(kind=WrittenMeanwhile)
    assert isinstance(store, WrittenMeanwhile)
    store.changes = []
    return store


async def test_backup_during_which_two_exchange_their_place_holds_it_once(
    world: Outside, store: Store, meanwhile: WrittenMeanwhile, raw: RawStore
) -> None:
    first = await booked(world, personalInfo=person("first"))
    second = await booked(world, slots=["ana_2030-06-05_9_0"], personalInfo=person("second"))

    async def exchange() -> None:
        assert (await put(world, first, {"slots": ["ana_2030-06-06_9_0"]})).status_code == 200
        assert (await put(world, second, {"slots": first["slots"]})).status_code == 200

    meanwhile.changes.append(exchange)

    backup = await taken(meanwhile)

    wipe(raw)
    await store.restore(backup)
    assert meanwhile.changes == []
    assert await faults(world, raw) == []
    assert await shown(world, [first, second])
    assert (await store.backup()).sha256 == (await taken(store)).sha256
    places = {line.id: line.fields["places"][:15] for line in backup.lines() if isinstance(line, BookingLine)}
    assert places == {first["id"]: "2030-06-06_9_0 ", second["id"]: "2030-06-04_9_0 "}


async def test_backup_during_which_somebody_books_and_cancels_is_whole(
    world: Outside, store: Store, meanwhile: WrittenMeanwhile, raw: RawStore
) -> None:
    first = await booked(world, personalInfo=person("first"))
    await booked(world, slots=["ana_2030-06-05_9_0"], personalInfo=person("second"))
    meanwhile.changes += [
        lambda: delete(world, first),
        lambda: booked(world, personalInfo=person("third")),
    ]

    backup = await taken(meanwhile)

    wipe(raw)
    await store.restore(backup)
    assert (backup.counts[BookingLine], await faults(world, raw)) == (3, [])


async def test_backup_of_a_store_that_never_rests_is_none(world: Outside, meanwhile: WrittenMeanwhile) -> None:
    booking = await booked(world)
    slots = [["ana_2030-06-05_9_0"], ["ana_2030-06-06_9_0"]] * backups.ROUNDS
    meanwhile.changes += [partial(put, world, booking, {"slots": each}) for each in slots]

    with pytest.raises(StoreUnavailable, match=r"^busy$"):
        await meanwhile.backup()


async def test_backup_is_the_same_in_pages_of_any_size(
    world: Outside, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_full_house(world)
    whole = (await store.backup()).content

    for size in (1, 2, 5):
        monkeypatch.setattr(backups, "PAGE", size)
        monkeypatch.setattr(backups, "IDS", size)
        assert (await store.backup()).content == whole


async def test_what_was_restored_restores_to_the_same(world: Outside, store: Store, raw: RawStore) -> None:
    await a_full_house(world)
    first = await taken(store)
    wipe(raw)
    await store.restore(first)
    second = await taken(store)
    wipe(raw)

    await store.restore(second)

    assert (await store.backup()).content == second.content != first.content


async def test_letter_that_was_sent_before_a_broken_off_restore_went_on_stays_sent(
    world: Outside, store: Store, raw: RawStore
) -> None:
    booking = await booked(world)
    reminder, backup = f"{booking['id']}:1:reminder", await taken(store)
    wipe(raw)
    await store.restore(backup)
    raw.do("ZREM", f"{raw.prefix}ob:due", reminder)
    raw.do("ZADD", f"{raw.prefix}ob:sent:at", 1, reminder)
    raw.do("HDEL", f"{raw.prefix}mt", "restored")
    raw.do("HSET", f"{raw.prefix}mt", "restoring", backup.sha256)

    await store.restore(backup)

    assert (letters_in(raw, "ob:due"), letters_in(raw, "ob:sent:at")) == (set(), {reminder})


async def test_backup_leaves_out_letters_about_bookings_that_it_does_not_hold(
    world: Outside, store: Store, raw: RawStore
) -> None:
    await booked(world)
    for letter in ("booking_9_z:1:reminder", "not a name", "a:b:c"):
        raw.do("ZADD", f"{raw.prefix}ob:due", 1906718400000, letter)
        raw.do("HSET", f"{raw.prefix}ob:letters", letter, "")

    backup = await taken(store)

    assert backup.counts == {CatalogLine: 1, BookingLine: 1, LetterLine: 2}


async def test_backups_are_named_by_their_second_and_never_overwritten(world: Outside, store: Store) -> None:
    await booked(world)

    with with_a_bucket(world) as safe:
        first = await back_up(safe)
        second = await back_up(safe)
        await booked(world, slots=["ana_2030-06-05_9_0"])
        third = await back_up(safe)
        names, kept = await safe.vault.names(""), await safe.vault.get(third.name)

    plain = await store.backup()
    name = f"{PREFIX}2030-06-03T12-00-00Z-{plain.sha256[:8]}.jsonl"
    assert re.fullmatch(r"backups/2030-06-03T12-00-00Z-[0-9a-f]{8}\.jsonl", first.name)
    assert (second.name, first.was_there, second.was_there) == (first.name, False, True)
    assert third == BackedUp(name, plain.count, plain.sha256, was_there=False)
    assert (names, kept) == (sorted({first.name, third.name}), plain.content)


async def test_backup_without_a_vault_says_what_is_missing(world: Outside) -> None:
    with pytest.raises(NotConfigured, match="BACKUP_URL"):
        await back_up(world)


@pytest.mark.parametrize("count", [1, 3])
async def test_backup_costs_a_request_for_each_page(
    world: Outside, network: Network, connect: Connect, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(backups, "PAGE", 2)
    for day in range(4, 4 + count):
        await booked(world, slots=[f"ana_2030-06-0{day}_9_0"])
    far = connect(network.url)

    await far.backup()

    # Is it being restored, newest event before and after, catalogue, ids and their end, three looks for letters and one
    # for marks; then bookings and letters in twos.
    pages = -(-count // 2) + -(-2 * count // 2)
    assert network.requests == 10 + pages


async def test_trial_finds_no_fault_and_names_all_that_it_leaves(world: Outside, store: Store, raw: RawStore) -> None:
    await a_full_house(world)
    names, again = raw.names(), f"{raw.prefix}again:"
    backup = await tried_backup(store)
    with closing(Store(raw.url, raw.token, again)) as empty:
        fault = await restore_fault(backup, empty)

    raw.do("DEL", *names_restored(backup, Keys(again)))

    assert (fault, raw.names()) == ("", names)
