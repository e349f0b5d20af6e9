"""A place for backups keeps what it was given, whole and for good, whether it is a bucket or a folder."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import httpx
import pytest
from botocore.awsrequest import AWSPreparedRequest
from moto import mock_aws
from moto.server import ThreadedMotoServer

from lib.actions.outages import NotConfigured, VaultUnavailable
from lib.actions.ports import Vault
from lib.gateways.vault import FolderVault, NoVault, S3Vault, vault_for

BUCKET = "studio-backups"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[AWSPreparedRequest]:
    """What is sent to Amazon, or would be."""
    asked: list[AWSPreparedRequest] = []
    prepare = AWSPreparedRequest.__init__

    def noted(request: AWSPreparedRequest, *words: object) -> None:
        prepare(request, *words)
        asked.append(request)

    monkeypatch.setattr(AWSPreparedRequest, "__init__", noted)
    return asked


@contextmanager
def a_bucket(kind: str) -> Iterator[S3Vault]:
    """Amazon's own, a part of one, or one that another server keeps."""
    if kind == "another server's":
        server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        server.start()
        try:
            url = "http://{}:{}".format(*server.get_host_and_port())
            # All servers of one process keep the same things: what the test before left is here as well.
            httpx.post(f"{url}/moto-api/reset", timeout=30).raise_for_status()
            httpx.put(f"{url}/{BUCKET}", timeout=30).raise_for_status()
            yield S3Vault(f"{url}/{BUCKET}/one")
        finally:
            server.stop()
        return
    with mock_aws():
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        yield S3Vault(f"s3://{BUCKET}" if kind == "bucket" else f"s3://{BUCKET}/one/studio/")


@pytest.fixture(params=["bucket", "part of a bucket", "another server's", "folder"])
async def vault(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Vault]:
    if request.param == "folder":
        yield FolderVault(tmp_path / "vault")
        return
    with a_bucket(request.param) as bucket:
        yield bucket
        bucket.close()


async def test_vault_gives_back_what_it_was_given(vault: Vault) -> None:
    content = bytes(range(256)) * 1000

    assert await vault.put("backups/one.jsonl", content)

    assert await vault.get("backups/one.jsonl") == content
    assert await vault.get("backups/other.jsonl") is None
    assert vault.is_configured


async def test_vault_never_overwrites(vault: Vault) -> None:
    await vault.put("backups/one.jsonl", b"first")

    again = await vault.put("backups/one.jsonl", b"second")

    assert (again, await vault.get("backups/one.jsonl")) == (False, b"first")


async def test_vault_names_what_begins_alike_in_order(vault: Vault) -> None:
    for name in (
        "backups/b",
        "copies/x/000002-moved.json",
        "backups/a",
        "backups-of-another/z",
        "copies/x/000001-a.json",
    ):
        await vault.put(name, b"")

    assert await vault.names("backups/") == ["backups/a", "backups/b"]
    assert await vault.names("copies/x/0") == ["copies/x/000001-a.json", "copies/x/000002-moved.json"]
    assert await vault.names("nothing") == []
    assert len(await vault.names("")) == 5


async def test_vault_removes_what_there_is_of_the_names(vault: Vault) -> None:
    for name in ("a/1", "a/2", "a/3"):
        await vault.put(name, b"x")

    await vault.remove(["a/1", "a/3", "a/4"])
    await vault.remove(["a/1"])
    await vault.remove([])

    assert await vault.names("a/") == ["a/2"]
    assert await vault.put("a/1", b"again")


async def test_vault_names_what_takes_several_pages(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Amazon tells a thousand at once; here it is ten."""
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "10")
    names = [f"copies/{number:05}" for number in range(23)]
    for name in names:
        await vault.put(name, b"")

    assert await vault.names("copies/") == names


async def test_vault_removes_more_than_one_request_takes(vault: Vault, asked: list[AWSPreparedRequest]) -> None:
    names = [f"copies/{number:05}" for number in range(2201)]
    there = [names[0], names[1000], names[2199], names[2200]]
    for name in there:
        await vault.put(name, b"")

    await vault.remove(names[:2200])

    assert await vault.names("copies/") == there[3:]
    # Each is prepared twice.
    bodies = dict.fromkeys(request.body for request in asked if "?delete" in request.url)
    removed = [body.count(b"<Key>") for body in bodies]
    assert removed in ([1000, 1000, 200], []), removed
    assert bool(removed) is not isinstance(vault, FolderVault)


async def test_bucket_is_asked_to_encrypt_and_sees_only_its_own_part() -> None:
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        vault = S3Vault(f"s3://{BUCKET}/one")
        s3.put_object(Bucket=BUCKET, Key="two/backups/x", Body=b"")

        await vault.put("backups/x", b"")

        kept = s3.get_object(Bucket=BUCKET, Key="one/backups/x")
        assert kept["ServerSideEncryption"] == "AES256"
        assert await vault.names("") == ["backups/x"]
        vault.close()


async def test_bucket_that_is_not_there_is_an_outage_in_one_word() -> None:
    with mock_aws():
        vault = S3Vault("s3://nobodys-bucket")

        for asked in (vault.put("a", b""), vault.get("a"), vault.names(""), vault.remove(["a"])):
            with pytest.raises(VaultUnavailable, match=r"^NoSuchBucket$"):
                await asked
        vault.close()


async def test_bucket_behind_nothing_is_an_outage() -> None:
    vault = S3Vault("http://127.0.0.1:9/bucket/prefix")

    with pytest.raises(VaultUnavailable, match=r"^EndpointConnectionError$"):
        await vault.get("a")
    vault.close()


async def test_bucket_without_keys_is_not_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    vault = S3Vault(f"s3://{BUCKET}")

    with pytest.raises(NotConfigured) as raised:
        await vault.names("")

    assert raised.value == NotConfigured("BACKUP_URL")
    vault.close()


@pytest.mark.parametrize(
    "url",
    [
        "backups",
        "s3://",
        "s3://x",
        "s3://key:secret@bucket",
        "s3://bucket?versionId=1",
        "http://minio.example/bucket",
        "https://host.example",
        "https://host.example/",
        "https://host.example:port/bucket",
        "https://key:secret@host.example/bucket",
        "https://host name/bucket",
        "ftp://host/bucket",
        "file:///etc",
    ],
)
async def test_address_that_names_no_bucket_closes_this_door_and_says_which_setting(url: str) -> None:
    vault = vault_for(url, folder=None)

    with pytest.raises(NotConfigured) as raised:
        await vault.get("a")

    assert (raised.value, vault.is_configured) == (NotConfigured("BACKUP_URL"), True)


async def test_no_vault_says_what_is_missing() -> None:
    vault = vault_for("", folder=None)

    for asked in (vault.put("a", b""), vault.get("a"), vault.names(""), vault.remove(["a"])):
        with pytest.raises(NotConfigured, match="BACKUP_URL"):
            await asked
    assert (type(vault), vault.is_configured, vault.is_local) == (NoVault, False, False)


def test_vault_is_the_one_that_is_named_before_the_folder(tmp_path: Path) -> None:
    assert isinstance(vault_for("s3://bucket", tmp_path), S3Vault)
    assert isinstance(vault_for("", tmp_path), FolderVault)
