"""What staff may do to bookings, by a session that the store holds: every step of the life cycle, and nobody else's."""

import pytest

from lib.actions.amend_booking import correct_booking, settle_booking
from lib.actions.callers import Staff
from lib.actions.cancel_booking import cancel_booking
from lib.actions.change_booking import ChangeWish
from lib.actions.changes import Details
from lib.actions.find_booking import find_booking
from lib.actions.move_booking import move_booking
from lib.actions.ports import Outside
from lib.studio.booking import Status
from lib.studio.life_cycle import LIFE_CYCLE, STEP_TO
from lib.studio.refusals import NotAllowedNow, NotYours, SignedOut, UnknownBooking
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked, get
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.staff import let_in, session_key
from tests.support.studio import NOW, StandingClock

pytestmark = ON_BOTH

OWNER = Staff("session-of-the-owner", "owner", "")
ANA, BEN = (Staff(f"session-of-{who}", "instructor", who) for who in ("ana", "ben"))
STATUSES: tuple[Status, ...] = ("confirmed", "canceled", "completed", "no_show")


@pytest.fixture(autouse=True)
def _signed_in(world: Outside, raw: RawStore) -> None:
    for staff in (OWNER, ANA, BEN):
        let_in(staff, world, raw)


@pytest.mark.parametrize("before", STATUSES)
@pytest.mark.parametrize("after", STATUSES)
async def test_statuses_lead_where_the_life_cycle_says(
    world: Outside, raw: RawStore, before: Status, after: Status
) -> None:
    wish = ChangeWish((await booked(world))["id"], OWNER)
    if before == "canceled":
        await cancel_booking(wish, world)
    elif before != "confirmed":
        await settle_booking(wish, before, None, world)

    try:
        if after == "canceled":
            await cancel_booking(wish, world)
        else:
            await settle_booking(wish, after, None, world)
        reached = True
    except NotAllowedNow:
        reached = False

    step = "cancel" if after == "canceled" else STEP_TO[after]
    assert reached == (after == before or before in LIFE_CYCLE[step].before)
    assert broken(raw.kept(), await world.catalogs.current()) == []


async def test_instructor_reaches_only_lessons_of_their_own(world: Outside, raw: RawStore) -> None:
    booking_id = (await booked(world))["id"]
    before = raw.everything()

    with pytest.raises(UnknownBooking):
        await cancel_booking(ChangeWish(booking_id, BEN), world)
    with pytest.raises(UnknownBooking):
        await find_booking(booking_id, BEN, world)
    with pytest.raises(NotYours):
        await move_booking(ChangeWish(booking_id, ANA), ("ben_2030-06-05_9_0",), world)

    assert raw.everything() == before
    assert (await find_booking(booking_id, ANA, world)).id == booking_id


async def test_ended_session_opens_nothing_at_once(world: Outside, raw: RawStore) -> None:
    booking_id = (await booked(world))["id"]
    raw.do("DEL", session_key(OWNER, world, raw))
    before = raw.everything()

    for attempt in (
        cancel_booking(ChangeWish(booking_id, OWNER), world),
        settle_booking(ChangeWish(booking_id, OWNER), "completed", None, world),
        move_booking(ChangeWish(booking_id, OWNER), ("ana_2030-06-05_9_0",), world),
        find_booking(booking_id, OWNER, world),
    ):
        with pytest.raises(SignedOut):
            await attempt

    assert raw.everything() == before


async def test_staff_change_inside_the_notice_and_move_at_short_notice(world: Outside, clock: StandingClock) -> None:
    booking_id = (await booked(world))["id"]
    clock.moment = NOW.replace(day=4, hour=12, minute=50)

    moved = await move_booking(ChangeWish(booking_id, OWNER), ("ana_2030-06-04_10_15",), world)

    assert moved.snapshot.booking.slot_ids == ("ana_2030-06-04_10_15",)


async def test_other_address_ends_the_old_link_and_is_confirmed_anew(world: Outside, raw: RawStore) -> None:
    made = await booked(world)

    done = await correct_booking(ChangeWish(made["id"], OWNER), Details(email="new@example.com"), world)

    old = await get(world, "bookings", f"/api/bookings?id={made['id']}", _bearer(made["manageToken"]))
    new = await get(
        world, "bookings", f"/api/bookings?id={made['id']}", _bearer(world.keyring.manage_token(made["id"], 2))
    )
    assert (done.snapshot.booking.token_version, old.status_code, new.status_code) == (2, 404, 200)
    assert f"{made['id']}:2:confirmed" in raw.kept().letters
    owner = world.keyring.customer("new@example.com")
    entries = [*raw.do("ZRANGE", f"{raw.prefix}ix:cus", 0, -1), *raw.do("ZRANGE", f"{raw.prefix}ix:act", 0, -1)]
    assert [entry.split(":")[0] for entry in entries] == [owner, owner]


async def test_payment_is_settled_in_every_status(world: Outside) -> None:
    wish = ChangeWish((await booked(world))["id"], OWNER)
    await settle_booking(wish, None, "paid", world)
    await cancel_booking(wish, world)

    done = await settle_booking(wish, None, "refunded", world)

    assert (done.snapshot.booking.payment, done.snapshot.booking.status) == ("refunded", "canceled")


async def test_status_and_payment_are_settled_together(world: Outside) -> None:
    done = await settle_booking(ChangeWish((await booked(world))["id"], OWNER), "completed", "paid", world)

    assert (done.snapshot.booking.status, done.snapshot.booking.payment) == ("completed", "paid")
    assert done.snapshot.booking.version == 2


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
