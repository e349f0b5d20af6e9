"""Who of the instructors comes in by a mailed link: whoever teaches here now and has an address in the catalogue."""

import hashlib

from lib.studio.catalog import Catalog, Instructor
from lib.studio.json_shape import Place

LONGEST_ADDRESS = 254
# A dot-atom on both sides, as letters can be sent to (RFC 5322, 3.4.1), and a dot in its domain; empty is none.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = rf"(?=.{{6,{LONGEST_ADDRESS}}}\Z){_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|"


def address_name(email: str) -> str:
    """The same for every spelling in capitals."""
    return email.strip().casefold()


def entry_mark(instructor: Instructor) -> str:
    """By which an instructor is let in, empty for who is not: another one when the address is another one.

    It is no secret, and made of what stands in the catalogue beside it.
    """
    if not (instructor.active and instructor.email):
        return ""
    name = f"{instructor.id}|{address_name(instructor.email)}"
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def entry_marks(catalog: Catalog) -> tuple[str, ...]:
    """Of everybody who is let in under this catalogue."""
    return tuple(filter(None, map(entry_mark, catalog.instructors.values())))


def read_address(place: Place) -> str:
    return place.matching(_ADDRESS, "must be one e-mail address, such as ana@example.com")


class Addresses:
    """Those that stand in one document: nobody can be told apart by an address that two people have."""

    def __init__(self, owner_email: str) -> None:
        self._owner = address_name(owner_email)
        self._taken: set[str] = set()

    def checked(self, place: Place, who: Instructor) -> Instructor:
        """The same instructor, and a problem at ``place`` if somebody else who may come in has the address."""
        name = address_name(who.email)
        if not entry_mark(who):
            return who
        if name == self._owner:
            place.at("email", None).wrong("owners_address", "is the owner's, who signs in with a password")
        elif name in self._taken:
            place.at("email", None).wrong("duplicate", "is another instructor's as well")
        self._taken.add(name)
        return who
