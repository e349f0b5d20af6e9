"""/api/cron/maintenance: parts with their own time, report and failure; backups; and what a store has lost."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from lib.actions.maintain import maintain
from lib.actions.outages import VaultUnavailable
from lib.actions.ports import Outside
from lib.gateways.calendly.webhooks import CalendlyWebhooks
from lib.gateways.vault import FolderVault
from tests.support.changers import delete
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.postman import Postman, standing
from tests.support.raw_store import RawStore
from tests.support.studio import CRON_SECRET, StandingClock


@pytest.fixture
def vault(tmp_path: Path) -> FolderVault:
    return FolderVault(tmp_path / "vault")


@pytest.fixture
def kept(world: Outside, vault: FolderVault) -> Outside:
    """Letters go out at once, and copies and backups are kept."""
    return replace(world, post=Postman(), vault=vault)


async def outcomes(outside: Outside) -> dict[str, str]:
    return {each.name: each.outcome for each in await maintain(outside)}


async def test_door_reports_every_part(kept: Outside) -> None:
    async with caller("cron/maintenance", kept) as client:
        answer = await client.get("/api/cron/maintenance", headers={"Authorization": f"Bearer {CRON_SECRET}"})

    parts = answer.json()["parts"]
    assert [(each["name"], each["outcome"]) for each in parts] == [
        ("letters", "done"),
        ("calendly", "done"),
        ("losses", "done"),
        ("backup", "done"),
        ("trimming", "done"),
        ("health", "done"),
    ]
    assert all(each["took"] >= 0 for each in parts)


async def test_parts_that_nothing_is_set_up_for_are_off(world: Outside) -> None:
    found = await outcomes(replace(world, webhooks=CalendlyWebhooks("", "")))

    assert found == {
        "letters": "off",
        "calendly": "off",
        "losses": "off",
        "backup": "off",
        "trimming": "done",
        "health": "done",
    }


@dataclass
class BrokenVault:
    """A place for backups that is away, or that breaks in a way nobody thought of."""

    error: Exception
    is_configured: bool = True
    is_local: bool = False
    asked: list[str] = field(default_factory=list)

    async def put(self, _name: str, _content: bytes) -> bool:
        raise self.error

    async def get(self, _name: str) -> bytes | None:
        raise self.error

    async def names(self, _prefix: str) -> list[str]:
        raise self.error

    async def remove(self, _names: list[str]) -> None:
        raise self.error


@pytest.mark.parametrize("error", [VaultUnavailable("AccessDenied"), RuntimeError("nobody expects it")])
async def test_part_that_fails_leaves_the_others_alone_and_health_says_so(world: Outside, error: Exception) -> None:
    broken = replace(world, vault=BrokenVault(error), post=Postman())

    found = await outcomes(broken)

    assert found == {
        "letters": "done",
        "calendly": "done",
        "losses": "failed",
        "backup": "failed",
        "trimming": "done",
        "health": "done",
    }
    async with caller("health", broken) as client:
        health = (await client.get("/api/health")).json()
    assert (health["status"], health["checks"]["backup"]) == ("degraded", "failing")


async def test_part_that_somebody_else_is_at_is_left_to_them_until_their_turn_is_over(
    kept: Outside, raw: RawStore, clock: StandingClock
) -> None:
    ends = int((clock.moment + timedelta(minutes=1)).timestamp() * 1000)
    raw.do("HSET", f"{raw.prefix}mt", "lease:backup", f"somebody {ends}")

    during = await outcomes(kept)
    clock.moment += timedelta(minutes=1, seconds=1)
    after = await outcomes(kept)

    assert (during["backup"], after["backup"]) == ("busy", "done")


async def test_backup_is_written_once_for_the_same_content(kept: Outside, vault: FolderVault) -> None:
    await booked(kept)

    for _ in range(3):
        await maintain(kept)

    assert len(await vault.names("backups/")) == 1
    assert await vault.names("copies/") == []


async def test_copies_are_kept_of_what_happened_since_the_backup(kept: Outside, vault: FolderVault) -> None:
    booking = await booked(kept)
    await maintain(kept)
    assert (await delete(kept, booking)).status_code == 200

    names = await vault.names("copies/")

    assert names == [f"copies/{booking['id']}/000002-canceled.json"]
    assert "rosa" not in str(names).lower()


async def test_letters_of_long_ago_are_forgotten(kept: Outside, raw: RawStore, clock: StandingClock) -> None:
    await booked(kept)
    clock.moment += timedelta(days=91)

    await maintain(kept)

    assert raw.do("ZCARD", f"{raw.prefix}ob:sent:at") == 0
    assert raw.do("HLEN", f"{raw.prefix}ob:sent") == 0


async def test_letters_wait_for_as_long_as_nobody_delivers_and_copies_are_kept_meanwhile(
    world: Outside, vault: FolderVault, raw: RawStore, clock: StandingClock
) -> None:
    quiet = replace(world, vault=vault)
    booking = await booked(quiet, slots=["ana_2030-06-20_9_0"])
    kept_at_once = await vault.names("copies/")

    for _ in range(40):
        clock.moment += timedelta(hours=6)
        await maintain(quiet)

    assert kept_at_once == [f"copies/{booking['id']}/000001-confirmed.json"]
    assert standing(raw) == {"due": ["1:confirmed", "1:reminder"], "dead": [], "sent": ["1:copy"]}
