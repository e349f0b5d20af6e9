"""A folder as the place for backups: for its user alone, never left, and nothing in it that is half written."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.actions.outages import VaultUnavailable
from lib.gateways.vault import FolderVault


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


async def test_folder_is_for_its_user_alone_and_holds_nothing_unfinished(tmp_path: Path) -> None:
    vault = FolderVault(tmp_path / "vault")

    await vault.put("backups/deep/one", b"x")
    await vault.put("backups/deep/one", b"y")

    found = below(tmp_path)
    assert found == ["vault", "vault/backups", "vault/backups/deep", "vault/backups/deep/one"]
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in found] == [0o700, 0o700, 0o700, 0o600]


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\0b"])
async def test_folder_is_never_left(tmp_path: Path, name: str) -> None:
    vault = FolderVault(tmp_path / "vault")

    for asked in (vault.put(name, b""), vault.get(name), vault.remove([name])):
        with pytest.raises(VaultUnavailable):
            await asked
    assert below(tmp_path) == []


async def test_folder_that_cannot_be_written_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    vault = FolderVault(tmp_path / "file")

    with pytest.raises(VaultUnavailable):
        await vault.put("a", b"")


def test_folder_keeps_one_of_many_that_come_at_once(tmp_path: Path) -> None:
    vault = FolderVault(tmp_path)

    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(lambda number: vault._put("one", b"%d" % number), range(64)))

    assert kept.count(True) == 1
    assert vault._get("one") == b"%d" % kept.index(True)
