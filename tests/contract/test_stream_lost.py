"""Events that cannot be told any more: cut off, or gone with a store. Whoever asks for them looks anew, once."""

import pytest

from lib.actions.ports import Outside
from lib.gateways.store.plans import EVENTS_KEPT
from tests.contract.test_stream import add, fill, ids
from tests.support.raw_store import RawStore
from tests.support.viewers import Told, patient, watching


@pytest.fixture
def studio(world: Outside) -> Outside:
    return patient(world)


@pytest.mark.parametrize("seen", ["first", "5-0", "999999999999999-0", "0-0"])
async def test_id_that_is_too_old_or_of_another_store_is_one_resync_and_then_news(
    studio: Outside, raw: RawStore, seen: str
) -> None:
    first = add(raw)
    fill(raw, EVENTS_KEPT)
    newest = ids(raw)[-1]
    raw.do("XTRIM", f"{raw.prefix}ev", "MAXLEN", EVENTS_KEPT)

    async with watching(studio, f"after={first if seen == 'first' else seen}") as viewer:
        resync = await viewer.next()
        later = add(raw)
        told = await viewer.next()

    assert resync == Told("resync", newest)
    assert told
    assert (told.event, told.id) == ("message", later)


async def test_store_that_lost_its_events_makes_viewers_look_anew(studio: Outside, raw: RawStore) -> None:
    first = add(raw)

    async with watching(studio, f"after={first}") as viewer:
        await viewer.opened()
        raw.do("DEL", f"{raw.prefix}ev")
        newest = add(raw, "7-7")
        ended = await viewer.next()
    async with watching(studio, headers={"Last-Event-ID": viewer.last_id}) as viewer:
        resync = await viewer.next()

    assert (ended, resync) == (None, Told("resync", newest))


async def test_who_comes_back_to_a_store_that_lost_its_events_looks_anew_though_others_still_hang_on(
    studio: Outside, raw: RawStore
) -> None:
    first = add(raw)

    async with watching(studio, f"after={first}") as stuck, watching(studio, f"after={first}") as viewer:
        await stuck.opened()
        stuck.is_stuck = True
        add(raw)
        await viewer.next()
        raw.do("DEL", f"{raw.prefix}ev")
        newest = add(raw, "7-7")
        ended = await viewer.next()
        async with watching(studio, headers={"Last-Event-ID": viewer.last_id}) as again:
            resync = await again.next()

    assert (ended, resync) == (None, Told("resync", newest))
