"""Our documents are true: what they link to, name and count is there."""

from pathlib import Path

import pytest

from tests.architecture import documents
from tests.architecture.documents import Page, page, pages
from tests.architecture.figures import FIGURES, module, number, wrong_figures
from tests.architecture.tree import ROOT, plant

ALL = pages(ROOT)
CHECKS = (documents.broken_links, documents.missing_files, documents.missing_words, documents.missing_targets)


def complaints(root: Path, one: Page) -> list[str]:
    return [sentence for check in CHECKS for sentence in check(root, one)]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_documents_name_only_what_is_there(one: Page) -> None:
    assert complaints(ROOT, one) == []


def test_documents_figures_are_those_of_the_code() -> None:
    assert wrong_figures(ROOT, ALL, FIGURES) == []


def test_documents_each_is_linked_from_another() -> None:
    linked = {Path(link.partition("#")[0]).name for one in ALL for link in documents.LINK.findall(one.prose)}

    assert [one.name for one in ALL if Path(one.name).name not in linked | {"README.md"}] == []


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    plant(tmp_path, "Makefile", "run: ## PORT=\n\t@true $(FROM)\nfigures-rebuild:\n\t@true\n")
    plant(tmp_path, "lib/studio/policy.py", "KEPT, LOST_DAYS = 7, 3\nSETTING: int = 2 * 8\n")
    plant(tmp_path, "api/bookings.py", "")
    plant(tmp_path, "public/admin/index.html", "")
    plant(tmp_path, "tests/unit/test_slots.py", "async def test_slots_open() -> None: ...\n")
    plant(tmp_path, "docs/more.md", "# The `long` way, twice\n## Again\n## Again\n")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[more](docs/more.md#the-long-way-twice) ![x](docs/more.md)", None),
        ("[more](docs/more.md#again-1) [out](https://example.com/x#y)", None),
        ("[more](docs/less.md)", "a.md: docs/less.md leads nowhere"),
        ("[more](docs/more.md#twice)", "a.md: docs/more.md#twice leads to no heading"),
        ("[here](#nowhere)", "a.md: #nowhere leads to no heading"),
        ("[desk](http://localhost:3000/admin/)", None),
        ("[desk](http://localhost:3000/desk)", "a.md: http://localhost:3000/desk is not served"),
        ("`lib/studio/` `policy.py` `studio/*.py` `docs/more.md`", None),
        ("`lib/studies/`", "a.md: there is no lib/studies/"),
        ("`policies.py`", "a.md: there is no policies.py"),
        ("`lib/*.lua`", "a.md: there is no lib/*.lua"),
        ("`tests/unit/test_slots.py::test_slots_open`", None),
        ("`tests/unit/test_slots.py::test_slots_shut`", "a.md: tests/unit/test_slots.py has no test_slots_shut"),
        ("`python -m tests.unit.test_slots`", None),
        ("`python -m tests.unit.slots`", "a.md: there is no module tests.unit.slots"),
        ("`/admin/` `GET /api/bookings?id=1` `/admin#top`", None),
        ("`POST /api/lessons`", "a.md: /api/lessons is not served"),
        ("`LOST_DAYS` `LOST_*` `KEPT=` `ISO` `PORT=3000`", None),
        ("`FOUND_DAYS`", "a.md: nothing knows FOUND_DAYS"),
        ("`FOUND_*`", "a.md: nothing knows FOUND_*"),
        ("`FOUND=`", "a.md: nothing knows FOUND"),
        ("`make\nfigures-rebuild` `make run PORT=1 FROM=x`", None),
        ("`make walk`", "a.md: `make walk`: there is no target walk"),
        ("`make run walk`", "a.md: `make run walk`: there is no target walk"),
        ("```sh\nmake walk  # slowly\n```", "a.md: `make walk`: there is no target walk"),
        ("`make run WHERE=x`", "a.md: `make run WHERE=x`: nothing reads WHERE"),
        ("`make run ARGS=-x`", "a.md: `make run ARGS=-x`: nothing reads ARGS"),
        ("```python\nmake nothing\n```", None),
    ],
)  # fmt: skip
def test_documents_a_planted_untruth_is_seen(small_tree: Path, text: str, sentence: str | None) -> None:
    plant(small_tree, "a.md", text)

    found = complaints(small_tree, page("a.md", text))

    assert found == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        ("-k slots -x", []),
        ("-k prices", ["no test is called prices"]),
        ("tests/unit tests/unit/test_slots.py", []),
        ("tests/units", ["there is no tests/units"]),
    ],
)
def test_documents_tests_that_are_none_are_seen(small_tree: Path, arguments: str, wrong: list[str]) -> None:
    assert list(documents.no_such_tests(small_tree, arguments)) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("kept for seven days", []),
        ("kept for\n7 days", []),
        ("kept for eight days", ["a.md: eight should be 7 (kept for (N) days)"]),
        ("thrown away", ["no document says this any more: kept for (N) days"]),
    ],
)
def test_documents_a_wrong_figure_is_seen(small_tree: Path, text: str, wrong: list[str]) -> None:
    pattern = r"kept for (\w+) days"

    found = wrong_figures(small_tree, [page("a.md", text)], {pattern: module("lib/studio/policy.py", "KEPT")})

    assert [sentence.replace(r"(\w+)", "(N)") for sentence in found] == wrong


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("35,840", 35_840), ("3.11", 3.11), ("Twelve", 12), ("three hundred", 300), ("a thousand", 1000)],
)
def test_documents_numbers_are_read_in_digits_and_words(text: str, value: float) -> None:
    assert number(text) == value


def test_documents_constants_are_read_without_running_them(small_tree: Path) -> None:
    names = ("KEPT", "LOST_DAYS", "SETTING")

    assert [documents.constant(small_tree, "lib/studio/policy.py", name) for name in names] == [7, 3, 16]
