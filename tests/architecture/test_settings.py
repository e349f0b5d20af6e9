"""What lib/settings.py reads, .env.example explains and the README lists, name for name."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import ROOT, plant

NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|PORT|TOKEN")


def is_from_platform(name: str) -> bool:
    """The platform sets these itself; nobody types them."""
    return name == "VERCEL" or name.startswith("VERCEL_")


def names_read(root: Path) -> set[str]:
    """Every string in lib/settings.py that has the shape of a setting's name."""
    tree = ast.parse((root / "lib/settings.py").read_text(encoding="utf-8"))
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in strings if NAME.fullmatch(text) and not is_from_platform(text)}


def names_explained(root: Path) -> set[str]:
    """Every `NAME=` in .env.example, commented out or not, that stands under a comment."""
    lines = (root / ".env.example").read_text(encoding="utf-8").splitlines()
    assigned = [re.match(r"#?\s?([A-Z][A-Z0-9_]+)=", line) for line in lines]
    explained = set()
    for n, match in enumerate(assigned):
        above = n - 1
        while above >= 0 and assigned[above]:
            above -= 1
        if match and above >= 0 and lines[above].startswith("# "):
            explained.add(match[1])
    return explained


def names_listed(root: Path) -> set[str]:
    """The first column of the README's table of settings."""
    section = (root / "README.md").read_text(encoding="utf-8").partition("\n## Settings\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def test_settings_are_explained_where_they_are_copied_from() -> None:
    assert names_read(ROOT)
    assert names_explained(ROOT) == names_read(ROOT)


def test_settings_are_listed_in_the_readme() -> None:
    assert names_listed(ROOT) == names_read(ROOT)


def test_settings_one_that_is_read_in_any_way_is_seen(tmp_path: Path) -> None:
    plant(tmp_path, "lib/settings.py", 'a = env["KEY_PREFIX"]\nb = first("SITE_URL", "VERCEL_URL")\nc = "Development"')

    names = names_read(tmp_path)

    assert names == {"KEY_PREFIX", "SITE_URL"}


def test_settings_one_without_a_comment_is_not_explained(tmp_path: Path) -> None:
    plant(tmp_path, ".env.example", "KEY_PREFIX=\n\n# Where the site is.\nSITE_URL=\n# A_B=\n")

    names = names_explained(tmp_path)

    assert names == {"SITE_URL", "A_B"}
