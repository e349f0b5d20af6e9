"""What everybody may read: the catalogue, the weeks, and the headers that caches and browsers go by."""

import json
from dataclasses import replace

import pytest

from lib.actions.answers import NewCatalog, Schedule
from lib.actions.ports import Outside, ScheduleQuery
from lib.gateways.store import Store
from lib.studio.catalog import Catalog
from tests.support.customers import get, week
from tests.support.doors import caller
from tests.support.studio import Connect, a_document, wish_body

WEEK = "/api/availability?classType=private&week=2030-06-03"
READS = [("class-types", "/api/class-types"), ("instructors", "/api/instructors"), ("availability/index", WEEK)]


async def test_class_types_are_those_that_are_taught_in_the_language_of_the_address(world: Outside) -> None:
    answer = await get(world, "class-types", "/api/class-types?lang=es", {"accept-language": "en"})

    assert [kind["id"] for kind in answer.json()] == ["private", "long", "short", "group", "solo"]
    assert answer.json()[0] == {
        "id": "private",
        "name": "Private (es)",
        "description": "A class (es)",
        "icon": "x",
        "price": 40,
        "priceMinor": 4000,
        "currency": "USD",
        "duration": 60,
        "capacity": 1,
    }


async def test_instructors_are_those_who_teach_here_now(world: Outside) -> None:
    answer = await get(world, "instructors", "/api/instructors")

    assert [(who["id"], who["rating"], who["classTypes"]) for who in answer.json()] == [
        ("ana", 4.5, ["private", "long", "short", "group"]),
        ("ben", 4.5, ["private", "long"]),
        ("cleo", None, ["short", "group", "solo"]),
    ]


async def test_week_has_seven_days_from_the_one_asked_for(world: Outside) -> None:
    days = await week(world, "classType=private&instructor=ana&week=2030-06-05")

    assert list(days) == [f"2030-06-{day:02}" for day in range(5, 12)]
    assert [slot["startTime"] for slot in days["2030-06-05"]] == [
        "09:00", "10:15", "13:00", "14:15", "15:30", "16:45",
    ]  # fmt: skip
    assert days["2030-06-09"] == []
    assert days["2030-06-08"][0] == {
        "id": "ana_2030-06-08_9_0",
        "date": "2030-06-08",
        "startTime": "09:00",
        "endTime": "10:00",
        "startsAt": "2030-06-08T13:00:00Z",
        "endsAt": "2030-06-08T14:00:00Z",
        "available": True,
        "instructor": "ana",
        "classType": "private",
        "capacity": 1,
        "remaining": 1,
        "price": 49,
        "priceMinor": 4900,
    }


async def test_date_wins_over_week_and_has_one_day(world: Outside) -> None:
    days = await week(world, "classType=private&date=2030-06-04&week=2030-06-10")

    assert list(days) == ["2030-06-04"]


async def test_anyone_has_every_start_once_and_the_price_without_a_name(world: Outside) -> None:
    days = await week(world, "classType=private&date=2030-06-04")

    assert [(slot["id"], slot["priceMinor"]) for slot in days["2030-06-04"]][:2] == [
        ("any_2030-06-04_9_0", 4000),
        ("any_2030-06-04_10_15", 4000),
    ]


async def test_what_is_booked_too_soon_or_too_far_stays_in_the_list(world: Outside) -> None:
    async with caller("bookings", world) as client:
        await client.post("/api/bookings", json=wish_body())

    today = (await week(world, "classType=private&instructor=ana&date=2030-06-03"))["2030-06-03"]
    tomorrow = (await week(world, "classType=private&instructor=ana&date=2030-06-04"))["2030-06-04"]
    autumn = (await week(world, "classType=private&instructor=ana&date=2030-09-03"))["2030-09-03"]

    assert [slot["available"] for slot in today] == [False, True, True, True, True, True]
    assert [(slot["available"], slot["remaining"]) for slot in tomorrow][:2] == [(False, 0), (True, 1)]
    assert [slot["available"] for slot in autumn] == [False] * 6


async def test_group_says_how_many_places_remain(world: Outside) -> None:
    async with caller("bookings", world) as client:
        await client.post("/api/bookings", json=wish_body(classType="group"))

    days = await week(world, "classType=group&instructor=any&date=2030-06-04")

    first = days["2030-06-04"][0]
    assert (first["capacity"], first["remaining"], first["available"]) == (3, 2, True)


