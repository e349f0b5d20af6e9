"""The site routes as the platform does: clean addresses, functions, rules, and nothing outside public/."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send

from lib.local.platform_rules import HeaderRule, PlatformRules, Rewrite, pattern
from lib.local.site import Site
from lib.local.static_files import StaticFiles

FILES = {
    "public/index.html": "home",
    "public/book.html": "book",
    "public/help/index.html": "help",
    "public/js/page.js": "export {};",
    "public/data.json": "{}",
    "public/404.html": "lost",
    "secret.txt": "secret",
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """A function that tells what reached it."""
    request = Request(scope, receive)
    seen = {"path": scope["path"], "query": scope["query_string"].decode(), "headers": dict(request.headers)}
    await JSONResponse(seen, headers={"cache-control": "no-store"})(scope, receive, send)


@pytest.fixture
def files(tmp_path: Path) -> StaticFiles:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return StaticFiles(tmp_path / "public")


@pytest.fixture
def site(files: StaticFiles) -> Site:
    rules = PlatformRules(
        header_rules=(
            HeaderRule(pattern("/(.*)"), ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"from-rule"))),
            HeaderRule(pattern("/js/:file"), ((b"cache-control", b"immutable"),)),
        ),
        rewrites=(
            Rewrite(pattern("/calendar/:id.ics"), "/api/bookings?id=:id&format=ics"),
            Rewrite(pattern("/old/:rest*"), "/help"),
            Rewrite(pattern("/book"), "/index"),
        ),
    )
    return Site(files, rules, {"/api/bookings": echo, "/api/availability": echo})


async def visit(site: Site, target: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    """Ask the application itself: a client would tidy the address up before sending it."""
    path, _, query = target.partition("?")
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(name.lower().encode(), value.encode()) for name, value in {"host": "h", **(headers or {})}.items()]
    scope = {"type": "http", "method": method, "raw_path": path.encode(), "path": path, "query_string": query.encode()}
    await site({**scope, "headers": pairs, "client": ("192.0.2.7", 1), "scheme": "http"}, receive, send)
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]).decode())


@pytest.mark.parametrize(
    ("address", "body"),
    [("/", "home"), ("/help", "help"), ("/help/", "help"), ("/js/page.js", "export {};"), ("/404", "lost")],
)
async def test_address_serves_its_file(site: Site, address: str, body: str) -> None:
    answer = await visit(site, address)

    assert (answer.status, answer.body) == (200, body)


async def test_clean_address_serves_its_page(files: StaticFiles) -> None:
    answer = await visit(Site(files), "/book")

    assert (answer.status, answer.body) == (200, "book")


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/index", "/"),
        ("/index.html?a=1", "/?a=1"),
        ("/book.html?x=%20", "/book?x=%20"),
        ("/help/index.html", "/help"),
        ("/help/index", "/help"),
        ("/none.html", "/none"),
        ("/api/bookings.py?id=1", "/api/bookings?id=1"),
        ("/api/availability/index.py", "/api/availability/index"),
        ("/api/availability/index", "/api/availability"),
    ],
)
async def test_file_name_leads_to_the_clean_address(site: Site, address: str, location: str) -> None:
    answer = await visit(site, address)

    assert (answer.status, answer.headers["location"], answer.body) == (308, location, "")


@pytest.mark.parametrize(
    "address",
    [
        *("/nothing", "/book/", "/book/x", "/js", "/js/", "/index.htm", "/BOOK", "/secret.txt", "/public/book"),
        *(
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/js/%2E%2E/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
        ),
        *("/js/../index", "/./book", "/%2e/book", "/js%2fpage.js", "/js/page.js%00", "/%00", "/%ff", "/book%2ehtml/"),
        *("//book", "//evil.example/index.html", "/js//page.js", "//index", "/\\evil.example/index", "*", ""),
        *(
            "/api",
            "/api/",
            "/api/nothing",
            "/api%2fbookings",
            "/api/bookings/",
            "/api/Bookings",
            "/api/../api/bookings",
        ),
    ],
)
async def test_address_that_names_nothing_is_not_found(site: Site, address: str) -> None:
    answer = await visit(site, address)

    assert (answer.status, answer.body) == (404, "lost")


async def test_file_can_only_be_read(site: Site) -> None:
    answer = await visit(site, "/data.json", method="POST")

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_rules_change_a_files_headers_the_last_one_winning(site: Site) -> None:
    cached = [(await visit(site, address)).headers["cache-control"] for address in ("/data.json", "/js/page.js")]

    assert cached == ["from-rule", "immutable"]


@pytest.mark.parametrize("address", ["/", "/nothing", "/index", "/api/bookings", "/api/nothing", "/%00"])
async def test_rules_reach_every_answer(site: Site, address: str) -> None:
    answer = await visit(site, address)

    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_functions_own_header_beats_the_rule(site: Site) -> None:
    answer = await visit(site, "/api/bookings")

    assert answer.headers["cache-control"] == "no-store"


async def test_function_sees_who_called_whatever_the_caller_says(site: Site) -> None:
    claims = {"X-Forwarded-For": "203.0.113.1", "X-Real-IP": "203.0.113.1", "X-Vercel-Forwarded-For": "203.0.113.1"}
    others = {"Forwarded": "for=203.0.113.1", "X-Vercel-IP-City": "Elsewhere", "X-Forwarded-Proto": "https"}

    answer = await visit(site, "/api/bookings", headers={**claims, **others, "X-Mine": "kept"})

    assert "203.0.113.1" not in answer.body
    assert "Elsewhere" not in answer.body
    assert answer.body.count('"192.0.2.7"') == 3
    assert '"x-forwarded-proto":"http"' in answer.body
    assert '"x-mine":"kept"' in answer.body


async def test_function_refuses_more_than_the_platform_lets_through(site: Site) -> None:
    sizes = [await visit(site, "/api/bookings", "POST", {"Content-Length": str(n)}) for n in (4_500_000, 4_500_001)]

    assert [answer.status for answer in sizes] == [200, 413]


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/calendar/b%201.ics", "id=b+1&format=ics"),
        ("/calendar/b1.ics?z=2", "z=2&id=b1&format=ics"),
        ("/calendar/b1.ics?id=9", "id=9&format=ics"),
        ("/calendar/a&b=c.ics", "id=a%26b%3Dc&format=ics"),
    ],
)
async def test_rewrite_keeps_the_path_and_adds_to_the_query(site: Site, address: str, query: str) -> None:
    answer = await visit(site, address)

    assert answer.status == 200
    assert f'"path":"{address.partition("?")[0]}","query":"{query}"' in answer.body


async def test_rewrite_may_lead_to_a_page(site: Site) -> None:
    answer = await visit(site, "/old/a/b")

    assert (answer.status, answer.body) == (200, "help")


async def test_file_comes_before_a_rewrite(site: Site) -> None:
    answer = await visit(site, "/book")

    assert (answer.status, answer.body) == (200, "book")
