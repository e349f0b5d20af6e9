"""A script's head tells its keys, its arguments and its answers; here the head is held against the body."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, plant

STORE = Path("lib/gateways/store")
WRITES = re.compile(
    r"redis\.p?call\('(SET|DEL|H(SET|DEL|INCRBY)|Z(ADD|REM\w*)|X(ADD|TRIM)|EXPIRE|PUBLISH|INCR|S(ADD|REM))\b"
)
INDEX = re.compile(r"(KEYS|ARGV)\[(\d+)(\.\.)?\]")
COMPUTED = re.compile(r"KEYS\[[^\d\]]|#KEYS")
PROMISE = re.compile(r"^-- (May run twice|Reads only)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Script:
    name: str
    flags: str
    title: str
    head: str
    body: str
    handed_on: frozenset[str] = frozenset()


def read_script(path: Path) -> Script:
    first, title, *rest = path.read_text(encoding="utf-8").splitlines()
    length = next((n for n, line in enumerate(rest) if not line.startswith("--")), len(rest))
    # What a comment says about KEYS[3] is no use of it.
    code = [line for line in rest[length:] if not line.lstrip().startswith("--")]
    named = [
        path.parent / f"parts/{part}.lua" for part in re.findall(r"^-- @include (\w+)", "\n".join(rest), re.MULTILINE)
    ]
    parts = "".join(part.read_text(encoding="utf-8") for part in named if part.exists())
    handed_on = frozenset(re.findall(r"^-- answers: (\w+)", parts, re.MULTILINE))
    return Script(path.stem, first, title, "\n".join(rest[:length]), "\n".join(code), handed_on)


def indexes_wrong(script: Script) -> list[str]:
    """Keys and arguments that only the head or only the body knows; an open range stands for all that follow."""
    listed = {(kind, int(n)) for kind, n, more in INDEX.findall(script.head) if not more}
    ranges = {(kind, int(n)) for kind, n, more in INDEX.findall(script.head) if more}
    used = {(kind, int(n)) for kind, n, _ in INDEX.findall(script.body)}
    found = [f"{kind}[{n}] is listed and never used" for kind, n in sorted(listed - used)]
    covered = {(kind, n) for kind, n in used if any(kind == k and n >= start for k, start in ranges)}
    found += [f"{kind}[{n}] is used and not listed" for kind, n in sorted(used - listed - covered)]
    if COMPUTED.search(script.body) and not any(kind == "KEYS" for kind, _ in ranges):
        found.append("keys are counted through, and no KEYS[n..] is listed")
    return found


def answers_of(body: str) -> tuple[set[str], list[str]]:
    """Names that the script's own level answers with, and returns there that have no name.

    ``return refusal`` hands on what a part answered, so the part's names are the script's.
    """
    own_level = re.sub(r"^local function .*?^end$", "", body, flags=re.MULTILINE | re.DOTALL)
    returns = [text for text in re.findall(r"\breturn\b\s*(.*)", own_level) if text != "refusal end"]
    named = [re.match(r"\{'([a-z_]+)'", text) for text in returns]
    return {m[1] for m in named if m}, [text for text, m in zip(returns, named, strict=True) if not m]


def script_wrong(script: Script, gateway: str) -> list[str]:
    """What is wrong with one script; ``gateway`` is the Python that has to understand its answers."""
    listed = set(re.findall(r"^-- answers: (\w+)", script.head, flags=re.MULTILINE))
    answered, nameless = answers_of(script.body)
    if "return refusal end" in script.body:
        answered |= script.handed_on
    found = indexes_wrong(script)
    if not re.fullmatch(r"#!lua flags=(no-writes,)?allow-key-locking", script.flags):
        found.append("the first line does not lock by key")
    if not script.title.startswith(f"-- {script.name}: "):
        found.append("the second line does not say what it does")
    if not PROMISE.search(script.head):
        found.append("the head does not say why it may run twice")
    if "no-writes" in script.flags and WRITES.search(script.body):
        found.append("it says no-writes and writes")
    found += [f"answer {name} is listed and never given" for name in sorted(listed - answered)]
    found += [f"answer {name} is given and not listed" for name in sorted(answered - listed)]
    found += [f"the answer {text} has no name" for text in nameless]
    found += [f"nobody reads the answer {name}" for name in sorted(answered) if f'"{name}"' not in gateway]
    return found


def scripts_wrong(root: Path) -> list[str]:
    gateway = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / STORE).glob("*.py")))
    found = []
    for path in sorted((root / STORE / "lua").glob("*.lua")):
        found += [f"{path.stem}: {wrong}" for wrong in script_wrong(read_script(path), gateway)]
        for part in re.findall(r"^-- @include (\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if not (root / STORE / f"lua/parts/{part}.lua").exists():
                found.append(f"{path.stem}: there is no part {part}")
    return found


def test_scripts_heads_say_what_bodies_do() -> None:
    assert scripts_wrong(ROOT) == []


def test_scripts_stand_in_files_and_not_in_python() -> None:
    call = re.compile(r"redis\.p?call\(")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "lib").rglob("*.py"))
        # The local gateway has to look into scripts to hold them to the platform's rule.
        if call.search(path.read_text(encoding="utf-8")) and "lib/local/" not in path.as_posix()
    ]

    assert found == []


# Nobody is signed in to a store that is being filled from a backup.
RESTORES = {"begin_restore", "finish_restore"}
WRITES_A_DOCUMENT = re.compile(r"redis\.call\('HSET'[^)]*'document'")


def letting_everybody_stay(folder: Path) -> list[str]:
    """Scripts that put another catalogue in force, and leave those in whom it does not let in any more."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.lua"))}
    return [
        name
        for name, text in texts.items()
        if WRITES_A_DOCUMENT.search(text) and name not in RESTORES and not re.search(r"= put_out\(", text)
    ]


