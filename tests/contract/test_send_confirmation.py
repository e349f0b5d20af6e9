"""/api/send-confirmation: the scheduler sends, and staff send again."""

from datetime import timedelta

import pytest

from lib.actions.mail import Rejected
from lib.actions.ports import Outside
from lib.studio import policy
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.postman import Postman, ask, standing
from tests.support.raw_store import RawStore
from tests.support.studio import CRON_SECRET, StandingClock

SCHEDULER = {"Authorization": f"Bearer {CRON_SECRET}"}


async def test_scheduler_sends_what_is_due(world: Outside, live: Outside, postman: Postman) -> None:
    await booked(world)

    answers = [(await ask(live, "GET", SCHEDULER)).json() for _ in range(2)]

    assert answers == [{"sent": 1, "failed": 0, "left": 0}, {"sent": 0, "failed": 0, "left": 0}]
    assert postman.kinds == [("confirmed", "rosa@example.com")]


async def test_staff_send_the_confirmation_again_three_times_a_day(
    live: Outside, postman: Postman, owner: dict[str, str], clock: StandingClock
) -> None:
    booking = await booked(live)

    answers = []
    for _ in range(policy.RESENDS_PER_DAY + 1):
        clock.moment += timedelta(seconds=1)
        answers.append(await ask(live, "POST", owner, json={"bookingId": booking["id"]}))

    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert answers[0].json() == {"queued": True}
    assert int(answers[-1].headers["retry-after"]) > 3600
    assert postman.kinds == [("confirmed", "rosa@example.com")] * 4


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"bookingId": ""}, 400),
        ({"bookingId": 7}, 400),
        ({"bookingId": "x" * 101}, 400),
        ({"bookingId": "booking_1_aaaaaaaaaaaaa"}, 404),
        ({"bookingId": "../../etc/passwd"}, 404),
        ({"bookingId": "b\u0000"}, 404),
        ({"bookingId": "booking_1_aaaaaaaaaaaaa", "to": "else@example.com"}, 400),
        ({"bookingId": "booking_1_aaaaaaaaaaaaa", "letter": "booking_2_aaaaaaaaaaaaa:1:confirmed"}, 409),
        ({"bookingId": "booking_1_aaaaaaaaaaaaa", "letter": ""}, 400),
        ([], 400),
    ],
)
async def test_what_staff_ask_for_wrongly_sends_nothing(
    live: Outside, owner: dict[str, str], raw: RawStore, body: object, status: int
) -> None:
    before = raw.everything()

    answer = await ask(live, "POST", owner, json=body)

    assert answer.status_code == status, answer.text
    assert raw.everything() == before


async def test_cancelled_booking_is_not_confirmed_again(live: Outside, postman: Postman, owner: dict[str, str]) -> None:
    booking = await booked(live)
    async with caller("bookings", live) as client:
        await client.delete(f"/api/bookings?id={booking['id']}", headers=owner)
    before = len(postman.sent)

    answer = await ask(live, "POST", owner, json={"bookingId": booking["id"]})

    assert (answer.status_code, answer.json()["bookingStatus"]) == (409, "canceled")
    assert len(postman.sent) == before


async def test_letter_that_was_given_up_is_sent_again_once(
    live: Outside, postman: Postman, owner: dict[str, str], raw: RawStore
) -> None:
    postman.outcomes = [Rejected("fake 400")]
    booking = await booked(live)
    wanted = {"bookingId": booking["id"], "letter": f"{booking['id']}:1:confirmed"}
    assert standing(raw)["dead"] == ["1:confirmed"]

    answers = [(await ask(live, "POST", owner, json=wanted)).status_code for _ in range(2)]

    assert answers == [202, 409]
    assert postman.kinds == [("confirmed", "rosa@example.com")]
    assert standing(raw)["dead"] == []