async def test_general_form_names_the_rules_and_who_is_free(world: Outside) -> None:
    answer = await get(world, "availability/index", "/api/availability?classType=private")

    found = answer.json()
    assert (found["timezone"], found["calendly"]) == ("America/New_York", {"mode": "off", "url": None})
    assert found["rules"] == {
        "noticeMinutes": 120,
        "changeNoticeMinutes": 720,
        "horizonDays": 60,
        "slotsPerBooking": 4,
        "severalSlots": [
            {
                "label": "Four at once",
                "slotsAtLeast": 4,
                "percent": -10,
                "amountMinor": None,
                "classTypes": [],
                "instructor": None,
                "weekdays": [],
                "opens": None,
                "closes": None,
            }
        ],
    }
    assert found["instructors"] == [
        {"id": "ana", "openSlots": 35, "nextAvailable": "2030-06-03T14:15:00Z"},
        {"id": "ben", "openSlots": 35, "nextAvailable": "2030-06-03T14:15:00Z"},
        {"id": "cleo", "openSlots": 0, "nextAvailable": None},
    ]


async def test_general_form_brings_the_week_that_a_newcomer_would_ask_for(world: Outside) -> None:
    async with caller("bookings", world) as client:
        await client.post("/api/bookings", json=wish_body())

    first = (await get(world, "availability/index", "/api/availability")).json()["first"]
    of_one_class = (await get(world, "availability/index", "/api/availability?classType=private")).json()["first"]

    asked = f"classType={first['classType']}&instructor={first['instructor']}&week={first['week']}"
    assert (first["classType"], first["instructor"], first["week"]) == ("private", "any", "2030-06-03")
    assert first["days"] == await week(world, asked)
    assert of_one_class is None


class BeingEdited(Store):
    """Each time that it is asked for a schedule, somebody saves the catalogue just before, ``edits`` times."""

    edits = 0

    async def schedule(self, query: ScheduleQuery, catalog: Catalog) -> Schedule | NewCatalog:
        if self.edits:
            self.edits -= 1
            assert await self.save_catalog(json.dumps(a_document()), catalog.version, f"{catalog.version}+")
        return await super().schedule(query, catalog)


@pytest.mark.parametrize(("edits", "status"), [(1, 200), (2, 200), (50, 503)])
async def test_catalogue_that_never_comes_to_rest_is_an_outage_and_no_answer_under_an_old_one(
    world: Outside, connect: Connect, edits: int, status: int
) -> None:
    store = connect(kind=BeingEdited)
    assert isinstance(store, BeingEdited)
    store.edits = edits

    answer = await get(replace(world, store=store), "availability/index", WEEK)

    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)


@pytest.mark.parametrize(("name", "address"), READS)
async def test_public_read_can_be_cached_and_asked_again(world: Outside, name: str, address: str) -> None:
    first = await get(world, name, address)
    again = await get(world, name, address, {"if-none-match": f'"other", W/{first.headers["etag"]}'})

    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    seconds = "max-age=1, stale-while-revalidate=5" if "week" in address else "max-age=60, stale-while-revalidate=600"
    assert first.headers["cdn-cache-control"] == f"public, {seconds}"
    any_tag = await get(world, name, address, {"if-none-match": "*"})
    assert (again.status_code, again.content, any_tag.status_code) == (304, b"", 304)
    kept = ("etag", "cache-control", "cdn-cache-control", "event-id", "studio-timezone")
    assert [again.headers.get(name) for name in kept] == [first.headers.get(name) for name in kept]


async def test_booking_changes_the_event_and_the_tag_of_the_week(world: Outside) -> None:
    before = await get(world, "availability/index", WEEK + "&instructor=ana")
    async with caller("bookings", world) as client:
        booked = await client.post("/api/bookings", json=wish_body())

    after = await get(world, "availability/index", WEEK + "&instructor=ana")

    assert before.headers["event-id"] == "0-0"
    assert after.headers["event-id"] == booked.headers["event-id"]
    assert after.headers["etag"] != before.headers["etag"]


@pytest.mark.parametrize(("name", "address"), [*READS, ("health", "/api/health"), ("bookings", "/api/bookings")])
async def test_every_answer_carries_the_headers_that_protect(world: Outside, name: str, address: str) -> None:
    answer = await get(world, name, address)

    headers = answer.headers
    assert headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    assert len(headers["x-request-id"]) == 16


@pytest.mark.parametrize(("name", "address"), [("health", "/api/health"), ("bookings", "/api/bookings?id=x")])
async def test_everything_else_is_kept_by_nobody(world: Outside, name: str, address: str) -> None:
    answer = await get(world, name, address, {"authorization": f"Bearer {'k' * 43}"})

    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("name", "address"), READS)
async def test_head_says_what_get_says_without_the_body(world: Outside, name: str, address: str) -> None:
    got = await get(world, name, address)

    async with caller(name, world) as client:
        head = await client.head(address)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert head.headers["content-length"] == str(len(got.content))


async def test_preflight_is_answered_for_any_origin(world: Outside) -> None:
    async with caller("bookings", world) as client:
        answer = await client.options("/api/bookings", headers={"origin": "https://else.example"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "DELETE, GET, OPTIONS, POST, PUT"
    assert "Idempotency-Key" in answer.headers["access-control-allow-headers"]
