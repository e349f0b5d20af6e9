"""`make audit`: which pinned packages have advisories, and honestly of which of them nobody could be asked."""

import json
import os
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.local.locks import LOCKS, name_of, pins, requirements, version_of

ROOT = Path(__file__).resolve().parents[2]
# Advisories that do not reach us: their id, and why. One that no package has any more is a line to delete.
ACCEPTED: Mapping[str, str] = {}
INDEX = "https://pypi.org/pypi"
SECONDS = 20
AT_ONCE = 8
CLEAN, FOUND, NOT_ASKED = 0, 1, 2


class AuditError(Exception):
    """The auditor itself did not get through."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One pin; ``advisories`` is None when nobody could say, and ``by`` who was asked."""

    name: str
    version: str
    advisories: tuple[str, ...] | None
    by: str


def by_pip_audit(report: Mapping[str, Any], pinned: Sequence[str]) -> list[Audited]:
    """What pip-audit's JSON says of each of our pins; it passes over what its source has no page for."""
    known = {name_of(each["name"]): each["vulns"] for each in report["dependencies"] if "vulns" in each}
    return [
        Audited(name_of(pin), version_of(pin), tuple(flaw["id"] for flaw in known[name_of(pin)]), "pip-audit")
        if name_of(pin) in known
        else Audited(name_of(pin), version_of(pin), None, "nobody")
        for pin in pinned
    ]


def by_page(one: Audited, page: Mapping[str, Any] | None) -> Audited:
    """What the index's page of a project says: it has the advisories of the newest release and of no other."""
    if page is None or page["info"]["version"] != one.version or "vulnerabilities" not in page:
        return one
    flaws = tuple(flaw["id"] for flaw in page["vulnerabilities"] if not flaw.get("withdrawn"))
    return Audited(one.name, one.version, flaws, "the index")


def page_of(name: str) -> dict[str, Any] | None:
    trust = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    try:
        with urllib.request.urlopen(f"{INDEX}/{name}/json", timeout=SECONDS, context=trust) as answer:  # noqa: S310 -- https, see INDEX
            page: dict[str, Any] = json.load(answer)
    except (urllib.error.URLError, TimeoutError, ValueError):
        return None
    return page


def report_on(lock: str) -> dict[str, Any]:
    """pip-audit's own report on one lock; it installs nothing."""
    command = [str(Path(sys.executable).parent / "pip-audit"), "--requirement", f"{LOCKS}/{lock}.lock"]
    command += ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    command += ["--cache-dir", str(ROOT / ".cache/pip-audit")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, cwd=ROOT)
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise AuditError(done.stderr.strip()) from None
    return report


def verdict(audited: Sequence[Audited], accepted: Mapping[str, str]) -> tuple[int, list[str]]:
    """The exit status, and what to say: findings first, then who was asked, then of what nobody knows."""
    flaws = [(one, flaw) for one in audited for flaw in one.advisories or ()]
    found = [f"{one.name} {one.version} has {flaw}" for one, flaw in flaws if flaw not in accepted]
    lines = [f"*** {sentence}" for sentence in found]
    lines += [
        f"{one.name} {one.version} has {flaw}, accepted: {accepted[flaw]}" for one, flaw in flaws if flaw in accepted
    ]
    lines += [f"{each} is accepted, and nothing has it" for each in accepted if each not in {flaw for _, flaw in flaws}]
    for who in sorted({one.by for one in audited if one.advisories is not None}):
        lines.append(f"{sum(one.by == who for one in audited)} packages were looked up by {who}")
    silent = [f"{one.name} {one.version}" for one in audited if one.advisories is None]
    lines += [f"*** NOT AUDITED, for want of anybody who knows: {', '.join(silent)}"] if silent else []
    if found:
        return FOUND, lines
    return (NOT_ASKED, lines) if silent or not audited else (CLEAN, [*lines, "no advisory is open"])


def everything() -> Iterator[Audited]:
    """Each pin once, asked of pip-audit, and where that finds no page, of the index's page about the newest release."""
    asked = (
        one
        for lock, file in requirements(ROOT).items()
        for one in by_pip_audit(report_on(lock), pins((ROOT / file).read_text(encoding="utf-8")))
    )
    pinned = {(one.name, one.version): one for one in asked}
    silent = [one for one in pinned.values() if one.advisories is None]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pages = dict(zip((one.name for one in silent), pool.map(page_of, (one.name for one in silent)), strict=True))
    return (one if one.advisories is not None else by_page(one, pages[one.name]) for one in pinned.values())


def main() -> int:
    try:
        status, lines = verdict(list(everything()), ACCEPTED)
    except AuditError as failed:
        print(f"audit: pip-audit did not get through: {failed}", file=sys.stderr)
        return NOT_ASKED
    for line in lines:
        print(f"audit: {line}")
    return status


if __name__ == "__main__":
    sys.exit(main())
