"""Which vault there is: the one that BACKUP_URL names, a folder of this machine, or none."""

from pathlib import Path

from lib.actions.outages import NotConfigured
from lib.actions.ports import Vault
from lib.gateways.folder_vault import FolderVault
from lib.gateways.s3_vault import SETTING, S3Vault

__all__ = ["FolderVault", "NoVault", "S3Vault", "vault_for"]


def vault_for(url: str, folder: Path | None) -> Vault:
    if url:
        return S3Vault(url)
    return NoVault() if folder is None else FolderVault(folder)


class NoVault:
    """Fulfils ports.Vault where there is none: every method raises NotConfigured."""

    is_configured = False
    is_local = False

    async def put(self, _name: str, _content: bytes, /) -> bool:
        raise NotConfigured(SETTING)

    async def get(self, _name: str, /) -> bytes | None:
        raise NotConfigured(SETTING)

    async def names(self, _prefix: str, /) -> list[str]:
        raise NotConfigured(SETTING)

    async def remove(self, _names: list[str], /) -> None:
        raise NotConfigured(SETTING)
