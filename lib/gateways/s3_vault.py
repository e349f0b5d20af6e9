"""A bucket as the place for backups: Amazon's own, or another one that speaks the same protocol."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit

from lib.actions.log_lines import timed
from lib.actions.outages import NotConfigured, VaultUnavailable
from lib.studio.values import dataclass

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

SETTING = "BACKUP_URL"
# Seconds; and how often a request is made at most.
CONNECT, READ, ATTEMPTS = 2, 10, 2
THREADS = 8
# S3 takes no more in one request.
REMOVED_AT_ONCE = 1000
# Backups are full of addresses: only a machine that talks to itself may do so unencrypted.
LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))

Answer = TypeVar("Answer")


class _Pages(Protocol):
    def paginate(self, **words: object) -> Iterable[Mapping[str, Any]]: ...


class _Client(Protocol):
    """The part of boto3's client that is used here; boto3 makes it while running and brings no types."""

    def put_object(self, **words: object) -> object: ...
    def get_object(self, **words: object) -> Mapping[str, Any]: ...
    def delete_objects(self, **words: object) -> Mapping[str, Any]: ...
    def get_paginator(self, name: str, /) -> _Pages: ...


@dataclass(frozen=True, slots=True)
class _Bucket:
    """``prefix`` is empty or ends in a slash; ``endpoint`` is empty for Amazon's own."""

    name: str
    prefix: str
    endpoint: str

    @classmethod
    def of(cls, url: str) -> _Bucket | None:
        """From s3://bucket/prefix, https://host/bucket/prefix, or http:// on this machine; None for all else."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            return None
        is_allowed = parts.scheme in {"s3", "https"} or (parts.scheme == "http" and host in LOOPBACK)
        # Keys have settings of their own, which are never printed as a part of an address.
        if not is_allowed or not host or "@" in parts.netloc or parts.query or parts.fragment:
            return None
        is_amazon = parts.scheme == "s3"
        path = f"{parts.netloc}{parts.path}" if is_amazon else parts.path
        name, _, prefix = path.strip("/").partition("/")
        if not re.fullmatch(r"[A-Za-z0-9_.-]{3,63}", name):
            return None
        endpoint = "" if is_amazon else f"{parts.scheme}://{parts.netloc}"
        return cls(name, f"{prefix}/" if prefix else "", endpoint)


class S3Vault:
    """Fulfils ports.Vault. Connects when it is first used; may be shared between threads and event loops.

    An address that names no bucket raises NotConfigured when it is used, so that it closes this door alone and loudly.
    """

    is_configured = True
    is_local = False

    def __init__(self, url: str) -> None:
        self._bucket = _Bucket.of(url)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="vault")
        self._connecting = Lock()
        self._client: _Client | None = None
        # At DEBUG they log what is sent and the signature that sends it.
        for name in ("boto3", "botocore", "urllib3"):
            logging.getLogger(name).setLevel(logging.WARNING)

    async def put(self, name: str, content: bytes) -> bool:
        """False also for what this very call has written when the answer to its first attempt was lost."""
        return await self._done(partial(_put, name, content))

    async def get(self, name: str) -> bytes | None:
        return await self._done(partial(_get, name))

    async def names(self, prefix: str) -> list[str]:
        return await self._done(partial(_names, prefix))

    async def remove(self, names: list[str]) -> None:
        await self._done(partial(_remove, names))

    def close(self) -> None:
        """Ends the threads; a function never does, a program that makes several must."""
        self._threads.shutdown()

    async def _done(self, call: Callable[[_Client, _Bucket], Answer]) -> Answer:
        with timed("vault", "call"):
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._attempted, call)

    def _attempted(self, call: Callable[[_Client, _Bucket], Answer]) -> Answer:
        if self._bucket is None:
            raise NotConfigured(SETTING)
        # Imported here: it takes a second, and few requests keep a backup.
        from botocore import exceptions  # noqa: PLC0415 -- see above

        try:
            return call(self._connected(self._bucket), self._bucket)
        except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError) as error:
            raise NotConfigured(SETTING) from error
        except exceptions.ClientError as error:
            raise VaultUnavailable(_code(error)) from error
        except exceptions.BotoCoreError as error:
            raise VaultUnavailable(type(error).__name__) from error

    def _connected(self, bucket: _Bucket) -> _Client:
        # Making a client is not safe in parallel; using one is.
        with self._connecting:
            if self._client is None:
                try:
                    self._client = _client(bucket)
                except ValueError as error:
                    raise NotConfigured(SETTING) from error
            return self._client


def _client(bucket: _Bucket) -> _Client:
    """Raises ValueError for an endpoint that cannot be one."""
    import boto3  # noqa: PLC0415 -- as above
    from botocore.config import Config  # noqa: PLC0415 -- as above

    config = Config(
        connect_timeout=CONNECT,
        read_timeout=READ,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        max_pool_connections=THREADS,
    )
    where: dict[str, str] = {}
    if bucket.endpoint:
        # Others know neither Amazon's way of naming hosts nor its newer checksums.
        config = config.merge(
            Config(
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            )
        )
        where = {"endpoint_url": bucket.endpoint}
    client: _Client = boto3.Session().client("s3", config=config, **where)
    return client


def _put(name: str, content: bytes, client: _Client, bucket: _Bucket) -> bool:
    from botocore.exceptions import ClientError  # noqa: PLC0415 -- as above

    encryption = {} if bucket.endpoint else {"ServerSideEncryption": "AES256"}
    key = f"{bucket.prefix}{name}"
    try:
        client.put_object(Bucket=bucket.name, Key=key, Body=content, IfNoneMatch="*", **encryption)
    except ClientError as error:
        if _code(error) == "PreconditionFailed":
            return False
        raise
    return True


def _get(name: str, client: _Client, bucket: _Bucket) -> bytes | None:
    from botocore.exceptions import ClientError  # noqa: PLC0415 -- as above

    try:
        found = client.get_object(Bucket=bucket.name, Key=f"{bucket.prefix}{name}")
    except ClientError as error:
        if _code(error) == "NoSuchKey":
            return None
        raise
    return bytes(found["Body"].read())


def _names(prefix: str, client: _Client, bucket: _Bucket) -> list[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket.name, Prefix=f"{bucket.prefix}{prefix}")
    return sorted(each["Key"].removeprefix(bucket.prefix) for page in pages for each in page.get("Contents", ()))


def _remove(names: list[str], client: _Client, bucket: _Bucket) -> None:
    for at in range(0, len(names), REMOVED_AT_ONCE):
        objects = [{"Key": f"{bucket.prefix}{name}"} for name in names[at : at + REMOVED_AT_ONCE]]
        answer = client.delete_objects(Bucket=bucket.name, Delete={"Objects": objects, "Quiet": True})
        for error in answer.get("Errors", ()):
            raise VaultUnavailable(error["Code"])


def _code(error: ClientError) -> str:
    """One word: the sentence beside it may quote addresses."""
    said = str(error.response.get("Error", {}).get("Code", ""))
    return said if re.fullmatch(r"[A-Za-z0-9.]{1,60}", said) else "unknown"
