"""What the log calls the cause of an outage is one word; of two it would say that it is unnamed."""

import ast
from collections.abc import Iterator
from pathlib import Path

from lib.actions import outages
from lib.actions.log_lines import word_of
from tests.architecture.tree import ROOT, plant, sources

OUTAGES = {name for name, kind in vars(outages).items() if isinstance(kind, type) and issubclass(kind, outages.Outage)}


def nameless(root: Path) -> Iterator[str]:
    for source in sources(root, "lib"):
        for node in ast.walk(source.tree):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[said]) if name in OUTAGES:
                    if word_of(sample(said)) != sample(said):
                        yield f"{source.name}:{node.lineno}"


def sample(said: ast.expr) -> str:
    """What it may say; of what is worked out, any word."""
    match said:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(sample(part) for part in parts)
        case _:
            return "word"


def test_every_cause_is_one_word() -> None:
    assert list(nameless(ROOT)) == []


def test_causes_of_several_words_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "lib/a.py", 'raise StoreUnavailable("two words")\nraise StoreUnavailable(f"status {code}")\n')
    plant(tmp_path, "lib/b.py", 'raise StoreUnavailable("word")\nraise OutcomeUnknown(answer[0])\nraise Other("a b")\n')

    assert list(nameless(tmp_path)) == ["lib/a.py:1", "lib/a.py:2"]
