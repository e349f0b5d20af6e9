"""The figures that our documents name, each with the place in the code where it is decided."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

from tests.architecture.documents import Page, constant
from tests.architecture.test_budgets import DOOR_LINES, FILE_LINES, PARAMETERS

UNITS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
WORDS = "|".join(["a", *UNITS, *TENS])
# A number in digits or in words, as the documents write them; the one group of every row below.
N = rf"(?i:((?:\d[\d,]*(?:\.\d+)?|(?:\b(?:{WORDS})))(?: hundred| thousand)?)\b)"
Source = Callable[[Path], float]


def number(text: str) -> float:
    words = text.lower().replace(",", "").split()
    known = {"a": 1.0} | TENS | {word: float(value) for value, word in enumerate(UNITS)}
    first = known[words[0]] if words[0] in known else float(words[0])
    return first * {"hundred": 100, "thousand": 1000}.get(words[-1], 1)


def policy(name: str, *, per: float = 1) -> Source:
    return module("lib/studio/policy.py", name, per=per)


def module(file: str, name: str, *, per: float = 1) -> Source:
    return lambda root: cast("float", constant(root, file, name)) / per


def default(variable: str, *, per: float = 1) -> Source:
    """What a target of the Makefile takes when nobody says otherwise; SECONDS has two, the larger is the viewers'."""
    pattern = re.compile(rf"\$\(or \$\({variable}\),(\d+)\)")
    return lambda root: max(map(int, pattern.findall((root / "Makefile").read_text(encoding="utf-8")))) / per


def doors(root: Path) -> int:
    return len([path for path in (root / "api").rglob("*.py") if not path.name.startswith("_")])


def judged(root: Path) -> int:
    return len(re.findall(r"^I\d+ ", (root / "tests/chaos/judge.py").read_text(encoding="utf-8"), re.MULTILINE))


def naive_ways(root: Path) -> int:
    text = (root / "tests/chaos/naive.py").read_text(encoding="utf-8")
    return len(re.findall(r"\w+", text.partition("NAIVE = (")[2].partition(")")[0]))


SIMULATION, DRILL = "tests/chaos/test_simulation.py", "tests/chaos/mail_drill.py"
FIGURES: dict[str, Source] = {
    rf"Python {N} or newer": lambda root: float(str(constant(root, "lib/local/locks.py", "OLDEST_PYTHON"))),
    rf"admits {N} functions": doors,
    rf"{N} functions are the most": doors,
    rf"{N} seeded histories": module(SIMULATION, "HISTORIES"),
    rf"`make chaos` runs {N} of those": default("SEEDS"),
    rf"`make viewers` (?:has|opens) {N}": default("VIEWERS"),
    rf"keeps them open for {N} minutes": default("SECONDS", per=60),
    rf"{N} lines are broken by force": default("RECONNECTS"),
    rf"takes its time, books {N} lessons": default("BOOKINGS"),
    rf"lessons with {N} customers at once": module(DRILL, "CUSTOMERS"),
    rf"kills the server {N} times just": default("KILLS"),
    rf"{N} promises are judged": judged,
    rf"{N} ways in which bookings are made elsewhere": naive_ways,
    rf"are caught within {N} seeds each": module(SIMULATION, "CONTROLS"),
    rf"files of at most {N}, at most": lambda _: FILE_LINES["*.py"],
    rf", at most {N} parameters": lambda _: PARAMETERS,
    rf"at most {N} lines a verb": lambda _: DOOR_LINES,
    rf"booking needs are at most {N} KB": module("tests/e2e/test_weight.py", "BYTES_AT_MOST", per=1024),
    rf"more \({N} at most\) are added": policy("SLOTS_PER_BOOKING"),
    rf"with {N} others to take": policy("ALTERNATIVES"),
    rf"hidden from everybody else for {N} seconds": policy("LETTER_LEASE_MS", per=1000),
    rf"parked for {N} minutes": policy("UNCLEAR_PAUSE_MS", per=60_000),
    rf"After {N} days a letter is given up": policy("LETTER_LIFETIME_MS", per=86_400_000),
    rf"alone its confirmation \({N} a day\)": policy("RESENDS_PER_DAY"),
    rf"One address gets at most {N} letters a day": policy("LETTERS_PER_RECIPIENT_AND_DAY"),
    rf"is tried for {N} minutes, which is how long the link works": policy("LINK_SECONDS", per=60),
    rf"works once and for {N} minutes": policy("LINK_SECONDS", per=60),
    rf"A session sleeps after {N} minutes": policy("SESSION_IDLE_MINUTES"),
    rf"and ends after {N} hours at the latest": policy("SESSION_LONGEST_HOURS"),
    rf"at most {N} are told": module("lib/actions/edit_catalog.py", "MOST_STRANDED"),
    rf"looks at {N} at a time": policy("DESK_LOOKS_THROUGH"),
    rf"it fails {N} times in a row": module("lib/gateways/calendly/circuit.py", "FAILURES"),
    rf"it is left alone for {N} seconds": module("lib/gateways/calendly/circuit.py", "PAUSE"),
    rf"signs the links to bookings, {N} characters or more": module("lib/actions/keyring.py", "SHORTEST_SECRET"),
}


def claims(pages: Iterable[Page], pattern: str) -> Iterator[tuple[Page, str]]:
    return ((page, found[1]) for page in pages for found in re.finditer(pattern, page.words))


def wrong_figures(root: Path, pages: Iterable[Page], figures: dict[str, Source]) -> list[str]:
    """Claims that the code does not bear out, and rows that no document needs any more."""
    found, pages = [], list(pages)
    for pattern, source in figures.items():
        said = [(page.name, text) for page, text in claims(pages, pattern)]
        true = source(root)
        found += [f"{name}: {text} should be {true:g} ({pattern})" for name, text in said if number(text) != true]
        found += [] if said else [f"no document says this any more: {pattern}"]
    return found
