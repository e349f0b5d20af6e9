"""public/developers.html says what public/openapi.json says, and the limits are those of the studio."""

import json
import re
from html.parser import HTMLParser
from typing import Any

from lib.local.developers_page import LIMITS, page, shown
from lib.studio import policy
from lib.web.openapi import document
from lib.web.problems import TITLES
from tests.architecture.tree import ROOT

PAGE = (ROOT / "public" / "developers.html").read_text(encoding="utf-8")
CONTRACT: dict[str, Any] = json.loads((ROOT / "public" / "openapi.json").read_text(encoding="utf-8"))


class Read(HTMLParser):
    """Ids, links and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []
        self.scripts += tag == "script"


READ = Read(PAGE)


def test_page_is_what_the_contract_says() -> None:
    assert document() == CONTRACT, "run: make openapi"
    assert page() == PAGE, "run: make openapi"


def test_page_shows_every_operation_with_an_example() -> None:
    operations = [item[method] for item in CONTRACT["paths"].values() for method in item]

    assert [each["operationId"] for each in operations if each["operationId"].replace("/", "_") not in READ.ids] == []
    assert PAGE.count('aria-label="Example of') == len(operations)


def test_page_links_every_problem_to_its_explanation() -> None:
    explained = (ROOT / "public" / "problems.html").read_text(encoding="utf-8")
    linked = {link.removeprefix("/problems#") for link in READ.links if link.startswith("/problems#")}

    assert linked == set(TITLES)
    assert [code for code in linked if f'id="{code}"' not in explained] == []


def test_page_tells_the_limits_of_the_studio() -> None:
    told = dict(re.findall(r'<dd id="limit-(\w+)">([0-9,]+)</dd>', PAGE))

    assert told == {name: shown(getattr(policy, name)) for name in LIMITS}


def test_page_leads_nowhere_that_is_not_there() -> None:
    anchors = [link.removeprefix("#") for link in READ.links if link.startswith("#")]

    assert [anchor for anchor in anchors if anchor not in READ.ids] == []
    assert len(READ.ids) == len(set(READ.ids))
    assert READ.scripts == 0


def test_page_is_found_from_the_page_for_other_sites() -> None:
    assert "/developers" in Read((ROOT / "public" / "embed.html").read_text(encoding="utf-8")).links


def test_functions_never_load_what_only_writes_the_contract() -> None:
    writers = re.compile(r"^(?:from|import) lib\.web\.(openapi|operation\w*|contract_\w+)\b", re.MULTILINE)
    own = re.compile(r"lib/(local/|web/(openapi|operation\w*|contract_\w+)\.py)")
    files = [path for folder in ("api", "lib") for path in (ROOT / folder).rglob("*.py")]

    found = [path.relative_to(ROOT).as_posix() for path in files if writers.search(path.read_text(encoding="utf-8"))]

    assert [name for name in found if not own.match(name)] == []
    assert "lib/web/openapi.py" in found
