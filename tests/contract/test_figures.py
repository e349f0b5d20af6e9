"""The figures of the studio's days: what they count, for whom, at what cost, and that they can be counted anew."""

from typing import Any

import pytest

from lib.actions.amend_booking import settle_booking
from lib.actions.callers import Customer
from lib.actions.change_booking import ChangeWish
from lib.actions.customer_data import erase_customer
from lib.actions.ports import Outside
from tests.support.changers import delete, put
from tests.support.counted import miscounted
from tests.support.customers import booked, post
from tests.support.deliveries import Guest, outcomes
from tests.support.desk import ANA, BEN, JUNE, OWNER, Desk, summary
from tests.support.fault_proxy import Network
from tests.support.full_house import GROUP, person
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, Connect, StandingClock, a_world, wish_body

SPRING = {"utm": {"source": "Newsletter", "campaign": "Spring Dance"}, "width": 390}


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw, OWNER)


def of(found: dict[str, Any], *names: str) -> tuple[object, ...]:
    return tuple(found[name] for name in names)


async def test_each_kind_of_booking_counts_where_it_belongs(world: Outside, desk: Desk) -> None:
    private = await booked(world, context=SPRING)
    await booked(world, **GROUP, personalInfo=person("first"))
    second = await booked(world, **GROUP, personalInfo=person("second"), bookingSource="fallback_form")
    gone = await booked(world, instructor="ben", slots=["ben_2030-06-05_10_15"], personalInfo=person("third"))
    await desk.act("set_payment", id=private["id"], paymentStatus="paid")
    await desk.act("no_show", id=second["id"])
    await delete(world, gone)

    found = await summary(desk)

    assert of(found, "bookings", "canceled", "completed", "noShows") == (3, 1, 0, 1)
    assert of(found, "currency", "revenueMinor", "paidMinor") == ("USD", 12_500, 4500)
    # Eight hours a day from Monday to Saturday, three instructors; two of the lessons were one session.
    assert of(found, "minutes", "openMinutes", "fillRate") == (120, 25 * 480 * 3, round(120 / 36_000, 4))
    assert of(found, "places", "placesOffered", "leadHours") == (2, 3, 41)
    assert found["byClass"] == [
        {"id": "private", "name": "Private", "bookings": 1, "revenueMinor": 4500, "paidMinor": 4500},
        {"id": "group", "name": "Group", "bookings": 2, "revenueMinor": 8000, "paidMinor": 0},
    ]
    ana, ben, cleo = found["byInstructor"]
    assert of(ana, "id", "bookings", "canceled", "noShows", "minutes") == ("ana", 3, 0, 1, 120)
    assert of(ben, "id", "bookings", "canceled", "noShows", "minutes") == ("ben", 0, 1, 0, 0)
    assert of(cleo, "id", "bookings", "openMinutes") == ("cleo", 0, 12_000)
    assert found["byHour"] == [{"label": "9", "bookings": 3}]
    assert found["bySource"] == [{"label": "widget", "bookings": 2}, {"label": "fallback_form", "bookings": 1}]
    assert [(each["label"], each["bookings"]) for each in found["byLead"] if each["bookings"]] == [("1", 3)]
    assert [each for each in found["course"] if each["bookings"] or each["canceled"] or each["made"]] == [
        {"when": "2030-06-03", "bookings": 0, "canceled": 0, "revenueMinor": 0, "made": 4, "lost": 0},
        {"when": "2030-06-04", "bookings": 1, "canceled": 0, "revenueMinor": 4500, "made": 0, "lost": 0},
        {"when": "2030-06-05", "bookings": 2, "canceled": 1, "revenueMinor": 8000, "made": 0, "lost": 0},
    ]
    assert len(found["course"]) == 30


async def test_origins_tell_bookings_and_what_was_tried_in_vain(world: Outside, desk: Desk) -> None:
    await booked(world, context=SPRING)
    for _ in range(2):
        taken_already = await post(world, wish_body(context=SPRING | {"width": 1280}, personalInfo=person("late")))
        assert taken_already.status_code == 409

    origins = (await summary(desk))["origins"]

    assert origins == {
        "made": 1,
        "lost": 2,
        "bySource": [{"label": "widget", "made": 1, "lost": 2}],
        "byOrigin": [{"label": "newsletter", "made": 1, "lost": 2}],
        "byCampaign": [{"label": "spring+dance", "made": 1, "lost": 2}],
        "byWidth": [{"label": "0", "made": 1, "lost": 0}, {"label": "1024", "made": 0, "lost": 2}],
        "full": [{"weekday": 1, "hour": 9, "times": 2}],
        "fullByClass": [{"label": "private", "made": 0, "lost": 2}],
    }


async def test_asking_again_with_the_same_key_is_one_try_in_vain(world: Outside, desk: Desk) -> None:
    await booked(world)
    for _ in range(3):
        await post(world, wish_body(personalInfo=person("late")), {"Idempotency-Key": "one-form-one-key"})

    assert (await summary(desk))["origins"]["lost"] == 1


async def test_moving_takes_a_booking_from_one_day_to_another(world: Outside, desk: Desk) -> None:
    booking = await booked(world)
    await put(world, booking, {"slots": ["ben_2030-07-02_10_15"]})

    june, july = await summary(desk), await summary(desk, "view=summary&from=2030-07-01&to=2030-07-31")

    assert of(june, "bookings", "revenueMinor", "minutes") == (0, 0, 0)
    assert of(july, "bookings", "revenueMinor", "minutes") == (1, 4500, 60)
    assert [each["id"] for each in july["byInstructor"] if each["bookings"]] == ["ben"]
    # It was made in June all the same.
    assert (june["origins"]["made"], july["origins"]["made"]) == (1, 0)


