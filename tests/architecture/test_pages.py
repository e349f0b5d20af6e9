"""Pages hold no inline script or style, load nothing from elsewhere, and only html.js makes markup from text."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, plant

# Everything that turns text into markup or code; one module may, because it alone escapes.
MAKES_MARKUP = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|DOMParser)\b"
    r"|document\.write|\beval\(|new Function\("
)
KEEPER = "public/js/html.js"
LOADS = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("use", "href")}
# A canonical or alternate link names a page; nothing is loaded from it.
NAMES_A_PAGE = {"canonical", "alternate"}
# HTML, "prepare the script element": a type that names no script makes a data block, which never runs, so that the
# policy has nothing to refuse. Import maps and speculation rules are no data blocks.
DATA_BLOCK = "application/ld+json"
DATA = f'<script type="{DATA_BLOCK}">'
# What nobody should find by searching: it belongs to one person, or says nothing without what came before.
DESK = ("admin/catalog", "admin/figures", "admin/index", "admin/problems")
PRIVATE = ("404", *DESK, "embed", "error", "manage", "success")


class Page(HTMLParser):
    """Collects what the content security policy would refuse, as the end of a sentence."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.robots: list[str | None] = []
        self._data: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("type") == DATA_BLOCK:
            self._data = ""
        elif tag == "script" and "src" not in given:
            self.wrong.append("has a script in the page")
        if tag == "meta" and given.get("name") == "robots":
            self.robots.append(given.get("content"))
        if tag == "style" or "style" in given:
            self.wrong.append("has a style in the page")
        for name, value in attrs:
            self._look_at(tag, name, value or "", given.get("rel"))

    def _look_at(self, tag: str, name: str, value: str, rel: str | None) -> None:
        text = value.strip().lower()
        if name.startswith("on"):
            self.wrong.append(f"has {name} on a {tag}")
        if text.startswith("javascript:"):
            self.wrong.append(f"has a script in {name} of a {tag}")
        if (tag, name) in LOADS and re.match(r"(https?:)?//", text) and rel not in NAMES_A_PAGE:
            self.wrong.append(f"loads {value}")

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._data is not None:
            self.wrong += data_wrong(self._data)
            self._data = None


def data_wrong(text: str) -> list[str]:
    """What a reader of JSON-LD would stumble over."""
    try:
        document = json.loads(text)
    except ValueError:
        return ["has data that are not JSON"]
    if not isinstance(document, dict):
        return ["has data that are no JSON object"]
    return [f"has data without {name}" for name in ("@context", "@type") if not document.get(name)]


def pages_wrong(root: Path) -> list[str]:
    found = []
    for path in sorted((root / "public").rglob("*.html")):
        page = Page(path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(root).as_posix()} {wrong}" for wrong in page.wrong]
    for path in sorted((root / "public").rglob("*.js")):
        name = path.relative_to(root).as_posix()
        match = MAKES_MARKUP.search(path.read_text(encoding="utf-8"))
        if match and name != KEEPER:
            found.append(f"{name} uses {match[0]}")
    return found


def found_by_searching(root: Path) -> list[str]:
    """The pages of PRIVATE that do not ask to be left out."""
    pages = {name: Page((root / "public" / f"{name}.html").read_text(encoding="utf-8")) for name in PRIVATE}
    return [name for name, page in pages.items() if page.robots != ["noindex"]]


def test_pages_hold_to_their_own_policy() -> None:
    assert list((ROOT / "public").rglob("*.html"))
    assert pages_wrong(ROOT) == []


def test_pages_of_one_person_are_not_found_by_searching() -> None:
    assert found_by_searching(ROOT) == []


def test_pages_a_private_one_that_can_be_found_is_caught(tmp_path: Path) -> None:
    for name in PRIVATE:
        plant(tmp_path, f"public/{name}.html", '<meta name="robots" content="noindex">')
    plant(tmp_path, "public/manage.html", "<title>Your booking</title>")

    found = found_by_searching(tmp_path)

    assert found == ["manage"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("public/a.html", "<script>let a</script>", "public/a.html has a script in the page"),
        ("public/a.html", "<style>a {}</style>", "public/a.html has a style in the page"),
        ("public/a.html", '<p style="color:red">', "public/a.html has a style in the page"),
        ("public/a.html", '<button onclick="a()">', "public/a.html has onclick on a button"),
        ("public/a.html", '<a href="javascript:a()">', "public/a.html has a script in href of a a"),
        ("public/a.html", '<script src="//cdn.example/a.js"></script>', "public/a.html loads //cdn.example/a.js"),
        ("public/a.html", '<img src="https://x.example/a.png">', "public/a.html loads https://x.example/a.png"),
        ("public/a.html", '<script type="importmap">{}</script>', "public/a.html has a script in the page"),
        ("public/a.html", f"{DATA}{{</script>", "public/a.html has data that are not JSON"),
        ("public/a.html", f"{DATA}[1]</script>", "public/a.html has data that are no JSON object"),
        ("public/a.html", f'{DATA}{{"@type": "Place"}}</script>', "public/a.html has data without @context"),
        (
            "public/a.html",
            f'{DATA}{{"@context": "https://schema.org"}}</script>',
            "public/a.html has data without @type",
        ),
        ("public/js/a.js", "a.innerHTML = b", "public/js/a.js uses innerHTML"),
        ("public/js/a.js", "document.write(b)", "public/js/a.js uses document.write"),
        ("public/js/a.js", "new Function(b)", "public/js/a.js uses new Function("),
    ],
)
def test_pages_a_planted_breach_is_caught(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    plant(tmp_path, name, text)

    found = pages_wrong(tmp_path)

    assert found == [sentence]


def test_pages_what_the_policy_allows_passes(tmp_path: Path) -> None:
    plant(tmp_path, "public/js/html.js", "a.innerHTML = b")
    plant(tmp_path, "public/a.html", '<script type="module" src="/js/a.js"></script><a href="https://x.example">x</a>')
    plant(tmp_path, "public/b.html", f'{DATA}{{"@context": "https://schema.org", "@type": "Place"}}</script>')

    found = pages_wrong(tmp_path)

    assert found == []
