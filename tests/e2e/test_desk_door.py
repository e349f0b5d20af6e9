"""The way into the desk, and out of it."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.desk_page import entered
from tests.support.servers import Site

NOTICE = "staff-door [data-part='said']"


def test_wrong_password_is_said_beside_the_form_which_keeps_what_was_typed(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/problems")
    page.get_by_label("E-mail").fill("somebody@example.com")
    page.get_by_label("Password").fill("wrong")

    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_have_text("E-mail and password do not belong together.")
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("somebody@example.com")


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (429, {"code": "too_many_tries"}, "try again in 2 minutes"),
        (503, {"code": "store_unavailable"}, "does not answer"),
        (503, {"code": "not_configured", "detail": "The studio has not set ADMIN_EMAIL yet."}, "ADMIN_EMAIL"),
        (400, {"code": "validation_failed"}, "Please fill in"),
    ],
)
def test_sign_in_that_cannot_be_says_why(page: Page, site: Site, status: int, body: Any, sentence: str) -> None:
    def answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=status, json=body, headers={"Retry-After": "100"})
        else:
            route.continue_()

    page.route("**/api/admin/session", answer)
    page.goto(f"{site.url}/admin/problems")

    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text(sentence)


def test_desk_that_comes_later_than_the_session_opens_all_the_same(page: Page, site: Site) -> None:
    entered(page, site)
    late: list[Route] = []
    page.route("**/js/messages-manage-en.js", lambda route: late.append(route))  # noqa: PLW0108 -- the signature is looked at

    with page.expect_response("**/api/admin/session"):
        page.reload(wait_until="commit")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    late[0].continue_()

    expect(page.locator("desk-lessons [data-part='title']")).not_to_be_empty()


def test_owner_signs_out(page: Page, site: Site) -> None:
    entered(page, site)

    page.get_by_role("button", name="Sign out").click()

    expect(page.locator(NOTICE)).to_contain_text("You are signed out.")
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
