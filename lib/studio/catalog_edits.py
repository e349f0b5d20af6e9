"""What staff edit of the studio's settings: the whole document, or one instructor's own hours and nothing else."""

import copy
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from lib.studio.catalog import Catalog
from lib.studio.catalog_defaults import with_defaults
from lib.studio.catalog_document import BadCatalog, parse
from lib.studio.json_shape import Place, Problem
from lib.studio.unseen import is_unseen
from lib.studio.values import dataclass

# What of an instructor is their own to change.
HOURS = ("week", "breaks", "exceptions")
# A catalogue of a hundred classes has a tenth of it.
LARGEST_BYTES = 256 * 1024
# The one text that may have several lines.
_SEVERAL_LINES = "description"


def edited_catalog(document: object, owner_email: str = "") -> Catalog:
    """A document as staff would have it, under no version yet. Raises BadCatalog with every mistake.

    ``owner_email`` is an address that no instructor may have, where it is known.
    """
    unseen = Place(document)
    _look_for_unseen(unseen, is_long=False)
    try:
        catalog = parse(cast("Mapping[str, object]", document), "", owner_email)
    except BadCatalog as bad:
        raise BadCatalog((*bad.problems, *_new(unseen.problems, bad.problems))) from None
    if unseen.problems:
        raise BadCatalog(tuple(unseen.problems))
    return catalog


def checked_hours(hours: object) -> dict[str, Any]:
    """Somebody's hours as they were sent: all three parts and nothing else. Raises BadCatalog with every mistake."""
    found = Place(hours)
    found.fields(" ".join(HOURS))
    if found.problems:
        raise BadCatalog(tuple(found.problems))
    members = dict(hours) if isinstance(hours, Mapping) else {}
    try:
        edited_catalog({"instructors": [{"id": "who", "name": "Who", **members}]})
    except BadCatalog as bad:
        raise BadCatalog(tuple(_without("/instructors/0", each) for each in bad.problems)) from None
    return members


@dataclass(frozen=True, slots=True)
class HoursOf:
    """One instructor's part of a document, by their id. Both raise KeyError where there is no such instructor."""

    instructor: str

    def read(self, document: Mapping[str, Any]) -> dict[str, Any]:
        person = self._person(with_defaults(document))
        return {name: person[name] for name in HOURS}

    def put(self, hours: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
        edited = copy.deepcopy(dict(document))
        self._person(edited).update({name: hours[name] for name in HOURS})
        return edited

    def _person(self, document: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {each["id"]: each for each in document.get("instructors") or ()}[self.instructor]
        return found


def kept_text(document: Mapping[str, Any]) -> str:
    """As the store keeps it. Raises BadCatalog for more than anybody could send back."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(text.encode()) > LARGEST_BYTES:
        raise BadCatalog((Problem("", "too_large", f"must have at most {LARGEST_BYTES // 1024} KB"),))
    return text


def fingerprint(said: Mapping[str, Any], before: str = "") -> str:
    """The same for the same content in whatever order, if it follows upon the same."""
    text = json.dumps([before, said], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_same(document: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both say the same, with the defaults written out or not."""
    return fingerprint(with_defaults(document)) == fingerprint(with_defaults(other))


def _new(found: Iterable[Problem], known: Iterable[Problem]) -> list[Problem]:
    """Where something else is wrong already, that is enough to be said."""
    pointers = {each.pointer for each in known}
    return [each for each in found if each.pointer not in pointers]


def _look_for_unseen(place: Place, *, is_long: bool) -> None:
    """Every text of a document; a name of a member that nobody can see is no setting we know."""
    value = place.value
    if isinstance(value, str):
        if any(is_unseen(letter) and not (is_long and letter == "\n") for letter in value):
            place.wrong("bad_text", "holds a character that cannot be seen")
    elif isinstance(value, list):
        for item in place.items():
            _look_for_unseen(item, is_long=False)
    elif isinstance(value, Mapping):
        for name, member in place.members():
            _look_for_unseen(member, is_long=is_long or name == _SEVERAL_LINES)


def _without(prefix: str, problem: Problem) -> Problem:
    return Problem(problem.pointer.removeprefix(prefix), problem.code, problem.detail)
