"""What the doctor says of a site that runs, played by answers: a good one passes, and each fault is found by itself."""

import json
from pathlib import Path

import httpx
import pytest

from lib.local.doctor_site import site_findings
from lib.local.findings import Finding
from lib.local.platform_rules import PlatformRules
from lib.web.security import ALWAYS

ROOT = Path(__file__).parents[3]
SITE = "https://studio.example"
PAGE = {name.decode(): value.decode() for name, value in PlatformRules.read(ROOT / "vercel.json").headers("/").items()}
HEALTH = {
    "status": "ok",
    "checks": {"store": "ok", "mail": "ok", "calendly": "off", "backup": "ok"},
    "version": "0123456789ab",
}
CLOSED = {**ALWAYS, "cache-control": "no-store"}
Answers = dict[str, httpx.Response]


def good() -> Answers:
    refused = httpx.Response(401, headers=CLOSED, json={"code": "unauthorized"})
    return {
        "https /": httpx.Response(200, headers=PAGE, text="<!doctype html>"),
        "http /": httpx.Response(308, headers={"location": f"{SITE}/"}),
        "https /robots.txt": httpx.Response(200, text=f"User-agent: *\nSitemap: {SITE}/sitemap.xml\n"),
        "https /api/health": httpx.Response(200, headers=ALWAYS, json=HEALTH),
        "https /api/class-types": httpx.Response(200, headers=ALWAYS, json=[]),
        "https /api/admin/session": refused,
        "https /api/admin/booking-management": refused,
        "https /api/admin/catalog": refused,
        "https /api/cron/maintenance": refused,
        "https /api/send-confirmation": refused,
    }


async def visited(answers: Answers, url: str = SITE) -> list[Finding]:
    def answer(request: httpx.Request) -> httpx.Response:
        found = answers[f"{request.url.scheme} {request.url.path}"]
        if found.status_code == 0:
            raise httpx.ConnectError("away")
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)

    return await site_findings(url, ROOT, httpx.MockTransport(answer))


async def unwell(**changes: httpx.Response) -> list[tuple[str, str]]:
    changed = {name.replace("_", " ", 1): response for name, response in changes.items()}
    return [(each.verdict, each.what) for each in await visited(good() | changed) if each.verdict != "ok"]


def health(**changes: object) -> dict[str, httpx.Response]:
    return {"https_/api/health": httpx.Response(200, headers=ALWAYS, json=HEALTH | changes)}


async def test_good_site_is_well() -> None:
    found = await visited(good())

    assert [each for each in found if each.verdict != "ok"] == []
    assert [each.what for each in found] == [
        *("site", "sitemap", "health of backup", "health of calendly", "health of mail", "health of store", "version"),
        *("headers of /", "headers of /api/class-types", "desk", "scheduler's door", "https"),
    ]


def without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {each: value for each, value in headers.items() if each != name}


