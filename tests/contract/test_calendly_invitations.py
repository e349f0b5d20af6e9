"""Inviting through Calendly: once for each booking, whatever becomes of the answer."""

from dataclasses import replace

import pytest

from lib.actions.calendly import AlreadyFilled, Invited, Setback
from lib.actions.mail import Refused, Rejected, Unclear, Unreached
from lib.gateways.calendly.client import Calendly
from tests.support.calendly_asks import BOOKING, ROSA, START, a_visitor, invitation
from tests.support.calendly_state import FakeCalendly, Fate, Guest


async def test_invitation_is_sent_as_documented_and_answered_with_both_uris(
    calendly: FakeCalendly, client: Calendly
) -> None:
    asked = invitation(calendly)

    answer = await client.invite(asked)

    (made,) = calendly.active_of(BOOKING)
    assert answer == Invited(made.uri, made.event.uri)
    assert (made.event.start, made.email, made.first_name, made.last_name) == (START, ROSA.email, "Rosa", "Diaz")
    assert (made.tracking, made.zone) == (
        {"utm_source": "booking-site", "utm_content": BOOKING},
        "America/New_York",
    )
    assert calendly.asked == ["POST /invitees"]


@pytest.mark.parametrize(("first", "last"), [("Rosa", ""), ("", "Rosa")])
async def test_invitation_of_one_name_has_it_whole(
    calendly: FakeCalendly, client: Calendly, first: str, last: str
) -> None:
    answer = await client.invite(invitation(calendly, person=replace(ROSA, first_name=first, last_name=last)))

    (made,) = calendly.active_of(BOOKING)
    assert isinstance(answer, Invited)
    assert (made.name, made.first_name) == ("Rosa", None)


async def test_invitation_of_half_a_letter_is_an_answer(calendly: FakeCalendly, client: Calendly) -> None:
    asked = invitation(calendly, person=replace(ROSA, first_name="\ud800", email="\ud800@example.com"))

    answers = [await client.invite(asked), await client.found(asked)]

    assert [type(answer) for answer in answers] == [Invited, Invited]


@pytest.mark.parametrize(
    ("fate", "setback", "made"),
    [
        ("400", Rejected("calendly 400"), 0),
        ("401", Refused("calendly 401"), 0),
        ("403", Refused("calendly 403"), 0),
        ("404", Rejected("calendly 404"), 0),
        ("408", Unreached("calendly 408"), 0),
        ("422", Rejected("calendly 422"), 0),
        ("500", Unclear("calendly 500"), 0),
        ("502", Unclear("calendly 502"), 0),
        ("503", Unclear("calendly 503"), 0),
        ("504", Unclear("calendly 504"), 0),
        ("already_filled", AlreadyFilled(), 0),
        ("cut_400", Unreached("calendly 400 RemoteProtocolError"), 0),
        ("redirect", Refused("calendly 302"), 0),
        ("html", Unclear("calendly no JSON object"), 0),
        ("html_403", Refused("calendly 403"), 0),
        ("html_404", Refused("calendly 404"), 0),
        ("list", Unclear("calendly no JSON object"), 0),
        ("huge", Unclear("calendly no JSON object"), 0),
        ("drop", Unclear("calendly RemoteProtocolError"), 1),
        ("half", Unclear("calendly RemoteProtocolError"), 1),
        ("done_502", Unclear("calendly 502"), 1),
    ],
)
async def test_invitation_not_answered_says_whether_it_may_have_been_done(
    calendly: FakeCalendly, client: Calendly, fate: Fate, setback: Setback | AlreadyFilled, made: int
) -> None:
    calendly.fates.append(fate)

    answer = await client.invite(invitation(calendly))

    assert answer == setback
    assert (len(calendly.made), calendly.gone_astray, len(calendly.asked)) == (made, [], 1)


@pytest.mark.parametrize("place", ["title", "message", "parameter", "code"])
async def test_invitation_to_a_time_that_is_taken_is_filled(
    calendly: FakeCalendly, client: Calendly, place: str
) -> None:
    calendly.filled_in = place  # type: ignore[assignment] # the column of this table
    asked = invitation(calendly)
    a_visitor(calendly)

    answer = await client.invite(asked)

    assert answer == AlreadyFilled()
    assert calendly.made == []


async def test_group_is_joined_until_its_seats_are_gone(calendly: FakeCalendly, client: Calendly) -> None:
    calendly.add_event_type("Rueda", seats=2)
    asked = [invitation(calendly, booking_id=f"booking_{number}") for number in range(3)]

    answers = [await client.invite(each) for each in asked]

    assert [type(answer) for answer in answers] == [Invited, Invited, AlreadyFilled]
    assert len({answer.meeting_uri for answer in answers if isinstance(answer, Invited)}) == 1


async def test_invitation_whose_answer_was_lost_is_found_and_not_repeated(
    calendly: FakeCalendly, client: Calendly
) -> None:
    asked = invitation(calendly)
    calendly.fates.append("drop")
    lost = await client.invite(asked)

    answer = await client.found(asked)

    (made,) = calendly.active_of(BOOKING)
    assert isinstance(lost, Unclear)
    assert answer == Invited(made.uri, made.event.uri)


async def test_found_is_neither_another_booking_nor_another_start_nor_what_was_canceled(
    calendly: FakeCalendly, client: Calendly
) -> None:
    kind = calendly.add_event_type("Rueda", seats=9)
    other, ours = Guest(tracking={"utm_content": "booking_2"}), Guest(tracking={"utm_content": BOOKING})
    calendly.book(kind, START, other)
    calendly.book(kind, START + 60, ours)
    calendly.cancel_invitee(calendly.book(kind, START, ours).uri)

    answer = await client.found(invitation(calendly))

    assert answer is None


async def test_found_looks_at_everybody_whatever_the_address(calendly: FakeCalendly, client: Calendly) -> None:
    made = a_visitor(calendly, Guest(tracking={"utm_content": BOOKING}))

    answers = [
        await client.found(invitation(calendly, person=replace(ROSA, email=email)))
        for email in ("", "somebody@example.com")
    ]

    assert answers == [Invited(made.uri, made.event.uri)] * 2
