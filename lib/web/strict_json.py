"""Reads a JSON body without any of the liberties that the standard reader takes."""

import json
import math
from http import HTTPStatus
from typing import NoReturn

from lib.web.faults import Fault

# Longer integers fit no field of ours, and turning very long ones into numbers costs time.
LONGEST_INTEGER = 18


def read_json(body: bytes) -> object:
    """UTF-8 only; no NaN, infinities, repeated names, lone surrogates or numbers out of range. Raises a Fault."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_integer,
        )
        # A lone \ud800 is legal in JSON's grammar, but no text: it could be neither stored nor sent back.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Fault(HTTPStatus.BAD_REQUEST, "bad_json", "The body is not JSON that can be read safely.") from error
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """RFC 8259 leaves the meaning of repeated names open, so two readers may see two different requests."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated name")
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _integer(text: str) -> int:
    if len(text) > LONGEST_INTEGER:
        raise ValueError(text)
    return int(text)
