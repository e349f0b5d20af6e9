"""Letters that wait: written from how bookings stand now, sent once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lib.actions.callers import Staff
from lib.actions.cancel_booking import cancel_booking
from lib.actions.change_booking import ChangeWish
from lib.actions.ports import Outside
from lib.actions.send_letters import Drained, send_letters
from lib.studio import policy
from tests.support.changers import delete, put
from tests.support.customers import booked, get
from tests.support.postman import STUDIO, Postman, due_at, standing
from tests.support.raw_store import RawStore
from tests.support.staff import let_in
from tests.support.studio import StandingClock

ELSEWHERE = {"slots": ["ana_2030-06-05_9_0"]}


async def test_booking_brings_a_confirmation_a_notice_and_later_a_reminder(
    studio: Outside, open_studio: Outside, postman: Postman, raw: RawStore
) -> None:
    await booked(studio)

    drained = await send_letters(5, open_studio)

    assert drained == Drained(sent=2, failed=0, left=0)
    assert postman.kinds == [("confirmed", "rosa@example.com"), ("notice", STUDIO)]
    assert standing(raw) == {"due": ["1:reminder"], "dead": [], "sent": ["1:confirmed", "1:notice"]}


async def test_letters_go_out_after_the_answer_of_the_booking_itself(open_studio: Outside, postman: Postman) -> None:
    await booked(open_studio)

    assert postman.kinds == [("confirmed", "rosa@example.com"), ("notice", STUDIO)]


async def test_sending_again_sends_nothing(studio: Outside, open_studio: Outside, postman: Postman) -> None:
    await booked(studio)
    await send_letters(5, open_studio)
    before = len(postman.sent)

    drained = await send_letters(5, open_studio)

    assert drained == Drained(sent=0, failed=0, left=0)
    assert len(postman.sent) == before


async def test_link_in_the_mail_opens_the_booking(studio: Outside, open_studio: Outside, postman: Postman) -> None:
    booking = await booked(studio)
    await send_letters(5, open_studio)

    [confirmation] = [mail for mail in postman.sent if mail.kind == "confirmed"]

    token = confirmation.text.partition("&token=")[2][:43]
    assert token != booking["manageToken"]
    answer = await put(studio, {**booking, "manageToken": token}, {"personalInfo": {"firstName": "Rosalia"}})
    assert answer.status_code == 200


async def test_confirmation_that_is_late_tells_where_the_booking_stands_now(
    studio: Outside, open_studio: Outside, postman: Postman
) -> None:
    booking = await booked(studio)
    assert (await put(studio, booking, ELSEWHERE)).status_code == 200

    await send_letters(5, open_studio)

    by_kind = {mail.kind: mail for mail in postman.sent if mail.kind != "notice"}
    assert sorted(by_kind) == ["confirmed", "moved"]
    assert "Wednesday" in by_kind["confirmed"].text
    assert "Tuesday" not in by_kind["confirmed"].text
    assert "Tuesday" in by_kind["moved"].text


async def test_who_cancels_before_the_confirmation_went_out_hears_of_the_end_alone(
    studio: Outside, open_studio: Outside, postman: Postman, raw: RawStore
) -> None:
    booking = await booked(studio)
    assert (await delete(studio, booking)).status_code == 200

    await send_letters(5, open_studio)

    assert [mail.kind for mail in postman.sent if mail.kind != "notice"] == ["canceled"]
    assert standing(raw)["due"] == []


async def test_address_gets_so_many_letters_a_day_and_the_rest_the_next(
    world: Outside, raw: RawStore, clock: StandingClock, postman: Postman
) -> None:
    booking = await booked(world)
    customer = world.keyring.customer("rosa@example.com")
    raw.do("HSET", f"{raw.prefix}ob:n.2030-06-03", customer, policy.LETTERS_PER_RECIPIENT_AND_DAY)
    live = replace(world, post=postman)

    held = await send_letters(5, live)

    assert held == Drained(sent=0, failed=0, left=0)
    assert due_at(raw, f"{booking['id']}:1:confirmed") == 12 * 3_600_000
    clock.moment += timedelta(hours=12)
    # The reminder, which nobody holds back, fell due meanwhile.
    assert (await send_letters(5, live)).sent == 2


async def test_correcting_the_address_sends_a_confirmation_there(
    world: Outside, raw: RawStore, postman: Postman
) -> None:
    booking = await booked(world)
    live = replace(world, post=postman)
    await send_letters(5, live)
    owner = let_in(Staff("s-owner", "owner", ""), world, raw)

    answer = await put(
        world, booking, {"personalInfo": {"email": "new@example.com"}}, Authorization=owner["Authorization"]
    )
    await send_letters(5, live)

    assert answer.status_code == 200
    assert [(mail.kind, mail.to) for mail in postman.sent] == [
        ("confirmed", "rosa@example.com"),
        ("confirmed", "new@example.com"),
    ]


async def test_studio_that_cancels_says_so(world: Outside, raw: RawStore, postman: Postman) -> None:
    booking = await booked(world)
    owner = Staff("s-owner", "owner", "")
    let_in(owner, world, raw)
    await cancel_booking(ChangeWish(booking["id"], owner), world)

    await send_letters(5, replace(world, post=postman))

    [letter] = [mail for mail in postman.sent if mail.kind == "canceled"]
    assert [calendar.method for calendar in letter.calendars] == ["CANCEL"]
    assert "sorry" in letter.text.lower()


READS = {
    "week": "/api/availability?classType=private&week=2030-06-03",
    "openings": "/api/availability",
}


@pytest.mark.parametrize("address", READS.values(), ids=READS)
@pytest.mark.parametrize("is_known", [False, True], ids=["new", "unchanged"])
async def test_reader_of_availability_sends_what_is_overdue(
    world: Outside, live: Outside, postman: Postman, clock: StandingClock, address: str, *, is_known: bool
) -> None:
    await booked(world)
    clock.moment += timedelta(milliseconds=policy.OVERDUE_MS + 60_000)
    headers = {"If-None-Match": "*"} if is_known else {}

    answer = await get(live, "availability/index", address, headers)

    assert answer.status_code == (304 if is_known else 200)
    assert [mail.kind for mail in postman.sent] == ["confirmed"]


async def test_reader_of_availability_leaves_to_others_what_has_just_fallen_due(
    world: Outside, live: Outside, postman: Postman
) -> None:
    await booked(world)

    await get(live, "availability/index", READS["week"])

    assert postman.sent == []
