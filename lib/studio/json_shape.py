"""What values a JSON document may hold, and where it holds others: reads on after a mistake and remembers each."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import field
from datetime import date
from typing import TypeVar

from lib.studio.values import dataclass

Read = TypeVar("Read")
Default = TypeVar("Default")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: RFC 6901 pointer to the value, a stable word for the kind of mistake, a sentence for people."""

    pointer: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Place:
    """A value, where it stands, and the list of problems that all places of a document share."""

    value: object
    pointer: str = ""
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, detail: str) -> None:
        self.problems.append(Problem(self.pointer, code, detail))

    def at(self, key: str | int, value: object) -> "Place":
        escaped = str(key).replace("~", "~0").replace("/", "~1")
        return Place(value, f"{self.pointer}/{escaped}", self.problems)

    def fields(self, required: str, optional: str = "") -> "Fields":
        """The members of an object; names are separated by blanks. Null counts as left out."""
        members = self.value if isinstance(self.value, Mapping) else {}
        if not isinstance(self.value, Mapping):
            self.wrong("not_an_object", "must be an object")
            return Fields(self, members)
        known = {*required.split(), *optional.split()}
        for name in members:
            if name not in known:
                self.at(name, None).wrong("unknown_key", "is not a setting we know")
        for name in required.split():
            if members.get(name) is None:
                self.at(name, None).wrong("missing", "must be given")
        return Fields(self, members)

    def members(self) -> "list[tuple[str, Place]]":
        """Names and values of an object whose names are data."""
        if not isinstance(self.value, Mapping):
            self.wrong("not_an_object", "must be an object")
            return []
        return [(str(name), self.at(name, value)) for name, value in self.value.items()]

    def items(self) -> "list[Place]":
        if not isinstance(self.value, list | tuple):
            self.wrong("not_a_list", "must be a list")
            return []
        return [self.at(index, value) for index, value in enumerate(self.value)]

    def text(self, longest: int, shortest: int = 1) -> str:
        if not isinstance(self.value, str):
            self.wrong("not_a_text", "must be a text")
        elif not shortest <= len(self.value.strip()) <= len(self.value) <= longest:
            self.wrong("bad_length", f"must have {shortest} to {longest} characters")
        elif any("\ud800" <= letter <= "\udfff" for letter in self.value):
            self.wrong("bad_text", "holds half a character")
        else:
            return self.value
        return ""

    def matching(self, pattern: str, detail: str) -> str:
        if isinstance(self.value, str) and re.fullmatch(pattern, self.value):
            return self.value
        self.wrong("bad_form", detail)
        return ""

    def whole(self, lowest: int, highest: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.wrong("not_a_whole_number", "must be a whole number")
        elif not lowest <= self.value <= highest:
            self.wrong("out_of_range", f"must be {lowest} to {highest}")
        else:
            return self.value
        return lowest

    def number(self, lowest: int, highest: int) -> float:
        """A number with or without decimals; NaN is in no range."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.wrong("not_a_number", "must be a number")
        elif not lowest <= self.value <= highest:
            self.wrong("out_of_range", f"must be {lowest} to {highest}")
        else:
            return float(self.value)
        return float(lowest)

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.wrong("not_a_flag", "must be true or false")
        return self.value is True

    def one_of(self, choices: Container[str]) -> str | None:
        """One of the words, or None with a problem."""
        if isinstance(self.value, str) and self.value in choices:
            return self.value
        self.wrong("unknown_choice", "must be one of the known words or ids")
        return None

    def day(self) -> date | None:
        """A date YYYY-MM-DD, or None with a problem."""
        if isinstance(self.value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", self.value):
            try:
                return date.fromisoformat(self.value)
            except ValueError:
                pass
        self.wrong("bad_date", "must be a date that exists, as YYYY-MM-DD")
        return None


@dataclass(frozen=True, slots=True)
class Fields:
    """The known and unknown members of one object."""

    place: Place
    values: Mapping[str, object]

    def read(self, name: str, reading: Callable[[Place], Read], default: Default) -> Read | Default:
        """What ``reading`` makes of a member, or the default if it is left out."""
        value = self.values.get(name)
        return default if value is None else reading(self.place.at(name, value))

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def part(self, name: str, left_out: object) -> Place:
        """A member to read on in, as if ``left_out`` stood there if nothing does."""
        value = self.values.get(name)
        return self.place.at(name, left_out if value is None else value)
