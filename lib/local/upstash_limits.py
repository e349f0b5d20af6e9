"""What Upstash does not take over REST: commands it does not offer, keys and requests that are too large."""

from typing import Final

from lib.local.resp import Command

REQUEST_BYTES: Final = 10 * 1024 * 1024
KEY_BYTES: Final = 32 * 1024

# Source: facts of Upstash's REST page and its table of commands; administration of a server that is not ours
# to administrate is not offered either. FLUSHALL and FLUSHDB are.
_BLOCKING: Final = "BLPOP BRPOP BLMOVE BRPOPLPUSH BLMPOP BZPOPMIN BZPOPMAX BZMPOP WAIT WAITAOF"
_OF_A_CONNECTION: Final = """
    WATCH UNWATCH MULTI EXEC DISCARD AUTH HELLO SELECT QUIT RESET CLIENT READONLY READWRITE ASKING
    SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUNSUBSCRIBE MONITOR
"""
_ADMINISTRATION: Final = """
    ACL BGREWRITEAOF BGSAVE CLUSTER CONFIG DEBUG FAILOVER LASTSAVE LATENCY MIGRATE MODULE MOVE PSYNC REPLCONF REPLICAOF
    ROLE SAVE SHUTDOWN SLAVEOF SLOWLOG SWAPDB SYNC
"""
_NOT_OFFERED: Final = {name.encode() for name in f"{_BLOCKING} {_OF_A_CONNECTION} {_ADMINISTRATION}".split()}
_BLOCKING_WHEN_ASKED: Final = {b"XREAD", b"XREADGROUP"}


def command_refusal(command: Command) -> str | None:
    """The error text for a command that is not offered over REST, else None."""
    name = command[0].upper()
    if name in _NOT_OFFERED or (name in _BLOCKING_WHEN_ASKED and _asks_to_block(command)):
        shown = name.decode(errors="replace")
        return (
            f"ERR Command is not available: '{shown}'. "
            "See https://upstash.com/docs/redis/overall/compatibility for details"
        )
    return None


def request_refusal(size: int) -> str | None:
    """The error text for a request of `size` bytes when it is too large, else None."""
    if size <= REQUEST_BYTES:
        return None
    return f"ERR max request size exceeded. Limit: {REQUEST_BYTES} bytes, Actual: {size} bytes"


def key_refusal(size: int) -> str | None:
    """The error text for a key of `size` bytes when it is too long, else None."""
    if size <= KEY_BYTES:
        return None
    return f"ERR max key size exceeded. Limit: {KEY_BYTES} bytes, Actual: {size} bytes"


def _asks_to_block(command: Command) -> bool:
    words = [word.upper() for word in command[1:]]
    options = words[: words.index(b"STREAMS")] if b"STREAMS" in words else words
    return b"BLOCK" in options
