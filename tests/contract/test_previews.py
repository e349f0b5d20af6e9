"""A preview that was given production's own settings works, and reads, writes and sends nothing of production's."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from lib import settings, wiring
from lib.actions.calendly_auth import Link
from lib.actions.outages import NotConfigured
from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.support.customers import booked, week
from tests.support.raw_store import RawStore
from tests.support.studio import DOCUMENT, a_world

JUNE = "classType=private&week=2030-06-03"


@pytest.fixture
def shared(raw: RawStore) -> dict[str, str]:
    """What somebody set for all environments of the project at once."""
    return {
        "VERCEL": "1",
        "VERCEL_URL": "b.example",
        "VERCEL_GIT_COMMIT_REF": "a-branch",
        "KV_REST_API_URL": raw.url,
        "KV_REST_API_TOKEN": raw.token,
        "KEY_PREFIX": raw.prefix,
        "EMAIL_FROM": "hello@studio.example",
        "SENDGRID_API_KEY": "SG.a.b",
        "CALENDLY_API_TOKEN": "a-token",
        "BACKUP_URL": "s3://bucket/folder",
    }


@pytest.fixture
def preview(shared: dict[str, str]) -> Iterator[Outside]:
    """With a catalogue of its own."""
    chosen = settings.read(shared | {"VERCEL_ENV": "preview"})
    with closing(Store(chosen.store_url, chosen.store_token, chosen.key_prefix)) as store:
        asyncio.run(store.save_catalog(json.dumps(DOCUMENT), expected=None, version="1"))
        yield a_world(store)


def everything(raw: RawStore, names: list[str]) -> dict[str, object]:
    return {name: raw.do("DUMP", raw.prefix + name) for name in names}


async def test_preview_with_productions_settings_leaves_production_as_it_is(
    world: Outside, preview: Outside, raw: RawStore
) -> None:
    await booked(world)
    before = [name for name in raw.names() if not name.startswith("preview-")]
    content = everything(raw, before)

    await booked(preview)
    await booked(preview, slots=["ana_2030-06-05_9_0"])

    new = set(raw.names()) - set(before)
    assert new
    assert [name for name in new if not name.startswith("preview-")] == []
    assert everything(raw, before) == content


async def test_preview_and_production_do_not_see_each_others_bookings(world: Outside, preview: Outside) -> None:
    await booked(world, slots=["ana_2030-06-04_9_0"])
    await booked(preview, slots=["ana_2030-06-05_9_0"])

    free = [
        {
            slot["id"]
            for day in (await week(each, f"{JUNE}&instructor=ana")).values()
            for slot in day
            if slot["available"]
        }
        for each in (world, preview)
    ]

    assert ["ana_2030-06-04_9_0" in slots for slots in free] == [False, True]
    assert ["ana_2030-06-05_9_0" in slots for slots in free] == [True, False]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"VERCEL_ENV": "production"}, ("live", "token", True)),
        ({"VERCEL_ENV": "preview"}, ("off", "off", False)),
        ({"VERCEL_ENV": "preview", "PREVIEW_SENDS": "letters"}, ("live", "off", False)),
        ({"VERCEL_ENV": "preview", "PREVIEW_SENDS": "calendly,backups"}, ("off", "token", True)),
    ],
)
async def test_preview_is_wired_to_nobody_outside_unless_it_is_said(
    shared: dict[str, str], said: dict[str, str], expected: tuple[str, str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (shared | said).items():
        monkeypatch.setenv(name, value)

    world = wiring.outside.__wrapped__()

    link = await world.calendly.link()
    assert (world.post.state, link.connection, world.vault.is_configured) == expected
    if expected[1] == "off":
        assert link == Link("off")
    if not expected[2]:
        with pytest.raises(NotConfigured):
            await world.vault.names("")
