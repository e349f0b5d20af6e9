"""/dev/mailbox of `make run`: letters that nobody sends, kept as files and shown as a mail client would show them."""

import email
import email.policy
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

# Letters bring their own styles, and nothing else of them may do anything.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups"
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; color-scheme: light dark }
article { border: 1px solid #8886; border-radius: 8px; margin: 1rem 0; padding: 1rem; overflow-wrap: anywhere }
h2 { font-size: 1.1rem; margin: 0 } p { margin: .25rem 0 }
iframe { border: 0; width: 100%; height: 46rem; background: #fff }
summary { min-height: 44px; display: flex; align-items: center; cursor: pointer } pre { white-space: pre-wrap }
"""


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """One file of the mailbox, read as a mail client reads it."""

    name: str
    at: datetime
    letter: str
    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        return self.letter.rpartition(":")[2].partition("-")[0]

    @property
    def booking_id(self) -> str:
        return self.letter.partition(":")[0]

    def as_json(self) -> dict[str, object]:
        return {
            "at": self.at.isoformat().replace("+00:00", "Z"),
            "kind": self.kind,
            "bookingId": self.booking_id,
            "to": self.to,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "attachments": [{"filename": name, "type": kind} for name, kind in self.attachments],
        }


def mailbox(folder: Path) -> Mapping[str, ASGIApp]:
    """The addresses under which the letters in a folder are shown; only ever for this machine."""

    def page(request: Request) -> Response:
        wanted = request.query_params.get("letter")
        if wanted is None:
            return HTMLResponse(_page(letters_in(folder)), headers={"content-security-policy": PAGE_POLICY})
        shown = next((each.html for each in letters_in(folder) if each.name == wanted), None)
        if shown is None:
            return HTMLResponse("There is no such letter.\n", status_code=404)
        return HTMLResponse(shown, headers={"content-security-policy": LETTER_POLICY, "x-frame-options": "SAMEORIGIN"})

    def machine_readable(_request: Request) -> Response:
        return JSONResponse([each.as_json() for each in letters_in(folder)])

    return {"/dev/mailbox": _Page(page), "/dev/mailbox.json": _Page(machine_readable)}


@dataclass(frozen=True, slots=True)
class _Page:
    answer: Callable[[Request], Response]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self.answer(Request(scope, receive))
        response.headers["cache-control"] = "no-store"
        await response(scope, receive, send)


def letters_in(folder: Path) -> list[KeptLetter]:
    """The newest first."""
    # Names begin with the millisecond of what happened; several letters may tell of the same.
    paths = sorted(folder.glob("*.eml"), key=lambda path: (int(path.name.partition("-")[0]), path.name), reverse=True)
    return [_read(path, path.stat().st_mtime_ns) for path in paths]


# To read one takes milliseconds, in which the whole site waits; most were read before.
@lru_cache(maxsize=1000)
def _read(path: Path, _written: int) -> KeptLetter:
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    bodies = {kind: parsed.get_body((kind,)) for kind in ("plain", "html")}
    text, rich = (body.get_content() if body else "" for body in bodies.values())
    return KeptLetter(
        name=path.name,
        at=parsedate_to_datetime(str(parsed["Date"])),
        letter=str(parsed["X-Letter"]),
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        text=text,
        html=rich,
        attachments=tuple((str(part.get_filename()), part.get_content_type()) for part in parsed.iter_attachments()),
    )


def _page(letters: list[KeptLetter]) -> str:
    shown = "".join(_article(letter) for letter in letters) or "<p>Nothing yet: book a lesson, and look here again.</p>"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Mailbox</title><style>{STYLE}</style><h1>Mailbox</h1>"
        f"<p>Letters that a deployed studio would send. They never leave this machine.</p>{shown}</html>"
    )


def _article(letter: KeptLetter) -> str:
    said = {name: html.escape(str(value)) for name, value in letter.as_json().items()}
    files = ", ".join(html.escape(name) for name, _ in letter.attachments)
    return (
        f"<article><h2>{said['subject']}</h2><p>To {said['to']}, {said['at']}, {said['kind']}</p>"
        f"{f'<p>With {files}</p>' if files else ''}"
        f'<details><summary>As it looks</summary><iframe title="{said["subject"]}" loading="lazy" '
        f'src="/dev/mailbox?letter={html.escape(letter.name)}"></iframe></details>'
        f"<details><summary>As plain text</summary><pre>{said['text']}</pre></details></article>"
    )
