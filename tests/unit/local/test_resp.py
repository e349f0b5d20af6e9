"""RESP2 is read whole, however it is cut up on its way."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.local.resp import Reply, ReplyError, ReplyReader, written

SIMPLE = b"+OK\r\n-ERR no\r\n:-7\r\n$-1\r\n*-1\r\n$0\r\n\r\n$4\r\na\r\nb\r\n*0\r\n"
WIRE = SIMPLE + b"*3\r\n*1\r\n:1\r\n$1\r\nx\r\n*0\r\n+end\r\n"
REPLIES: list[Reply] = ["OK", ReplyError("ERR no"), -7, None, None, b"", b"a\r\nb", [], [[1], b"x", []], "end"]


def test_replies_are_read() -> None:
    assert ReplyReader().replies(WIRE) == REPLIES


@given(st.lists(st.integers(0, len(WIRE))))
def test_replies_are_the_same_however_they_arrive(cuts: list[int]) -> None:
    reader = ReplyReader()
    edges = [0, *sorted(cuts), len(WIRE)]

    replies = [reply for start, end in pairwise(edges) for reply in reader.replies(WIRE[start:end])]

    assert replies == REPLIES


def test_other_protocols_are_noticed() -> None:
    with pytest.raises(ValueError, match="not a RESP2 reply"):
        ReplyReader().replies(b"HTTP/1.1 400 Bad Request\r\n")


@pytest.mark.parametrize(
    "wire",
    # What a length below zero led back to was read again and again, without an end.
    [
        b"$-7\r\n",
        b"$-6\r\n",
        b"*-2\r\n",
        b"$1_0\r\n0123456789\r\n",
        b"$ 3\r\nabc\r\n",
        b":1_0\r\n",
        b":\r\n",
        b"$3\r\nabcd\r\n",
    ],
)
def test_what_is_only_nearly_the_protocol_is_noticed(wire: bytes) -> None:
    with pytest.raises(ValueError, match=r"RESP2|longer"):
        ReplyReader().replies(wire)


def test_command_is_written_with_its_lengths_in_bytes() -> None:
    assert written([b"SET", "ñ".encode(), b""]) == b"*3\r\n$3\r\nSET\r\n$2\r\n\xc3\xb1\r\n$0\r\n\r\n"
