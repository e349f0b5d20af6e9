"""Small ways in which a Lua file could be wrong: one operator, number or statement of it is another, or missing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<comment>--[^\n]*)|(?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|(?P<number>\b\d+\b)"""
    r"""|(?P<word>[A-Za-z_]\w*)|(?P<operator>==|~=|<=|>=|\.\.|[-+*/%<>])"""
)
OTHERS = {
    "==": "~=", "~=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "+": "-", "-": "+", "*": "/",
    "and": "or", "or": "and", "true": "false", "false": "true", "not": "", "min": "max", "max": "min",
}  # fmt: skip
CALL = re.compile(r"^[ \t]*(?:redis\.call|[a-z_]+)\(", re.MULTILINE)
ASSIGNMENT = re.compile(r"^[ \t]*(?!local |for )[a-z_][\w.\[\]# +]* = .+$", re.MULTILINE)
# A minus with nothing before it that it could take away from.
UNARY = re.compile(r"(?:[(,=]|\band|\bor)\s*$")
# A line of `if ... then <one statement> end`: what is done there is left out, the question stays.
ONE_LINE_IF = re.compile(r"\bthen (?!return\b)(?P<done>.+?) end$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` in the place of what stands between ``start`` and ``end``."""

    start: int
    end: int
    text: str

    def of(self, source: str) -> str:
        return source[: self.start] + self.text + source[self.end :]

    def told(self, source: str) -> str:
        """The line that is edited: what stood there and what stands there now."""
        line, begin = source.count("\n", 0, self.start) + 1, source.rfind("\n", 0, self.start) + 1
        stop = source.find("\n", self.start)
        was = source[begin:stop].strip()
        gone = source[self.start : self.end].strip().replace("\n", " ")
        if not self.text.strip():
            return f"{line}: {was}   -- without `{gone}` at {self.start - begin}"
        return f"{line}: {was}   -- `{gone}` at {self.start - begin} is `{self.text}`"


def edits(source: str) -> list[Edit]:
    """All of a file, in the order in which they stand there."""
    # The first line of a script is for the server.
    code = source.find("\n") if source.startswith("#!") else 0
    found = (edit for edit in {*_tokens(source), *_statements(source)} if edit.start >= code)
    return sorted(found, key=lambda edit: (edit.start, edit.end, edit.text))


def _tokens(source: str) -> Iterator[Edit]:
    for token in TOKEN.finditer(source):
        start, end = token.span()
        match token.lastgroup:
            case "number":
                yield Edit(start, end, str(int(token[0]) + 1))
            case "operator" if token[0] == "-" and UNARY.search(source, max(0, start - 8), start):
                yield Edit(start, end, "")
            case "word" | "operator" if token[0] in OTHERS:
                yield Edit(start, end, OTHERS[token[0]])
            case _:
                pass


def _statements(source: str) -> Iterator[Edit]:
    """What can be left out so that the rest is still Lua: calls for their effect, assignments to what exists."""
    for call in CALL.finditer(source):
        end = _closed(source, call.end())
        if end and source[end : end + 1] in {"\n", ""}:
            yield Edit(call.start(), end, "")
    for assignment in ASSIGNMENT.finditer(source):
        line = assignment[0]
        if line.count("(") == line.count(")") and line.count("{") == line.count("}"):
            yield Edit(assignment.start(), assignment.end(), "")
    for line_if in ONE_LINE_IF.finditer(source):
        yield Edit(line_if.start("done"), line_if.end("done"), "")


def _closed(source: str, start: int) -> int:
    """Behind the bracket that closes the one before ``start``; 0 where there is none."""
    depth, at = 1, start
    while depth and at < len(source):
        token = TOKEN.match(source, at)
        if token and token.lastgroup in {"comment", "text"}:
            at = token.end()
            continue
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
    return 0 if depth else at
