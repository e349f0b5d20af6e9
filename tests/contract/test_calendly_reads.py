"""Reading at Calendly, whatever it answers: what is there, what is gone, and why neither can be said."""

import pytest

from lib.actions.calendly import Gone, Meeting, Setback
from lib.actions.mail import Refused, Rejected, Unreached
from lib.gateways.calendly import protocol
from lib.gateways.calendly.client import Calendly
from tests.support.calendly_asks import BOOKING, ROSA, START, a_visitor
from tests.support.calendly_bodies import API
from tests.support.calendly_hooks import envelope
from tests.support.calendly_state import FakeCalendly, Fate, Guest


async def test_invitee_comes_with_the_meeting_and_says_what_its_webhook_says(
    calendly: FakeCalendly, client: Calendly
) -> None:
    made = a_visitor(calendly, Guest(first_name="Rosa", last_name="Diaz", tracking={"utm_content": BOOKING}))

    told = await client.invitee(made.uri)

    hook = protocol.invitee(envelope(calendly, made.uri)["payload"])
    assert told == hook
    assert hook.meeting == Meeting(made.event.uri, made.event.type.uri, START, START + 60, (calendly.me.uri,), active=1)
    assert (hook.person, hook.our_booking) == (ROSA, BOOKING)
    assert len(calendly.asked) == 2


async def test_invitee_of_another_organisation_or_of_none_is_gone(calendly: FakeCalendly, client: Calendly) -> None:
    foreign, ours = a_visitor(calendly), calendly.book(calendly.add_event_type("Bachata"), START + 600)
    foreign.event.foreign = True

    answers = [await client.invitee(uri) for uri in (foreign.uri, f"{ours.event.uri}/invitees/nobody")]

    assert answers == [Gone(), Gone()]


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "not-a-uri",
        f"{API}/scheduled_events/a",
        f"{API}/scheduled_events/a/invitees/",
        f"{API}/scheduled_events/a/invitees/../../users/me",
        f"{API}/scheduled_events/a/invitees/b?x=1",
        f"{API}/scheduled_events/a/invitees/b#x",
        f"{API}/scheduled_events/a/invitees/b\n",
        f"{API}/scheduled_events/a/invitees/b/",
        f"{API}/scheduled_events/%2e%2e/invitees/b",
        f"{API}@elsewhere.example/scheduled_events/a/invitees/b",
        "https://api.calendly.com.elsewhere.example/scheduled_events/a/invitees/b",
        "http://api.calendly.com/scheduled_events/a/invitees/b",
        "https://elsewhere.example/scheduled_events/a/invitees/b",
        f"{API}/scheduled_events/{'a' * 256}/invitees/b",
        f"{API}/scheduled_events/\N{FULLWIDTH LATIN SMALL LETTER A}/invitees/b",
    ],
)
async def test_uri_of_a_wrong_form_is_gone_without_asking(calendly: FakeCalendly, client: Calendly, uri: str) -> None:
    answers = [
        await client.invitee(uri),
        await client.cancel(uri if "/invitees/" in uri else f"{uri}?"),
        await client.invitees(Meeting(f"{uri}?", "", START, START + 60, ())),
    ]

    assert answers == [Gone()] * 3
    assert (calendly.asked, calendly.gone_astray) == ([], [])


READ_FATES: list[tuple[Fate, Setback]] = [
    ("400", Rejected("calendly 400")),
    ("401", Refused("calendly 401")),
    ("408", Unreached("calendly 408")),
    ("409", Rejected("calendly 409")),
    ("422", Rejected("calendly 422")),
    ("500", Unreached("calendly 500")),
    ("502", Unreached("calendly 502")),
    ("503", Unreached("calendly 503")),
    ("504", Unreached("calendly 504")),
    ("drop", Unreached("calendly RemoteProtocolError")),
    ("half", Unreached("calendly RemoteProtocolError")),
    ("done_502", Unreached("calendly 502")),
    ("cut_400", Unreached("calendly 400 RemoteProtocolError")),
    ("redirect", Refused("calendly 302")),
    ("html", Unreached("calendly no JSON object")),
    ("html_403", Refused("calendly 403")),
    ("html_404", Refused("calendly 404")),
    ("huge", Unreached("calendly no JSON object")),
    ("list", Unreached("calendly no JSON object")),
]


@pytest.mark.parametrize(("fate", "setback"), [*READ_FATES, ("403", Gone()), ("404", Gone())])
async def test_invitee_that_cannot_be_read_says_why(
    calendly: FakeCalendly, client: Calendly, fate: Fate, setback: Setback | Gone
) -> None:
    made = a_visitor(calendly)
    calendly.fates_at[f"GET /scheduled_events/{made.event.id}/invitees/"].append(fate)

    answer = await client.invitee(made.uri)

    assert answer == setback
    assert calendly.gone_astray == []


@pytest.mark.parametrize(("fate", "setback"), [*READ_FATES, ("403", Gone()), ("404", Gone())])
async def test_invitees_of_a_meeting_that_cannot_be_read_say_why(
    calendly: FakeCalendly, client: Calendly, fate: Fate, setback: Setback | Gone
) -> None:
    made = a_visitor(calendly)
    calendly.fates_at["GET /scheduled_events/"].append(fate)

    answer = await client.invitees(protocol.meeting(envelope(calendly, made.uri)["payload"]["scheduled_event"]))

    assert answer == setback


@pytest.mark.parametrize(("fate", "setback"), [*READ_FATES, ("404", Refused("calendly 404"))])
@pytest.mark.parametrize("at", ["GET /users/me", "GET /scheduled_events", "GET /webhook_subscriptions"])
async def test_list_that_cannot_be_read_says_why(
    calendly: FakeCalendly, client: Calendly, at: str, fate: Fate, setback: Setback
) -> None:
    calendly.fates_at[at].append(fate)
    asks = client.subscriptions() if "webhook" in at else client.meetings(START, START + 60)

    answer = await asks

    assert answer == setback
    assert calendly.gone_astray == []


async def test_answer_about_something_else_is_no_answer(calendly: FakeCalendly, client: Calendly) -> None:
    one, other = a_visitor(calendly), calendly.book(calendly.add_event_type("Bachata"), START + 600)
    calendly.events[one.event.id], other.id = other.event, one.id

    answers = [await client.invitee(one.uri), await client.invitees(Meeting(one.event.uri, "", START, START + 60, ()))]

    assert answers == [Unreached("calendly misread")] * 2


async def test_list_with_one_that_cannot_be_read_is_no_list(calendly: FakeCalendly, client: Calendly) -> None:
    calendly.book(calendly.add_event_type("Cruise", minutes=40 * 1440), START)
    a_visitor_elsewhere = calendly.add_event_type("Salsa", host=calendly.add_member("Ben", "ben@example.com"))
    calendly.book(a_visitor_elsewhere, START)

    answer = await client.meetings(START, START + 1)

    assert answer == Unreached("calendly misread")
