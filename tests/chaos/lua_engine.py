"""Runs the project's own Lua files inside this process, against a keyspace: the scripts are real, the server is not."""

import json
from functools import cache
from typing import Any, Protocol

from lupa import lua51

from lib.gateways.store.scripts import script


class Commands(Protocol):
    def do(self, words: list[str]) -> Any: ...


class ScriptFault(Exception):  # noqa: N818 -- what went wrong is the script
    """A script failed, or reached for a key that it had not declared: always a bug of ours."""


class Engine:
    """One Lua for a process. Scripts keep nothing between two calls, so that histories cannot meet in it."""

    def __init__(self) -> None:
        self._lua: Any = lua51.LuaRuntime(unpack_returned_tuples=True, register_eval=False, register_builtins=False)
        self._null = self._lua.eval("setmetatable({}, {__tostring = function() return 'null' end})")
        self._functions: dict[str, Any] = {}
        self._keyspace: Commands | None = None
        self._declared: frozenset[str] = frozenset()
        make = self._lua.eval(
            "function(call, decode, encode, null)"
            " redis = {call = call} cjson = {decode = decode, encode = encode, null = null} end"
        )
        make(self._call, self._decode, self._encode, self._null)

    def run(self, text: str, keyspace: Commands, keys: list[str], args: list[str]) -> Any:
        """What the script answers, as the server would tell a client. Raises ScriptFault."""
        function = self._functions.get(text)
        if function is None:
            # The first line is for the server alone.
            body = text.partition("\n")[2]
            function = self._lua.eval(f"function(KEYS, ARGV)\n{body}\nend")
            self._functions[text] = function
        self._keyspace, self._declared = keyspace, frozenset(keys)
        try:
            return _from_lua(function(self._lua.table_from(keys), self._lua.table_from(args)))
        except lua51.LuaError as error:
            raise ScriptFault(str(error)) from error

    def _call(self, *words: object) -> Any:
        said = [word if isinstance(word, str) else _number(word) for word in words]
        if said[0] != "TIME" and said[1] not in self._declared:
            raise ScriptFault(f"{said[0]} {said[1]}: not declared")
        assert self._keyspace is not None
        return self._reply(self._keyspace.do(said))

    def _reply(self, value: Any) -> Any:
        if value is None:
            return False
        if isinstance(value, dict):
            # HGETALL: the REST interface makes a mapping of what scripts see as names and values in turn.
            value = [word for pair in value.items() for word in pair]
        if isinstance(value, list):
            return self._lua.table_from([self._reply(each) for each in value])
        return value

    def _decode(self, text: str) -> Any:
        value = json.loads(text)
        return self._to_lua(value) if "null" in text else self._lua.table_from(value, recursive=True)

    def _to_lua(self, value: Any) -> Any:
        """The same with something in the place of null, which in a table would be nothing at all."""
        if value is None:
            return self._null
        if isinstance(value, list):
            return self._lua.table_from([self._to_lua(each) for each in value])
        if isinstance(value, dict):
            return self._lua.table_from({key: self._to_lua(each) for key, each in value.items()})
        return value

    def _encode(self, table: Any) -> str:
        """Lists of words, and lists of those: all that scripts of ours write. cjson puts a stroke before a slash."""
        words = json.dumps(self._words(table), ensure_ascii=False, separators=(",", ":"))
        return words.replace("/", "\\/").replace("\x7f", "\\u007f")

    def _words(self, value: Any) -> Any:
        if lua51.lua_type(value) != "table":
            return value
        return None if str(value) == "null" else [self._words(each) for each in value.values()]


@cache
def engine() -> Engine:
    return Engine()


def text_of(name: str) -> str:
    return script(name)


def _number(value: object) -> str:
    """As Lua 5.1 writes numbers: whole ones without a point."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ScriptFault(f"{value!r} is no argument of a command")
    return str(int(value)) if float(value).is_integer() else f"{value:.17g}"


def _from_lua(value: Any) -> Any:
    if lua51.lua_type(value) == "table":
        return [_from_lua(each) for each in value.values()]
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
