"""What the platform's build put into each function, held against what the project says should be there."""

import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

# A visitor's phone never asks for these, and some of them would tell more than it should know.
STAYS_HOME = ("tests/", "lib/local/", "public/", "docs/", ".ci/", ".git", ".env", ".venv/", ".local/", ".cache/")
STAYS_HOME_ENDINGS = (".md", "-local.txt", "-dev.txt", "-tools.txt", "Makefile", "ruff.toml", "mypy.ini")
# What functions read while they run, beside their own code.
READ_LATER = ("lib/gateways/store/lua/**/*.lua", "lib/gateways/mail/templates/*")
PROBE_SECONDS = 120
# As the platform starts it: the function's folder first, its packages second. Warnings stop it.
PROBE = r"""
import importlib, importlib.metadata, importlib.util, pathlib, re, sys
root, door = pathlib.Path(sys.argv[1]), sys.argv[2]
sys.path[:0] = [str(root), str(root / "_vendor")]
spec = importlib.util.spec_from_file_location(door.removesuffix(".py").replace("/", "."), root / door)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
assert callable(module.app), "app cannot be called"
for path in sorted((root / "lib").rglob("*.py")):
    importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"))
pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", (root / "requirements.txt").read_text(), re.MULTILINE)
for name, version in pins:
    found = importlib.metadata.version(name)
    assert found == version, f"{name} is {found} and not {version}"
wanted = {name.lower().replace("_", "-") for name, _ in pins}
for package, homes in importlib.metadata.packages_distributions().items():
    if package.isidentifier() and not package.startswith("_") and wanted & {h.lower().replace("_", "-") for h in homes}:
        importlib.import_module(package)
"""


@dataclass(frozen=True, slots=True)
class Function:
    """One built function: ``files`` maps a name inside it to where the build keeps that content."""

    address: str
    seconds: int | None
    files: Mapping[str, Path]

    def size_bytes(self) -> int:
        return sum(size_of(path) for path in self.files.values())

    def materialise(self, folder: Path) -> None:
        """Lay the function out as the platform's machine would see it, and nothing else.

        To be read: the files may be the build's own under a second name, because there are thousands for each function.
        """
        for parent in {(folder / name).parent for name in self.files}:
            parent.mkdir(parents=True, exist_ok=True)
        for name, path in self.files.items():
            if path.is_dir():
                shutil.copytree(path, folder / name, dirs_exist_ok=True)
            else:
                _named_again(path, folder / name)


def _named_again(path: Path, target: Path) -> None:
    # What stands there may be a second name as well, and is not to be written through.
    target.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # another file system
        if not path.is_symlink():  # whose second name would lead nowhere
            os.link(path, target)
            return
    shutil.copy2(path, target)


def size_of(path: Path) -> int:
    if path.is_dir():
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    return path.stat().st_size


def address(name: str) -> str:
    """api/availability/index.py and api/availability/index.func both answer at api/availability."""
    return re.sub(r"(/index)?\.(py|func)$", "", name)


def doors(project: Path) -> dict[str, str]:
    """The functions there should be: file name by address."""
    names = (path.relative_to(project).as_posix() for path in sorted((project / "api").rglob("*.py")))
    return {address(name): name for name in names if not re.search(r"/[_.]", name)}


def built(project: Path) -> Iterator[Function]:
    """The functions there are, read from the build's output below ``project``."""
    output = project / ".vercel/output/functions"
    for folder in sorted(output.rglob("*.func")):
        settings = json.loads((folder / ".vc-config.json").read_text(encoding="utf-8"))
        mapped = {name: project / place for name, place in settings.get("filePathMap", {}).items()}
        own = {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.is_file() and path.name != ".vc-config.json"
        }
        name = address(folder.relative_to(output).as_posix())
        yield Function(name, settings.get("maxDuration"), mapped | own)


def wanted_seconds(project: Path, door: str) -> int | None:
    """What the first key of vercel.json that matches says; later keys add nothing."""
    functions: dict[str, dict[str, int]] = json.loads((project / "vercel.json").read_text(encoding="utf-8"))[
        "functions"
    ]
    chosen = (value for key, value in functions.items() if fnmatchcase(door, key.replace("/**/", "/")))
    first: dict[str, int] = next(chosen, {})
    return first.get("maxDuration")


def contents_wrong(function: Function, project: Path, door: str) -> list[str]:
    """Files that are missing from one function, or that should have stayed at home, as sentences."""
    found = []
    wanted = wanted_seconds(project, door)
    if function.seconds != wanted:
        found.append(f"may run for {function.seconds} s and not for {wanted} s as vercel.json says")
    read_later = {path.relative_to(project).as_posix() for each in READ_LATER for path in project.glob(each)}
    needed = read_later | {"requirements.txt", door}
    found += [f"lacks {name}" for name in sorted(needed - set(function.files))]
    strangers = [
        name for name in sorted(function.files) if name.startswith(STAYS_HOME) or name.endswith(STAYS_HOME_ENDINGS)
    ]
    found += [f"ships {name}" for name in strangers if not name.startswith("_vendor/")]
    return found


def import_wrong(folder: Path, door: str, python: Path) -> list[str]:
    """What the interpreter says when it loads one laid-out function with no help from this machine.

    What it compiles is kept beside the folder: the next function that is laid out there has the same packages.
    """
    # -S too: without it the interpreter's own site-packages would fill every gap.
    compiled = f"pycache_prefix={folder.with_name('bytecode')}"
    command = [str(python), "-I", "-S", "-X", compiled, "-W", "error", "-c", PROBE, str(folder), door]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PROBE_SECONDS, cwd=folder)
    return [] if done.returncode == 0 else [f"cannot be loaded: {done.stderr.strip().splitlines()[-1]}"]
