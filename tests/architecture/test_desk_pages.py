"""The pages of the desk are one desk: whatever page somebody is on, the same ways lead on."""

import re
from pathlib import Path

from tests.architecture.tree import ROOT

HERE = re.compile(r' aria-current="page"')
HEAD = re.compile(r"<body>.*?<main class=\"wide\">", re.DOTALL)
WAYS = re.compile(r"<nav class=\"desk-nav\".*?</nav>", re.DOTALL)


def pages(root: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((root / "public/admin").glob("*.html"))]


def frames(texts: list[str]) -> set[tuple[str, str]]:
    """Head and navigation, but for where somebody is."""
    found = [(HEAD.search(text), WAYS.search(text)) for text in texts]
    return {(head[0], HERE.sub("", ways[0])) if head and ways else ("", "") for head, ways in found}


def test_desk_pages_have_one_frame_and_say_where_one_is() -> None:
    texts = pages(ROOT)

    assert len(texts) > 1
    assert len(frames(texts)) == 1
    assert ("", "") not in frames(texts)
    assert all(HERE.search(text) for text in texts)


def test_desk_pages_a_way_that_one_of_them_lacks_is_caught() -> None:
    texts = pages(ROOT)

    texts[0] = texts[0].replace('<a href="/admin/problems"', "<a", 1)

    assert len(frames(texts)) > 1
