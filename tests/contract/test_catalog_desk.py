"""Staff edit the catalogue: read, looked at before it is saved, saved once, and never over somebody else's edit."""

import asyncio
import json
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from lib.studio.catalog_defaults import with_defaults
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import get, post, week
from tests.support.deliveries import STRANGER, UNKNOWN_TYPE, Guest, mapped_document, outcomes
from tests.support.editors import OWNER, Editor
from tests.support.raw_store import RawStore
from tests.support.studio import a_document, a_world, wish_body

pytestmark = ON_BOTH

TUESDAY = "classType=private&date=2030-06-04&instructor=ana"


@pytest.fixture
def owner(world: Outside, raw: RawStore) -> Editor:
    return Editor(OWNER, world, raw)


def dearer(price: int = 9900) -> dict[str, Any]:
    document = a_document()
    document["classTypes"][0]["priceMinor"] = price
    return document


def later_on_tuesdays() -> dict[str, Any]:
    document = a_document()
    document["instructors"][0]["week"] = {"tue": [["13:00", "18:00"]]}
    return document


async def test_owner_reads_the_whole_document_with_the_defaults_written_out(owner: Editor) -> None:
    answer = await owner.get()

    assert answer.json() == {"version": "1", "catalog": with_defaults(a_document())}
    assert (answer.headers["etag"], answer.headers["cache-control"]) == ('"1"', "no-store")


async def test_saved_document_is_in_force_at_once_and_is_read_again(owner: Editor, world: Outside) -> None:
    await week(world, TUESDAY)

    saved = await owner.put(dearer())

    assert saved.status_code == 200, saved.text
    told = saved.json()
    assert told == {
        "version": told["version"],
        "catalog": with_defaults(dearer()),
        "stranded": [],
        "strandedCount": 0,
        "preview": None,
    }
    assert saved.headers["etag"] == f'"{told["version"]}"' != '"1"'
    assert saved.headers["cache-control"] == "no-store"
    assert (await owner.get()).json() == {"version": told["version"], "catalog": with_defaults(dearer())}
    assert (await week(world, TUESDAY))["2030-06-04"][0]["priceMinor"] == 9900 + 500


async def test_other_functions_follow_at_once(owner: Editor, store: Store) -> None:
    """Another process still holds the old one in memory."""
    other = a_world(store)
    await week(other, TUESDAY)

    await owner.put(later_on_tuesdays())

    assert [slot["startTime"] for slot in (await week(other, TUESDAY))["2030-06-04"]][:2] == ["13:00", "14:15"]
    refused = await post(other, wish_body())
    assert (refused.status_code, refused.json()["code"]) == (400, "not_a_slot")
    kinds = await get(owner.world, "class-types", "/api/class-types")
    assert kinds.json()[0]["priceMinor"] == 4000


async def test_second_of_two_editors_is_told_and_loses_nothing(owner: Editor, raw: RawStore, world: Outside) -> None:
    colleague = Editor(OWNER, world, raw)

    first, second = await owner.put(dearer(5000)), await colleague.put(dearer(6000))

    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 412, "other_version")
    newest = await colleague.get()
    assert newest.json()["catalog"]["classTypes"][0]["priceMinor"] == 5000
    again = await colleague.put(dearer(6000), newest.headers["etag"])
    assert again.status_code == 200


async def test_of_many_editors_at_once_one_saves(owner: Editor, raw: RawStore) -> None:
    answers = await asyncio.gather(*(owner.put(dearer(1000 + n)) for n in range(8)))

    saved = [answer for answer in answers if answer.status_code == 200]
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 7]
    assert json.loads(raw.do("HGET", f"{raw.prefix}cat", "document")) == dearer_of(saved[0].json())


def dearer_of(told: dict[str, Any]) -> dict[str, Any]:
    return dearer(told["catalog"]["classTypes"][0]["priceMinor"])


async def test_repeating_a_save_answers_as_the_first_and_not_as_if_somebody_had_been_there(
    owner: Editor, raw: RawStore
) -> None:
    first = await owner.put(dearer())
    before = raw.everything()

    again = await owner.put(dearer())

    assert (again.status_code, again.json()) == (200, first.json())
    assert raw.everything() == before


async def test_repetition_after_somebody_elses_edit_does_not_bring_the_old_one_back(owner: Editor) -> None:
    first = await owner.put(dearer(5000))
    await owner.put(dearer(6000), first.headers["etag"])

    late = await owner.put(dearer(5000))

    assert late.status_code == 412
    assert (await owner.get()).json()["catalog"]["classTypes"][0]["priceMinor"] == 6000


