"""`make lock`: the hashes of all files of every pinned package, in .ci/locks/ beside the requirements that pin them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ".ci/locks"
DEPLOYED = "requirements.txt"
OLDEST_PYTHON = "3.11"
SECONDS = 300


class LockError(Exception):
    """The requirements and what the index says about them do not fit; the text says which line to change."""


def requirements(root: Path) -> dict[str, str]:
    """Each file of requirements by the name of its lock."""
    others = sorted(path.name for path in root.glob("requirements-*.txt"))
    return {"deployed": DEPLOYED} | {name.removeprefix("requirements-").removesuffix(".txt"): name for name in others}


def chains(root: Path) -> list[list[str]]:
    """Locks in the order in which their requirements include one another; each ends in one that no other includes."""
    files = requirements(root)
    names = {file: name for name, file in files.items()}
    texts = {name: (root / file).read_text(encoding="utf-8") for name, file in files.items()}
    found = {name: re.search(r"^-r (\S+)$", text, re.MULTILINE) for name, text in texts.items()}
    includes = {name: names[match[1]] for name, match in found.items() if match}
    return [chain_to(name, includes) for name in files if name not in includes.values()]


def chain_to(name: str, includes: Mapping[str, str]) -> list[str]:
    return [*(chain_to(includes[name], includes) if name in includes else []), name]


def pins(requirements: str) -> list[str]:
    """The lines that pin something, as they stand: name, version and marker."""
    return [line for line in requirements.splitlines() if line and not line.startswith(("#", "-"))]


def locked(lock: str) -> dict[str, tuple[str, ...]]:
    """What a lock holds: for each of its pins, as it stands, the hashes of its files."""
    found: dict[str, tuple[str, ...]] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        first, *rest = block.split(" \\\n")
        if rest and not first.startswith(("#", "-")):
            found[first] = tuple(line.strip().removeprefix("--hash=") for line in rest)
    return found


def name_of(pin: str) -> str:
    """The package that a pin is about, as the index spells it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[=;\s]", pin, maxsplit=1)[0]).lower()


def version_of(pin: str) -> str:
    return pin.partition(";")[0].partition("==")[2].strip()


def written(pinned: Iterable[str], hashes: Mapping[str, Iterable[str]], *, includes: str | None = None) -> str:
    """The text of one lock, in the order of its requirements."""
    head = [
        "# Pins and the hashes of all their files. Written by `make lock`.",
        *([f"-r {includes}.lock"] if includes else []),
    ]
    blocks = [" \\\n".join([pin, *(f"    --hash={each}" for each in hashes[name_of(pin)])]) for pin in pinned]
    return "\n".join([*head, *blocks]) + "\n"


def resolved(uv: str, requirements: Path) -> dict[str, tuple[str, ...]]:
    """All that these requirements bring on any platform and any Python, each with the hashes that the index gives."""
    command = [uv, "pip", "compile", "--quiet", "--no-config", "--universal", "--python-version", OLDEST_PYTHON]
    command += ["--generate-hashes", "--no-header", "--no-annotate", str(requirements)]
    mine = {"UV_CACHE_DIR": str(ROOT / ".cache/uv"), "UV_SYSTEM_CERTS": "1"}
    done = subprocess.run(
        command, env=os.environ | mine, capture_output=True, text=True, check=False, timeout=SECONDS, cwd=ROOT
    )
    if done.returncode != 0:
        raise LockError(done.stderr.strip())
    return locked(done.stdout)


def unpinned(brought: Iterable[str], pinned: Iterable[str]) -> Iterator[str]:
    """What comes with the pins and is not pinned itself."""
    known = {name_of(pin) for pin in pinned}
    return (pin for pin in brought if name_of(pin) not in known)


def lock_chain(uv: str, chain: Sequence[str]) -> None:
    """Write the locks of requirements that include one another, the largest last."""
    files = requirements(ROOT)
    brought = resolved(uv, ROOT / files[chain[-1]])
    own = {name: pins((ROOT / files[name]).read_text(encoding="utf-8")) for name in chain}
    if missing := [*unpinned(brought, (pin for each in own.values() for pin in each))]:
        raise LockError(f"brought by others, and pinned in no {files[chain[-1]]}: {', '.join(missing)}")
    hashes = {name_of(pin): each for pin, each in brought.items()}
    for before, name in zip([None, *chain], chain, strict=False):
        (ROOT / LOCKS / f"{name}.lock").write_text(written(own[name], hashes, includes=before), encoding="utf-8")
        print(f"lock: {LOCKS}/{name}.lock has {len(own[name])} packages")


def main(uv: str) -> int:
    try:
        for chain in chains(ROOT):
            lock_chain(uv, chain)
    except LockError as wrong:
        print(f"lock: {wrong}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
