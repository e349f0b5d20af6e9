"""`make bundle`: builds a copy of the project as the platform would, and says whether the result could be deployed."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lib.local import built_functions, platform_cli, runtime_trial
from lib.local.built_functions import Function
from lib.local.platform_cli import BuildFailedError, MissingToolError, Toolbox
from lib.local.platform_runtime import RuntimeFailedError
from lib.local.stops import StartRefused

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """0 when every function is as it should be, else 1; where CI=true also when the build could not be tried."""
    try:
        tools = platform_cli.toolbox(platform_cli.cache_folder(ROOT))
        with tempfile.TemporaryDirectory(prefix="bundle-") as scratch:
            project = Path(scratch) / "project"
            print(f"bundle: copying {copy_tracked(ROOT, project)} files", flush=True)
            print(f"bundle: building with the platform's CLI {platform_cli.CLI_VERSION}", flush=True)
            tools.build(project)
            wrong = [*inspect(project, tools, Path(scratch) / "function"), *static_wrong(project)]
            # What cannot be loaded need not be tried.
            wrong = wrong or booking_wrong(project, tools)
    except MissingToolError as missing:
        print(f"\n*** NOT TRIED: {missing}\n", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
    except BuildFailedError as failed:
        print(f"{failed}\n\n*** The platform's build failed; its last words are above.", file=sys.stderr)
        return 1
    for sentence in wrong:
        print(f"*** {sentence}", file=sys.stderr)
    print("bundle: not fit to be deployed" if wrong else "bundle: every function is as it should be")
    return 1 if wrong else 0


def copy_tracked(root: Path, project: Path) -> int:
    """Copy what git knows, in its present state, and count it: what lies about untracked would not be deployed."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise MissingToolError("this is no git checkout, so nobody knows which files belong to the project")
    names = [name for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    for name in names:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, project / name)
    return len(names)


def inspect(project: Path, tools: Toolbox, folder: Path) -> list[str]:
    """Every complaint about the functions that were built, each laid out in the folder; prints a line for each."""
    doors = built_functions.doors(project)
    functions = {function.address: function for function in built_functions.built(project)}
    wrong = [f"{door} was not built" for name, door in doors.items() if name not in functions]
    wrong += [f"{name} was built, and no file asks for it" for name in functions if name not in doors]
    for name in sorted(doors.keys() & functions.keys()):
        function = functions[name]
        complaints = [
            *built_functions.contents_wrong(function, project, doors[name]),
            *loading_wrong(function, doors[name], tools, folder),
        ]
        size = function.size_bytes() / 1_000_000
        verdict = "wrong" if complaints else "ok"
        print(f"bundle: /{name:<22} {len(function.files):>5} files {size:>6.1f} MB {function.seconds:>3} s  {verdict}")
        wrong += [f"/{name} {complaint}" for complaint in complaints]
    return wrong


def loading_wrong(function: Function, door: str, tools: Toolbox, folder: Path) -> list[str]:
    function.materialise(folder)
    complaints = built_functions.import_wrong(folder, door, tools.python)
    shutil.rmtree(folder)
    return complaints


def booking_wrong(project: Path, tools: Toolbox) -> list[str]:
    functions = {function.address: function for function in built_functions.built(project)}
    try:
        booking = asyncio.run(runtime_trial.book_a_lesson(functions, tools.python))
    except (RuntimeFailedError, StartRefused) as failed:
        return [f"no lesson could be booked through the platform's runtime: {failed}"]
    print(f"bundle: {booking} was booked, repeated and found again through the platform's runtime")
    print("bundle: Calendly is believed there when it has signed, and nobody else is")
    return []


def static_wrong(project: Path) -> list[str]:
    """The public side is what public/ holds, and nothing else."""
    output, public = project / ".vercel/output/static", project / "public"
    served = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    meant = {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
    return [
        *(f"public/{name} would not be served" for name in sorted(meant - served)),
        *(f"{name} would be served to everybody" for name in sorted(served - meant)),
    ]


if __name__ == "__main__":
    sys.exit(main())
