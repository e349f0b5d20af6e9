"""Calendly far away, slow, or down: in time, in silence, and to nobody else."""

import asyncio
import logging
import time
from asyncio import gather
from io import StringIO

import pytest

from lib.actions.calendly import Gone, Invited, Setback
from lib.actions.mail import Refused, Unclear, Unreached
from lib.gateways.calendly.circuit import PAUSE, Circuit
from lib.gateways.calendly.client import Calendly
from lib.gateways.calendly.on_demand import CalendlyOnDemand
from tests.support.calendly_asks import START, a_visitor, invitation
from tests.support.calendly_state import FakeCalendly, Fate
from tests.support.fake_calendly import running_calendly
from tests.support.viewers import PATIENCE


class StandingSeconds:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> StandingSeconds:
    return StandingSeconds()


@pytest.fixture
def wary(calendly: FakeCalendly, seconds: StandingSeconds) -> Calendly:
    return Calendly(calendly.token, calendly.url, Circuit(seconds))


async def test_calendly_that_is_not_there_or_speaks_no_tls_has_done_nothing(calendly: FakeCalendly) -> None:
    with running_calendly() as gone:
        pass
    clients = [Calendly(calendly.token, url) for url in (gone.url, calendly.url.replace("http:", "https:"))]

    answers = [
        answer
        for client in clients
        for answer in (await client.invite(invitation(calendly)), await client.meetings(START, START + 1))
    ]

    assert answers == [Unreached("calendly ConnectError")] * 4
    assert calendly.made == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fate", "name"), [("hang", "ReadTimeout"), ("drip_head", "TimeoutError"), ("drip", "TimeoutError")]
)
async def test_calendly_however_slow_ends_in_time(calendly: FakeCalendly, fate: Fate, name: str) -> None:
    made = a_visitor(calendly)
    asked = invitation(calendly, start=START + 600)
    calendly.fates_at["POST /invitees"].append(fate)
    calendly.fates_at["GET /scheduled_events"].append(fate)
    calendly.fates_at[f"POST /scheduled_events/{made.event.id}/cancellation"].append(fate)
    started = time.monotonic()

    # Each with a circuit of its own: together they would open it.
    clients = [Calendly(calendly.token, calendly.url) for _ in range(3)]
    answers = await gather(
        clients[0].invite(asked), clients[1].meetings(START, START + 1), clients[2].cancel(made.event.uri)
    )

    assert list(answers) == [Unclear(f"calendly {name}"), Unreached(f"calendly {name}"), Unclear(f"calendly {name}")]
    assert time.monotonic() - started < 9


async def test_token_goes_to_calendly_and_into_no_log(calendly: FakeCalendly) -> None:
    log = StringIO()
    handler = logging.StreamHandler(log)
    root = logging.getLogger()
    root.addHandler(handler)
    level, loud = root.level, [logging.getLogger(name) for name in ("httpx", "httpcore")]
    try:
        root.setLevel(logging.DEBUG)
        for logger in loud:
            logger.setLevel(logging.DEBUG)
        client = Calendly(calendly.token, calendly.url)
        calendly.fates.extend(("redirect", "redirect", "html_403"))
        answers = [
            await client.invite(invitation(calendly)),
            await client.found(invitation(calendly)),
            await client.found(invitation(calendly)),
        ]
        await client.found(invitation(calendly))
    finally:
        root.setLevel(level)
        root.removeHandler(handler)

    said = f"{log.getvalue()} {client!r} {client._wire!r} {CalendlyOnDemand(calendly.token, calendly.url)!r} {answers}"
    assert calendly.token not in said
    assert "rosa" not in said
    assert calendly.gone_astray == []
    assert len(calendly.asked) > 3


@pytest.mark.parametrize(
    ("token", "url"),
    [
        ("of two\r\nlines", ""),
        ("caf\u00e9", ""),
        ("a" * 4001, ""),
        ("token", "ftp://127.0.0.1"),
        ("token", "https://user@127.0.0.1"),
        ("token", "https://127.0.0.1/path"),
        ("token", "https://127.0.0.1:99999"),
        ("token", "127.0.0.1"),
    ],
)
async def test_setting_that_can_be_none_is_refused(calendly: FakeCalendly, token: str, url: str) -> None:
    client = Calendly(token, url or calendly.url)

    answers = [await client.invite(invitation(calendly)), await client.subscriptions()]

    assert answers == [Refused("calendly setting")] * 2
    assert calendly.asked == []


async def test_base_url_may_end_in_a_slash(calendly: FakeCalendly) -> None:
    answer = await Calendly(calendly.token, f"{calendly.url}/").invite(invitation(calendly))

    assert isinstance(answer, Invited)