OPEN = httpx.Response(200, headers=CLOSED, json={"parts": []})
FAULTS: list[tuple[dict[str, httpx.Response], list[tuple[str, str]]]] = [
    ({"https_/": httpx.Response(0)}, [("wrong", "site")]),
    ({"https_/": httpx.Response(404)}, [("wrong", "site")]),
    ({"https_/": httpx.Response(401)}, [("wrong", "site")]),
    ({"https_/": httpx.Response(307, headers={"location": "https://www.studio.example/"})}, [("wrong", "site")]),
    ({"https_/": httpx.Response(302, headers={"location": "https://vercel.com/sso-api?url=x"})}, [("wrong", "site")]),
    ({"https_/robots.txt": httpx.Response(404)}, [("note", "sitemap")]),
    (
        {"https_/robots.txt": httpx.Response(200, text="Sitemap: https://demo.example/sitemap.xml")},
        [("note", "sitemap")],
    ),
    ({"https_/api/health": httpx.Response(404, text="NOT_FOUND")}, [("wrong", "health")]),
    ({"https_/api/health": httpx.Response(200, json=[1])}, [("wrong", "health")]),
    ({"https_/api/health": httpx.Response(200, json={"checks": "no", "status": 1})}, [("wrong", "health")]),
    (health(checks={"store": "failing"}, status="down"), [("wrong", "health of store")]),
    (health(checks={"store": "ok"}, status="down"), [("wrong", "health of secrets")]),
    (health(checks={"mail": "off"}), [("note", "health of mail")]),
    (health(checks={"mail": "failing"}), [("wrong", "health of mail")]),
    (health(checks={"backup": "late"}), [("note", "health of backup")]),
    (health(checks={"calendly": "failing"}), [("wrong", "health of calendly")]),
    (health(checks={"new": "strange"}), [("wrong", "health of new")]),
    (health(version="development"), [("note", "version")]),
    (
        {"https_/": httpx.Response(200, headers=without(PAGE, "content-security-policy"))},
        [("wrong", "headers of /")],
    ),
    (
        {"https_/api/class-types": httpx.Response(200, headers={**ALWAYS, "x-content-type-options": "maybe"})},
        [("wrong", "headers of /api/class-types")],
    ),
    ({"https_/api/admin/catalog": OPEN}, [("wrong", "admin/catalog")]),
    ({"https_/api/admin/session": httpx.Response(500)}, [("wrong", "admin/session")]),
    (
        {"https_/api/admin/session": httpx.Response(401, headers={"cache-control": "public, max-age=60"})},
        [("wrong", "admin/session")],
    ),
    (
        {"https_/api/admin/session": httpx.Response(401, headers={**CLOSED, "x-vercel-cache": "HIT"})},
        [("wrong", "admin/session")],
    ),
    ({"https_/api/cron/maintenance": OPEN}, [("wrong", "/api/cron/maintenance")]),
    (
        {"https_/api/cron/maintenance": httpx.Response(503, json={"code": "not_configured"})},
        [("note", "scheduler's door")],
    ),
    ({"http_/": httpx.Response(200)}, [("wrong", "https")]),
    ({"http_/": httpx.Response(308, headers={"location": "https://studio.example.evil.test/"})}, [("wrong", "https")]),
    ({"http_/": httpx.Response(0)}, [("wrong", "http")]),
]


@pytest.mark.parametrize(("changes", "expected"), FAULTS)
async def test_each_fault_is_found_by_itself(
    changes: dict[str, httpx.Response], expected: list[tuple[str, str]]
) -> None:
    assert await unwell(**changes) == expected


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[" * 100_000, b'{"checks": {"a\\u0000": {"b": 1}}, "status": null}']
)
async def test_hostile_health_is_no_traceback(content: bytes) -> None:
    found = await visited(good() | {"https /api/health": httpx.Response(200, content=content)})

    assert {each.what for each in found if each.verdict == "wrong"} <= {"health", "health of a\x00"}


@pytest.mark.parametrize(
    "url", ["", "studio.example", "ftp://studio.example", "https://a b", "https://studio.example/x"]
)
async def test_what_is_no_address_is_not_asked(url: str) -> None:
    found = await visited({}, url)

    assert [(each.verdict, each.what) for each in found] == [("wrong", "site")]


def bad(found: list[Finding]) -> list[str]:
    return [each.what for each in found if each.verdict != "ok"]


async def test_what_nobody_can_know_while_the_store_is_away_is_told_as_that() -> None:
    checks = {"store": "failing", "mail": "ok", "calendly": "late", "backup": "late", "webhooks": "late"}

    away = httpx.Response(503, headers=ALWAYS, json={"status": "down", "checks": checks})
    found = await visited(good() | {"https /api/health": away})

    unseen = "late: look again when the store is well: nobody can know of it before"
    assert [(each.verdict, each.what) for each in found if each.said == unseen] == [
        ("note", "health of backup"),
        ("note", "health of calendly"),
        ("note", "health of webhooks"),
    ]


async def test_site_without_encryption_is_wrong_unless_it_is_on_this_machine() -> None:
    plain = {name.replace("https ", "http "): response for name, response in good().items() if name != "http /"}

    far, near = await visited(plain, "http://studio.example"), await visited(plain, "http://localhost:3000")

    assert bad(far) == ["sitemap", "https"]
    assert bad(near) == []
    assert json.dumps([each.said for each in far]).count("studio.example") == 0
