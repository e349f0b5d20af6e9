"""`make sbom`: what is deployed, as a bill of materials in CycloneDX's form, the same bytes for the same pins."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from lib.local.locks import DEPLOYED, LOCKS, name_of, pins, version_of

ROOT = Path(__file__).resolve().parents[2]
SPECIFICATION = "1.6"
SECONDS = 600


class BillError(Exception):
    """A tool did not do its part; the text is what it said."""


def run(*command: str) -> None:
    mine = {"UV_CACHE_DIR": str(ROOT / ".cache/uv"), "UV_SYSTEM_CERTS": "1"}
    done = subprocess.run(
        command, env=os.environ | mine, capture_output=True, text=True, check=False, timeout=SECONDS, cwd=ROOT
    )
    if done.returncode != 0:
        raise BillError(f"{Path(command[0]).name} said: {(done.stderr or done.stdout).strip()}")


def subject() -> str:
    """The project itself, in the form that the generator reads; a file of that name at the root would be deployed."""
    version = re.search(r"^## \[([0-9.]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    number = version[1] if version else "0"
    return f'[project]\nname = "sabor-con-flow"\nversion = "{number}"\nlicense = "MIT"\n'


def write(tools: Path, target: Path) -> None:
    """Lay out what is deployed and nothing else, each file checked against its lock, and have it described."""
    with tempfile.TemporaryDirectory(prefix="sbom-") as scratch:
        project, house = Path(scratch) / "pyproject.toml", Path(scratch) / "deployed"
        project.write_text(subject(), encoding="utf-8")
        run(str(tools / "uv"), "venv", "--quiet", "--no-config", "--python", sys.executable, str(house))
        lock = f"{LOCKS}/deployed.lock"
        python = str(house / "bin/python")
        run(str(tools / "uv"), "pip", "sync", "--quiet", "--no-config", "--require-hashes", "--python", python, lock)
        form = ["--spec-version", SPECIFICATION, "--output-reproducible", "--validate", "--pyproject", str(project)]
        run(str(tools / "cyclonedx-py"), "environment", *form, "--output-file", str(target), str(house))


def bill_wrong(bill: dict[str, Any], requirements: str) -> list[str]:
    """What the bill and the pins do not have in common, as sentences."""
    listed = {(name_of(each["name"]), each["version"]) for each in bill["components"]}
    pinned = {(name_of(pin), version_of(pin)) for pin in pins(requirements)}
    return [
        *(f"{name} {version} is deployed, and not in the bill" for name, version in sorted(pinned - listed)),
        *(f"{name} {version} is in the bill, and not deployed" for name, version in sorted(listed - pinned)),
    ]


def main(target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        write(Path(sys.executable).parent, target)
    except BillError as failed:
        print(f"sbom: {failed}", file=sys.stderr)
        return 1
    bill = json.loads(target.read_text(encoding="utf-8"))
    if wrong := bill_wrong(bill, (ROOT / DEPLOYED).read_text(encoding="utf-8")):
        print(*(f"sbom: {sentence}" for sentence in wrong), sep="\n", file=sys.stderr)
        return 1
    print(f"sbom: {target}: CycloneDX {bill['specVersion']}, valid, {len(bill['components'])} packages")
    print(f"sbom: sha256 {hashlib.sha256(target.read_bytes()).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