async def test_undoing_and_paying_back_leave_nothing_behind(world: Outside, desk: Desk) -> None:
    booking = await booked(world)
    before = await summary(desk)

    await desk.act("no_show", id=booking["id"])
    await desk.act("undo", id=booking["id"])
    await desk.act("set_payment", id=booking["id"], paymentStatus="paid")
    await desk.act("set_payment", id=booking["id"], paymentStatus="refunded")

    assert await summary(desk) == before


async def test_whoever_was_erased_still_counts(world: Outside, desk: Desk) -> None:
    booking = await booked(world)
    before = await summary(desk)

    await erase_customer(ChangeWish(booking["id"], Customer(booking["manageToken"])), world)

    assert await summary(desk) == before


async def test_what_calendly_imposes_counts_and_what_it_takes_back_does_not(mapped: Outside, raw: RawStore) -> None:
    guest, desk = Guest(), Desk(mapped, raw, OWNER)
    await outcomes(mapped, guest.created())
    imposed = await summary(desk)

    await outcomes(mapped, guest.canceled())
    over = await summary(desk)

    assert of(imposed, "bookings", "canceled", "minutes", "bySource") == (
        1, 0, 60, [{"label": "calendly", "bookings": 1}],
    )  # fmt: skip
    assert of(over, "bookings", "canceled", "minutes", "bySource") == (0, 1, 0, [])


async def test_who_was_paid_for_elsewhere_is_paid_for_where_they_went(mapped: Outside, raw: RawStore) -> None:
    """Also when the one whom they follow is heard of last."""
    paid = {"payment": {"amount": 45.0, "currency": "USD", "successful": True}}
    old, new = Guest(), Guest(2, meeting=2, start="2030-06-06T13:00:00.000000Z", end="2030-06-06T14:00:00.000000Z")
    desk = Desk(mapped, raw, OWNER)

    await outcomes(mapped, new.created(old_invitee=old.uri), old.created(**paid))

    found = await summary(desk)
    kept = raw.kept()
    assert list(miscounted(kept.bookings, kept.figures or {})) == []
    assert of(found, "bookings", "canceled", "paidMinor") == (1, 1, 4500)


async def test_period_cuts_days_off_and_whole_years_are_told_by_months(world: Outside, desk: Desk) -> None:
    for day in (4, 5, 6):
        await booked(world, slots=[f"ana_2030-06-{day:02}_9_0"])

    two = await summary(desk, "view=summary&from=2030-06-05&to=2030-06-06")
    year = await summary(desk, "view=summary&from=2030-01-01&to=2030-12-31")

    assert (two["bookings"], [each["when"] for each in two["course"]]) == (2, ["2030-06-05", "2030-06-06"])
    assert (year["bookings"], len(year["course"])) == (3, 12)
    assert year["course"][5] == {
        "when": "2030-06", "bookings": 3, "canceled": 0, "revenueMinor": 13_500, "made": 3, "lost": 0,
    }  # fmt: skip


async def test_nothing_said_is_this_month(world: Outside, desk: Desk) -> None:
    await booked(world)

    assert await summary(desk, "view=summary") == await summary(desk)


async def test_instructor_sees_their_own_lessons_and_nobodys_origins(world: Outside, raw: RawStore) -> None:
    await booked(world)
    await booked(world, instructor="ben", slots=["ben_2030-06-05_9_0"])

    ana, ben = await summary(Desk(world, raw, ANA)), await summary(Desk(world, raw, BEN))

    assert [(each["id"], each["bookings"]) for each in ana["byInstructor"]] == [("ana", 1)]
    assert of(ana, "bookings", "revenueMinor", "openMinutes", "origins") == (1, 4500, 12_000, None)
    assert of(ben, "bookings", "revenueMinor") == (1, 4000)
    assert [each["made"] for each in ana["course"] if each["made"] or each["lost"]] == []


@pytest.mark.parametrize("query", [JUNE, "view=summary&from=2026-01-01&to=2030-12-31"])
async def test_summary_is_two_requests(raw: RawStore, network: Network, connect: Connect, query: str) -> None:
    far = a_world(connect(network.url))
    await far.catalogs.current()
    desk = Desk(far, raw, OWNER)
    network.bodies.clear()

    await summary(desk, query)

    assert network.requests == 2


@pytest.mark.parametrize(
    "query",
    [
        "from=2030-06-31",
        "from=2030-06-10&to=2030-06-09",
        "from=2000-01-01&to=2099-12-31",
        "from=10000-01-01",
        "from=2030-6-1",
        "from=NaN",
        "from=1e9&to=x",
        "from=%00",
        "from=%E2%80%AE2030-06-01",
        "from=2030-06-01&from=2030-06-02",
        "from=-1",
        "to=" + "9" * 5000,
        "to=%FF",
    ],
)
async def test_what_is_no_period_is_refused_with_a_clear_word(desk: Desk, raw: RawStore, query: str) -> None:
    before = raw.everything()

    answer = await desk.see(f"view=summary&{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert raw.everything() == before


async def test_bookings_long_ago_are_settled_too(world: Outside, clock: StandingClock, desk: Desk) -> None:
    """Their months are none that a change names by itself, so the store is asked once more."""
    booking = await booked(world)
    clock.moment = NOW.replace(year=2031)

    await settle_booking(ChangeWish(booking["id"], OWNER), "no_show", None, world)

    clock.moment = NOW
    assert of(await summary(desk), "bookings", "noShows") == (1, 1)
