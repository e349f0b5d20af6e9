"""`dataclass` as the standard library means it, made ready when the first of its kind is made.

Python 3.12 compiles six functions for every frozen dataclass, a millisecond each, whenever a process starts. A door
loads two hundred of them and its answer needs fifty, so here they share their methods, and an `__init__` is compiled
at its first call. Everything else is the standard library's: fields, slots, patterns, replace.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

Made = TypeVar("Made")
# An argument that was left out, where a new object stands for it each time.
LEFT_OUT = object()


def _late(
    *, frozen: bool = False, slots: bool = False, unsafe_hash: bool = False, order: bool = False
) -> Callable[[type[Made]], type[Made]]:
    if order:
        # Two kinds have an order; it is not worth methods of our own.
        return dataclasses.dataclass(frozen=frozen, slots=slots, order=True)

    def made(written: type[Made]) -> type[Made]:
        # Where there is no sentence, the standard library works the signature out to put it there.
        written.__doc__ = written.__doc__ or written.__name__
        ready = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(written)
        shared: dict[str, object] = {"__init__": _first_init(ready, frozen=frozen), "__repr__": _repr, "__eq__": _eq}
        shared["__hash__"] = _hash if frozen or unsafe_hash else None
        shared |= {"__setattr__": _refuse, "__delattr__": _refuse} if frozen else {}
        for name in shared.keys() - vars(written).keys():
            setattr(ready, name, shared[name])
        return ready

    return made


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _late

__all__ = ["dataclass"]


def _first_init(kind: type, *, frozen: bool) -> Callable[..., None]:
    def first(self: object, *given: object, **named: object) -> None:
        init = _compiled_init(kind, frozen=frozen)
        setattr(kind, "__init__", init)  # noqa: B010 -- mypy forbids the other form
        init(self, *given, **named)

    return first


def _compiled_init(kind: type, *, frozen: bool) -> Callable[..., None]:
    # By position first, whatever stands before them in the class.
    wanted = sorted(fields(kind), key=lambda each: bool(each.kw_only))
    names: dict[str, object] = {"put": object.__setattr__, "LEFT_OUT": LEFT_OUT}
    parameters, lines = ["self"], []
    for each in wanted:
        if each.kw_only and "*" not in parameters:
            parameters.append("*")
        parameters.append(_parameter(each, names))
        value = each.name if f"new_{each.name}" not in names else _new_unless_given(each.name)
        lines.append(f"put(self, {each.name!r}, {value})" if frozen else f"self.{each.name} = {value}")
    lines.append("self.__post_init__()" if hasattr(kind, "__post_init__") else "pass")
    text = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines)
    exec(text, names)  # noqa: S102 -- names of fields alone, as in the standard library
    return cast("Callable[..., None]", names["__init__"])


def _parameter(each: Field[Any], names: dict[str, object]) -> str:
    if each.default is not MISSING:
        names[f"default_{each.name}"] = each.default
        return f"{each.name}=default_{each.name}"
    if each.default_factory is not MISSING:
        names[f"new_{each.name}"] = each.default_factory
        return f"{each.name}=LEFT_OUT"
    return each.name


def _new_unless_given(name: str) -> str:
    return f"new_{name}() if {name} is LEFT_OUT else {name}"


def _reader(kind: type[Any]) -> Callable[[Any], object]:
    """Reads all that two of a kind are compared by."""
    names = [each.name for each in fields(kind) if each.compare]
    return attrgetter(*names) if names else lambda _: ()


# With a type of its own, because mypy does not take a class for a key.
_values: Callable[[Any], Callable[[Any], object]] = cache(_reader)


def _eq(self: Any, other: Any) -> Any:  # noqa: ANN401 -- values of any kind, and NotImplemented
    if other.__class__ is not self.__class__:
        return NotImplemented
    values = _values(type(self))
    return values(self) == values(other)


def _hash(self: Any) -> int:  # noqa: ANN401 -- as above
    return hash(_values(type(self))(self))


def _repr(self: Any) -> str:  # noqa: ANN401 -- as above
    shown = [f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr]
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _refuse(_self: object, name: str, *_value: object) -> None:
    raise FrozenInstanceError(f"cannot change {name!r}")
