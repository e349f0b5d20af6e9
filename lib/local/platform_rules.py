"""What vercel.json says about headers and rewrites, in the small part of its pattern language that we use."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from lib.local.stops import StartRefused

# Everything else of the language (groups, optional parts, own expressions) stops the start: a rule that we
# understood wrongly would work here and not on the platform.
_PIECE: Final = re.compile(
    r"/:(?P<many>[A-Za-z_]\w*)\*|:(?P<one>[A-Za-z_]\w*)(?![*+?({])|(?P<any>\(\.\*\))|(?P<plain>[\w/.~%@&=,;!'-])",
    re.ASCII,
)
_PARAMETER: Final = re.compile(r":([A-Za-z_]\w*)\*?", re.ASCII)
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NOT_UNDERSTOOD: Final = ("routes", "redirects", "trailingSlash", "basePath")


@dataclass(frozen=True, slots=True)
class Condition:
    """A "header" (its key in lower case) or a parameter of the "query" whose whole value has this form."""

    kind: str
    key: str
    value: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class HeaderRule:
    source: re.Pattern[str]
    headers: tuple[tuple[bytes, bytes], ...]
    has: tuple[Condition, ...] = ()

    def holds(self, path: str, asked: Mapping[str, Mapping[str, str]]) -> bool:
        values = ((each.value, asked.get(each.kind, {}).get(each.key)) for each in self.has)
        return bool(self.source.fullmatch(path)) and all(found and form.fullmatch(found) for form, found in values)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a rewritten request goes: a path of ours and the parameters that the rule adds."""

    path: str
    parameters: tuple[tuple[str, str], ...]

    def query(self, given: bytes) -> bytes:
        """The query that arrived, then what the rule adds; the caller's own value wins, as on the platform."""
        names = {name for name, _ in parse_qsl(given.decode("latin-1"), keep_blank_values=True)}
        added = urlencode([pair for pair in self.parameters if pair[0] not in names]).encode()
        return b"&".join(part for part in (given, added) if part)


@dataclass(frozen=True, slots=True)
class Rewrite:
    source: re.Pattern[str]
    destination: str

    def target(self, path: str) -> Target | None:
        """Where `path` (still percent-encoded) goes by this rule, or None when it does not match."""
        match = self.source.fullmatch(path)
        if match is None:
            return None
        values = {name: unquote(value or "") for name, value in match.groupdict().items()}
        parts = urlsplit(self.destination)
        used = set(_PARAMETER.findall(parts.path))
        destination = _PARAMETER.sub(lambda found: quote(values[found[1]]), parts.path)
        query = {name: _PARAMETER.sub(lambda f: values[f[1]], value) for name, value in parse_qsl(parts.query)}
        # The platform hands all parameters over unless the destination's path already names one of them.
        if not used:
            query = {**values, **query}
        return Target(destination, tuple(query.items()))


@dataclass(frozen=True, slots=True)
class PlatformRules:
    header_rules: tuple[HeaderRule, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """The rules of a vercel.json, none when it is missing. Raises StartRefused for what we do not understand."""
        if not path.exists():
            return cls()
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise StartRefused(f"{path.name} is not JSON: {error}.") from error
        strange = [name for name in _NOT_UNDERSTOOD if name in document]
        if strange:
            raise StartRefused(f"{path.name}: `{strange[0]}` is not understood here.")
        return cls(
            tuple(map(_header_rule, document.get("headers", []))), tuple(map(_rewrite, document.get("rewrites", [])))
        )

    def headers(self, path: str, headers: Mapping[str, str] = NOTHING, query: bytes = b"") -> dict[bytes, bytes]:
        """What an answer to this request has, names in lower case; the last rule that sets a name wins."""
        asked = {"header": headers, "query": dict(parse_qsl(query.decode("latin-1")))}
        matching = [rule for rule in self.header_rules if rule.holds(path, asked)]
        return {name: value for rule in matching for name, value in rule.headers}

    def target(self, path: str) -> Target | None:
        """Where the first rewrite that matches sends `path`, or None."""
        found = (rewrite.target(path) for rewrite in self.rewrites)
        return next((target for target in found if target is not None), None)


def _header_rule(rule: dict[str, object]) -> HeaderRule:
    _only({"has": [], **rule}, {"source", "has", "headers"})
    headers, has = rule["headers"], rule.get("has", [])
    assert isinstance(headers, list)  # noqa: S101 -- the platform's schema; a test builds with it
    assert isinstance(has, list)  # noqa: S101 -- as above
    pairs = tuple((str(h["key"]).lower().encode(), str(h["value"]).encode()) for h in headers)
    return HeaderRule(pattern(str(rule["source"])), pairs, tuple(map(_condition, has)))


def _condition(said: dict[str, str]) -> Condition:
    kind, key, value = said.get("type"), said.get("key"), said.get("value")
    # Named groups would be for the destination, and hosts and cookies decide about nothing of ours.
    refused = StartRefused(f"vercel.json: the condition {json.dumps(said)} is not understood here.")
    if kind not in {"header", "query"} or not key or not value or "(?" in value:
        raise refused
    try:
        return Condition(kind, key.lower() if kind == "header" else key, re.compile(value))
    except re.error:
        raise refused from None


def _rewrite(rule: dict[str, object]) -> Rewrite:
    _only(rule, {"source", "destination"})
    source, destination = pattern(str(rule["source"])), str(rule["destination"])
    unknown = set(_PARAMETER.findall(destination)) - set(source.groupindex)
    if not destination.startswith("/") or "$" in destination or unknown:
        raise StartRefused(f"vercel.json: the rewrite destination `{destination}` is not understood here.")
    return Rewrite(source, destination)


def _only(rule: dict[str, object], names: set[str]) -> None:
    strange = sorted(set(rule) ^ names)
    if strange:
        raise StartRefused(f"vercel.json: `{strange[0]}` of a rule is missing or not understood here.")


def pattern(source: str) -> re.Pattern[str]:
    """The regular expression of a `source`; raises StartRefused for syntax that we do not know."""
    position, expression = 0, ""
    while position < len(source):
        piece = _PIECE.match(source, position)
        if piece is None or not source.startswith("/"):
            raise StartRefused(f"vercel.json: the pattern `{source}` is not understood here (at character {position}).")
        expression += _expression(piece)
        position = piece.end()
    return re.compile(expression)


def _expression(piece: re.Match[str]) -> str:
    if many := piece["many"]:
        return f"(?:/(?P<{many}>[^/]+(?:/[^/]+)*))?"
    if one := piece["one"]:
        return f"(?P<{one}>[^/]+)"
    return "(.*)" if piece["any"] else re.escape(piece["plain"])
