"""An HTML letter as a mail program takes it apart: elements, addresses of links, visible text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# What the layout consists of; whatever else were in a letter came from somebody who wrote it into a form.
ELEMENTS = {"html", "head", "meta", "title", "body", "div", "p", "span", "h1", "a", "br"}
ATTRIBUTES = {"lang", "charset", "name", "content", "style", "href"}
# Without an end tag of their own.
_VOID = {"meta", "br"}


@dataclass(frozen=True, slots=True)
class Seen:
    elements: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    still_open: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self.line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.seen.elements.add(tag)
        self.seen.attributes.update(values)
        self.seen.links.extend(value for name in ("href", "src") if (value := values.get(name)))
        self.seen.languages.extend(value for value in [values.get("lang")] if value)
        if tag not in _VOID:
            self.seen.still_open.append(tag)
        if _begins_line(tag, values.get("style")):
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        assert self.seen.still_open.pop() == tag
        if tag in {"p", "h1", "div", "title"}:
            self.end_line()

    def handle_data(self, data: str) -> None:
        self.line += data

    def end_line(self) -> None:
        if words := " ".join(self.line.split()):
            self.seen.lines.append(words)
        self.line = ""


def seen(html: str) -> Seen:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


def _begins_line(tag: str, style: str | None) -> bool:
    return tag in {"p", "h1", "div", "br"} or "display: block" in (style or "")
