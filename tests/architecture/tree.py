"""Where the project stands on disk, and its Python files as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file; ``name`` is its path below the root, with forward slashes."""

    name: str
    lines: int
    tree: ast.Module


def sources(root: Path, *folders: str) -> Iterator[Source]:
    """The Python files below these folders, in the order of their names."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            yield Source(path.relative_to(root).as_posix(), len(text.splitlines()), ast.parse(text))


def plant(root: Path, name: str, text: str) -> Path:
    """Write a file where a check will look for it; for the tests that see a check fail."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
