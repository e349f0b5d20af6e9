"""How Upstash's REST protocol writes commands into requests and replies into JSON."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias
from urllib.parse import unquote_plus, unquote_to_bytes

from lib.local.resp import Command, Reply, ReplyError

TOKEN_PARAMETER: Final = "_token"  # noqa: S105 -- the name of the parameter, not a token
# Numbers stay the text that was sent: 1e3 or 0.10 must reach the store as they are. Made once: every call reads one
# document, and making the decoder takes as long as reading a short one.
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)
Json: TypeAlias = "str | int | float | list[Json] | Mapping[str, Json] | None"


class Malformed(Exception):  # noqa: N818 -- a fault of the request, not of the program
    """The request holds no command that could be sent; the text is the answer's error."""


def command_in_json(body: bytes) -> Command:
    """`["SET","k","v"]`; raises Malformed."""
    return _command(_parsed(body))


def commands_in_json(body: bytes) -> list[Command]:
    """`[["SET","k","v"],["GET","k"]]`; raises Malformed."""
    document = _parsed(body)
    if not isinstance(document, list) or not document:
        raise Malformed("ERR empty pipeline request")
    return [_command(item) for item in document]


def command_in_path(segments: Sequence[str], *, query: str, body: bytes) -> Command:
    """`/SET/k/v?EX=100`; the body is the last positional argument, the query follows; raises Malformed."""
    words = [unquote_to_bytes(segment) for segment in segments]
    if body:
        words.append(body)
    for name, value in pairs(query):
        if name != TOKEN_PARAMETER:
            words.extend(part.encode() for part in (name, value) if part is not None)
    if not words[0]:
        raise Malformed("ERR empty command")
    return words


def pairs(query: str) -> list[tuple[str, str | None]]:
    """A query's parameters in order; the value is None where there is no `=` ("?NX")."""
    parts = [part.partition("=") for part in query.split("&") if part]
    return [(unquote_plus(name), unquote_plus(value) if equals else None) for name, equals, value in parts]


def _parsed(body: bytes) -> object:
    try:
        return _DECODER.decode(body.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise Malformed("ERR failed to parse command: the body is not JSON") from None


def _command(document: object) -> Command:
    if not isinstance(document, list) or not document:
        raise Malformed("ERR empty command")
    return [_word(item) for item in document]


def _word(item: object) -> bytes:
    if isinstance(item, str):
        return item.encode(errors="surrogatepass")
    if isinstance(item, bool) or item is None:
        return json.dumps(item).encode()
    raise Malformed("ERR failed to parse command: an argument is neither text nor number")


def item(reply: Reply, *, base64_strings: bool) -> dict[str, Json]:
    """`{"result": …}` or `{"error": …}`."""
    if isinstance(reply, ReplyError):
        return {"error": reply.text}
    return {"result": _in_base64(reply) if base64_strings else _in_text(reply)}


def _in_base64(reply: Reply) -> Json:
    if isinstance(reply, bytes):
        return base64.b64encode(reply).decode("ascii")
    if isinstance(reply, str):  # a status; "OK" is the one string that stays as it is
        return reply if reply == "OK" else base64.b64encode(reply.encode()).decode("ascii")
    if isinstance(reply, list):
        return [_in_base64(part) for part in reply]
    return _in_base64(reply.text.encode()) if isinstance(reply, ReplyError) else reply


def _in_text(reply: Reply) -> Json:
    if isinstance(reply, bytes):
        return reply.decode(errors="replace")
    if isinstance(reply, list):
        return [_in_text(part) for part in reply]
    return reply.text if isinstance(reply, ReplyError) else reply