@pytest.mark.parametrize("fate", ["500", "drop", "html", "half"])
async def test_circuit_opens_after_three_failures_in_a_row_and_closes_after_one_success(
    calendly: FakeCalendly, wary: Calendly, seconds: StandingSeconds, fate: Fate
) -> None:
    calendly.fates.extend([fate] * 3)
    asked = invitation(calendly)

    failed = [await wary.meetings(START, START + 1) for _ in range(3)]
    refused = [await wary.invite(asked), await wary.meetings(START, START + 1)]
    seconds.now += PAUSE - 0.1
    still = await wary.invite(asked)
    seconds.now += 0.1
    then = [await wary.invite(asked), await wary.found(asked)]

    assert "calendly circuit" not in {getattr(answer, "reason", "") for answer in failed}
    assert [*refused, still] == [Unreached("calendly circuit")] * 3
    assert [type(answer) for answer in then] == [Invited, Invited]
    assert len(calendly.made) == 1


async def test_circuit_lets_one_try_through_and_stays_open_when_it_fails(
    calendly: FakeCalendly, wary: Calendly, seconds: StandingSeconds
) -> None:
    calendly.fates.extend(["503"] * 4)
    for _ in range(3):
        await wary.subscriptions()
    seconds.now += PAUSE

    answers = await gather(*(wary.subscriptions() for _ in range(5)))

    assert sorted(answer.reason for answer in answers if isinstance(answer, Unreached)) == [
        "calendly 503",
        *["calendly circuit"] * 4,
    ]
    assert await wary.subscriptions() == Unreached("calendly circuit")
    assert len(calendly.asked) == 4


async def test_circuit_whose_one_try_was_given_up_tries_again_after_the_next_pause(
    calendly: FakeCalendly, wary: Calendly, seconds: StandingSeconds
) -> None:
    calendly.fates.extend(["503", "503", "503", "hang"])
    for _ in range(3):
        await wary.subscriptions()
    seconds.now += PAUSE
    one_try = asyncio.create_task(wary.subscriptions())
    async with asyncio.timeout(PATIENCE):
        while len(calendly.asked) < 4:  # noqa: ASYNC110 -- it is another thread that hears
            await asyncio.sleep(0.01)
    one_try.cancel()
    with pytest.raises(asyncio.CancelledError):
        await one_try

    meanwhile = await wary.subscriptions()
    seconds.now += PAUSE
    answers = [meanwhile, await wary.subscriptions()]

    assert answers == [Unreached("calendly circuit"), ()]


@pytest.mark.parametrize("fate", ["400", "401", "403", "404", "429"])
async def test_circuit_is_not_opened_by_a_no(calendly: FakeCalendly, wary: Calendly, fate: Fate) -> None:
    calendly.fates.extend([fate] * 6)
    made = a_visitor(calendly)
    for _ in range(6):
        await wary.invite(invitation(calendly))

    answer = await wary.invitee(made.uri)

    assert not isinstance(answer, Gone | Setback)


async def test_circuit_forgets_failures_that_are_not_in_a_row(calendly: FakeCalendly, wary: Calendly) -> None:
    calendly.fates.extend(["500", "500", "accept", "500", "500"])
    answers = [await wary.invite(invitation(calendly, start=START + 600 * number)) for number in range(6)]

    assert [type(answer) for answer in answers] == [Unclear, Unclear, Invited, Unclear, Unclear, Invited]


def test_one_client_serves_several_event_loops(calendly: FakeCalendly, client: Calendly) -> None:
    made = a_visitor(calendly)

    answers = [asyncio.run(client.invitee(made.uri)) for _ in range(2)]
    lists = [asyncio.run(client.meetings(START, START + 1)) for _ in range(2)]

    assert answers[0] == answers[1] != Gone()
    assert lists[0] == lists[1]
    assert calendly.asked.count("GET /users/me") == 1


async def test_client_on_demand_asks_like_the_client_itself(calendly: FakeCalendly) -> None:
    client = CalendlyOnDemand(calendly.token, calendly.url)
    asked = invitation(calendly)

    invited = await client.invite(asked)
    assert isinstance(invited, Invited)
    (meeting,) = await client.meetings(START, START + 1)  # type: ignore[misc] # a refusal would fail here
    (invitee,) = await client.invitees(meeting)  # type: ignore[misc] # as above

    assert client.is_configured
    assert await client.found(asked) == invited
    assert await client.invitee(invited.invitee_uri) == invitee
    assert await client.subscriptions() == ()
    assert type(await client.cancel(meeting.uri)).__name__ == "Canceled"
