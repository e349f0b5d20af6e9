"""What `make doctor` says of the platform's plans: what this project takes of them, and what does not fit."""

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

from lib.local.findings import Finding
from lib.local.functions import function_files

# The free plan's; beyond it a deployment fails, which nobody sees but who deploys.
MOST_FUNCTIONS = 12
# Seconds, on both plans without more ado.
LONGEST_RUN = 300
# The platform's limit is 500; above this its builder leaves packages out and installs them with each cold start.
MOST_MB = 225
_ONCE_A_DAY = re.compile(r"\d{1,2} \d{1,2} \* \* (\*|[0-7])")


def plan_findings(root: Path) -> list[Finding]:
    document: dict[str, Any] = json.loads((root / "vercel.json").read_text(encoding="utf-8"))
    return [
        _functions(sum(1 for _ in function_files(root))),
        _crons([str(each.get("schedule", "")) for each in document.get("crons", [])]),
        _durations([int(each.get("maxDuration", 0)) for each in document.get("functions", {}).values()]),
        _bundle(root),
        Finding("ok", "use", "the free plan is for private use only; a studio that earns money needs the paid one"),
    ]


def _functions(count: int) -> Finding:
    said = f"{count} of the {MOST_FUNCTIONS} that the free plan admits"
    if count > MOST_FUNCTIONS:
        return Finding("wrong", "functions", f"{said}: remove one, or choose the paid plan")
    return Finding("ok", "functions", said)


def _crons(schedules: list[str]) -> Finding:
    if not schedules:
        return Finding("wrong", "cron", "nothing calls /api/cron/maintenance: add it to crons in vercel.json")
    if not all(_ONCE_A_DAY.fullmatch(each) for each in schedules):
        return Finding(
            "note", "cron", "more often than once a day fails to deploy on the free plan: choose the paid one"
        )
    return Finding("ok", "cron", "once a day, as the free plan admits")


def _durations(seconds: list[int]) -> Finding:
    longest = max(seconds, default=0)
    if longest > LONGEST_RUN:
        return Finding("wrong", "durations", f"{longest} s, and {LONGEST_RUN} are admitted: set less in vercel.json")
    return Finding("ok", "durations", f"{longest} s at most of the {LONGEST_RUN} that the free plan admits")


def _bundle(root: Path) -> Finding:
    """Of what is installed here; `make bundle` builds and measures what is deployed."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", (root / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    try:
        packages = sum(_bytes_of(name) for name in names)
    except metadata.PackageNotFoundError:
        return Finding("note", "bundle", "not all of requirements.txt is installed here: `make bundle` measures it")
    own = sum(path.stat().st_size for part in ("api", "lib") for path in (root / part).rglob("*.*") if path.is_file())
    megabytes = round((packages + own) / 1e6)
    if megabytes > MOST_MB:
        return Finding("wrong", "bundle", f"about {megabytes} MB, and {MOST_MB} start quickly: remove a package")
    return Finding("ok", "bundle", f"about {megabytes} MB of the {MOST_MB} that start quickly")


def _bytes_of(package: str) -> int:
    found = (Path(str(each.locate())) for each in metadata.files(package) or [] if each.suffix != ".pyc")
    return sum(path.stat().st_size for path in found if path.is_file())
