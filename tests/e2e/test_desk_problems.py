"""The owner at the desk: signs in, connects Calendly on its own page, sees that it is connected, and takes it back."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.desk_page import looked_at
from tests.e2e.test_desk_losses import KEPT
from tests.support.calendly_state import FakeCalendly
from tests.support.fake_auth_server import FakeAuthServer, running_auth_server
from tests.support.fake_calendly import running_calendly
from tests.support.servers import Site, running_site

NOTICE = "staff-door [data-part='said']"


@pytest.fixture(scope="module")
def calendly() -> Iterator[FakeCalendly]:
    with running_calendly() as fake:
        yield fake


@pytest.fixture(scope="module")
def auth(calendly: FakeCalendly) -> Iterator[FakeAuthServer]:
    with running_auth_server(calendly=calendly) as fake:
        yield fake


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, calendly: FakeCalendly, auth: FakeAuthServer) -> Iterator[Site]:
    """By its name, while Calendly is there by its number: for a browser these are different sites, as in real life."""
    settings = {
        "CALENDLY_CLIENT_ID": auth.client_id,
        "CALENDLY_CLIENT_SECRET": auth.client_secret,
        "CALENDLY_AUTH_URL": auth.url,
        "CALENDLY_BASE_URL": calendly.url,
    }
    with running_site(tmp_path_factory.mktemp("desk"), **settings) as site:
        named = Site(site.url.replace("127.0.0.1", "localhost"), site.store_url, site.token, site.program)
        auth.redirect_uri = f"{named.url}/api/admin/session"
        yield named


@pytest.fixture
def at_desk(page: Page, desk: Site) -> Page:
    page.goto(f"{desk.url}/admin/problems")
    signed_in(page, desk)
    return page


def signed_in(page: Page, desk: Site) -> None:
    email, password = desk.owner
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Calendly")).to_be_visible()


def connected(page: Page) -> None:
    page.get_by_role("button", name="Connect Calendly").click()
    page.get_by_role("link", name="Allow").click()
    expect(page.locator(NOTICE)).to_contain_text("Calendly is connected.")


def disconnected(page: Page) -> None:
    page.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_role("button", name="Stay connected")).to_be_focused()
    page.get_by_role("button", name="Yes, disconnect").click()


def test_owner_connects_on_calendlys_page_and_disconnects_again(at_desk: Page, auth: FakeAuthServer) -> None:
    expect(at_desk.get_by_text("Not connected.")).to_be_visible()

    connected(at_desk)
    address = at_desk.url
    cookies = [cookie["name"] for cookie in at_desk.context.cookies()]
    expect(at_desk.get_by_text("Connected by your consent.")).to_be_visible()
    at_desk.reload()
    expect(at_desk.get_by_text("Connected by your consent.")).to_be_visible()
    expect(at_desk.locator(NOTICE)).to_be_empty()
    disconnected(at_desk)

    expect(at_desk.locator(NOTICE)).to_contain_text("Calendly is disconnected.")
    expect(at_desk.get_by_role("button", name="Connect Calendly")).to_be_visible()
    assert address.endswith("/admin/problems")
    assert cookies == ["__Host-adm"]
    assert len(auth.revoked) == 2


def test_owner_who_says_no_there_comes_back_to_the_desk(at_desk: Page) -> None:
    at_desk.get_by_role("button", name="Connect Calendly").click()
    at_desk.get_by_role("link", name="Deny").click()

    expect(at_desk.locator(NOTICE)).to_contain_text("it was told no")
    expect(at_desk.get_by_role("button", name="Connect Calendly")).to_be_visible()


def test_link_of_the_consent_page_is_worth_nothing_in_another_browser(
    at_desk: Page, browser: Browser, auth: FakeAuthServer
) -> None:
    at_desk.get_by_role("button", name="Connect Calendly").click()
    link = at_desk.get_by_role("link", name="Allow").get_attribute("href")
    asked = len(auth.asked)
    context = browser.new_context()
    stranger = context.new_page()
    stranger.goto(str(link))

    expect(stranger.locator(NOTICE)).to_contain_text("belongs to another browser")
    context.close()
    assert len(auth.asked) == asked


def test_disconnecting_that_calendly_does_not_hear_is_said(at_desk: Page, auth: FakeAuthServer) -> None:
    connected(at_desk)
    auth.fates.extend(["503", "503"])

    disconnected(at_desk)

    expect(at_desk.locator(NOTICE)).to_contain_text("could not be told")


DEAD = {
    "letter": "booking_1_0000000000000:1:confirmed",
    "bookingId": "booking_1_0000000000000",
    "kind": "confirmed",
    "since": "2030-06-03T07:00:00Z",
    "why": "<b>550</b>",
    "tries": 9,
}


def with_problems(page: Page) -> None:
    """More than a test could cause, and markup where words from outside may stand."""
    markup = '<img src=x onerror="document.title=1">'
    times = {"startsAt": "2030-06-04T13:00:00Z", "endsAt": "2030-06-04T14:00:00Z"}
    report = {"at": "2030-06-03T07:00:00Z", "outcome": "done", "said": {"subscription": "missing", "trouble": markup}}

    def answer(route: Route) -> None:
        found = route.fetch().json()
        found["calendly"] = {"check": "failing", "last": report}
        found["letters"] = {
            "check": "failing",
            "late": 2,
            "dead": [DEAD, DEAD | {"letter": "x:1:alarm", "kind": "alarm"}],
        }
        found["losses"] = {
            "last": report | {"said": {"found": 1, "lost": [KEPT | {"bookingId": markup, "where": markup}]}}
        }
        found["conflicts"] = [
            {"bookingId": "booking_1_abc", "invitee": markup, **times},
            {"bookingId": "booking_2_def", "invitee": None, **times},
        ]
        kind = "https://api.calendly.com/event_types/aaaa-bbbb"
        found["unmapped"] = [
            {"invitee": "calendly_x", "eventType": kind, "hosts": [], **times},
            {"invitee": markup, "eventType": None, "hosts": [], "startsAt": None, "endsAt": None},
        ]
        found["history"] = [
            {"at": "2030-06-03T07:00:00Z", "check": "mail", "before": "ok", "after": markup},
            {"at": "2030-06-02T07:00:00Z", "check": "backup", "before": "late", "after": "ok"},
        ]
        route.fulfill(json=found)

    page.route("**/api/admin/booking-management?view=problems", answer)
    page.reload()


def test_what_needs_attention_is_listed_as_text(at_desk: Page) -> None:
    connected(at_desk)
    with_problems(at_desk)

    sheet = at_desk.locator("section", has=at_desk.get_by_role("heading", name="Calendly"))
    expect(sheet.get_by_role("heading", name="Conflicts (2)")).to_be_visible()
    expect(sheet.get_by_role("listitem")).to_have_count(4)
    expect(sheet).to_contain_text("Tue 4 Jun, 09:00\u201310:00")
    expect(sheet).to_contain_text("Time not known")
    assert (sheet.locator("img").count(), at_desk.title()) == (0, "To see to \u2013 Sabor con Flow")
    disconnected(at_desk)
    expect(at_desk.get_by_role("button", name="Connect Calendly")).to_be_visible()


def test_what_changed_is_listed_with_when_it_was_seen(at_desk: Page) -> None:
    changed = at_desk.locator("section", has=at_desk.get_by_role("heading", name="What changed"))
    expect(changed).to_contain_text("Nothing since this is noted")

    with_problems(at_desk)

    expect(changed.get_by_role("listitem")).to_have_count(2)
    expect(changed).to_contain_text("Backups: late, then ok; seen Sun 2 Jun")
    assert (changed.locator("img").count(), at_desk.title()) == (0, "To see to \u2013 Sabor con Flow")


def test_letter_that_was_given_up_is_sent_again(at_desk: Page) -> None:
    with_problems(at_desk)
    letters = at_desk.locator("section", has=at_desk.get_by_role("heading", name="Letters"))
    expect(letters).to_contain_text("2 waiting, 2 given up.")
    expect(letters).to_contain_text("<b>550</b>")
    again = letters.get_by_role("button", name="Send again")
    expect(again).to_have_count(1)

    again.click()
    # The store knows no such booking, which is for the desk to say.
    expect(at_desk.locator(NOTICE)).to_contain_text("nothing here that you can open")
    at_desk.route(
        "**/api/admin/booking-management",
        lambda route: (
            route.fulfill(status=202, json={"queued": True}) if route.request.method == "POST" else route.fallback()
        ),
    )
    again.click()
    expect(at_desk.locator(NOTICE)).to_contain_text("on its way again")
    expect(at_desk.get_by_role("heading", name="Letters")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_desk_has_no_fault_on_any_screen(
    browser: Browser, desk: Site, tmp_path: Path, scheme: Any, width: int, height: int
) -> None:
    with visit(browser, scheme, width, height) as context:
        page = context.new_page()
        page.goto(f"{desk.url}/admin/problems")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        faults = [looked_at(page, tmp_path / f"sign-in-{scheme}-{width}.png")]
        signed_in(page, desk)
        faults.append(looked_at(page, tmp_path / f"open-{scheme}-{width}.png"))
        connected(page)
        with_problems(page)
        expect(page.get_by_role("heading", name="Conflicts (2)")).to_be_visible()
        page.get_by_role("button", name="Disconnect").click()
        faults.append(looked_at(page, tmp_path / f"asked-{scheme}-{width}.png"))
        page.get_by_role("button", name="Yes, disconnect").click()
        expect(page.get_by_role("button", name="Connect Calendly")).to_be_visible()

    assert faults == [("", [], width)] * 3


@contextlib.contextmanager
def visit(browser: Browser, scheme: Any, width: int, height: int) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context
    context.close()
