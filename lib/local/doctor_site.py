"""What `make doctor` asks a site that runs, as anybody may: its health, its headers, its locks, and where it leads."""

import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from lib.gateways.outgoing import is_address
from lib.local.doctor_settings import LOCAL_HOSTS
from lib.local.findings import Finding
from lib.local.platform_rules import PlatformRules
from lib.web.security import ALWAYS

SECONDS = 15.0
ADMIN = ("/api/admin/session", "/api/admin/booking-management?view=problems", "/api/admin/catalog")
CRON = ("/api/cron/maintenance", "/api/send-confirmation")
_HEALTH_REMEDIES: Mapping[tuple[str, str], str] = {
    ("store", "failing"): "look above at store and catalogue, with the deployment's own settings",
    ("mail", "off"): "set SENDGRID_API_KEY or keys of AWS, and EMAIL_FROM",
    ("mail", "late"): "look at /admin/problems, and whether CRON_SECRET is set",
    ("mail", "failing"): "look at /admin/problems, which names the letters that were given up",
    ("calendly", "late"): "wait for tonight's maintenance, or run it (docs/operations.md)",
    ("calendly", "failing"): "look at /admin/problems, and run `make calendly-setup REPLACE=1`",
    ("backup", "off"): "set BACKUP_URL and keys of AWS",
    ("backup", "late"): "wait for tonight's maintenance, or run it (docs/operations.md)",
    ("backup", "failing"): "look at /admin/problems for losses and for what went wrong",
}
Check = Callable[["_Visitor"], Awaitable[list[Finding]]]


class _Visitor:
    """Somebody without any right, at one site."""

    def __init__(self, client: httpx.AsyncClient, url: str, root: Path) -> None:
        self.client, self.url, self.root = client, url, root
        self.host = urlsplit(url).hostname or ""

    @property
    def is_local(self) -> bool:
        return self.host in LOCAL_HOSTS and self.url.startswith("http://")

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(self.url + path, headers=headers)


async def site_findings(url: str, root: Path, transport: httpx.AsyncBaseTransport | None = None) -> list[Finding]:
    """Each check stands by itself; ``transport`` is for tests."""
    url = url.rstrip("/")
    if not is_address(url):
        return [Finding("wrong", "site", "SITE_URL is no address: set https:// and a host")]
    limits = {"timeout": SECONDS, "trust_env": False, "follow_redirects": False}
    async with httpx.AsyncClient(transport=transport, **limits) as client:  # type: ignore[arg-type] # a mixed bag
        visitor = _Visitor(client, url, root)
        found = await _tried("site", _front, visitor)
        if found[0].verdict == "wrong":
            return found
        for what, check in (
            ("health", _health),
            ("headers", _headers),
            ("desk", _desk),
            ("cron", _cron),
            ("http", _http),
        ):
            found += await _tried(what, check, visitor)
        return found


async def _tried(what: str, check: Check, visitor: _Visitor) -> list[Finding]:
    try:
        return await check(visitor)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        todo = "look whether the deployment is there, and whether the domain leads to it"
        return [Finding("wrong", what, f"does not answer ({type(error).__name__}): {todo}")]


async def _front(visitor: _Visitor) -> list[Finding]:
    """The page itself: neither Calendly nor SendGrid follow a redirect, so SITE_URL has to be where it ends."""
    page = await visitor.get("/")
    if page.is_redirect:
        host = urlsplit(page.headers.get("location", "")).hostname or ""
        if "vercel.com" in host:
            return [Finding("wrong", "site", "asks visitors to log in at the platform: turn Deployment Protection off")]
        return [Finding("wrong", "site", "leads to another address: set SITE_URL to the one where it ends")]
    if page.status_code == HTTPStatus.UNAUTHORIZED:
        return [Finding("wrong", "site", "asks visitors to log in at the platform: turn Deployment Protection off")]
    if page.status_code != HTTPStatus.OK:
        return [
            Finding("wrong", "site", f"its page answers {page.status_code}: deploy it, and look at the build's log")
        ]
    return [Finding("ok", "site", "its page is there"), await _map_of_site(visitor)]


async def _map_of_site(visitor: _Visitor) -> Finding:
    robots = await visitor.get("/robots.txt")
    lines = [line.partition(":")[2].strip() for line in robots.text.splitlines() if line.lower().startswith("sitemap:")]
    if visitor.is_local or f"{visitor.url}/sitemap.xml" in lines:
        return Finding("ok", "sitemap", "is that of this site" if lines else "is not needed on this machine")
    said = "names another site" if lines else "is missing"
    return Finding("note", "sitemap", f"{said}; run `make sitemap SITE_URL=...`, and deploy")


