"""The set-up installs only what the locks vouch for, and says so clearly; tried with a small package and no network."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, plant

WHEEL = "calm-1.0-py3-none-any.whl"
PIN = "calm==1.0"


def a_wheel(folder: Path) -> str:
    """A package that is good for nothing, and the hash of its file."""
    folder.mkdir()
    content = {
        "calm.py": "",
        "calm-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: calm\nVersion: 1.0\n",
        "calm-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "calm-1.0.dist-info/RECORD": "calm.py,,\n",
    }
    with zipfile.ZipFile(folder / WHEEL, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()


def a_tree(root: Path, lock: str) -> Path:
    """A project whose only requirement is that package, with a bare environment."""
    (root / ".ci").mkdir(parents=True)
    shutil.copy2(ROOT / ".ci/setup", root / ".ci/setup")
    plant(root, "requirements.txt", f"# why\n{PIN}\n")
    plant(root, "requirements-local.txt", "-r requirements.txt\n")
    plant(root, ".ci/locks/deployed.lock", lock)
    plant(root, ".ci/locks/local.lock", "# why\n-r deployed.lock\n")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(root / ".venv")], check=True)
    return root


def set_up(root: Path, *arguments: str, wheels: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The set-up with this environment's pip, which finds nothing but these wheels."""
    mine = {"PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels or root)}
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHON", "LOCKING"}}
    command = [str(root / ".ci/setup"), "local", *arguments]
    return subprocess.run(command, env=kept | mine, capture_output=True, text=True, check=False, timeout=120)


def lock_of(*hashes: str) -> str:
    return " \\\n".join([f"# why\n{PIN}", *(f"    --hash=sha256:{each}" for each in hashes)]) + "\n"


@pytest.mark.slow
def test_setup_installs_what_the_lock_vouches_for_and_then_rests(tmp_path: Path) -> None:
    good = a_wheel(tmp_path / "wheels")
    root = a_tree(tmp_path / "tree", lock_of("0" * 64, good))

    before = set_up(root, "--look")
    done = set_up(root, wheels=tmp_path / "wheels")
    again = set_up(root)

    assert (before.returncode, before.stdout) == (1, "")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(root.glob(".venv/lib/*/site-packages/calm.py"))
    assert (again.returncode, again.stdout) == (0, "")


@pytest.mark.slow
def test_setup_a_package_with_another_hash_is_not_installed_and_named(tmp_path: Path) -> None:
    a_wheel(tmp_path / "wheels")
    root = a_tree(tmp_path / "tree", lock_of("0" * 64))

    done = set_up(root, wheels=tmp_path / "wheels")

    assert done.returncode == 1
    assert "calm==1.0" in done.stderr
    assert "A package that arrived is NOT the one that .ci/locks/local.lock vouches for" in done.stderr
    assert not list(root.glob(".venv/lib/*/site-packages/calm.py"))


@pytest.mark.slow
@pytest.mark.parametrize("lock", ["", lock_of("0" * 64).replace("1.0", "1.1"), lock_of("0" * 64) + lock_of("1" * 64)])
def test_setup_stops_when_lock_and_requirements_differ(tmp_path: Path, lock: str) -> None:
    root = a_tree(tmp_path / "tree", lock)

    done = set_up(root)

    assert done.returncode == 1
    assert done.stderr == (
        "setup: requirements.txt and .ci/locks/deployed.lock do not name the same packages; "
        "write the locks anew:  make lock\n"
    )


@pytest.mark.slow
def test_setup_an_index_out_of_reach_is_no_tampering(tmp_path: Path) -> None:
    root = a_tree(tmp_path / "tree", lock_of("0" * 64))

    done = set_up(root)

    assert done.returncode == 1
    assert "is the package index within reach?" in done.stderr
    assert "NOT the one" not in done.stderr
