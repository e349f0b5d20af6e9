"""The functions below api/, found and loaded as the platform does it: by path, each with its own `app`."""

import importlib.util
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final, cast

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

BROKEN: Final = PlainTextResponse("This function did not start; the terminal says why.\n", status_code=500)


def loaded_functions(root: Path) -> dict[str, ASGIApp]:
    """Address -> application of every function below `root`/api.

    One that fails to load answers 500 and its traceback goes to stderr. One without `app` has no address, because
    the platform does not deploy it.
    """
    functions: dict[str, ASGIApp] = {}
    for path in function_files(root):
        app = _app(path, root)
        if app is not None:
            functions[address(path.relative_to(root))] = app
    return functions


def function_files(root: Path) -> Iterator[Path]:
    """Every file that may be a function, in order; names that begin with `_` or `.` are none."""
    for path in sorted((root / "api").rglob("*.py")):
        if not any(part.startswith(("_", ".")) for part in path.relative_to(root).parts):
            yield path


def address(path: Path) -> str:
    """`api/availability/index.py` -> `/api/availability`."""
    clean = path.with_suffix("")
    return "/" + (clean.parent if clean.name == "index" else clean).as_posix()


def _app(path: Path, root: Path) -> ASGIApp | None:
    name = path.relative_to(root)
    try:
        module = _module(path, ".".join(name.with_suffix("").parts))
    except Exception:  # noqa: BLE001 -- whatever a function raises, the others go on
        print(f"{name} did not load, its address answers 500:", file=sys.stderr)
        traceback.print_exc()
        return BROKEN
    app = getattr(module, "app", None)
    if app is None:
        print(f"{name} has no `app`, so it has no address.", file=sys.stderr)
    return cast("ASGIApp | None", app)


def _module(path: Path, name: str) -> ModuleType:
    # By path and not by import: api/ holds no packages, and its file names carry hyphens.
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
