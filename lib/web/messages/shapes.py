"""What a message that goes out is made of, worked out when the first of its kind goes out."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter


@cache
def shape(form: Any) -> TypeAdapter[Any]:  # noqa: ANN401 -- a type as it stands in an annotation, unions too
    """Of all that a door may say, most processes say one thing."""
    return TypeAdapter(form)
