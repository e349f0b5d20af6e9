"""What stands on a letter, and how it is laid out as HTML and as plain text."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lib.studio.catalog import Language
from lib.studio.values import dataclass

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).with_name("templates")
# Marks that turn the direction of all that follows, so that a name could rewrite its line; Unicode TR9.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOT_IN_A_LINE = frozenset(("Cc", "Cs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class Fact:
    """``more`` are lines that matter less, such as the zone of a time."""

    label: str
    lines: tuple[str, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    label: str
    price: str


@dataclass(frozen=True, slots=True)
class Bill:
    label: str
    lines: tuple[Amount, ...]
    total: Amount


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """A letter from top to bottom; ``preview`` is what a mailbox shows beside the subject.

    ``studio`` signs it, and ``contact`` says where it is.

    All of it is text. The layouts decide how it looks, and escape it.
    """

    language: Language
    subject: str
    preview: str
    title: str
    lead: tuple[str, ...]
    facts: tuple[Fact, ...]
    studio: str
    contact: tuple[str, ...] = ()
    greeting: str = ""
    bill: Bill | None = None
    button: Link | None = None
    link: Link | None = None
    advice: tuple[str, ...] = ()
    closing: str = ""


def html(page: Page) -> str:
    return _layouts().get_template("letter.html").render(page=page)


def plain_text(page: Page) -> str:
    return _layouts().get_template("letter.txt").render(page=page)


def one_line(words: str) -> str:
    """What somebody wrote, where it may neither begin another line nor turn the rest of its own around."""
    kept = (" " if unicodedata.category(letter) in _NOT_IN_A_LINE else letter for letter in words)
    return " ".join("".join(letter for letter in kept if letter not in _TURNING).split())


@cache
def _layouts() -> "Environment":
    # Imported here: it takes 140 ms, and few requests write letters.
    from jinja2 import (  # noqa: PLC0415 -- see above
        Environment,
        FileSystemLoader,
        StrictUndefined,
        select_autoescape,
    )

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
