"""Cancelling at Calendly, and what holds for every question: no token, no scopes, too many."""

import pytest

from lib.actions.calendly import Canceled, Gone, Meeting, Setback
from lib.actions.mail import Refused, Rejected, Throttled, Unclear, Unreached
from lib.gateways.calendly.client import Calendly
from lib.gateways.calendly.on_demand import CalendlyOnDemand
from tests.support.calendly_asks import START, a_visitor, invitation
from tests.support.calendly_bodies import API
from tests.support.calendly_state import FakeCalendly, Fate

NOW_MS = 1_900_000_000_000


async def test_token_without_its_scopes_is_refused_and_nothing_is_gone(
    calendly: FakeCalendly, client: Calendly
) -> None:
    made = a_visitor(calendly)
    calendly.lacks_scopes = True

    answers = [
        await client.invitee(made.uri),
        await client.meetings(START, START + 1),
        await client.subscriptions(),
        await client.found(invitation(calendly)),
        await client.invite(invitation(calendly)),
        await client.cancel(made.event.uri),
    ]

    assert answers == [Refused("calendly 403")] * 6


@pytest.mark.parametrize("status", ["400", "403"])
async def test_meeting_canceled_twice_is_canceled(calendly: FakeCalendly, client: Calendly, status: str) -> None:
    calendly.already_canceled = status  # type: ignore[assignment] # the column of this table
    made = a_visitor(calendly)

    answers = [await client.cancel(made.event.uri) for _ in range(2)]

    assert answers == [Canceled()] * 2
    assert (made.event.canceled, made.canceled) == (True, "host")


@pytest.mark.parametrize(
    ("fate", "answer", "canceled"),
    [
        ("400", Rejected("calendly 400"), False),
        ("401", Refused("calendly 401"), False),
        ("403", Refused("calendly 403"), False),
        ("404", Gone(), False),
        ("html_404", Refused("calendly 404"), False),
        ("500", Unclear("calendly 500"), False),
        ("redirect", Refused("calendly 302"), False),
        ("html", Unclear("calendly no JSON object"), False),
        ("drop", Unclear("calendly RemoteProtocolError"), True),
        ("half", Unclear("calendly RemoteProtocolError"), True),
        ("done_502", Unclear("calendly 502"), True),
    ],
)
async def test_meeting_not_certainly_canceled_says_so(
    calendly: FakeCalendly, client: Calendly, fate: Fate, answer: Setback | Gone, canceled: object
) -> None:
    made = a_visitor(calendly)
    calendly.fates.append(fate)

    answers = [await client.cancel(made.event.uri), made.event.canceled, await client.cancel(made.event.uri)]

    assert answers == [answer, canceled, Canceled()]


async def test_meeting_refused_and_then_unreadable_is_left_open(calendly: FakeCalendly, client: Calendly) -> None:
    made = a_visitor(calendly)
    calendly.fates.extend(("403", "503"))

    answer = await client.cancel(made.event.uri)

    assert answer == Unreached("calendly 503")


async def test_meeting_of_others_or_unknown_is_gone(calendly: FakeCalendly, client: Calendly) -> None:
    foreign = a_visitor(calendly).event
    foreign.foreign = True

    answers = [await client.cancel(uri) for uri in (foreign.uri, f"{API}/scheduled_events/unknown")]

    assert answers == [Gone(), Gone()]


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("7", NOW_MS + 7_000),
        ("0", NOW_MS + 1_000),
        ("3600", NOW_MS + 3_600_000),
        ("3601", NOW_MS + 3_600_000),
        ("1900000000", NOW_MS + 3_600_000),
        ("9" * 5000, NOW_MS + 60_000),
        ("-5", NOW_MS + 60_000),
        ("1.5", NOW_MS + 60_000),
        ("soon", NOW_MS + 60_000),
        ("\u00b2", NOW_MS + 60_000),
        (None, NOW_MS + 60_000),
    ],
)
async def test_throttling_is_believed_for_an_hour_at_most(
    monkeypatch: pytest.MonkeyPatch, calendly: FakeCalendly, client: Calendly, said: str | None, until: int
) -> None:
    monkeypatch.setattr("time.time", lambda: NOW_MS / 1000)
    calendly.limits = {} if said is None else {"X-RateLimit-Reset": said}
    calendly.fates.extend(["429"] * 4)
    made = a_visitor(calendly)

    answers = [
        await client.invite(invitation(calendly)),
        await client.cancel(made.event.uri),
        await client.meetings(START, START + 1),
        await client.found(invitation(calendly)),
    ]

    assert answers == [Throttled("calendly 429", until)] * 4


async def test_without_a_token_nothing_is_asked(calendly: FakeCalendly) -> None:
    made = a_visitor(calendly)
    for client in (Calendly("", calendly.url), CalendlyOnDemand("", calendly.url)):
        answers = [
            await client.invitee(made.uri),
            await client.meetings(START, START + 1),
            await client.invitees(Meeting(made.event.uri, "", START, START + 60, ())),
            await client.found(invitation(calendly)),
            await client.invite(invitation(calendly)),
            await client.cancel(made.event.uri),
            await client.subscriptions(),
        ]

        assert answers == [Refused("calendly setting")] * 7
        assert not client.is_configured
    assert calendly.asked == []
