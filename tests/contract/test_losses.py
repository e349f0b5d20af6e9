"""What the store lost or sold twice is found by what was kept elsewhere, told to the studio, settled by its staff."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.actions.find_losses import find_losses
from lib.actions.maintain import maintain
from lib.actions.outages import VaultUnavailable
from lib.actions.ports import Outside
from lib.gateways.mail.letters import StudioLetters
from lib.gateways.vault import FolderVault
from tests.contract.test_maintenance import BrokenVault
from tests.support.changers import put
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.losing import lose
from tests.support.postman import STUDIO, Postman
from tests.support.raw_store import RawStore
from tests.support.studio import CRON_SECRET, SENDER, StandingClock

LEO = {"firstName": "Leo", "lastName": "Paz", "email": "leo@example.com"}


@pytest.fixture
def kept(live: Outside, tmp_path: Path) -> Outside:
    return replace(live, vault=FolderVault(tmp_path))


@pytest.fixture
def studio(kept: Outside) -> Outside:
    """The same, and the studio is written to."""
    return replace(kept, letters=StudioLetters(SENDER, STUDIO))


def what_is_booked(raw: RawStore) -> dict[str, str]:
    return {key: value for key, value in raw.everything().items() if key.startswith(("bk:", "sch:", "ix:"))}


async def test_nothing_is_found_where_nothing_was_lost(kept: Outside) -> None:
    booking = await booked(kept)
    await put(kept, booking, {"slots": ["ana_2030-06-05_9_0"]})
    await booked(kept, slots=["ana_2030-06-06_9_0"])

    found: Any = await find_losses(kept)

    assert found == {"found": 0, "lost": [], "wentBack": [], "soldTwice": [], "settled": [], "compared": 2}


@pytest.mark.parametrize("where", ["backups/", "copies/"])
async def test_booking_that_the_store_lost_is_listed_and_nothing_is_changed(
    kept: Outside, raw: RawStore, where: str
) -> None:
    booking = await booked(kept)
    if where == "backups/":
        await maintain(kept)
    lose(raw, booking)
    before = what_is_booked(raw)

    # The second time, the newest backup is one from after the loss.
    for _ in range(2):
        await maintain(kept)

    losses: Any = (await kept.store.pulse(0)).reports["losses"].said
    assert losses["found"] == 1
    [lost] = losses["lost"]
    assert (lost["bookingId"], lost["version"]) == (booking["id"], 1)
    assert lost["where"].startswith(where)
    assert "rosa" not in json.dumps(dict(losses)).lower()
    assert what_is_booked(raw) == before


async def test_place_of_a_lost_booking_that_was_sold_again_is_listed(kept: Outside, raw: RawStore) -> None:
    first = await booked(kept)
    lose(raw, first)
    await booked(kept, personalInfo={"firstName": "Leo", "lastName": "Paz", "email": "leo@example.com"})

    found: Any = await find_losses(kept)

    assert found["found"] == 2
    [twice] = found["soldTwice"]
    assert (twice["bookingId"], twice["instructor"]) == (first["id"], "ana")


async def test_booking_that_went_back_to_what_it_was_is_listed(kept: Outside, raw: RawStore) -> None:
    booking = await booked(kept)
    key = f"{raw.prefix}bk:{booking['id']}"
    before = raw.do("HGETALL", key)
    await put(kept, booking, {"slots": ["ana_2030-06-05_9_0"]})
    raw.do("HSET", key, *before)

    found: Any = await find_losses(kept)

    assert [each["bookingId"] for each in found["wentBack"]] == [booking["id"]]


async def test_sessions_that_overlap_in_the_store_itself_are_listed(kept: Outside, raw: RawStore) -> None:
    booking = await booked(kept)
    [line] = raw.do("HGET", f"{raw.prefix}bk:{booking['id']}", "places").splitlines()
    start, end, *rest = line.split(" ")[1].split(":")
    moved = ":".join([str(int(start) + 30), str(int(end) + 30), *rest])
    raw.do("ZADD", f"{raw.prefix}sch:i.ana", int(start) + 30, moved)

    found: Any = await find_losses(kept)

    assert [each["instructor"] for each in found["soldTwice"]] == ["ana"]


async def test_studio_is_written_to_at_once_and_once_a_day_while_something_is_lost(
    studio: Outside, postman: Postman, raw: RawStore, clock: StandingClock
) -> None:
    lost = await booked(studio)
    await booked(studio, slots=["ana_2030-06-12_9_0"], personalInfo=LEO)
    await maintained(studio)
    assert alarms(postman) == []
    lose(raw, lost)

    for _ in range(2):
        await maintained(studio)
    assert alarms(postman) == ["Bookings may be lost"]

    clock.moment += timedelta(days=1)
    await maintained(studio)
    assert alarms(postman) == ["Bookings may be lost"] * 2


async def test_studio_is_written_to_when_nothing_could_be_kept(studio: Outside, postman: Postman) -> None:
    await booked(studio)
    broken = replace(studio, vault=BrokenVault(VaultUnavailable("AccessDenied")))

    await maintained(broken)

    assert alarms(postman) == ["Backups do not succeed"]
    assert "AccessDenied" in postman.sent[-1].text


async def test_store_that_was_wiped_is_told_of_in_words(studio: Outside, postman: Postman, raw: RawStore) -> None:
    await booked(studio)
    await maintained(studio)
    for name in raw.names():
        if name != "cat":
            raw.do("DEL", raw.prefix + name)

    await maintained(studio)

    assert alarms(postman) == ["Bookings may be lost"]
    assert "The store holds fewer bookings than the backup before" in postman.sent[-1].text


async def maintained(outside: Outside) -> None:
    """As the scheduler has it done, with all that is sent after the answer."""
    async with caller("cron/maintenance", outside) as client:
        answer = await client.get("/api/cron/maintenance", headers={"Authorization": f"Bearer {CRON_SECRET}"})
    assert answer.status_code == 200


def alarms(postman: Postman) -> list[str]:
    return [mail.subject for mail in postman.sent if mail.kind == "alarm"]
