"""Upstash's `allow-key-locking` on a store that does not know it: the flag is taken out of a script, its promise kept.

Upstash locks only a flagged script's declared keys and refuses it any other; stock Valkey refuses the flag itself.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from lib.local.resp import Command, Reply, ReplyError

FLAG: Final = "allow-key-locking"
REMEMBERED_SCRIPTS: Final = 1000
_BY_TEXT: Final = {b"EVAL", b"EVAL_RO"}
_BY_SHA: Final = {b"EVALSHA", b"EVALSHA_RO"}

# Commands that scripts call often, so that the store need not be asked where the keys stand. Anything else is asked.
# The channel of a PUBLISH counts as a key: Upstash locks it like one as far as anybody has said.
_FIRST_ARGUMENT: Final = """
    APPEND BITCOUNT BITFIELD BITFIELD_RO BITPOS DECR DECRBY DUMP EXPIRE EXPIREAT EXPIRETIME GET GETBIT GETDEL GETEX
    GETRANGE GETSET HDEL HEXISTS HGET HGETALL HINCRBY HINCRBYFLOAT HKEYS HLEN HMGET HMSET HRANDFIELD HSCAN HSET HSETNX
    HSTRLEN HVALS INCR INCRBY INCRBYFLOAT LINDEX LINSERT LLEN LPOP LPOS LPUSH LPUSHX LRANGE LREM LSET LTRIM PERSIST
    PEXPIRE PEXPIREAT PEXPIRETIME PFADD PSETEX PTTL PUBLISH RPOP RPUSH RPUSHX SADD SCARD SET SETBIT SETEX SETNX SETRANGE
    SISMEMBER SMEMBERS SMISMEMBER SPOP SPUBLISH SRANDMEMBER SREM SSCAN STRLEN TTL TYPE XACK XADD XAUTOCLAIM XCLAIM XDEL
    XLEN XPENDING XRANGE XREVRANGE XSETID XTRIM ZADD ZCARD ZCOUNT ZINCRBY ZLEXCOUNT ZMSCORE ZPOPMAX ZPOPMIN
    ZRANDMEMBER ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANK ZREM ZREMRANGEBYLEX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREVRANGE
    ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE
"""
_NO_KEY: Final = "TIME PING ECHO DBSIZE"


@cache
def _guard() -> str:
    """The guard of key_lock.lua as one line, so that the script behind it keeps its line numbers."""
    lines = Path(__file__).with_suffix(".lua").read_text(encoding="utf-8").splitlines()
    return " ".join(line.strip() for line in lines if not line.startswith("--"))


def guard_line(script: bytes) -> bytes:
    """The guard for one script. The store makes its table anew at each call, so it holds no more than is spoken of."""
    spoken_of = set(re.findall(r"[A-Z]+", script.decode(errors="replace").upper()))
    places = {**dict.fromkeys(_FIRST_ARGUMENT.split(), 1), **dict.fromkeys(_NO_KEY.split(), 0)}
    positions = ",".join(f"{name}={place}" for name, place in places.items() if name in spoken_of)
    return _guard().replace("@positions@", positions).encode()


def sha1(script: bytes) -> bytes:
    """The name that EVALSHA gives to `script`."""
    return hashlib.sha1(script, usedforsecurity=False).hexdigest().encode()


class KeyLock:
    """Commands as the store takes them, replies as Upstash would give them; remembers which script is whose."""

    def __init__(self) -> None:
        self._prepared: dict[bytes, bytes] = {}
        self._prepared_sha: dict[bytes, bytes] = {}
        self._original_sha: dict[str, bytes] = {}

    def prepared(self, command: Command) -> Command:
        """The command for the store: flagged scripts guarded, their EVALSHA names exchanged; others untouched."""
        if len(command) < 2:  # noqa: PLR2004 -- no script command is shorter
            return command
        name = command[0].upper()
        if name in _BY_TEXT:
            return [command[0], self._script(command[1]), *command[2:]]
        if name in _BY_SHA:
            return [command[0], self._sha(command[1]), *command[2:]]
        if name == b"SCRIPT" and command[1].upper() == b"LOAD":
            return [*command[:2], *map(self._script, command[2:])]
        if name == b"SCRIPT" and command[1].upper() == b"EXISTS":
            return [*command[:2], *map(self._sha, command[2:])]
        return command

    def original(self, reply: Reply) -> Reply:
        """The reply with the names of prepared scripts replaced by those of the scripts that were sent."""
        if not self._original_sha:
            return reply
        if isinstance(reply, bytes) and len(reply) == 40:  # noqa: PLR2004 -- a sha1, the reply to SCRIPT LOAD
            return self._original_sha.get(reply.decode(errors="replace"), reply)
        if isinstance(reply, ReplyError):
            return ReplyError(re.sub(r"\b[0-9a-f]{40}\b", self._sha_that_was_sent, reply.text))
        return reply

    def _sha_that_was_sent(self, found: re.Match[str]) -> str:
        sha = found.group()
        return self._original_sha.get(sha, sha.encode()).decode()

    def _sha(self, sha: bytes) -> bytes:
        return self._prepared_sha.get(sha.lower(), sha)

    def _script(self, script: bytes) -> bytes:
        if not script.startswith(b"#!"):
            return script
        known = self._prepared.get(script)
        if known is None:
            known = guarded(script)
            if known != script:
                self._remember(script, known)
        return known

    def _remember(self, script: bytes, prepared: bytes) -> None:
        if len(self._prepared) >= REMEMBERED_SCRIPTS:
            for names in (self._prepared, self._prepared_sha, self._original_sha):
                names.clear()
        self._prepared[script] = prepared
        self._prepared_sha[sha1(script)] = sha1(prepared)
        self._original_sha[sha1(prepared).decode()] = sha1(script)


def guarded(script: bytes) -> bytes:
    """`script` without the flag and behind its guard when its first line has the flag, else `script` itself."""
    first, newline, rest = script.partition(b"\n")
    words = [_without_flag(word) for word in first.decode(errors="replace").split()]
    if words == first.decode(errors="replace").split():
        return script
    return " ".join(filter(None, words)).encode() + newline + guard_line(rest) + b" " + rest


def _without_flag(word: str) -> str:
    if not word.startswith("flags="):
        return word
    flags = word.removeprefix("flags=").split(",")
    if FLAG not in flags:
        return word
    left = [flag for flag in flags if flag != FLAG]
    return "flags=" + ",".join(left) if left else ""
