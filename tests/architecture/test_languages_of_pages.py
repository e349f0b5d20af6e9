"""A page of two languages says everything in both, side by side, so that none is forgotten when one changes."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, plant

# main.css hides the language that is not spoken on these; the words of any other element would stand twice.
HIDDEN_BY_LANGUAGE = {"p", "span"}
EMPTY_ELEMENTS = {"br", "hr", "img", "input", "link", "meta", "path", "use", "circle"}
TWO_LANGUAGES = "en es"


@dataclass(slots=True)
class Element:
    """An element and what is in it, words and elements, in their order."""

    tag: str
    attributes: dict[str, str | None]
    line: int = 0
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def lang(self) -> str | None:
        return self.attributes.get("lang")

    @property
    def is_language_link(self) -> bool:
        return "data-language" in self.attributes

    @property
    def words(self) -> str:
        return "".join(part if isinstance(part, str) else part.words for part in self.inside).strip()

    @property
    def elements(self) -> list["Element"]:
        """All elements in it, at any depth."""
        children = [part for part in self.inside if isinstance(part, Element)]
        return [each for child in children for each in (child, *child.elements)]


class Tree(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.top = Element("", {})
        self._open = [self.top]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.getpos()[0])
        self._open[-1].inside.append(element)
        if tag not in EMPTY_ELEMENTS:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Element(tag, dict(attrs), self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY_ELEMENTS:
            assert self._open.pop().tag == tag, f"line {self.getpos()[0]}: </{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def languages_wrong(root: Path) -> list[str]:
    found = []
    for path in sorted((root / "public").rglob("*.html")):
        top = Tree(path.read_text(encoding="utf-8")).top
        html = next(each for each in top.elements if each.tag == "html")
        if html.attributes.get("data-languages") == TWO_LANGUAGES:
            wrong = [*title_wrong(top), *pairs_wrong(html)]
            found += [f"{path.relative_to(root).as_posix()} {each}" for each in wrong]
    return found


def title_wrong(top: Element) -> list[str]:
    """The script that settles the language stands right behind the title in both."""
    head = next(each for each in top.elements if each.tag == "head")
    order = [(each.tag, each.attributes.get("name") or each.attributes.get("src")) for each in head.elements]
    expected = [("title", None), ("meta", "title-es"), ("script", "/js/page-start.js")]
    start = order.index(expected[0])
    return [] if order[start : start + 3] == expected else ["settles its language too late, or has one title"]


def pairs_wrong(parent: Element) -> list[str]:
    """Whatever is said in English is followed by the same element in Spanish, and nothing is Spanish without it."""
    if parent.tag == "noscript":
        return without_scripts_wrong(parent)
    parts = [part for part in parent.inside if isinstance(part, Element) or part.strip()]
    found: list[str] = []
    for before, part, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
        if isinstance(part, str):
            continue
        partner = {"en": after, "es": before}.get(part.lang or "")
        if part.lang and not _is_pair(part, partner):
            found.append(f"says {part.words!r} (line {part.line}) in one language")
        elif part.lang and not part.words:
            found.append(f"says nothing in {part.lang} (line {part.line})")
        elif part.lang and not part.is_language_link and part.tag not in HIDDEN_BY_LANGUAGE:
            found.append(f"shows the {part.tag} of line {part.line} in both languages")
        found += pairs_wrong(part)
    return found


def without_scripts_wrong(noscript: Element) -> list[str]:
    """Where nothing settles the language both are shown, in elements that are not hidden by it."""
    spanish = [each for each in noscript.elements if each.lang == "es" and each.words]
    if not spanish:
        return [f"says {noscript.words[:20]!r} (line {noscript.line}) in one language"]
    return [f"hides the {each.tag} of line {each.line}" for each in spanish if each.tag in HIDDEN_BY_LANGUAGE]


def _is_pair(one: Element, other: Element | str | None) -> bool:
    return isinstance(other, Element) and (one.tag, {one.lang, other.lang}) == (other.tag, {"en", "es"})


def two_languages(body: str, title: str = '<meta name="title-es" content="Hola">') -> str:
    head = f'<title>Hello</title>{title}<script src="/js/page-start.js"></script>'
    return f'<html lang="en" data-languages="en es"><head>{head}</head><body>{body}</body></html>'


def test_pages_say_everything_in_both_languages() -> None:
    mark = f'data-languages="{TWO_LANGUAGES}"'
    speaking = [path.stem for path in (ROOT / "public").glob("*.html") if mark in path.read_text("utf-8")]

    found = languages_wrong(ROOT)

    assert found == []
    assert {"404", "error", "index", "manage", "problems", "success"} <= set(speaking)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('<p lang="en">Hi</p>', "says 'Hi' (line 1) in one language"),
        ('<b><span lang="es">Hola</span></b>', "says 'Hola' (line 1) in one language"),
        ('<p lang="en">Hi</p>, <p lang="es">Hola</p>', "says 'Hi' (line 1) in one language"),
        ('<p lang="en">Hi</p><span lang="es">Hola</span>', "says 'Hi' (line 1) in one language"),
        ('<p lang="es">Hola</p><p lang="en">Hi</p>', "says 'Hola' (line 1) in one language"),
        ('<p lang="en">Hi</p><p lang="es"> </p>', "says nothing in es (line 1)"),
        ('<p lang="en"><b></b></p><p lang="es">Hola</p>', "says nothing in en (line 1)"),
        ('<li lang="en">Hi</li><li lang="es">Hola</li>', "shows the li of line 1 in both languages"),
        ("<noscript><p>Hi</p></noscript>", "says 'Hi' (line 1) in one language"),
        ('<noscript><p>Hi</p><p lang="es">Hola</p></noscript>', "hides the p of line 1"),
    ],
)
def test_languages_a_planted_breach_is_caught(tmp_path: Path, body: str, sentence: str) -> None:
    plant(tmp_path, "public/a.html", two_languages(body))

    found = languages_wrong(tmp_path)

    assert found[0] == f"public/a.html {sentence}"


def test_languages_a_title_in_one_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "public/a.html", two_languages("", title=""))

    found = languages_wrong(tmp_path)

    assert found == ["public/a.html settles its language too late, or has one title"]


@pytest.mark.parametrize(
    "body",
    [
        '<p lang="en">Hi <br> you</p>\n  <p lang="es">Hola</p>',
        '<h1><span lang="en">Hi</span><span lang="es">Hola</span> Ana</h1>',
        '<a lang="en" data-language="en">English</a> <a lang="es" data-language="es">Español</a>',
        '<noscript><p>Hi</p><div lang="es"><p>Hola</p></div></noscript>',
    ],
)
def test_languages_what_stands_in_both_passes(tmp_path: Path, body: str) -> None:
    plant(tmp_path, "public/a.html", two_languages(body))
    plant(tmp_path, "public/b.html", '<html lang="en"><p lang="es">Hola</p></html>')

    found = languages_wrong(tmp_path)

    assert found == []
