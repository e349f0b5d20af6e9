"""Whole answers of text go out encoded as the caller understands, and everything else as it is."""

import gzip
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import brotli
import httpx
import pytest
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message

from lib.local.compression import BROTLI_QUALITY, KEPT_ANSWERS, SMALLEST_BYTES, Compressed, understood
from lib.local.site import Site
from lib.local.static_files import StaticFiles

TEXT = "Salsa, bachata and wedding dances. " * 20


async def visit(app: ASGIApp, accept: str, method: str = "GET", path: str = "/", **headers: str) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(b"accept-encoding", accept.encode())]
    pairs += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b""}
    await Compressed(app)({**scope, "headers": pairs}, receive, send)
    return sent


def headers_of(sent: Sequence[Message]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def body_of(sent: Sequence[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;q=1.0, BR;q=0.1", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("gzip;q=much", None),
        ("identity", None),
        ("*;q=0", None),
        ("", None),
    ],
)
def test_brotli_is_preferred_among_what_the_caller_understands(header: str, encoding: str | None) -> None:
    assert understood(header) == encoding


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_text_is_encoded_and_says_so(encoding: str) -> None:
    sent = await visit(Response(TEXT, media_type="text/html", headers={"etag": '"1"', "vary": "Origin"}), encoding)

    body = body_of(sent)
    opened = brotli.decompress(body) if encoding == "br" else gzip.decompress(body)
    assert (opened.decode(), len(body) < len(TEXT) // 4) == (TEXT, True)
    assert headers_of(sent) == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(body)),
        "content-encoding": encoding,
        "etag": 'W/"1"',
        "vary": "Origin, Accept-Encoding",
    }


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("application/json", "br"),
        ("application/problem+json", "br"),
        ("application/javascript; charset=utf-8", "br"),
        ("application/manifest+json; charset=utf-8", "br"),
        ("application/xml", "br"),
        ("image/svg+xml", "br"),
        ("text/calendar", "br"),
        ("font/woff2", None),
        ("image/png", None),
        ("application/octet-stream", None),
        ("text/event-stream", None),
    ],
)
async def test_what_is_packed_already_or_told_as_it_happens_stays_as_it_is(
    content_type: str, encoding: str | None
) -> None:
    sent = await visit(Response(TEXT, headers={"content-type": content_type, "etag": '"1"'}), "br")

    found = headers_of(sent)
    assert (found.get("content-encoding"), found["etag"]) == (encoding, 'W/"1"' if encoding else '"1"')
    assert ("vary" in found) == (encoding is not None)


@pytest.mark.parametrize(
    ("app", "method"),
    [
        (JSONResponse(TEXT), "HEAD"),
        (Response(status_code=204), "GET"),
        (JSONResponse(TEXT, headers={"content-encoding": "gzip"}), "GET"),
        (JSONResponse("x" * (SMALLEST_BYTES - 3)), "GET"),
    ],
    ids=["HEAD", "no content", "encoded already", "small"],
)
async def test_answer_without_gain_stays_as_it_is(app: Response, method: str) -> None:
    sent = await visit(app, "br", method)

    assert body_of(sent) == app.body
    assert headers_of(sent).get("content-encoding") in {None, "gzip"}


async def test_each_piece_of_a_stream_is_passed_on_at_once() -> None:
    seen: list[int] = []
    sent: list[Message] = []

    def pieces() -> Iterator[str]:
        for _ in range(3):
            seen.append(len(sent))
            yield TEXT

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", b"br")], "asgi": {"spec_version": "2.4"}}
    await Compressed(StreamingResponse(pieces(), media_type="text/plain"))(scope, receive, send)

    assert body_of(sent).decode() == TEXT * 3
    # Before the second piece is made the start and the first have gone.
    assert seen == [0, 2, 3]


async def test_browser_that_holds_an_encoded_file_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "page.css").write_text(TEXT)
    site = Site(StaticFiles(tmp_path))
    first = headers_of(await visit(site, "br", path="/page.css"))

    second = await visit(site, "br", path="/page.css", if_none_match=first["etag"])

    assert (second[0]["status"], body_of(second), headers_of(second)["vary"]) == (304, b"", "Accept-Encoding")


async def test_file_that_has_changed_is_encoded_anew(tmp_path: Path) -> None:
    site = Site(StaticFiles(tmp_path))
    found = []
    for text in (TEXT, TEXT.upper()):
        (tmp_path / "page.css").write_text(text)
        found.append(brotli.decompress(body_of(await visit(site, "br", path="/page.css"))).decode())

    assert found == [TEXT, TEXT.upper()]


async def test_answers_weigh_no_more_than_what_was_sent_of_them() -> None:
    """A desk's list grows with every booking, and no two of them are alike."""
    tracemalloc.start()
    try:
        for number in range(KEPT_ANSWERS):
            await visit(
                Response(f"{number:06}" * 20_000, media_type="text/plain", headers={"ETag": f'"{number}"'}), "br"
            )
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert held < 1_000_000


async def test_answer_is_encoded_once_while_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others come between, more than are kept; what nobody asks for any more gives way."""
    encoded: list[bytes] = []
    compress = brotli.compress

    def counting(body: bytes, quality: int) -> bytes:
        encoded.append(body[:6])
        return bytes(compress(body, quality=quality))

    async def ask(number: int) -> None:
        answer = Response(f"{number:06}" * 200, media_type="text/plain", headers={"ETag": f'"{number}"'})
        assert compress(answer.body, quality=BROTLI_QUALITY) == body_of(await visit(answer, "br"))

    monkeypatch.setattr(brotli, "compress", counting)
    for number in range(-1, KEPT_ANSWERS):
        await ask(900_000)
        await ask(number)
    await ask(-1)

    assert encoded.count(b"900000") == 1
    assert encoded.count(b"-00001") == 2


async def test_client_reads_what_was_meant() -> None:
    app = Compressed(JSONResponse({"name": TEXT}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://studio") as client:
        answer = await client.get("/", headers={"Accept-Encoding": "br"})

    assert (answer.headers["content-encoding"], answer.json()) == ("br", {"name": TEXT})
