"""Inputs that are nearly right: what parsers are made for, with something wrong in the middle of it."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

# Where readers go wrong: ends of ranges, other alphabets' digits, what is nothing, what breaks lines or quotes.
ODD = st.sampled_from(
    [
        *("", " ", "0", "-1", "00", "1e9", "9" * 19, "9" * 400, "\u0663", "\u00b2", "\uff11", "\U0001d7d8"),
        *(
            "\x00",
            "\t",
            "\n",
            "\r\n",
            "\u2028",
            "\u202e",
            "\ufeff",
            "\u00e9",
            "e\u0301",
            "\u00df",
            "\u0130",
            "\U0001f600",
        ),
        *("=", "+", "@", '"', "'", ";", ",", "..", "/", "\\", "%00", "null", "NaN", "any", "_2"),
    ]
)
# A door never sees half of a pair: headers are latin-1, queries are repaired, JSON with one is refused.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | ODD
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | ODD, inner, max_size=4), max_leaves=12
)


@st.composite
def spoilt(draw: st.DrawFn, whole: st.SearchStrategy[str]) -> str:
    """A right text, with up to three places cut out, doubled or written over."""
    text = draw(whole)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + draw(ODD | WORDS | st.just(text[start:end] * 2)) + text[end:]
    return text


@st.composite
def changed(draw: st.DrawFn, whole: Any) -> Any:
    """A right document, in which up to three members are something else, gone, or there under another name."""
    document = json.loads(json.dumps(whole))
    for _ in range(draw(st.integers(0, 3))):
        place = document
        while True:
            inner = _members(place)
            if not inner:
                break
            key = draw(st.sampled_from(inner))
            if not _members(place[key]) or draw(st.booleans()):
                _spoil(draw, place, key)
                break
            place = place[key]
    return document


def _members(value: Any) -> Sequence[Any]:
    return list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()


def _spoil(draw: st.DrawFn, place: Any, key: Any) -> None:
    match draw(st.sampled_from(["other", "spoilt", "gone", "twice"])):
        case "spoilt" if isinstance(place[key], str):
            place[key] = draw(spoilt(st.just(place[key])))
        case "gone":
            del place[key]
        case "twice" if isinstance(place, list):
            place.append(place[key])
        case "twice":
            place[draw(WORDS | ODD)] = place[key]
        case _:
            place[key] = draw(JSON)
