"""A body means one thing or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.web.faults import Fault
from lib.web.strict_json import read_json


def test_plain_json_is_read() -> None:
    assert read_json('{"a": [1, -2.5, "ñ 💃", true, null]}'.encode()) == {"a": [1, -2.5, "ñ 💃", True, None]}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"NaN", b"[Infinity]", b"1e999", b"1" * 19, b'{"a":1,"a":1}', b'"\\udfff"', b'{"\\ud800":1}',
     b"\xff", b"\xef\xbb\xbf1", "1".encode("utf-16"), b"[" * 5000, b"'a'", b"{a:1}", b"[1,]", b"\x00", b"1 2"],
)  # fmt: skip
def test_everything_else_is_a_fault(body: bytes) -> None:
    with pytest.raises(Fault) as refused:
        read_json(body)

    assert refused.value.code == "bad_json"


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_a_fault(body: bytes) -> None:
    try:
        value = read_json(body)
    except Fault as fault:
        assert fault.code == "bad_json"  # noqa: PT017 -- most bytes are no JSON, some are
    else:
        assert value is None or isinstance(value, str | int | float | list | dict)
