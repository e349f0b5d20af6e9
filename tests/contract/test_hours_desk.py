"""Instructors edit their own week, breaks and days off, and nothing else, whatever they ask for."""

import asyncio
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.studio.catalog_defaults import with_defaults
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked, week
from tests.support.editors import OWNER, Editor, instructor
from tests.support.raw_store import RawStore
from tests.support.studio import EVERY_DAY, a_document

pytestmark = ON_BOTH

USUAL: dict[str, Any] = {"week": EVERY_DAY, "breaks": {}, "exceptions": {}}
AWAY: dict[str, Any] = {**USUAL, "exceptions": {"2030-06-04": [], "2030-06-05": [["15:00", "18:00"]]}}


@pytest.fixture
def ana(world: Outside, raw: RawStore) -> Editor:
    return Editor(instructor("ana"), world, raw)


@pytest.fixture
def owner(world: Outside, raw: RawStore) -> Editor:
    return Editor(OWNER, world, raw)


async def save(editor: Editor, hours: Any, name: str = "ana") -> Any:
    tag = (await editor.get(f"?part={name}")).headers.get("etag")
    return await editor.put(hours, tag, f"?part={name}")


async def test_instructor_sees_own_hours_and_what_the_studio_decides_about_them(ana: Editor) -> None:
    answer = await ana.get("?part=ana")

    told = answer.json()
    assert told == {
        "version": told["version"],
        "catalog": USUAL,
        "instructor": "ana",
        "name": "Ana",
        "zone": "America/New_York",
        "closedDays": ["2030-07-04"],
    }
    assert (answer.headers["etag"], answer.headers["cache-control"]) == (f'"{told["version"]}"', "no-store")


async def test_saved_days_off_are_in_force_at_once_and_nothing_else_is_changed(
    ana: Editor, owner: Editor, world: Outside
) -> None:
    saved = await save(ana, AWAY)

    assert (saved.status_code, saved.json()["catalog"]) == (200, AWAY)
    days = await week(world, "classType=private&week=2030-06-04&instructor=ana")
    assert [slot["startTime"] for slot in days["2030-06-04"]] == []
    assert [slot["startTime"] for slot in days["2030-06-05"]] == ["15:00", "16:15"]
    expected = a_document()
    expected["instructors"][0] |= AWAY
    assert (await owner.get()).json()["catalog"] == with_defaults(expected)


@pytest.mark.parametrize("name", ["ben", "gone", "zoe"])
async def test_somebody_elses_hours_are_as_unknown_as_nobodys(ana: Editor, raw: RawStore, name: str) -> None:
    before = raw.everything()

    answers = [
        await ana.get(f"?part={name}"),
        await ana.put(AWAY, '"1"', f"?part={name}"),
        await ana.put(AWAY, '"1"', f"?part={name}&dryRun=1"),
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "unknown_instructor")}
    assert raw.everything() == before


async def test_instructor_neither_reads_nor_writes_the_whole(ana: Editor, raw: RawStore) -> None:
    before = raw.everything()

    answers = [
        await ana.get(),
        await ana.get("?previous=1"),
        await ana.put(a_document(rooms=[])),
        await ana.put(a_document(), query="?dryRun=1"),
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "forbidden")}
    assert raw.everything() == before


@pytest.mark.parametrize(
    ("hours", "mistakes"),
    [
        ({**USUAL, "active": True}, [("/active", "unknown_key")]),
        ({**USUAL, "id": "ben"}, [("/id", "unknown_key")]),
        ({**USUAL, "name": "Queen Ana"}, [("/name", "unknown_key")]),
        (a_document(), [*((f"/{name}", "unknown_key") for name in a_document())]),
        ({"week": {}}, [("/breaks", "missing"), ("/exceptions", "missing")]),
        ({**USUAL, "week": None}, [("/week", "missing")]),
        ({**USUAL, "week": {"mon": [["12:00", "09:00"]]}}, [("/week/mon/0", "ends_before_start")]),
        ({**USUAL, "week": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}, [("/week/mon/1", "overlapping")]),
        ({**USUAL, "exceptions": {"2030-02-30": []}}, [("/exceptions/2030-02-30", "bad_date")]),
        ({**USUAL, "breaks": {"mon": [["12:00", "25:00"]]}}, [("/breaks/mon/0/1", "bad_form")]),
        ({**USUAL, "breaks": [1]}, [("/breaks", "not_an_object")]),
        ([], [("", "not_an_object")]),
        ("all day", [("", "not_an_object")]),
    ],
)
async def test_what_is_no_hours_is_refused_with_a_pointer_to_each_mistake(
    ana: Editor, raw: RawStore, hours: Any, mistakes: list[tuple[str, str]]
) -> None:
    before = raw.everything()

    refused = await save(ana, hours)

    assert (refused.status_code, refused.json()["code"]) == (400, "validation_failed")
    found = [(each["pointer"], each["code"]) for each in refused.json()["details"]]
    assert [each for each in found if each[1] != "missing"] == [each for each in mistakes if each[1] != "missing"]
    assert set(mistakes) <= set(found)
    assert raw.everything() == before


