"""What an edit of the catalogue would strand is said before and after, and nothing of it is cancelled by itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import delete
from tests.support.customers import booked
from tests.support.editors import OWNER, Editor
from tests.support.edits import of_class, of_instructor
from tests.support.fault_proxy import Network
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, StandingClock, a_document, a_world

Edit = Callable[[dict[str, Any]], object]
GROUP: dict[str, Any] = {"classType": "group", "slots": ["ana_2030-06-04_9_0"]}


@pytest.fixture
def owner(world: Outside, raw: RawStore) -> Editor:
    return Editor(OWNER, world, raw)


def rooms(document: dict[str, Any]) -> None:
    for each in document["classTypes"]:
        each["rooms"] = [room for room in each["rooms"] if room != "big"]


def without_ana(document: dict[str, Any]) -> None:
    document["instructors"] = [each for each in document["instructors"] if each["id"] != "ana"]
    document["priceRules"] = []
    for each in document["classTypes"]:
        each["instructors"] = [name for name in each["instructors"] if name != "ana"]


def without_private(document: dict[str, Any]) -> None:
    document["priceRules"] = []
    document["classTypes"] = [each for each in document["classTypes"] if each["id"] != "private"]


def edited(edit: Edit) -> dict[str, Any]:
    document = a_document()
    edit(document)
    return document


def told(answer: Any) -> list[tuple[str, list[str], bool]]:
    assert answer.status_code == 200, answer.text
    return [(each["id"], each["reasons"], each["already"]) for each in answer.json()["stranded"]]


@ON_BOTH
@pytest.mark.parametrize(
    ("edit", "reasons"),
    [
        (of_class("private", active=False), ["class_gone"]),
        (without_private, ["class_gone"]),
        (of_instructor("ana", active=False), ["instructor_gone"]),
        (without_ana, ["instructor_gone"]),
        (of_class("private", instructors=["ben"]), ["not_taught"]),
        (of_class("private", duration=90), ["duration"]),
        (rooms, ["room_gone"]),
        (lambda document: document["closedDays"].append("2030-06-04"), ["closed_day"]),
        (of_instructor("ana", exceptions={"2030-06-04": []}), ["day_off"]),
        (of_instructor("ana", week={"tue": [["13:00", "18:00"]]}), ["outside_hours"]),
        (of_instructor("ana", week={}), ["outside_hours"]),
        (of_instructor("ana", exceptions={"2030-06-04": [["09:30", "18:00"]]}), ["outside_hours"]),
        (of_instructor("ana", breaks={"tue": [["09:45", "10:00"]]}), ["break"]),
        (lambda document: document["studio"].update(zone="Europe/Madrid"), []),
        (lambda document: document["studio"].update(zone="America/Los_Angeles"), ["outside_hours"]),
        (
            lambda document: [edit(document) for edit in (without_private, of_instructor("ana", active=False))],
            ["class_gone", "instructor_gone"],
        ),
        # What may change under a booking without harm.
        (of_class("private", priceMinor=1), []),
        (of_class("private", step=20), []),
        (of_class("private", after=60, before=60), []),
        (of_instructor("ana", exceptions={"2030-06-04": [["09:00", "10:00"]]}), []),
        (lambda document: document["rules"].update(noticeMinutes=43_200, horizonDays=0), []),
        (of_instructor("ben", active=False), []),
    ],
)
async def test_booking_that_could_not_be_made_any_more_is_listed_with_the_reason(
    owner: Editor, world: Outside, raw: RawStore, edit: Edit, reasons: list[str]
) -> None:
    booking = await booked(world)

    tried = await owner.put(edited(edit), query="?dryRun=1")
    saved = await owner.put(edited(edit))

    expected = [(booking["id"], reasons, False)] if reasons else []
    assert (told(tried), told(saved)) == (expected, expected)
    assert raw.kept().bookings[booking["id"]]["status"] == "confirmed"


@ON_BOTH
async def test_stranded_booking_is_told_as_staff_see_bookings(owner: Editor, world: Outside) -> None:
    await booked(world)

    found = (await owner.put(edited(of_class("private", active=False)), query="?dryRun=1")).json()["stranded"][0]

    assert found["personalInfo"] == {
        "firstName": "Rosa",
        "lastName": "Vega",
        "email": "rosa@example.com",
        "phone": "+1 555 0100",
        "notes": None,
    }
    assert (found["startsAt"], found["instructor"], found["classType"]) == ("2030-06-04T13:00:00Z", "ana", "private")
    assert "manageToken" not in found


@ON_BOTH
async def test_all_of_a_group_are_listed_and_nobody_who_is_not_there_any_more(owner: Editor, world: Outside) -> None:
    first, second, third = [await booked(world, **GROUP) for _ in range(3)]
    await delete(world, second)

    tried = await owner.put(edited(of_class("group", capacity=1)), query="?dryRun=1")
    gone = await owner.put(edited(of_class("group", active=False)), query="?dryRun=1")

    both = sorted([first["id"], third["id"]])
    assert sorted(told(tried)) == [(each, ["too_many"], False) for each in both]
    assert sorted(told(gone)) == [(each, ["class_gone"], False) for each in both]


@ON_BOTH
async def test_booking_of_several_slots_is_listed_once_with_all_its_reasons(owner: Editor, world: Outside) -> None:
    booking = await booked(world, slots=["ana_2030-06-04_9_0", "ana_2030-06-05_9_0"])
    edit = of_instructor("ana", exceptions={"2030-06-04": [], "2030-06-05": [["12:00", "18:00"]]})

    assert told(await owner.put(edited(edit))) == [(booking["id"], ["day_off", "outside_hours"], False)]


@ON_BOTH
async def test_what_was_stranded_before_comes_last_and_is_marked(owner: Editor, world: Outside) -> None:
    early = await booked(world)
    late = await booked(world, slots=["ana_2030-06-06_9_0"])
    first = await owner.put(edited(of_instructor("ana", exceptions={"2030-06-04": []})))

    second = await owner.put(
        edited(of_instructor("ana", exceptions={"2030-06-04": [], "2030-06-06": []})), first.headers["etag"]
    )

    assert told(second) == [(late["id"], ["day_off"], False), (early["id"], ["day_off"], True)]


@ON_BOTH
async def test_what_has_begun_is_not_listed(owner: Editor, world: Outside, clock: StandingClock) -> None:
    await booked(world, slots=["ana_2030-06-03_10_15"])
    gone = edited(of_class("private", active=False))
    assert len(told(await owner.put(gone, query="?dryRun=1"))) == 1
    clock.moment = datetime(2030, 6, 3, 14, 16, tzinfo=UTC)
    later = Editor(OWNER, world, owner.raw)

    assert told(await later.put(gone, query="?dryRun=1")) == []


async def test_booking_made_while_the_catalogue_is_saved_is_listed(owner: Editor, world: Outside, store: Store) -> None:
    """Between the look and the write somebody books: under the old catalogue, and so with every right."""
    made: list[dict[str, Any]] = []
    looked = store.look_at_catalog

    async def then_somebody_books(look: Any) -> Any:
        found = await looked(look)
        made.append(await booked(world))
        return found

    store.look_at_catalog = then_somebody_books  # type: ignore[method-assign] # the one moment that matters here

    saved = await owner.put(edited(of_class("private", active=False)))

    assert told(saved) == [(made[0]["id"], ["class_gone"], False)]


@pytest.fixture
async def counted(network: Network, connect: Connect, raw: RawStore) -> Editor:
    return Editor(OWNER, a_world(connect(network.url)), raw)


@pytest.mark.parametrize("bookings", [0, 1, 12])
async def test_reading_is_one_request_and_saving_two_however_many_are_stranded(
    counted: Editor, network: Network, bookings: int
) -> None:
    days = [f"2030-06-{day:02}" for day in (4, 5, 6, 7)]
    for number in range(bookings):
        who, day = ("ana", "ben", "cleo")[number % 3], days[number // 3]
        wish = {"instructor": who, "slots": [f"{who}_{day}_9_0"], "classType": "solo" if who == "cleo" else "private"}
        person = {"firstName": "R", "lastName": "V", "email": f"r{number}@example.com"}
        await booked(counted.world, **wish, personalInfo=person)
    gone = edited(lambda document: document["instructors"][0].update(week={}))
    gone["instructors"][1]["week"] = gone["instructors"][2]["week"] = {}

    counts = []
    for ask in (counted.get(), counted.put(gone, query="?dryRun=1"), counted.put(gone)):
        network.bodies.clear()
        assert (await ask).status_code == 200
        counts.append(network.requests)

    assert counts == [1, 1 if bookings == 0 else 2, 2]


@pytest.mark.parametrize("fate", ["lost_before", "lost_after", "page"])
async def test_lost_answer_of_the_store_is_asked_for_again_and_nobody_is_told_of_another_editor(
    counted: Editor, network: Network, fate: Any
) -> None:
    document = a_document(closedDays=[])
    network.fates.extend(["pass", fate])

    saved = await counted.put(document)

    assert saved.status_code == 200
    assert (await counted.put(document)).json() == saved.json()
