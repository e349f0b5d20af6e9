"""Lists of Calendly's: all pages, the organisation's or one's own, and an end to what has none."""

import pytest

from lib.actions.calendly import Meeting, Subscription
from lib.actions.mail import Refused, Unreached
from lib.gateways.calendly.account import MOST_PAGES
from lib.gateways.calendly.client import Calendly
from tests.support.calendly_asks import BOOKING, START, invitation
from tests.support.calendly_bodies import API, Event
from tests.support.calendly_state import FakeCalendly, Guest


def days_of_salsa(calendly: FakeCalendly, count: int) -> list[Event]:
    kind = calendly.add_event_type("Salsa")
    return [calendly.book(kind, START + 1440 * number).event for number in range(count)]


def a_full_class(calendly: FakeCalendly, count: int) -> list[str]:
    kind = calendly.add_event_type("Rueda", seats=count)
    return [calendly.book(kind, START, Guest(email=f"p{number}@example.com")).uri for number in range(count)]


def subscribed(calendly: FakeCalendly, name: str, scope: str = "organization", **more: object) -> str:
    uri = f"{API}/webhook_subscriptions/{name}"
    known = {"uri": uri, "callback_url": f"https://studio.example/{name}", "state": "active", "scope": scope}
    calendly.subscriptions.append({**known, "retry_started_at": None, **more})
    return uri


async def test_meetings_are_those_of_all_pages_active_and_cancelled(calendly: FakeCalendly, client: Calendly) -> None:
    calendly.page_size = 3
    events = days_of_salsa(calendly, 8)
    calendly.cancel_event(events[4])

    meetings = await client.meetings(START, START + 8 * 1440)

    assert isinstance(meetings, tuple)
    assert [meeting.uri for meeting in meetings] == [event.uri for event in events]
    assert [meeting.is_canceled for meeting in meetings] == [number == 4 for number in range(8)]
    assert calendly.asked == ["GET /users/me", *["GET /scheduled_events"] * 3]
    assert calendly.gone_astray == []


@pytest.mark.parametrize("bounds_are_in", [False, True])
async def test_meetings_begin_in_the_range_its_end_left_out(
    calendly: FakeCalendly, client: Calendly, *, bounds_are_in: bool
) -> None:
    calendly.bounds_are_in = bounds_are_in
    events = days_of_salsa(calendly, 4)
    short = calendly.add_event_type("Short", minutes=1, host=calendly.add_member("Ben", "ben@example.com"))
    calendly.book(short, START + 1439)

    meetings = await client.meetings(START + 1440, START + 3 * 1440)

    assert isinstance(meetings, tuple)
    assert [meeting.uri for meeting in meetings] == [event.uri for event in events[1:3]]


async def test_meetings_of_everybody_are_the_owners_to_see_and_ones_own_everybodys(
    calendly: FakeCalendly, client: Calendly
) -> None:
    ours = days_of_salsa(calendly, 1)[0]
    theirs = calendly.book(calendly.add_event_type("Son", host=calendly.add_member("Ben", "ben@example.com")), START)

    as_owner = await client.meetings(START, START + 1)
    calendly.is_owner = False
    as_member = await client.meetings(START, START + 1)

    assert isinstance(as_owner, tuple)
    assert isinstance(as_member, tuple)
    assert {meeting.uri for meeting in as_owner} == {ours.uri, theirs.event.uri}
    assert [meeting.uri for meeting in as_member] == [ours.uri]


async def test_meetings_of_everybody_blocked_by_somebodys_page_are_not_ones_own(
    calendly: FakeCalendly, client: Calendly
) -> None:
    calendly.fates_at["GET /scheduled_events"].append("html_403")

    answer = await client.meetings(START, START + 1)

    assert answer == Refused("calendly 403")


async def test_invitees_are_those_of_all_pages_with_their_meeting(calendly: FakeCalendly, client: Calendly) -> None:
    calendly.page_size = 2
    made = a_full_class(calendly, 5)
    calendly.cancel_invitee(made[3])
    (meeting,) = await client.meetings(START, START + 1)  # type: ignore[misc] # a refusal would fail here

    invitees = await client.invitees(meeting)

    assert isinstance(invitees, tuple)
    assert [(each.uri, each.is_canceled) for each in invitees] == [(uri, uri == made[3]) for uri in made]
    assert {each.meeting for each in invitees} == {meeting}


async def test_found_is_on_the_last_page_too(calendly: FakeCalendly, client: Calendly) -> None:
    calendly.page_size = 2
    kind = calendly.add_event_type("Rueda", seats=9)
    for number in range(4):
        calendly.book(kind, START, Guest(tracking={"utm_content": f"booking_{number}"}))
    made = calendly.book(kind, START, Guest(tracking={"utm_content": BOOKING}))

    answer = await client.found(invitation(calendly))

    assert getattr(answer, "invitee_uri", answer) == made.uri


@pytest.mark.parametrize(("endless", "pages"), [("same", 2), ("new", MOST_PAGES)])
async def test_list_without_an_end_is_no_list(
    calendly: FakeCalendly, client: Calendly, endless: str, pages: int
) -> None:
    calendly.endless = endless  # type: ignore[assignment] # the column of this table
    days_of_salsa(calendly, 2)

    answer = await client.meetings(START, START + 1)

    assert answer == Unreached("calendly pages")
    assert calendly.asked.count("GET /scheduled_events") == pages


async def test_list_that_takes_too_long_as_a_whole_is_no_list(
    monkeypatch: pytest.MonkeyPatch, calendly: FakeCalendly, client: Calendly
) -> None:
    monkeypatch.setattr("lib.gateways.calendly.client.WHOLE", 0.2)
    calendly.fates_at["GET /scheduled_events"].append("hang")

    answer = await client.meetings(START, START + 1)

    assert answer == Unreached("calendly deadline")


async def test_list_of_a_class_nobody_may_see_is_asked_once(calendly: FakeCalendly, client: Calendly) -> None:
    a_full_class(calendly, 1)
    event = next(iter(calendly.events.values()))
    event.foreign = True

    answers = [await client.invitees(Meeting(event.uri, "", START, START + 60, ())), calendly.asked]

    assert [type(answers[0]).__name__, answers[1]] == ["Gone", [f"GET /scheduled_events/{event.id}/invitees"]]


async def test_subscriptions_say_whether_calendly_still_tries(calendly: FakeCalendly, client: Calendly) -> None:
    calendly.page_size = 1
    well = subscribed(calendly, "well")
    ill = subscribed(calendly, "ill", state="disabled", retry_started_at="2026-11-24T10:00:00.000000Z")
    own = subscribed(calendly, "own", scope="user")

    as_owner = await client.subscriptions()
    calendly.is_owner = False
    as_member = await client.subscriptions()

    assert as_owner == (
        Subscription(well, "https://studio.example/well", is_active=True, retry_started_at=""),
        Subscription(ill, "https://studio.example/ill", False, "2026-11-24T10:00:00.000000Z"),  # noqa: FBT003 -- in order
    )
    assert as_member == (Subscription(own, "https://studio.example/own", is_active=True, retry_started_at=""),)
