"""RESP2, the protocol that Valkey speaks: how commands are written and how replies are read, errors word for word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ReplyError:
    """The store turned a command down; `text` is what it said, its code included ("WRONGTYPE Operation ...")."""

    text: str


# A status ("OK", "PONG") is str and a string value is bytes, so that the two stay distinguishable.
Reply: TypeAlias = "str | bytes | int | ReplyError | list[Reply] | None"
Command: TypeAlias = Sequence[bytes]
_NUMBER = re.compile(rb"-?[0-9]{1,19}")


def written(command: Command) -> bytes:
    """The command as it goes over the wire."""
    head = b"*%d\r\n" % len(command)
    return head + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in command)


@dataclass(slots=True)
class _OpenArray:
    missing: int
    items: list[Reply] = field(default_factory=list)


class ReplyReader:
    """Whole replies out of chunks of bytes; what is incomplete is kept for the next chunk."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._position = 0
        self._open: list[_OpenArray] = []
        self._whole: list[Reply] = []

    def replies(self, chunk: bytes) -> list[Reply]:
        """Every reply that `chunk` completes, in order. Raises ValueError when the other side does not speak RESP2."""
        self._buffer += chunk
        while self._element_read():
            pass
        del self._buffer[: self._position]
        self._position = 0
        whole, self._whole = self._whole, []
        return whole

    def _element_read(self) -> bool:
        end = self._buffer.find(b"\r\n", self._position)
        if end < 0:
            return False
        kind = bytes(self._buffer[self._position : self._position + 1])
        line = bytes(self._buffer[self._position + 1 : end])
        after = end + 2
        length = _whole_number(line) if kind in {b"$", b"*"} else 0
        if kind == b"$" and length >= 0:
            start, after = after, after + length + 2
            if len(self._buffer) < after:
                return False
            if self._buffer[after - 2 : after] != b"\r\n":
                raise ValueError("a string is longer than it was said to be")
            self._add(bytes(self._buffer[start : after - 2]))
        elif kind == b"*" and length > 0:
            self._open.append(_OpenArray(length))
        else:
            self._add(_short_reply(kind, line))
        self._position = after
        return True

    def _add(self, reply: Reply) -> None:
        while self._open:
            array = self._open[-1]
            array.items.append(reply)
            array.missing -= 1
            if array.missing:
                return
            self._open.pop()
            reply = array.items
        self._whole.append(reply)


def _short_reply(kind: bytes, line: bytes) -> Reply:
    match kind:
        case b"+":
            return line.decode()
        case b"-":
            return ReplyError(line.decode(errors="replace"))
        case b":":
            return _whole_number(line)
        case b"*" if line == b"0":
            return []
        case b"$" | b"*" if line == b"-1":
            return None
        case _:
            raise ValueError(f"not a RESP2 reply: {kind!r}")


def _whole_number(line: bytes) -> int:
    """Only as RESP2 writes it: int() also takes `1_0` and ` 3`, and a length below zero would lead backwards."""
    if _NUMBER.fullmatch(line) is None:
        raise ValueError("not a number of RESP2")
    return int(line)
