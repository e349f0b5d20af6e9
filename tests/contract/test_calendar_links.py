"""The link to an instructor's calendar is theirs alone, the same until it is replaced, and ends with who taught."""

import json
from dataclasses import replace
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.links import with_instructor
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, StandingClock, a_world
from tests.support.teaching import ANA, BEN, OWNER, asked, fetched, link

pytestmark = ON_BOTH


async def test_link_is_the_same_until_a_new_one_is_made(world: Outside, raw: RawStore) -> None:
    first, same, of_ben = [await link(world, raw, who) for who in ("ana", "ana", "ben")]

    new = await link(world, raw, instead=first)
    old, unknown = await fetched(world, first), await fetched(world, f"/api/instructors?feed={'a' * 69}")

    assert (first, await link(world, raw)) == (same, new)
    assert (old.status_code, old.json() | {"instance": ""}) == (404, unknown.json() | {"instance": ""})
    assert [(await fetched(world, path)).status_code for path in (new, of_ben)] == [200, 200]


async def test_press_that_is_sent_again_makes_no_other_link(world: Outside, raw: RawStore) -> None:
    first = await link(world, raw)

    new = [await link(world, raw, instead=first) for _ in range(2)]
    newer = await link(world, raw, instead=new[0])
    late = await link(world, raw, instead=first)

    assert new[0] == new[1] != first
    assert late == newer
    assert [(await fetched(world, path)).status_code for path in (first, new[0], newer)] == [404, 404, 200]


async def test_instructors_get_their_own_link_and_nobody_elses(world: Outside, raw: RawStore) -> None:
    body = {"action": "calendar_link"}
    own = await asked(world, raw, ANA, body)
    named = await asked(world, raw, ANA, {**body, "instructor": "ana"})
    of_ben = await link(world, raw, "ben")
    others = [await asked(world, raw, ANA, {**body, "instructor": "ben", "instead": old}) for old in ("", of_ben)]

    assert own.json() == named.json()
    assert own.json()["feedUrl"].startswith("https://studio.example/api/instructors?feed=")
    assert own.json()["webcalUrl"] == own.json()["feedUrl"].replace("https://", "webcal://")
    assert own.json()["instructor"] == "ana"
    assert [(each.status_code, each.json()["code"]) for each in others] == [(403, "forbidden")] * 2
    assert (await asked(world, raw, BEN, body)).json()["feedUrl"] == f"https://studio.example{of_ben}"


@pytest.mark.parametrize("instructor", ["", "any", "gone", "nobody", "ana\x00", "\u202eana", "sch:i.ana", "A" * 40])
async def test_owner_is_told_of_instructors_whom_there_are_not(world: Outside, raw: RawStore, instructor: str) -> None:
    before = raw.do("HGETALL", f"{raw.prefix}tc")

    answer = await asked(world, raw, OWNER, {"action": "calendar_link", "instructor": instructor})

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_instructor")
    assert raw.do("HGETALL", f"{raw.prefix}tc") == before


async def test_calendar_of_who_is_dismissed_ends_at_once_in_every_process(
    world: Outside, raw: RawStore, connect: Connect, clock: StandingClock
) -> None:
    path = await link(world, raw)
    elsewhere = a_world(connect(), clock)
    assert [(await fetched(each, path)).status_code for each in (world, elsewhere)] == [200, 200]
    assert isinstance(world.store, Store)

    await world.store.save_catalog(json.dumps(with_instructor("ana", active=False)), expected="1", version="2")
    ended = [(await fetched(each, path)).status_code for each in (world, elsewhere)]
    asks = await asked(elsewhere, raw, OWNER, {"action": "calendar_link", "instructor": "ana"})

    assert (ended, asks.status_code) == ([404, 404], 404)


async def test_other_secret_of_the_studio_ends_every_link(world: Outside, raw: RawStore) -> None:
    path = await link(world, raw)
    rotated = replace(world, keyring=replace(world.keyring, secret=b"another secret, which is long enough"))

    assert (await fetched(rotated, path)).status_code == 404


@pytest.mark.parametrize(("changes", "setting"), [({"site_url": ""}, "SITE_URL")])
async def test_link_without_an_address_of_the_site_is_not_made(
    world: Outside, raw: RawStore, changes: dict[str, Any], setting: str
) -> None:
    answer = await asked(replace(world, **changes), raw, OWNER, {"action": "calendar_link", "instructor": "ana"})

    assert (answer.status_code, answer.json()["code"]) == (503, "not_configured")
    assert setting in answer.json()["detail"]
