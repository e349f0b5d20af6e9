"""What staff look through: pages that miss nobody, words that find everybody, lessons of a day; and what it costs."""

import json
from datetime import timedelta
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.studio.catalog_document import parse
from tests.support.changers import delete, put
from tests.support.customers import booked, get
from tests.support.desk import ANA, Desk
from tests.support.fault_proxy import Network
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, StandingClock, a_document, a_world

HOURS = ((9, 0), (10, 15), (13, 0), (14, 15), (15, 30))


def person(first: str, last: str, email: str = "x@example.com", phone: str | None = None) -> dict[str, str | None]:
    return {"firstName": first, "lastName": last, "email": email, "phone": phone}


async def many(world: Outside, count: int) -> list[dict[str, Any]]:
    """With Ana and Ben in turn, one after the other in time and in creation."""
    clock = world.clock
    assert isinstance(clock, StandingClock)
    made = []
    for at in range(count):
        who = ("ana", "ben")[at % 2]
        hour, minute = HOURS[at // 2 % len(HOURS)]
        slot = f"{who}_2030-06-{4 + at // 2 // len(HOURS):02}_{hour}_{minute}"
        made.append(
            await booked(
                world, instructor=who, slots=[slot], personalInfo=person("Guest", f"Nr{at}", f"guest{at}@example.com")
            )
        )
        clock.moment += timedelta(milliseconds=at % 2)
    return made


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw)


@pytest.mark.parametrize("by", ["created", "start"])
@pytest.mark.parametrize("limit", [1, 3, 50])
async def test_pages_miss_nobody_and_show_nobody_twice(world: Outside, desk: Desk, by: str, limit: int) -> None:
    made = [booking["id"] for booking in await many(world, 14)]

    found = await desk.listed(f"by={by}&limit={limit}")

    assert sorted(found) == sorted(made)


async def test_latest_come_first(world: Outside, desk: Desk) -> None:
    made = await many(world, 8)

    by_created = (await desk.see("view=list")).json()["bookings"]
    by_start = (await desk.see("view=list&by=start")).json()["bookings"]

    assert [each["createdAt"] for each in by_created] == sorted((each["createdAt"] for each in made), reverse=True)
    assert [each["startsAt"] for each in by_start] == sorted((each["startsAt"] for each in made), reverse=True)


async def test_filters_show_what_they_name(world: Outside, desk: Desk) -> None:
    made = await many(world, 12)
    await delete(world, made[3])
    await put(world, made[5], {"slots": [made[5]["slots"][0].replace("-04_", "-08_").replace("-05_", "-08_")]})
    at = {name: made[index]["id"] for index, name in enumerate("abcdefghijkl")}

    assert await desk.listed("status=canceled") == [at["d"]]
    assert await desk.listed("instructor=ben&limit=2&by=created") == [at[each] for each in "ljhfdb"]
    assert await desk.listed("by=start&startDate=2030-06-05&endDate=2030-06-05") == [at["l"], at["k"]]
    assert await desk.listed("by=start&startDate=2030-06-08") == [at["f"]]
    assert await desk.listed("startDate=2030-06-04") == []
    assert len(await desk.listed("startDate=2030-06-03&endDate=2030-06-03&limit=5")) == 12
    assert await desk.listed("email=GUEST7@example.com") == [at["h"]]
    assert await desk.listed("email=guest7@example.com&status=canceled") == []
    assert await desk.listed("email=nobody@example.com") == []


async def test_all_of_one_customer_come_page_by_page(world: Outside, desk: Desk) -> None:
    made = [(await booked(world, slots=[f"ana_2030-06-{day:02}_9_0"]))["id"] for day in (4, 5, 6, 7, 8)]

    assert await desk.listed("email=rosa@example.com&limit=2&by=start") == made[::-1]


async def test_other_door_lists_the_same(world: Outside, desk: Desk) -> None:
    await many(world, 5)

    answer = await get(world, "bookings", "/api/bookings?by=start&limit=3", desk.headers)

    assert answer.json() == (await desk.see("view=list&by=start&limit=3")).json()
    assert answer.headers["cache-control"] == "no-store"


async def test_customers_cannot_list(world: Outside) -> None:
    booking = await booked(world)

    for headers in ({}, {"Authorization": f"Bearer {booking['manageToken']}"}):
        answer = await get(world, "bookings", "/api/bookings?email=rosa@example.com", headers)
        assert answer.status_code == 401


