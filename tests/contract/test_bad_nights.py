"""Nights on which something fails: nothing is forgotten, nothing good is overwritten, nothing goes round for ever."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.actions.find_losses import find_losses
from lib.actions.mail import Outcome, Unclear, Unreached
from lib.actions.maintain import maintain
from lib.actions.outages import VaultUnavailable
from lib.actions.outbox import Settlement
from lib.actions.ports import Outside, epoch_ms
from lib.actions.send_letters import send_letters
from lib.gateways.vault import FolderVault
from tests.contract.test_maintenance import BrokenVault
from tests.support.changers import delete
from tests.support.customers import booked
from tests.support.losing import lose
from tests.support.postman import Postman, standing
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, StandingClock


@pytest.fixture
def kept(live: Outside, tmp_path: Path) -> Outside:
    return replace(live, vault=FolderVault(tmp_path))


async def test_losses_are_not_forgotten_over_a_night_on_which_nobody_could_compare(
    kept: Outside, raw: RawStore
) -> None:
    booking = await booked(kept)
    await maintain(kept)
    lose(raw, booking)
    await maintain(kept)

    await maintain(replace(kept, vault=BrokenVault(VaultUnavailable("away"))))
    await maintain(kept)

    losses: Any = (await kept.store.pulse(0)).reports["losses"].said
    assert [each["bookingId"] for each in losses["lost"]] == [booking["id"]]


async def test_booking_that_nobody_can_read_is_lost_and_its_place_was_not_sold_twice(
    kept: Outside, raw: RawStore
) -> None:
    booking = await booked(kept)
    await maintain(kept)
    raw.do("HSET", f"{raw.prefix}bk:{booking['id']}", "terms", "not json")

    found: Any = await find_losses(kept)

    assert ([each["bookingId"] for each in found["lost"]], found["soldTwice"]) == ([booking["id"]], [])


async def test_store_that_was_wiped_does_not_become_the_newest_backup(kept: Outside, raw: RawStore, store: Any) -> None:
    await booked(kept)
    await maintain(kept)
    before = await kept.vault.names("backups/")
    for name in raw.names():
        if name != "cat":
            raw.do("DEL", raw.prefix + name)

    outcomes = {each.name: each.outcome for each in await maintain(kept)}

    assert store
    assert outcomes["backup"] == "failed"
    assert await kept.vault.names("backups/") == before
    assert len(await kept.vault.names("smaller/")) == 1


BROKEN = {"terms": "not json", "person": "[1]", "version": "many", "places": "nowhere"}


@pytest.mark.parametrize(("name", "text"), BROKEN.items(), ids=BROKEN)
async def test_booking_that_nobody_can_read_holds_up_no_letter_of_another(
    world: Outside, raw: RawStore, postman: Postman, name: str, text: str
) -> None:
    broken = await booked(world)
    await booked(world, slots=["ana_2030-06-05_9_0"])
    raw.do("HSET", f"{raw.prefix}bk:{broken['id']}", name, text)

    await send_letters(5, replace(world, post=postman))

    assert [mail.letter.split(":")[1:] for mail in postman.sent] == [["1", "confirmed"]]
    dead = await world.store.dead_letters(9)
    assert [(each.booking_id, each.kind, each.why) for each in dead] == [(broken["id"], "confirmed", "unreadable")]


@pytest.mark.parametrize("outcome", [Unclear("silence"), Unreached("away")])
async def test_one_letter_that_is_not_taken_does_not_keep_the_others(
    world: Outside, postman: Postman, outcome: Outcome
) -> None:
    days = (4, 5, 6, 7, 8, 10)
    for number, (day, hour) in enumerate((day, hour) for day in days for hour in (9, 13)):
        person = {"firstName": "Rosa", "lastName": "Vega", "email": f"rosa{number}@example.com"}
        await booked(world, slots=[f"ana_2030-06-{day:02}_{hour}_0"], personalInfo=person)
    postman.outcomes = [outcome]

    drained = await send_letters(5, replace(world, post=postman))

    assert (drained.sent, drained.failed) == (11, 1)


async def test_reminder_is_tried_until_its_lesson_begins(
    world: Outside, postman: Postman, clock: StandingClock
) -> None:
    await booked(world, slots=["ana_2030-06-07_9_0"])
    live = replace(world, post=postman)
    await send_letters(5, live)
    clock.moment = NOW.replace(day=6, hour=13)
    postman.outcomes = [Unreached("away")] * 20

    for _ in range(22):
        await send_letters(5, live)
        clock.moment += timedelta(hours=1)

    assert [mail.kind for mail in postman.sent] == ["confirmed", "reminder"]


async def test_letter_that_was_sent_before_does_not_fall_due_for_ever(live: Outside, raw: RawStore) -> None:
    booking = await booked(live)
    letter = f"{booking['id']}:1:confirmed"
    raw.do("ZADD", f"{raw.prefix}ob:due", 0, letter)
    raw.do("HSET", f"{raw.prefix}ob:letters", letter, '{"at":1,"by":"customer","event":"confirmed"}')

    await send_letters(5, live)

    assert standing(raw) == {"due": ["1:reminder"], "dead": [], "sent": ["1:confirmed"]}


async def test_one_copy_that_comes_back_does_not_undo_the_other(live: Outside, raw: RawStore) -> None:
    booking = await booked(live)
    letter, now = f"{booking['id']}:1:confirmed", epoch_ms(NOW)

    counts = await live.store.settle_letter(Settlement(letter, now, "bounced", message="another", why="bounced"))

    assert not counts
    assert standing(raw)["sent"] == ["1:confirmed"]


async def test_booking_that_went_back_and_was_changed_again_is_found(kept: Outside, raw: RawStore) -> None:
    booking = await booked(kept)
    key = f"{raw.prefix}bk:{booking['id']}"
    before = raw.do("HGETALL", key)
    assert (await delete(kept, booking)).status_code == 200
    raw.do("HSET", key, *before, "version", 2)

    found: Any = await find_losses(kept)

    assert [each["bookingId"] for each in found["wentBack"]] == [booking["id"]]


async def test_copies_wait_for_their_place_without_an_alarm_about_mail(
    live: Outside, postman: Postman, raw: RawStore, clock: StandingClock
) -> None:
    away = replace(live, vault=BrokenVault(VaultUnavailable("away")))
    await booked(away, slots=["ana_2030-06-20_9_0"])

    for _ in range(30):
        clock.moment += timedelta(hours=4)
        await send_letters(5, away)

    assert standing(raw)["dead"] == []
    assert "1:copy" in standing(raw)["due"]
    assert [mail.kind for mail in postman.sent] == ["confirmed"]