async def _health(visitor: _Visitor) -> list[Finding]:
    answer = await visitor.get("/api/health")
    try:
        said = answer.json()
        checks, status = dict(said["checks"]), str(said["status"])
    except (ValueError, LookupError, TypeError, RecursionError):
        todo = "look at the function's log, and whether all twelve were deployed"
        return [Finding("wrong", "health", f"answers {answer.status_code} and no health: {todo}")]
    found = [_one_check(name, checks) for name in sorted(checks)]
    if status == "down" and checks.get("store") == "ok":
        found.append(Finding("wrong", "health of secrets", "nothing can be booked: set JWT_SECRET, by `make secrets`"))
    return [*found, _version(said.get("version"), visitor)]


def _one_check(name: str, checks: Mapping[str, object]) -> Finding:
    what, how = f"health of {name[:12]}", str(checks[name])
    if how in {"ok", "local"} or (name, how) in {("calendly", "off"), ("webhooks", "off")}:
        return Finding("ok", what, {"off": "is not used"}.get(how, how[:12]))
    todo = _HEALTH_REMEDIES.get((name, how), "look at /admin/problems")
    if how == "late" and checks.get("store") == "failing":
        todo = "look again when the store is well: nobody can know of it before"
    return Finding("note" if how in {"off", "late"} else "wrong", what, f"{how[:12]}: {todo}")


def _version(version: object, visitor: _Visitor) -> Finding:
    if version == "development" and not visitor.is_local:
        todo = "turn on that system environment variables are exposed, or deploy from git"
        return Finding("note", "version", f"the site knows no commit, so previews may not know what they are: {todo}")
    return Finding("ok", "version", str(version)[:12])


async def _headers(visitor: _Visitor) -> list[Finding]:
    rules = PlatformRules.read(visitor.root / "vercel.json").headers("/")
    wanted = {name.decode(): value.decode() for name, value in rules.items()}
    found = []
    for path, meant in (("/", wanted), ("/api/class-types", ALWAYS)):
        answer = await visitor.get(path)
        missing = sorted(name for name, value in meant.items() if answer.headers.get(name) != value)
        what = f"headers of {path}"
        if missing:
            todo = "deploy this vercel.json, and look for a proxy that changes them"
            found.append(Finding("wrong", what, f"not as meant ({', '.join(missing)}): {todo}"))
        else:
            found.append(Finding("ok", what, f"all {len(meant)} that guard it are there"))
    return found


async def _desk(visitor: _Visitor) -> list[Finding]:
    """What staff see is kept by nobody on the way, and shown to nobody without a session."""
    found = []
    for path in ADMIN:
        answer = await visitor.get(path)
        what = path.removeprefix("/api/").partition("?")[0]
        kept = answer.headers.get("cache-control", "")
        if answer.status_code != HTTPStatus.UNAUTHORIZED:
            todo = "look at the function's log" if answer.status_code >= HTTPStatus.BAD_REQUEST else "turn the site off"
            found.append(Finding("wrong", what, f"answers {answer.status_code} to a stranger, and not 401: {todo}"))
        elif "no-store" not in kept or answer.headers.get("x-vercel-cache", "MISS") in {"HIT", "STALE"}:
            found.append(Finding("wrong", what, "may be kept on the way: look for a proxy that changes Cache-Control"))
    return found or [Finding("ok", "desk", "is closed to strangers, and nothing of it is kept on the way")]


async def _cron(visitor: _Visitor) -> list[Finding]:
    found = []
    for path in CRON:
        for headers in ({}, {"Authorization": "Bearer wrong-and-long-enough"}):
            answer = await visitor.get(path, **headers)
            if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE and _code(answer) == "not_configured":
                return [
                    Finding("note", "scheduler's door", "is closed to everybody: set CRON_SECRET by `make secrets`")
                ]
            if answer.status_code != HTTPStatus.UNAUTHORIZED:
                todo = "set CRON_SECRET by `make secrets`, and deploy"
                found.append(Finding("wrong", path, f"answers {answer.status_code} without its secret: {todo}"))
                break
    return found or [Finding("ok", "scheduler's door", "opens to nobody without CRON_SECRET")]


def _code(answer: httpx.Response) -> str:
    try:
        said: Any = json.loads(answer.text)
    except (ValueError, RecursionError):
        return ""
    return str(said.get("code", "")) if isinstance(said, dict) else ""


async def _http(visitor: _Visitor) -> list[Finding]:
    if visitor.is_local:
        return [Finding("ok", "https", "is not needed on this machine")]
    if not visitor.url.startswith("https://"):
        return [
            Finding("wrong", "https", "the address is http://, and cookies go over https alone: set SITE_URL to it")
        ]
    answer = await visitor.client.get(f"http://{urlsplit(visitor.url).netloc}/")
    if answer.is_redirect and answer.headers.get("location", "").startswith(f"{visitor.url}/"):
        return [Finding("ok", "https", "whoever comes by http is led to it")]
    return [Finding("wrong", "https", "whoever comes by http stays there: turn on the redirect of the domain")]
