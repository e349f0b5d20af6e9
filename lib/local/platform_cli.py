"""Where the platform's own command line comes from, and how it builds without an account."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CLI_VERSION = "64.0.2"
# The CLI asks for 4.4.0, which not every mirror of the registry has.
SANDBOX_VERSION = "4.5.0"
UV_VERSION = "0.13.9"
OLDEST_NODE = 20
# The platform's runtime refuses older ones.
OLDEST_PYTHON = (3, 12)
INSTALL_SECONDS = 600
BUILD_SECONDS = 600


class MissingToolError(Exception):
    """Something that the platform's build needs is not on this machine and cannot be brought here."""


class BuildFailedError(Exception):
    """The platform's build ended with an error; the text is the end of what it said."""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Absolute paths of what builds; ``home`` keeps the CLI's traces out of the user's own home."""

    cli: Path
    uv: Path
    python: Path
    home: Path

    def build(self, project: Path) -> None:
        """Run the platform's build in ``project``, a copy: it leaves files behind that would spoil a working tree."""
        fake = {"framework": None, "createdAt": 1790000000000, "nodeVersion": "22.x"}
        (project / ".vercel").mkdir(exist_ok=True)
        link = {"projectId": "prj_bundle", "orgId": "team_bundle", "settings": fake}
        (project / ".vercel/project.json").write_text(json.dumps(link), encoding="utf-8")
        # Otherwise the default is looked for, even where only a newer one is installed.
        (project / ".python-version").write_text(python_version(self.python) or "", encoding="utf-8")
        done = _run([str(self.cli), "build", "--yes"], self.environment(), folder=project, seconds=BUILD_SECONDS)
        if done.returncode != 0:
            raise BuildFailedError("\n".join((done.stdout + done.stderr).splitlines()[-40:]))

    def environment(self) -> dict[str, str]:
        """The caller's, without anything that would lead to an account or to another interpreter."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("VERCEL", "PYTHON", "NOW_")) and name not in {"VIRTUAL_ENV", "CI"}
        }
        path = os.pathsep.join([str(self.uv.parent), str(self.python.parent), kept.get("PATH", "")])
        mine = {"PATH": path, "HOME": str(self.home), "UV_CACHE_DIR": str(self.home / "uv-cache")}
        # Behind a company's proxy only the machine's own certificates fit.
        mine["UV_SYSTEM_CERTS"] = "1"
        return kept | mine | {"VERCEL_TELEMETRY_DISABLED": "1", "NO_UPDATE_NOTIFIER": "1"}


def toolbox(cache: Path) -> Toolbox:
    """All that the build needs, fetched into ``cache`` the first time. Raises MissingToolError with what is lacking."""
    npm = _npm()
    python = _python()
    home = cache / "home"
    home.mkdir(parents=True, exist_ok=True)
    return Toolbox(_cli(cache / f"cli-{CLI_VERSION}", npm), _uv(cache / f"uv-{UV_VERSION}"), python, home)


def cache_folder(root: Path) -> Path:
    """Inside the tree, unless the user keeps caches in a place of their own."""
    chosen = os.environ.get("XDG_CACHE_HOME")
    return Path(chosen) / "sabor-con-flow" if chosen else root / ".cache" / "bundle"


def python_version(python: Path) -> str | None:
    """Major and minor of an interpreter, as 3.12; None when it does not run."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([str(python), "-c", question], capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _npm() -> str:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        raise MissingToolError("npm is not installed, so the platform's build cannot be tried here")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False, timeout=20).stdout
    match = re.match(r"v(\d+)\.", said)
    if not match or int(match[1]) < OLDEST_NODE:
        raise MissingToolError(
            f"node {said.strip() or '?'} is too old: the platform's CLI needs {OLDEST_NODE} or newer"
        )
    return npm


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("PY312"):
        yield Path(chosen)
    yield Path(sys.executable).resolve()
    names = ("python3.12", "python3.13", "python3.14")
    yield from (Path(found) for name in names if (found := shutil.which(name)))
    # Where pyenv keeps its versions, and where this one's own neighbours are, whatever the home folder is.
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path("~/.pyenv").expanduser())
    for versions in (pyenv / "versions", Path(sys.base_prefix).parent):
        yield from sorted(versions.glob("3.1[2-9].*/bin/python3"))


def _python() -> Path:
    for candidate in _candidates():
        version = python_version(candidate)
        if version and tuple(int(part) for part in version.split(".")) >= OLDEST_PYTHON:
            return candidate
    raise MissingToolError("no Python 3.12 or newer was found, which the platform runs; name one with PY312=")


def _cli(folder: Path, npm: str) -> Path:
    binary = folder / "node_modules/.bin/vercel"
    complete = folder / "complete"
    if not complete.exists():
        print(f"bundle: fetching the platform's CLI {CLI_VERSION} from npm (once)", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        wanted = {
            "name": "bundle",
            "private": True,
            "dependencies": {"vercel": CLI_VERSION},
            "overrides": {"sandbox": SANDBOX_VERSION},
        }
        (folder / "package.json").write_text(json.dumps(wanted), encoding="utf-8")
        _fetch([npm, "install", "--no-audit", "--no-fund", "--loglevel=error"], folder, "the platform's CLI")
        complete.touch()
    return binary


def _uv(folder: Path) -> Path:
    complete = folder / "complete"
    if not complete.exists():
        print(f"bundle: fetching uv {UV_VERSION}, which the platform installs with (once)", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
        _fetch([*pip, "--target", str(folder), f"uv=={UV_VERSION}"], folder, "uv")
        complete.touch()
    return folder / "bin/uv"


def _fetch(command: list[str], folder: Path, what: str) -> None:
    done = _run(command, dict(os.environ), folder=folder, seconds=INSTALL_SECONDS)
    if done.returncode != 0:
        last = "\n".join(done.stderr.splitlines()[-5:])
        raise MissingToolError(f"{what} could not be fetched:\n{last}")


def _run(
    command: list[str], environment: dict[str, str], *, folder: Path, seconds: int
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, cwd=folder, timeout=seconds, capture_output=True, text=True, check=False
    )