async def test_going_back_to_an_earlier_content_is_another_version(owner: Editor) -> None:
    first = await owner.put(dearer())
    back = await owner.put(a_document(), first.headers["etag"])
    again = await owner.put(dearer(), back.headers["etag"])

    assert len({first.headers["etag"], back.headers["etag"], again.headers["etag"]}) == 3


async def test_document_before_the_last_edit_can_be_read_and_put_back(owner: Editor) -> None:
    saved = await owner.put(dearer())

    previous = await owner.get("?previous=1")

    assert previous.json()["catalog"] == with_defaults(a_document())
    undone = await owner.put(previous.json()["catalog"], saved.headers["etag"])
    assert undone.json()["catalog"] == with_defaults(a_document())


async def test_dry_run_writes_nothing_and_shows_the_starts_before_and_after(owner: Editor, raw: RawStore) -> None:
    before = raw.everything()

    tried = await owner.put(later_on_tuesdays(), query="?dryRun=1")

    assert raw.everything() == before
    told = tried.json()
    assert (tried.status_code, told["version"], tried.headers["etag"]) == (200, "1", '"1"')
    assert told["catalog"] == with_defaults(later_on_tuesdays())
    tuesday = [line for line in told["preview"]["lines"] if line["date"] == "2030-06-04"]
    assert [(line["instructor"], line["classType"]) for line in tuesday] == [
        *(("ana", name) for name in ("private", "long", "short", "group"))
    ]
    assert [start["startTime"] for start in tuesday[0]["before"]] == [
        "09:00",
        "10:15",
        *["13:00", "14:15", "15:30", "16:45"],
    ]
    assert tuesday[0]["after"] == [
        {"startTime": clock, "priceMinor": 4500} for clock in ("13:00", "14:15", "15:30", "16:45")
    ]
    assert not told["preview"]["isCut"]
    assert {line["date"] for line in told["preview"]["lines"]} <= {f"2030-06-{day:02}" for day in range(3, 17)}


async def test_dry_run_of_a_price_shows_the_prices_and_nothing_else(owner: Editor) -> None:
    tried = (await owner.put(dearer(), query="?dryRun=1")).json()["preview"]["lines"]

    assert {line["classType"] for line in tried} == {"private"}
    assert next((line["before"][0], line["after"][0]) for line in tried if line["instructor"] == "ben") == (
        {"startTime": "09:00", "priceMinor": 4000},
        {"startTime": "09:00", "priceMinor": 9900},
    )


async def test_dry_run_over_what_somebody_else_saved_says_so(owner: Editor) -> None:
    await owner.put(dearer())

    assert (await owner.put(a_document(rooms=[]), query="?dryRun=1")).status_code == 400
    assert (await owner.put(dearer(1), query="?dryRun=1")).status_code == 412


async def test_studio_that_saved_nothing_yet_is_set_up_at_the_desk(owner: Editor, raw: RawStore) -> None:
    raw.do("DEL", f"{raw.prefix}cat")

    empty = await owner.get()
    saved = await owner.put(a_document(), empty.headers["etag"])

    assert (empty.status_code, empty.json()["catalog"]) == (200, with_defaults({}))
    assert saved.status_code == 200
    assert len((await get(owner.world, "class-types", "/api/class-types")).json()) > 0


async def test_catalogue_that_cannot_be_read_any_more_can_be_mended_at_the_desk(owner: Editor, raw: RawStore) -> None:
    raw.do("HSET", f"{raw.prefix}cat", "document", '{"studio": {"zone": "Mars"}}')

    broken = await owner.get()
    mended = await owner.put(a_document(), broken.headers["etag"])

    assert broken.json() == {"version": "1", "catalog": {"studio": {"zone": "Mars"}}}
    assert mended.status_code == 200


async def test_what_calendly_told_of_has_a_place_once_the_mapping_was_saved(world: Outside, raw: RawStore) -> None:
    owner = Editor(OWNER, world, raw)
    await owner.put(mapped_document())
    guest = Guest(hosts=(STRANGER,), event_type=UNKNOWN_TYPE)
    await outcomes(world, guest.created())
    better = mapped_document()
    better["calendly"]["hosts"].append({"user": STRANGER, "instructor": "ana"})
    better["calendly"]["eventTypes"].append({"uri": UNKNOWN_TYPE, "classType": "private"})

    await owner.put(better, (await owner.get()).headers["etag"])

    left = [raw.do("ZRANGE", f"{raw.prefix}{key}", 0, -1) for key in ("cal:unmapped", "sch:i.ana")]
    assert list(map(len, left)) == [0, 1]
