"""An instructor on a phone: asks for a link, finds it in the mailbox, presses once, and sees what is theirs."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from lib.gateways.store import Store
from tests.e2e.test_access import faults_of, widest
from tests.support.servers import Site, running_site

LINK = re.compile(r"http://localhost:\d+/admin/#magic=[A-Za-z0-9_-]+")
SESSION = "**/api/admin/session"
OVER = "This link was used before, or it is older than ten minutes. Please have another one sent."
SAID = "staff-door [data-part='said']"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """By its name, because a cookie that is for HTTPS only is kept for localhost, and because letters call it so."""
    with running_site(tmp_path_factory.mktemp("desk")) as site:
        yield Site(site.url.replace("127.0.0.1", "localhost"), site.store_url, site.token, site.program)


def letters(desk: Site, to: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{desk.url}/dev/mailbox.json", timeout=30).json()
    return [letter for letter in found if letter["kind"] == "welcome" and letter["to"] == to]


def asked(page: Page, desk: Site, email: str) -> None:
    page.goto(f"{desk.url}/admin/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_focused()


def mailed(page: Page, desk: Site, email: str) -> str:
    """What the newest letter says; it is written when the answer is out."""
    before = len(letters(desk, email))
    asked(page, desk, email)
    deadline = time.monotonic() + 30
    while len(letters(desk, email)) == before and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert len(letters(desk, email)) == before + 1
    return str(LINK.findall(letters(desk, email)[0]["text"])[0])


def press(page: Page) -> None:
    page.get_by_role("button", name="Sign in").click()


def signed_in(page: Page, desk: Site, email: str, name: str) -> None:
    page.goto(mailed(page, desk, email))
    press(page)
    expect(page.get_by_text(f"Signed in as {name}.")).to_be_visible()


def test_instructor_comes_in_by_a_link_and_sees_what_is_theirs(page: Page, desk: Site) -> None:
    link = mailed(page, desk, "maria@studio.test")
    page.goto(link)
    expect(page.get_by_role("heading", name="Your link to the desk")).to_be_visible()
    assert page.url == f"{desk.url}/admin/"
    assert faults_of(page) == ""

    press(page)

    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_focused()
    expect(page.get_by_text("Signed in as María Delgado.")).to_be_visible()
    expect(page.locator("[data-part='title']")).not_to_be_empty()
    shown = [each for each in page.locator(".desk-nav a").all() if each.is_visible()]
    assert [each.inner_text() for each in shown] == ["Lessons", "Figures", "My hours"]
    assert (faults_of(page), widest(page)) == ("", 390)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Send me a link")).to_be_visible()
    page.goto(link)
    press(page)
    expect(page.locator(SAID)).to_have_text(OVER)
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_page_of_the_owner_shows_an_instructor_nothing(page: Page, desk: Site) -> None:
    signed_in(page, desk, "carlos@studio.test", "Carlos Rivera")

    page.goto(f"{desk.url}/admin/problems")

    expect(page.get_by_text("This page is for the owner.")).to_be_visible()
    expect(page.get_by_role("heading", name="Calendly")).to_have_count(0)


def test_stranger_sees_the_same_page_and_gets_no_letter(page: Page, desk: Site) -> None:
    asked(page, desk, "diego@studio.test")
    known = page.locator("staff-door").inner_text().replace("diego@studio.test", "…")

    asked(page, desk, "nobody@studio.test")

    assert page.locator("staff-door").inner_text().replace("nobody@studio.test", "…") == known
    assert (faults_of(page), widest(page)) == ("", 390)
    assert letters(desk, "nobody@studio.test") == []
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_who_only_opens_the_link_uses_nothing_up(page: Page, browser: Browser, desk: Site) -> None:
    """As programs do that look through mail, scripts and all."""
    link = mailed(page, desk, "lucia@studio.test")
    scanner = browser.new_context()
    for _ in range(3):
        opened = scanner.new_page()
        opened.goto(link)
        expect(opened.get_by_role("button", name="Sign in")).to_be_visible()
        opened.close()
    scanner.close()

    page.goto(link)
    press(page)

    expect(page.get_by_text("Signed in as Lucía Herrera.")).to_be_visible()


def test_link_is_in_no_history_and_a_reload_has_forgotten_it(page: Page, desk: Site) -> None:
    page.goto(f"{desk.url}/admin/#magic=" + "m" * 69)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()

    page.reload()

    expect(page.get_by_label("Password")).to_be_visible()
    assert page.url == f"{desk.url}/admin/"


def test_link_that_is_opened_where_the_desk_is_open_already(page: Page, desk: Site) -> None:
    """Only the end of the address changes then, and nothing is loaded."""
    page.goto(f"{desk.url}/admin/")
    expect(page.get_by_label("Password")).to_be_visible()

    page.evaluate("location.hash = '#magic=' + 'm'.repeat(69)")
    expect(page.get_by_role("heading", name="Your link to the desk")).to_be_visible()
    assert page.url == f"{desk.url}/admin/"
    press(page)

    expect(page.locator(SAID)).to_have_text(OVER)


def test_who_gets_no_answer_presses_again_and_is_in(page: Page, desk: Site) -> None:
    """The first press did it, and nobody heard."""
    link = mailed(page, desk, "diego@studio.test")
    page.goto(link)
    keys: list[str | None] = []

    def lost(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) == 1:
            assert route.fetch().status == 200
            return route.abort()
        return route.continue_()

    page.route(SESSION, lost)
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("The studio's system does not answer.")
    expect(page.get_by_role("button", name="Sign in")).to_be_focused()
    press(page)

    expect(page.get_by_text("Signed in as Diego Morales.")).to_be_visible()
    assert len(set(keys)) == 1
    assert len(keys) == 2


def refuse(status: int, code: str, detail: str, **headers: str) -> Callable[[Route], None]:
    problem = json.dumps({"code": code, "detail": detail})

    def answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        return route.fulfill(status=status, body=problem, headers={"Content-Type": "application/json", **headers})

    return answer


REFUSALS = [
    (
        refuse(503, "not_configured", "The studio has not set EMAIL_FROM yet."),
        "No link can be mailed: The studio has not set EMAIL_FROM yet.",
    ),
    (
        refuse(429, "too_many_tries", "x", **{"Retry-After": "64"}),
        "That was tried very often. Please try again in 64 seconds.",
    ),
    (refuse(503, "store_unavailable", "x"), "The studio's system does not answer."),
]


@pytest.mark.parametrize(("answer", "sentence"), REFUSALS)
def test_what_keeps_a_link_from_being_sent_is_said(
    page: Page, desk: Site, answer: Callable[[Route], None], sentence: str
) -> None:
    page.route(SESSION, answer)
    page.goto(f"{desk.url}/admin/")
    page.get_by_label("E-mail").fill("maria@studio.test")

    page.get_by_role("button", name="Send me a link").click()

    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.get_by_label("E-mail")).to_have_value("maria@studio.test")


def test_form_asks_for_an_address_and_is_for_everybody(page: Page, desk: Site) -> None:
    page.goto(f"{desk.url}/admin/")
    expect(page.get_by_label("E-mail")).to_be_visible()
    assert (faults_of(page), widest(page)) == ("", 390)

    page.get_by_role("button", name="Send me a link").click()

    expect(page.get_by_role("alert")).to_have_text("Please fill in your e-mail address.")
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_instructor_who_is_dismissed_at_the_desk_is_out_with_the_next_look(page: Page, tmp_path: Path) -> None:
    with running_site(tmp_path / "desk") as site:
        desk = Site(site.url.replace("127.0.0.1", "localhost"), site.store_url, site.token, site.program)
        signed_in(page, desk, "maria@studio.test", "María Delgado")

        # Playwright has a loop in this thread.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, dismissed(site, "maria")).result()
        page.reload()

        expect(page.get_by_role("button", name="Send me a link")).to_be_visible()
        expect(page.locator(".desk-nav")).to_be_hidden()


async def dismissed(site: Site, who: str) -> None:
    store = Store(site.store_url, site.token)
    stored = await store.load_catalog()
    assert stored
    document = json.loads(stored[1])
    for each in document["instructors"]:
        each["active"] = each["active"] and each["id"] != who
    assert await store.save_catalog(json.dumps(document), stored[0], "dismissed")
    store.close()
