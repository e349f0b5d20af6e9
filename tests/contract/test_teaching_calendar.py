"""An instructor's calendar shows their lessons as they are, and nobody's name."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from lib.actions.ports import Outside
from lib.gateways.store import Store
from lib.studio import policy
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import delete, put
from tests.support.customers import booked
from tests.support.raw_store import RawStore
from tests.support.studio import StandingClock, a_document
from tests.support.teaching import PRIVATE, TUESDAY, Entry, entry, events, fetched, link, shown

pytestmark = ON_BOTH


async def group(world: Outside, name: str, slot: str = "ana_2030-06-04_9_0", **changes: object) -> dict[str, Any]:
    person = {"firstName": name, "lastName": "Guest", "email": f"{name}@example.com", "phone": "+1 555 0199"}
    return await booked(
        world, **{"classType": "group", "instructor": "ana", "slots": [slot], "personalInfo": person, **changes}
    )


async def test_private_lesson_is_shown_with_its_room(world: Outside, raw: RawStore) -> None:
    await booked(world)

    assert list((await shown(world, await link(world, raw))).values()) == [entry(13)]


async def test_class_is_one_event_however_many_come(world: Outside, raw: RawStore) -> None:
    path = await link(world, raw)
    first = await group(world, "rosa")
    alone = await shown(world, path)

    await group(world, "paul")
    both = await shown(world, path)
    await delete(world, first)
    left = await shown(world, path)

    words = [(("Group", "Big room, Test studio", f"{taken} of 3 places")) for taken in (1, 2, 1)]
    assert [list(each.values()) for each in (alone, both, left)] == [[entry(13, each)] for each in words]
    assert list(alone) == list(both) == list(left)


async def test_private_lesson_that_moves_stays_the_same_event(world: Outside, raw: RawStore) -> None:
    path, booking = await link(world, raw), await booked(world)
    [before] = (await shown(world, path)).items()

    assert (await put(world, booking, {"slots": ["ana_2030-06-06_10_15"]})).status_code == 200

    start = datetime(2030, 6, 6, 14, 15, tzinfo=UTC)
    moved = Entry(start, start + timedelta(hours=1), *PRIVATE)
    assert before[1] == entry(13)
    assert await shown(world, path) == {before[0]: moved}


async def test_changes_are_newer_than_what_was_fetched_before(world: Outside, raw: RawStore) -> None:
    path = await link(world, raw)
    await booked(world)
    [event] = (await events(world, path)).values()
    newest = raw.do("XREVRANGE", f"{raw.prefix}ev", "+", "-", "COUNT", 1)[0][0]
    seconds = int(str(newest).partition("-")[0]) // 1000

    changed = datetime.fromtimestamp(seconds, UTC)
    assert [event.dtstamp.value, event.last_modified.value] == [changed, changed]
    assert int(event.sequence.value) == seconds - int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    assert (await fetched(world, path)).content == (await fetched(world, path)).content


async def test_several_lessons_of_one_booking_keep_their_names_when_the_first_is_long_past(
    world: Outside, raw: RawStore, clock: StandingClock
) -> None:
    path = await link(world, raw)
    await booked(world, slots=["ana_2030-06-04_9_0", "ana_2030-06-11_9_0", "ana_2030-07-20_9_0"])
    before = await shown(world, path)

    clock.moment += timedelta(days=36)
    after = await shown(world, path)

    assert [each.start.day for each in before.values()] == [4, 11, 20]
    assert after == dict(list(before.items())[1:])


async def test_cancelled_lesson_is_gone(world: Outside, raw: RawStore) -> None:
    path, booking, other = (
        await link(world, raw),
        await booked(world),
        await booked(world, slots=["ana_2030-06-05_9_0"]),
    )
    assert len(await shown(world, path)) == 2

    await delete(world, booking)

    [left] = (await shown(world, path)).values()
    assert (other["startsAt"], left) == ("2030-06-05T13:00:00Z", entry(13, day=TUESDAY + timedelta(days=1)))


async def test_whoever_any_became_has_it_in_their_calendar(world: Outside, raw: RawStore) -> None:
    paths = [await link(world, raw, who) for who in ("ana", "ben", "cleo")]
    booking = await booked(world, instructor="any", slots=["any_2030-06-04_9_0"])

    assert booking["instructor"] == "ana"
    assert [list((await shown(world, path)).values()) for path in paths] == [[entry(13)], [], []]


async def test_calendar_goes_back_a_month_and_no_further(world: Outside, raw: RawStore, clock: StandingClock) -> None:
    path = await link(world, raw)
    await booked(world)

    clock.moment += timedelta(days=30)
    within = len(await shown(world, path))
    clock.moment += timedelta(days=2)

    assert (within, len(await shown(world, path))) == (1, 0)


async def test_nothing_about_who_comes_is_in_it(world: Outside, raw: RawStore) -> None:
    path = await link(world, raw)
    made = [await group(world, "rosa"), await booked(world, slots=["ana_2030-06-04_10_15"])]

    answer = await fetched(world, path)

    told = [each[name] for each in made for name in ("id", "confirmationNumber", "manageToken")]
    people = [word for each in made for word in each["personalInfo"].values() if word]
    assert len(people) == 8
    assert [word for word in (*told, *people, "mailto") if word.lower() in answer.text.lower()] == []


async def test_file_is_for_calendars_and_for_nobody_on_the_way(world: Outside, raw: RawStore) -> None:
    path = await link(world, raw)
    await booked(world)

    answer, head = await fetched(world, path), await fetched(world, path, "HEAD")
    again = await fetched(world, path, headers={"if-none-match": "*"})

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert {name: head.headers.get(name) for name in HEADERS} == HEADERS
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(answer.content)))
    assert (again.status_code, again.content) == (200, answer.content)
    assert answer.text.splitlines()[:8] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sabor con Flow//Bookings//EN",
        "METHOD:PUBLISH",
        "NAME:Test studio: Ana",
        "X-WR-CALNAME:Test studio: Ana",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
    ]


HEADERS = {
    "content-type": "text/calendar; charset=utf-8",
    "cache-control": "private, no-store",
    "cdn-cache-control": None,
    "etag": None,
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "x-content-type-options": "nosniff",
    "content-disposition": 'attachment; filename="lessons.ics"',
}


async def test_calendar_speaks_the_language_of_its_address(world: Outside, raw: RawStore) -> None:
    await group(world, "rosa")

    [found] = (await shown(world, f"{await link(world, raw)}&lang=es")).values()

    assert found == entry(13, ("Group (es)", "Big room (es), Test studio", "1 de 3 plazas"))


async def test_list_of_instructors_is_cached_as_before(world: Outside) -> None:
    answer = await fetched(world, "/api/instructors?lang=en")

    assert answer.headers["cdn-cache-control"] == "public, max-age=60, stale-while-revalidate=600"
    assert [each["id"] for each in answer.json()] == ["ana", "ben", "cleo"]


async def test_renamed_class_and_smaller_class_are_shown_as_they_are_now(world: Outside, raw: RawStore) -> None:
    await group(world, "rosa")
    document = a_document()
    document["classTypes"] = [each for each in document["classTypes"] if each["id"] != "group"]
    assert isinstance(world.store, Store)

    await world.store.save_catalog(json.dumps(document), expected="1", version="2")

    [found] = (await shown(world, await link(world, raw))).values()
    assert found == entry(13, ("group", "Big room, Test studio", "1 of 1 places"))


async def test_calendar_of_who_teaches_all_the_time_has_an_end(world: Outside, raw: RawStore) -> None:
    path, key = await link(world, raw), f"{raw.prefix}sch:i.ana"
    first = int(TUESDAY.timestamp()) // 60
    starts = range(first, first + 40 * (policy.TAUGHT_SESSIONS + 5), 40)
    places = ["b1", "b2", "b3"]

    raw.do_all([("ZADD", key, at, f"{at}:{at + 40}:ana:group::0:0::0:{place}") for at in starts for place in places])

    found = list((await shown(world, path)).values())
    assert (len(found), found[0].start) == (policy.TAUGHT_SESSIONS, TUESDAY)
    assert {each.description for each in found} == {"3 of 3 places"}