def test_scripts_that_change_the_catalogue_put_out_whom_it_does_not_let_in(tmp_path: Path) -> None:
    plant(tmp_path, "edit.lua", "redis.call('HSET', KEYS[1], 'version', ARGV[1], 'document', ARGV[2])")

    assert letting_everybody_stay(ROOT / STORE / "lua") == []
    assert letting_everybody_stay(tmp_path) == ["edit"]


GOOD = """#!lua flags=allow-key-locking
-- mark: puts a mark.
--
-- KEYS[1] mark      string
-- KEYS[2..] others  more of them
--
-- ARGV[1] text
--
-- answers: marked   the text
-- answers: late     nothing was written
--
-- May run twice: the second run writes the same.

local function first(key)
  return key or KEYS[1]
end

if ARGV[1] == '' then return {'late'} end
for n = 2, #KEYS do redis.call('SET', first(KEYS[n]), ARGV[1]) end
return {'marked', ARGV[1]}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("allow-key-locking", "no-cluster", "the first line does not lock by key"),
        ("flags=", "flags=no-writes,", "it says no-writes and writes"),
        ("-- mark: puts", "-- puts", "the second line does not say what it does"),
        ("-- May run twice: the", "-- The", "the head does not say why it may run twice"),
        ("-- ARGV[1] text", "-- ARGV[1] text\n-- ARGV[2] when", "ARGV[2] is listed and never used"),
        ("-- ARGV[1] text\n", "", "ARGV[1] is used and not listed"),
        ("-- KEYS[2..] others", "-- others", "keys are counted through, and no KEYS[n..] is listed"),
        ("return {'late'}", "return {'marked'}", "answer late is listed and never given"),
        ("-- answers: late  ", "-- late", "answer late is given and not listed"),
        ("return {'marked', ARGV[1]}", "return {'marked'}, -5\nreturn -5", "the answer -5 has no name"),
        ("May", "@include nothing\n-- May", "there is no part nothing"),
    ],
)
def test_scripts_a_planted_lie_is_caught(tmp_path: Path, right: str, wrong: str, sentence: str) -> None:
    plant(tmp_path, "lib/gateways/store/gate.py", 'ANSWERS = {"marked", "late"}')
    plant(tmp_path, "lib/gateways/store/lua/mark.lua", GOOD.replace(right, wrong, 1))

    found = scripts_wrong(tmp_path)

    assert found == [f"mark: {sentence}"]


def test_scripts_an_answer_that_nobody_reads_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "lib/gateways/store/gate.py", 'ANSWERS = {"marked"}')
    plant(tmp_path, "lib/gateways/store/lua/mark.lua", GOOD)

    found = scripts_wrong(tmp_path)

    assert found == ["mark: nobody reads the answer late"]
