"""The owner in a real browser: the cookie is kept there, read by no script, and of no use to another origin."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.support.servers import Site

SIGN_IN = """async ({ email, password }) => {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ email, password });
  const answer = await fetch("/api/admin/session", { method: "POST", headers, body });
  return { status: answer.status, ...(await answer.json()), seen: document.cookie };
}"""
WHO = "() => fetch('/api/admin/session').then(({ status }) => status)"
SIGN_OUT = """csrf => fetch("/api/admin/session", { method: "DELETE", headers: csrf ? { "X-CSRF-Token": csrf } : {} })
  .then(({ status }) => status)"""
# What a page of another origin can send without asking first, and what it has to ask for.
FROM_ELSEWHERE = """async address => {
  const tried = [];
  for (const options of [
    { method: "POST", mode: "no-cors", body: "{}" },
    { method: "DELETE", mode: "cors" },
    { method: "GET", mode: "cors" },
  ]) {
    try {
      const answer = await fetch(address, { ...options, credentials: "include" });
      tried.push(answer.type === "opaque" ? "nothing to read" : `read ${answer.status}`);
    } catch {
      tried.push("refused by the browser");
    }
  }
  return tried;
}"""


@pytest.fixture
def owner(site: Site) -> dict[str, str]:
    email, password = site.owner
    return {"email": email, "password": password}


@pytest.fixture
def signed_in(page: Page, site: Site, owner: dict[str, str]) -> dict[str, Any]:
    page.goto(f"{site.url}/problems")
    found: dict[str, Any] = page.evaluate(SIGN_IN, owner)
    return found


def test_owner_signs_in_and_out_on_the_studios_own_page(page: Page, signed_in: dict[str, Any]) -> None:
    [cookie] = page.context.cookies()

    assert (signed_in["status"], signed_in["role"], signed_in["seen"]) == (200, "owner", "")
    assert (cookie["name"], cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (
        *("__Host-adm", True, True, "Strict"),
    )
    assert page.evaluate(WHO) == 200
    assert page.evaluate(SIGN_OUT, None) == 403
    assert page.evaluate(SIGN_OUT, signed_in["csrfToken"]) == 200
    assert page.evaluate(WHO) == 401
    assert page.context.cookies() == []


def test_page_of_another_origin_learns_and_changes_nothing(
    page: Page, phone: BrowserContext, site: Site, signed_in: dict[str, Any]
) -> None:
    """The store's gateway is on the same host and another port: the nearest that a stranger can come."""
    # A page of its own, because the browser writes to its console what it refuses.
    stranger = phone.new_page()
    stranger.goto(f"{site.store_url}/")

    tried = stranger.evaluate(FROM_ELSEWHERE, f"{site.url}/api/admin/session")

    assert tried == ["nothing to read", "refused by the browser", "refused by the browser"]
    assert page.evaluate(WHO) == 200
    assert signed_in["role"] == "owner"
