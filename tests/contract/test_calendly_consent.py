"""The owner connects Calendly: there with a word that works once, back with a code, and nobody in their place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lib import wiring
from lib.actions.calendly_access import AccessWorld
from lib.actions.keyring import Keyring
from lib.actions.ports import Outside
from lib.gateways.calendly.auth_server import CalendlyAuthServer
from lib.gateways.calendly.client import Calendly
from lib.settings import CalendlySettings
from tests.support.calendly_state import FakeCalendly
from tests.support.consent import CONNECT, DISCONNECT, back, connected, left, link, with_access, word_of
from tests.support.doors import caller
from tests.support.fake_auth_server import FakeAuthServer, Fate
from tests.support.raw_store import RawStore
from tests.support.staff import session, signed_in
from tests.support.studio import StandingClock


async def test_owner_connects_and_calendly_is_asked_in_their_name(desk: Outside, consent_page: FakeAuthServer) -> None:
    before = await desk.calendly.subscriptions()
    visit = await signed_in(desk)
    first = await link(desk, visit)

    visit = await connected(desk, consent_page)

    assert getattr(before, "reason", "") == "calendly not connected"
    assert first == {"connection": "not_connected", "why": None}
    assert await link(desk, visit) == {"connection": "connected", "why": None}
    assert await desk.calendly.subscriptions() == ()


async def test_nothing_that_opens_calendly_is_to_be_read_in_store_or_log(
    desk: Outside, consent_page: FakeAuthServer, raw: RawStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    visit = await signed_in(desk)
    said, cookie = await left(desk, visit, consent_page)
    waiting = str(raw.everything())
    answer = await back(desk, said, cookie)
    await desk.calendly.subscriptions()

    verifier = consent_page.asked[0]["code_verifier"]
    kept = str([raw.do("HGETALL", f"{raw.prefix}{name}") for name in raw.names() if name.startswith("cal:")])

    assert "sealed" in kept
    secrets = [*consent_page.issued, verifier, said["state"], said["code"], consent_page.client_secret]
    everywhere = kept + waiting + str(raw.everything()) + caplog.text + answer.text + repr(desk)
    assert [secret for secret in secrets if secret in everywhere] == []


async def test_backup_holds_nothing_that_opens_calendly(desk: Outside, consent_page: FakeAuthServer) -> None:
    await connected(desk, consent_page)

    backup = (await desk.store.backup()).content.decode()

    assert "sealed" not in backup
    assert "cal:auth" not in backup


async def test_owner_who_says_no_is_told_so(desk: Outside, consent_page: FakeAuthServer, raw: RawStore) -> None:
    said, cookie = await left(desk, await signed_in(desk), consent_page)

    answer = await back(desk, {"error": "access_denied", "state": said["state"]}, cookie)
    again = await back(desk, said, cookie)

    assert (word_of(answer), word_of(again)) == ("denied", "expired")
    assert "cal:auth" not in raw.names()


async def test_state_works_once(desk: Outside, consent_page: FakeAuthServer) -> None:
    said, cookie = await left(desk, await signed_in(desk), consent_page)

    words = [word_of(await back(desk, said, cookie)) for _ in range(2)]

    assert words == ["connected", "expired"]
    assert len(consent_page.asked) == 1


async def test_program_connects_with_its_own_session(
    desk: Outside, consent_page: FakeAuthServer, owner: dict[str, str]
) -> None:
    page = (await session(desk, "POST", owner, CONNECT)).json()["authorizeUrl"]

    assert word_of(await back(desk, consent_page.consents(page), owner)) == "connected"


async def test_session_that_ended_meanwhile_connects_nothing(
    desk: Outside, consent_page: FakeAuthServer, raw: RawStore
) -> None:
    visit = await signed_in(desk)
    said, cookie = await left(desk, visit, consent_page)
    await session(desk, "DELETE", visit.headers)

    assert word_of(await back(desk, said, cookie)) == "signed_out"
    assert "cal:auth" not in raw.names()


async def test_consent_is_forgotten_after_ten_minutes(
    desk: Outside, consent_page: FakeAuthServer, raw: RawStore
) -> None:
    await left(desk, await signed_in(desk), consent_page)
    (name,) = (name for name in raw.names() if name.startswith("cal:go."))

    assert 0 < int(raw.do("TTL", raw.prefix + name)) <= 600


@pytest.mark.parametrize(
    ("fate", "word"), [("401", "refused"), ("403", "refused"), ("429", "away"), ("503", "away"), ("drop", "away")]
)
async def test_calendly_that_gives_nothing_for_the_code_is_said_in_a_word(
    desk: Outside, consent_page: FakeAuthServer, raw: RawStore, fate: Fate, word: str
) -> None:
    said, cookie = await left(desk, await signed_in(desk), consent_page)
    consent_page.fates.append(fate)

    assert word_of(await back(desk, said, cookie)) == word
    assert "cal:auth" not in raw.names()


async def test_what_is_missing_is_named(
    world: Outside, desk: Outside, calendly: FakeCalendly, owner: dict[str, str]
) -> None:
    nameless = with_access(replace(world, calendly_auth=CalendlyAuthServer("", "", "http://127.0.0.1:9")), calendly)
    worlds = [nameless, replace(desk, site_url="")]

    answers = [await session(each, "POST", owner, CONNECT) for each in worlds]

    assert [(each.status_code, each.json()["detail"]) for each in answers] == [
        (503, "The studio has not set CALENDLY_CLIENT_ID yet."),
        (503, "The studio has not set SITE_URL yet."),
    ]


async def test_personal_token_wins(desk: Outside, calendly: FakeCalendly, owner: dict[str, str]) -> None:
    settled = replace(desk, calendly=Calendly(calendly.token, calendly.url))

    answer = await session(settled, "POST", owner, CONNECT)

    assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed_now")
    assert (await session(settled, "GET", owner)).json()["calendly"]["connection"] == "token"


async def test_owner_disconnects_here_and_there(desk: Outside, consent_page: FakeAuthServer, raw: RawStore) -> None:
    visit = await connected(desk, consent_page)

    answers = [(await session(desk, "POST", visit.headers, DISCONNECT)).json() for _ in range(2)]

    assert answers == [{"success": True, "revoked": True}] * 2
    assert sorted(consent_page.revoked) == sorted(consent_page.issued)
    assert "cal:auth" not in raw.names()
    assert getattr(await desk.calendly.subscriptions(), "reason", "") == "calendly not connected"


async def test_disconnecting_is_done_here_when_calendly_cannot_be_told(
    desk: Outside, consent_page: FakeAuthServer, raw: RawStore
) -> None:
    visit = await connected(desk, consent_page)
    consent_page.fates.extend(["503", "503"])

    answer = await session(desk, "POST", visit.headers, DISCONNECT)

    assert (answer.status_code, answer.json()) == (200, {"success": True, "revoked": False})
    assert "cal:auth" not in raw.names()


async def test_another_secret_makes_it_unreadable_and_staff_are_told(
    desk: Outside, consent_page: FakeAuthServer, calendly: FakeCalendly
) -> None:
    await connected(desk, consent_page)
    other = with_access(replace(desk, keyring=Keyring(b"another secret for tests, long enough")), calendly)

    visit = await signed_in(other)

    assert await link(other, visit) == {"connection": "broken", "why": "unreadable"}
    assert getattr(await other.calendly.subscriptions(), "reason", "") == "calendly connection broken"
    async with caller("health", other) as client:
        assert (await client.get("/api/health")).json()["checks"]["calendly"] == "failing"
    gone = await session(other, "POST", visit.headers, DISCONNECT)
    assert (gone.status_code, gone.json()["revoked"]) == (200, False)
    await connected(other, consent_page)
    assert await other.calendly.subscriptions() == ()


async def test_session_that_slept_too_long_is_asked_for_again(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock
) -> None:
    said, cookie = await left(desk, await signed_in(desk), consent_page)
    clock.moment += timedelta(hours=13)

    assert word_of(await back(desk, said, cookie)) == "signed_out"


async def test_whose_account_it_is_is_asked_anew_after_another_consent(
    desk: Outside, consent_page: FakeAuthServer, calendly: FakeCalendly
) -> None:
    await connected(desk, consent_page)
    first = await desk.calendly.subscriptions()
    calendly.organization = calendly.organization.replace("0001", "0002")
    calendly.me = replace(calendly.me, id="me-0002")

    await connected(desk, consent_page)

    assert [first, await desk.calendly.subscriptions()] == [(), ()]


async def test_setting_of_a_token_wins_over_an_application(desk: Outside) -> None:
    application = {"client_id": "studio-app", "client_secret": "x", "auth_url": "https://auth.calendly.com"}
    auth = CalendlyAuthServer(*application.values())
    world = AccessWorld(desk.store, auth, desk.clock, desk.dice, desk.keyring)
    nobody = replace(world, auth=replace(auth, client_secret=""))
    token = CalendlySettings(token="t", base_url="https://api.calendly.com", **application)

    made = [wiring._calendly(token, world), wiring._calendly(replace(token, token=""), world)]
    made.append(wiring._calendly(CalendlySettings(base_url="https://api.calendly.com"), nobody))

    assert [(await each.link()).connection for each in made] == ["token", "not_connected", "off"]
