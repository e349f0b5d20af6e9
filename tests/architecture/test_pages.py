"""Pages hold no inline script or style, load nothing from elsewhere, and only html.js makes markup from text."""

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


class Page(HTMLParser):
    """Collects what the content security policy would refuse, as the end of a sentence."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given:
            self.wrong.append("has a script in the page")
        if tag == "style" or "style" in given:
            self.wrong.append("has a style in the page")
        for name, value in attrs:
            text = (value or "").strip().lower()
            if name.startswith("on"):
                self.wrong.append(f"has {name} on a {tag}")
            if text.startswith("javascript:"):
                self.wrong.append(f"has a script in {name} of a {tag}")
            foreign = re.match(r"(https?:)?//", text) and given.get("rel") not in NAMES_A_PAGE
            if (tag, name) in LOADS and foreign:
                self.wrong.append(f"loads {value}")


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


def test_pages_hold_to_their_own_policy() -> None:
    assert list((ROOT / "public").rglob("*.html"))
    assert pages_wrong(ROOT) == []


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

    found = pages_wrong(tmp_path)

    assert found == []