async def test_only_edits_of_the_same_hours_stand_in_each_others_way(ana: Editor, owner: Editor) -> None:
    mine, whole = await ana.get("?part=ana"), await owner.get()
    priced = whole.json()["catalog"]
    priced["classTypes"][0]["priceMinor"] = 9900
    await owner.put(priced, whole.headers["etag"])

    saved = await ana.put(AWAY, mine.headers["etag"], "?part=ana")
    second = await owner.put({**USUAL, "week": {}}, mine.headers["etag"], "?part=ana")

    assert (saved.status_code, second.status_code, second.json()["code"]) == (200, 412, "other_version")
    present = (await owner.get()).json()["catalog"]
    assert present["classTypes"][0]["priceMinor"] == 9900
    assert present["instructors"][0]["exceptions"] == AWAY["exceptions"]


async def test_owner_who_read_before_an_instructor_saved_is_told(ana: Editor, owner: Editor) -> None:
    whole = await owner.get()
    await save(ana, AWAY)

    assert (
        await owner.put(a_document(rooms=[], classTypes=[], priceRules=[]), whole.headers["etag"])
    ).status_code == 412


async def test_everybody_edits_own_hours_at_once_and_nobody_loses_anything(world: Outside, raw: RawStore) -> None:
    names = ("ana", "ben", "cleo")
    editors = [Editor(instructor(name), world, raw) for name in names]
    hours = [{**USUAL, "exceptions": {f"2030-06-{day:02}": []}} for day in (4, 5, 6)]

    answers = await asyncio.gather(*map(save, editors, hours, names))

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    found = [(await each.get(f"?part={name}")).json()["catalog"] for each, name in zip(editors, names, strict=True)]
    assert found == hours


async def test_repeating_a_save_answers_as_the_first(ana: Editor, raw: RawStore) -> None:
    tag = (await ana.get("?part=ana")).headers["etag"]
    first = await ana.put(AWAY, tag, "?part=ana")
    before = raw.everything()

    again = await ana.put(AWAY, tag, "?part=ana")

    assert (again.status_code, again.json(), again.headers["etag"]) == (200, first.json(), first.headers["etag"])
    assert raw.everything() == before


async def test_instructor_sees_own_stranded_lessons_only_and_own_starts(ana: Editor, world: Outside) -> None:
    own = await booked(world)
    await booked(world, instructor="ben", slots=["ben_2030-06-04_10_15"])
    tag = (await ana.get("?part=ana")).headers["etag"]

    told = (await ana.put(AWAY, tag, "?part=ana&dryRun=1")).json()

    assert [(each["id"], each["reasons"]) for each in told["stranded"]] == [(own["id"], ["day_off"])]
    assert {line["instructor"] for line in told["preview"]["lines"]} == {"ana"}
    assert told["version"] == tag.strip('"')


async def test_instructor_who_was_taken_out_finds_nothing(ana: Editor, owner: Editor) -> None:
    tag = (await ana.get("?part=ana")).headers["etag"]
    without = a_document(priceRules=[])
    without["instructors"] = [each for each in without["instructors"] if each["id"] != "ana"]
    for kind in without["classTypes"]:
        kind["instructors"] = [each for each in kind["instructors"] if each != "ana"]
    await owner.put(without)

    assert [(await ana.get("?part=ana")).status_code, (await ana.put(AWAY, tag, "?part=ana")).status_code] == [404, 404]
