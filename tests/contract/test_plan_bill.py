"""What the first page says of free plans, counted anew: commands at the store, letters, an hour of watching."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from lib.actions.ports import Outside
from lib.actions.viewers import Viewers
from lib.gateways.mail.letters import StudioLetters
from lib.gateways.store import feed
from lib.studio import policy
from tests.architecture.tree import ROOT
from tests.chaos.store_bill import commands_so_far, of_viewers
from tests.support.customers import booked, get
from tests.support.postman import STUDIO, Postman
from tests.support.raw_store import RawStore
from tests.support.studio import SENDER, Silence
from tests.support.viewers import PATIENCE, watching

WEEK = "/api/availability?classType=private&week=2030-06-03"
# Upstash's free plan; SendGrid's trial of 60 days.
MONTHLY_COMMANDS, DAILY_LETTERS = 500_000, 100


def figures() -> dict[str, int]:
    """The table of the README: what a row is about, and its number."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Deploy\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return {row[0]: int(row[1].replace(",", "")) for row in rows if len(row) == 3 and re.fullmatch(r"[\d,]+", row[1])}


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
async def studio(world: Outside, postman: Postman) -> Outside:
    """Warm, as after its first request, and with letters that go out: to the customer and to the desk."""
    studio = replace(world, post=postman, letters=StudioLetters(SENDER, STUDIO), viewers=Viewers())
    await studio.catalogs.current()
    await booked(studio, slots=["ana_2030-06-07_9_0"])
    postman.sent.clear()
    return studio


async def cost(raw: RawStore, done: Callable[[], Awaitable[object]]) -> Counter[str]:
    before = commands_so_far(raw)
    await done()
    return commands_so_far(raw) - before


async def book(studio: Outside) -> object:
    return await booked(studio)


async def read_week(studio: Outside) -> object:
    return await get(studio, "availability/index", WEEK)


async def test_booking_and_week_cost_what_the_first_page_says(studio: Outside, raw: RawStore, postman: Postman) -> None:
    await read_week(studio)

    booking, week = await cost(raw, lambda: book(studio)), await cost(raw, lambda: read_week(studio))

    said = figures()
    assert postman.kinds == [("confirmed", "rosa@example.com"), ("notice", STUDIO)]
    assert (booking.total(), booking["evalsha"]) == (said["a booking with its letters to the customer and the desk"], 5)
    assert (week.total(), week["evalsha"]) == (said["a week, as the page reads it"], 1)


async def test_letters_of_a_booking_are_as_many_as_the_first_page_says(studio: Outside, raw: RawStore) -> None:
    before = set(raw.do("HKEYS", f"{raw.prefix}ob:letters"))
    booking = await booked(replace(studio, post=Silence()), slots=["ana_2030-06-05_9_0"])

    letters = set(raw.do("HKEYS", f"{raw.prefix}ob:letters")) - before

    kinds = sorted(letter.removeprefix(f"{booking['id']}:1:") for letter in letters)
    assert kinds == ["confirmed", "notice", "reminder"]
    assert len(kinds) == figures()["letters of a booking"]


async def test_watching_alone_costs_an_hour_what_the_first_page_says(
    studio: Outside, raw: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = int(policy.VIEWING_SECONDS / feed.DOUBT)
    # However slow the store is, it is not looked at once more meanwhile.
    monkeypatch.setattr(feed, "POLL", 10 * PATIENCE)
    monkeypatch.setattr(feed, "DOUBT", 10 * PATIENCE)
    newest = str(await studio.events.newest())
    before = of_viewers(commands_so_far(raw)).total()

    async def watch() -> None:
        async with watching(studio, headers={"Last-Event-ID": newest}) as viewer:
            await viewer.opened()
            await come_to(raw, before + 3)

    for_each = await cost(raw, watch)

    assert for_each == {"xrange": 2, "subscribe": 1}
    connections = -(-3600 // (policy.VIEWING_SECONDS + policy.VIEWING_RETRY_MS // 1000))
    assert connections * (for_each.total() + looks) == figures()["an hour of a page that watches, alone in its process"]


async def come_to(raw: RawStore, count: int) -> None:
    """Until so many commands of viewers have come in: the subscription is asked for beside the answer."""
    async with asyncio.timeout(PATIENCE):
        while of_viewers(commands_so_far(raw)).total() < count:  # noqa: ASYNC110 -- it is the store that counts
            await asyncio.sleep(0)


def test_what_the_free_store_bears_follows_from_the_rest() -> None:
    said = figures()

    booking = said["a booking with its letters to the customer and the desk"]
    looks = 20 * said["a week, as the page reads it"]
    watching_six_minutes = said["an hour of a page that watches, alone in its process"] // 10
    each = booking + looks + watching_six_minutes
    assert MONTHLY_COMMANDS // each == said["bookings in the first month that the free store bears, before the nights"]
    assert DAILY_LETTERS // said["letters of a booking"] == said["bookings a day that SendGrid's trial bears"]


def test_what_is_kept_takes_what_the_first_page_and_the_page_on_growth_say() -> None:
    said, growth = figures(), (ROOT / "docs/growth.md").read_text(encoding="utf-8")
    [nightly] = re.findall(r"^\| a night's maintenance with a backup \| about ([\d.]+) for each", growth, re.MULTILINE)

    nights = said["a month of nights, for each booking that is kept"]
    most = said["kept bookings with which the nights leave nothing"]

    assert nights == 30 * float(nightly)
    assert most <= MONTHLY_COMMANDS / nights < most + 1000
    assert f"would use up the free plan alone at {most:,} of them" in growth
    a_booking = MONTHLY_COMMANDS // said["bookings in the first month that the free store bears, before the nights"]
    assert (MONTHLY_COMMANDS - 5_000 * nights) // a_booking == said["bookings in a month with 5,000 kept"]
