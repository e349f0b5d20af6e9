import dataclasses
import inspect
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import pytest

from lib.studio import values


def both(**asked: bool) -> list[Callable[[type[Any]], type[Any]]]:
    """Ours and the standard library's, so that every test holds one against the other."""
    return [values._late(**asked), dataclasses.dataclass(**asked)]


def lessons(**asked: bool) -> list[type[Any]]:
    made = []
    for dataclass in both(**asked):

        class Lesson:
            name: str
            price_minor: int = 4500
            secret: str = field(default="", repr=False)
            notes: list[str] = field(default_factory=list, compare=False)
            seen: bool = field(default=False, kw_only=True)

            @property
            def is_dear(self) -> bool:
                return self.price_minor > 5000

        made.append(dataclass(Lesson))
    return made


def told(kind: type[Any]) -> list[object]:
    """All that can be seen of two equal values, one that differs, and one that was replaced."""
    first, second, other = kind("salsa", notes=["a"]), kind(name="salsa"), kind("salsa", 6000, "s", seen=True)
    return [
        [repr(each).rpartition(".")[2] for each in (first, second, other)],
        first == second,
        first == other,
        first == "salsa",
        hash(first) == hash(second),
        hash(first) == hash(other),
        len({first, second, other}),
        (other.is_dear, second.notes, second.notes is not kind("salsa").notes),
        repr(replace(first, name="bachata")).rpartition(".")[2],
        dataclasses.asdict(other),
        kind.__match_args__,
        [each.name for each in fields(kind)],
        hasattr(first, "__dict__"),
    ]


@pytest.mark.parametrize("asked", [{"frozen": True, "slots": True}, {"frozen": True}, {"unsafe_hash": True}])
def test_value_behaves_as_the_standard_librarys(asked: dict[str, bool]) -> None:
    ours, theirs = lessons(**asked)

    assert told(ours) == told(theirs)


@pytest.mark.parametrize("asked", [{"frozen": True, "slots": True}, {"unsafe_hash": True}])
def test_value_takes_the_same_arguments_once_it_was_made(asked: dict[str, bool]) -> None:
    ours, theirs = lessons(**asked)
    for kind in (ours, theirs):
        kind("salsa")

    names = [[(one.name, one.kind) for one in inspect.signature(kind).parameters.values()] for kind in (ours, theirs)]

    assert names[0] == names[1]


@pytest.mark.parametrize("given", [(), ("a", 1, "", [], True), ("a", 1, "", [], 5)])
def test_value_refuses_the_same_arguments(given: tuple[object, ...]) -> None:
    for kind in lessons(frozen=True, slots=True):
        for _ in "once more":
            with pytest.raises(TypeError):
                kind(*given)


def test_value_frozen_is_not_changed() -> None:
    for kind in lessons(frozen=True, slots=True):
        lesson = kind("salsa")
        with pytest.raises(FrozenInstanceError):
            lesson.name = "bachata"
        with pytest.raises(FrozenInstanceError):
            del lesson.name

        assert lesson == kind("salsa")


def test_value_that_may_change_has_no_hash() -> None:
    for kind in lessons(slots=True):
        lesson = kind("salsa")
        lesson.name = "bachata"

        assert lesson == kind("bachata")
        with pytest.raises(TypeError):
            hash(lesson)


def test_value_keeps_the_methods_that_a_class_has_of_its_own() -> None:
    for dataclass in both(frozen=True, slots=True):

        class Quiet:
            word: str

            def __post_init__(self) -> None:
                if not self.word:
                    raise ValueError("a word is missing")

            def __repr__(self) -> str:
                return "quiet"

        kind = dataclass(Quiet)

        assert repr(kind("a")) == "quiet"
        with pytest.raises(ValueError, match="missing"):
            kind("")


def test_value_inherits_fields_and_stands_by_itself() -> None:
    for dataclass in both(frozen=True, slots=True):

        class Base:
            start: int

        base = dataclass(Base)
        child = dataclass(type("Child", (base,), {"__annotations__": {"end": int}}))

        assert child(1, 2).end == 2
        assert base(1) != child(1, 2)
        assert base(1) == base(1)


def test_value_that_is_raised_carries_what_it_was_given() -> None:
    for dataclass in both(unsafe_hash=True):

        class Full(Exception):  # noqa: N818 -- as refusals are named
            places_left: int

        full = dataclass(Full)
        with pytest.raises(full) as raised:
            raise full(2)

        assert raised.value == full(2)
        assert raised.value.args == (2,)


def test_value_compiles_nothing_before_one_is_made() -> None:
    ours, theirs = lessons(frozen=True, slots=True)

    before = ours.__init__
    ours("salsa")

    assert before.__name__ == "first"
    assert ours.__init__.__name__ == theirs.__init__.__name__ == "__init__"


@pytest.mark.parametrize("asked", [{"frozen": True, "slots": True, "order": True}, {"order": True}])
def test_value_with_an_order_is_the_standard_librarys(asked: dict[str, bool]) -> None:
    seen = []
    for dataclass in both(**asked):

        class Minute:
            number: int = 0

        kind: Any = dataclass(Minute)
        earlier, later = kind(1), kind(2)
        seen.append((earlier < later, hasattr(earlier, "__dict__"), kind.__hash__ is None))

    assert seen[0] == seen[1]
