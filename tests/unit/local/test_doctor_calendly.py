"""What the doctor says of Calendly: a note where it is not used, wrong where it is used and cannot work."""

from collections.abc import Iterator
from typing import Any

import pytest

from lib import settings
from lib.gateways.calendly.client import Calendly
from lib.gateways.calendly.off import NoCalendly
from lib.local.doctor_calendly import calendly_findings
from lib.local.findings import Said
from tests.support.calendly_program import HOOK, SITE
from tests.support.calendly_state import FakeCalendly, Fate
from tests.support.fake_calendly import running_calendly

SECRET = {"CALENDLY_WEBHOOK_SECRET": "a-key-of-calendly", "SITE_URL": SITE}
HEARD = ("ok", "word of calendly", "is believed")
WORKS = ("ok", "calendly", "answers, and sends what happens to this site")


@pytest.fixture
def calendly() -> Iterator[FakeCalendly]:
    with running_calendly() as calendly:
        yield calendly


def subscribed(calendly: FakeCalendly, url: str = HOOK, **changes: Any) -> None:
    known = {"uri": "https://api.calendly.com/webhook_subscriptions/hook-1", "callback_url": url, "state": "active"}
    reach = {"scope": "organization", "organization": calendly.organization, "retry_started_at": None}
    calendly.subscriptions.append(known | reach | changes)


async def said(calendly: FakeCalendly, **changes: str) -> list[Said]:
    client = Calendly(calendly.token, calendly.url)
    return list(await calendly_findings(settings.read(SECRET | changes), client))


async def test_studio_without_calendly_is_told_how_to_connect_it() -> None:
    found = await calendly_findings(settings.read({}), NoCalendly())

    assert found == [("note", "calendly", "is not used; `make calendly-setup` connects it")]


async def test_studio_that_only_listens_is_told_what_it_lacks() -> None:
    found = await calendly_findings(settings.read(SECRET), NoCalendly())

    lacks = "set CALENDLY_API_TOKEN or CALENDLY_CLIENT_ID"
    cannot = ("note", "calendly", f"cannot be asked, and gets no bookings of ours: {lacks}")
    assert found == [HEARD, cannot]


@pytest.mark.parametrize("url", [HOOK, f"{HOOK}?v=3"])
async def test_studio_that_asks_and_is_told_is_well(calendly: FakeCalendly, url: str) -> None:
    subscribed(calendly, url)

    assert await said(calendly) == [HEARD, WORKS]


async def test_one_subscription_that_works_is_enough(calendly: FakeCalendly) -> None:
    subscribed(calendly, state="disabled")
    subscribed(calendly, f"{HOOK}?v=2")

    assert await said(calendly) == [HEARD, WORKS]


async def test_word_that_cannot_be_believed_is_wrong(calendly: FakeCalendly) -> None:
    subscribed(calendly)

    found = await said(calendly, CALENDLY_WEBHOOK_SECRET="")

    assert found == [("wrong", "word of calendly", "is not believed: set CALENDLY_WEBHOOK_SECRET"), WORKS]


@pytest.mark.parametrize("url", ["", "https://other.example/api/calendly-webhook", f"{SITE}/api/calendly-webhooks"])
async def test_subscription_of_another_site_is_none(calendly: FakeCalendly, url: str) -> None:
    if url:
        subscribed(calendly, url)

    nothing = "sends nothing to this site: `make calendly-setup` makes a subscription"
    assert await said(calendly) == [HEARD, ("wrong", "calendly", nothing)]


async def test_subscription_that_calendly_gave_up_is_wrong_and_the_way_out_is_named(calendly: FakeCalendly) -> None:
    subscribed(calendly, state="disabled")

    gave_up = "has given up on this site: `make calendly-setup REPLACE=1` makes another subscription"
    assert await said(calendly) == [HEARD, ("wrong", "calendly", gave_up)]


@pytest.mark.parametrize("fate", ["401", "403", "429", "503", "hang", "html", "list"])
async def test_calendly_that_does_not_answer_as_it_should_is_wrong(calendly: FakeCalendly, fate: Fate) -> None:
    subscribed(calendly)
    calendly.fates.extend([fate] * 5)
    if fate == "hang":
        calendly.let_go.set()

    [_, (verdict, what, sentence)] = await said(calendly)

    assert (verdict, what) == ("wrong", "calendly")
    assert sentence.startswith("does not answer as it should (calendly ")


async def test_findings_show_no_value(calendly: FakeCalendly) -> None:
    calendly.fates.append("401")

    found = str(await said(calendly))

    assert [value for value in (*SECRET.values(), calendly.token, calendly.url) if value in found] == []