async def test_instructors_see_their_own_lessons_alone(world: Outside, raw: RawStore) -> None:
    made = await many(world, 6)
    ana = Desk(world, raw, ANA)
    hers = [each["id"] for each in made[::2]]

    assert sorted(await ana.listed()) == sorted(hers)
    assert sorted(await ana.listed("by=start&limit=1")) == sorted(hers)
    assert await ana.found("guest") == hers[::-1]
    assert await ana.listed("email=guest1@example.com") == []
    assert await ana.listed("instructor=ana") == hers[::-1]
    for query in ("view=list&instructor=ben", "view=list&instructor=ben&by=created"):
        assert (await ana.see(query)).status_code == 403
    days = (await ana.see("view=day&date=2030-06-04&days=7")).json()
    assert [each["instructor"] for each in days["sessions"]] == ["ana"] * 3


async def test_day_shows_each_lesson_with_everybody_in_it(world: Outside, desk: Desk) -> None:
    group = {"classType": "group", "slots": ["ana_2030-06-04_13_0"]}
    first = await booked(world, **group, personalInfo=person("Eva", "One"))
    second = await booked(world, **group, personalInfo=person("Ida", "Two"))
    alone = await booked(world, instructor="ben", slots=["ben_2030-06-04_9_0"])
    gone = await booked(world, slots=["ana_2030-06-04_9_0"])
    await delete(world, gone)
    await booked(world, slots=["ana_2030-06-05_9_0"])

    answer = (await desk.see("view=day&date=2030-06-04")).json()

    assert {name: answer[name] for name in ("date", "days", "timezone")} == {
        "date": "2030-06-04",
        "days": 1,
        "timezone": "America/New_York",
    }
    assert [
        (each["instructor"], each["classType"], each["startsAt"], each["capacity"], [b["id"] for b in each["bookings"]])
        for each in answer["sessions"]
    ] == [
        ("ben", "private", "2030-06-04T13:00:00Z", 1, [alone["id"]]),
        ("ana", "group", "2030-06-04T17:00:00Z", 3, sorted([first["id"], second["id"]])),
    ]
    assert answer["sessions"][1]["room"] == "big"
    assert len((await desk.see("view=day&date=2030-06-04&days=2")).json()["sessions"]) == 3


@pytest.mark.parametrize(
    "question",
    [
        "view=list",
        "view=list&by=start&status=completed",
        "view=list&email=guest1@example.com",
        "view=day&date=2030-06-04",
    ],
)
async def test_every_look_is_two_requests_at_most(
    network: Network, connect: Connect, raw: RawStore, question: str
) -> None:
    world = a_world(connect(network.url))
    await many(world, 6)
    desk = Desk(world, raw)
    network.bodies.clear()

    answer = await desk.see(question)

    assert (answer.status_code, network.requests <= 2) == (200, True)


async def test_search_is_two_requests(network: Network, connect: Connect, raw: RawStore) -> None:
    world = a_world(connect(network.url))
    await many(world, 6)
    desk = Desk(world, raw)
    network.bodies.clear()

    found = await desk.found("guest nr3")

    assert (len(found), network.requests) == (1, 2)


async def test_nothing_of_the_desk_is_kept_by_caches(world: Outside, desk: Desk) -> None:
    await many(world, 2)

    for query in ("view=list", "view=day&date=2030-06-04", "view=list&format=csv", "view=problems", "view=nothing"):
        assert (await desk.see(query)).headers["cache-control"] == "no-store"
    for answer in (await desk.act("search", q="guest"), await desk.act("search", q="")):
        assert answer.headers["cache-control"] == "no-store"


async def test_signed_out_is_told_at_every_look(raw: RawStore, desk: Desk) -> None:
    raw.do("DEL", *(raw.prefix + name for name in raw.names() if name.startswith("se:")))

    for query in ("view=list", "view=day&date=2030-06-04", "view=list&email=x@example.com", "view=list&format=csv"):
        assert (await desk.see(query)).status_code == 401
    assert (await desk.act("search", q="rosa")).status_code == 401


async def test_day_shows_also_the_lessons_of_who_left_the_catalogue(world: Outside, raw: RawStore, desk: Desk) -> None:
    booking = await booked(world)
    await booked(world, instructor="ben", slots=["ben_2030-06-04_9_0"])
    document = a_document()
    document["instructors"] = [each for each in document["instructors"] if each["id"] != "ana"]
    for each in document["classTypes"]:
        each["instructors"] = [who for who in each["instructors"] if who != "ana"]
    document["priceRules"] = []
    raw.do("HSET", f"{raw.prefix}cat", "version", "another", "document", json.dumps(document))
    world.catalogs.keep(parse(document, "another"))

    sessions = (await desk.see("view=day&date=2030-06-04")).json()["sessions"]

    assert [(each["instructor"], len(each["bookings"])) for each in sessions] == [("ana", 1), ("ben", 1)]
    assert sessions[0]["bookings"][0]["id"] == booking["id"]
