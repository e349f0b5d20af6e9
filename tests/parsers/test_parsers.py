"""A short search, the same each time; `make fuzz` looks for longer, and elsewhere each time."""

import gc
import re

import pytest
from hypothesis import strategies as st

from tests.parsers import search
from tests.parsers.parsers import Parser
from tests.parsers.search import in_time, one_round
from tests.parsers.table import PARSERS

EXAMPLES = 60


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name.replace(" ", "_"))
def test_parser_raises_nothing_but_what_it_says(parser: Parser) -> None:
    read, story = one_round(parser, 1, EXAMPLES)

    assert story == ""
    assert read >= EXAMPLES // 2


def test_parser_that_trusts_its_input_is_caught() -> None:
    """The search can fail: what int() reads is not only what the pattern means, and the smallest such text is told."""

    def minutes(text: str) -> None:
        if re.fullmatch(r"\d+", text):
            assert str(int(text)) == text

    _, story = one_round(Parser("planted", st.from_regex(r"\A[0-9٣]{1,3}\Z"), minutes), 1, 200)

    assert story.startswith(("planted: '00'", "planted: '٣'"))


def test_garbage_of_others_is_not_collected_in_the_parsers_time() -> None:
    collections: list[str] = []

    def note(phase: str, _: object) -> None:
        collections.append(phase)

    gc.callbacks.append(note)
    try:
        with in_time():
            # Up to here it may come.
            collections.clear()
            for _ in range(100_000):
                circle: list[object] = []
                circle.append(circle)
            during = list(collections)
    finally:
        gc.callbacks.remove(note)

    assert during == []
    assert gc.isenabled()


def test_parser_that_never_comes_to_an_end_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PATIENCE", 0.05)

    def endless(_: str) -> None:
        while True:
            pass

    _, story = one_round(Parser("planted", st.just("x"), endless), 1, 5)

    assert story.startswith("planted: 'x'")
    assert "TooLong" in story
