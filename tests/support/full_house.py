"""A studio with bookings of every kind, what its customers see of it, and a store that is lost."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import boto3
from moto import mock_aws

from lib.actions.outbox import Lease, Settlement
from lib.actions.ports import Outside, epoch_ms
from lib.gateways.store import Store
from lib.gateways.store.backup_texts import SoundBackup, sound
from lib.gateways.store.recounts import read
from lib.gateways.vault import S3Vault
from tests.support.changers import delete, put
from tests.support.customers import booked, get, week
from tests.support.invariants import broken
from tests.support.raw_store import RawStore

BUCKET = "studio-backups"
GROUP: dict[str, Any] = {"classType": "group", "instructor": "ana", "slots": ["ana_2030-06-05_9_0"]}
FOUR = [f"ben_2030-06-{day:02}_14_15" for day in (10, 11, 12, 13)]
WEEK = "classType=private&instructor=any&week=2030-06-04"


def person(customer: str) -> dict[str, str]:
    return {"firstName": "Rosa", "lastName": "Vega", "email": f"{customer}@example.com"}


@contextmanager
def with_a_bucket(world: Outside) -> Iterator[Outside]:
    """The same world with a vault; doors that had one would see to letters after each answer."""
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket=BUCKET)
        vault = S3Vault(f"s3://{BUCKET}/studio")
        yield replace(world, vault=vault)
        vault.close()


async def a_full_house(world: Outside) -> list[dict[str, Any]]:
    """Bookings of every kind: alone, joined, four at once, with anyone; moved, cancelled, corrected."""
    bookings = [
        await booked(world, personalInfo=person("alone")),
        await booked(world, **GROUP, personalInfo=person("first")),
        await booked(world, **GROUP, personalInfo=person("second")),
        await booked(world, instructor="ben", slots=FOUR, personalInfo=person("four")),
        await booked(world, instructor="any", slots=["any_2030-06-06_9_0"], personalInfo=person("anyone")),
        await booked(world, classType="short", instructor="cleo", slots=["cleo_2030-06-06_9_0"]),
    ]
    moved = await put(world, bookings[0], {"slots": ["ben_2030-06-07_10_15"]})
    canceled = await delete(world, bookings[2])
    corrected = await put(world, bookings[4], {"personalInfo": {"notes": "¡Sí! «ñ» 💃\nDos"}})
    assert (moved.status_code, canceled.status_code, corrected.status_code) == (200, 200, 200)
    return bookings


async def shown(world: Outside, bookings: Sequence[dict[str, Any]]) -> list[Any]:
    """What customers see: their bookings, and what is free."""
    keys = [{"Authorization": f"Bearer {each['manageToken']}"} for each in bookings]
    own = [
        await get(world, "bookings", f"/api/bookings?id={each['id']}", headers)
        for each, headers in zip(bookings, keys, strict=True)
    ]
    general = await get(world, "availability/index", "/api/availability")
    assert {answer.status_code for answer in (*own, general)} == {200}
    return [[answer.json() for answer in own], await week(world, WEEK), general.json()]


async def deliver(world: Outside, kinds: str) -> None:
    """As if a provider had taken every letter of these kinds that is due."""
    now = epoch_ms(world.clock.now())
    leased = await world.store.lease_letters(Lease("t", now, until=now + 1, most=100, ahead=now))
    for each in leased.letters:
        if re.search(kinds, each.letter):
            await world.store.settle_letter(Settlement(each.letter, now, "sent", "t", by="test", message="m"))


def wipe(raw: RawStore) -> None:
    for name in raw.names():
        raw.do("DEL", raw.prefix + name)


async def taken(store: Store) -> SoundBackup:
    return sound((await store.backup()).content)


def letters_in(raw: RawStore, key: str) -> set[str]:
    return set(raw.do("ZRANGE", f"{raw.prefix}{key}", 0, -1))


async def faults(world: Outside, raw: RawStore) -> list[str]:
    """Letters that are known anywhere count: after a restore none but reminders wait."""
    known = set.union(*(letters_in(raw, key) for key in ("ob:due", "ob:dead", "ob:sent:at")))
    return broken(replace(raw.kept(), letters=frozenset(known)), await world.catalogs.current())


def everything_but_answers(raw: RawStore) -> dict[str, Any]:
    """What is in each key, whatever the server's own way of keeping it; counters and answers fall away by design."""
    kinds = {"zset": ("ZRANGE", 0, -1, "WITHSCORES"), "hash": ("HGETALL",)}
    gone = ("idem:", "tr:", "ob:n.", "ev", "mt")
    found: dict[str, Any] = {}
    for name in raw.names():
        if name.startswith(("fg:", "fv:")):
            if counted := read(raw.hashes([name])[name]):
                found[name] = counted
        elif not name.startswith(gone):
            command, *words = kinds[raw.do("TYPE", raw.prefix + name)]
            said = raw.do(command, raw.prefix + name, *words)
            found[name] = sorted(zip(said[::2], said[1::2], strict=True))
    return found
