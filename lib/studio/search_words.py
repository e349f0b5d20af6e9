"""By which words a booking is found, and what somebody who looks for one means by theirs.

An entry of the index is one letter for its kind and the words: names have none, ``@`` e-mail, ``+`` telephone, ``~``
the same from its end, ``#`` confirmation number. Names are folded: no accents, no capitals, only letters and digits.
"""

import unicodedata

from lib.studio.booking import Person
from lib.studio.values import dataclass

MOST_WORDS, LONGEST_WORD = 3, 40
SHORTEST_QUERY, SHORTEST_NUMBER = 2, 3
_PHONE = frozenset("0123456789 ()+-./")
_NUMBER_LENGTH = 8


@dataclass(frozen=True, slots=True)
class SearchWords:
    """Of one person, each part folded; an empty part is found by nobody."""

    first_name: str
    last_name: str
    email: str
    phone: str

    @classmethod
    def of(cls, person: Person) -> "SearchWords":
        return cls(
            folded_name(person.first_name),
            folded_name(person.last_name),
            folded_email(person.email),
            digits(person.phone or ""),
        )

    @property
    def line(self) -> str:
        return f"{self.first_name}\t{self.last_name}\t{self.email}\t{self.phone}"


def folded_name(text: str, most: int = MOST_WORDS) -> str:
    """``María-José`` is ``maria jose``; at most three words."""
    plain = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    spaced = "".join(letter if letter.isalnum() else " " for letter in "".join(plain).casefold())
    return " ".join(word[:LONGEST_WORD] for word in spaced.split()[:most])


def folded_email(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isprintable() and letter not in "|\t ")


def digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")


def beginnings(query: str) -> tuple[str, ...]:
    """With which entries of the index begin that may be meant; none when there is too little to go by."""
    if "@" in query:
        # Half of an address would find everybody who is called like that, or writes from there.
        return (f"@{folded_email(query)}",)
    name, number, label = folded_name(query), digits(query), query.strip().lstrip("#").casefold()
    # As it was typed, and by each word: between a first name and a last one there may be others.
    found = [each for each in dict.fromkeys((name, *name.split())) if len(each) >= SHORTEST_QUERY]
    if found and " " not in query.strip():
        found.append(f"@{folded_email(query)}")
    if len(number) >= SHORTEST_NUMBER and set(query) <= _PHONE:
        found += [f"+{number}", f"~{number[::-1]}"]
    if SHORTEST_NUMBER <= len(label) <= _NUMBER_LENGTH and label.isascii() and label.isalnum():
        found.append(f"#{label}")
    return tuple(found)


def is_meant(query: str, person: Person) -> bool:
    """Whether several words are each the beginning of one of the names; a single word may be anything."""
    words = folded_name(query).split()
    if " " not in query.strip() or set(query) <= _PHONE:
        return True
    names = folded_name(f"{person.first_name} {person.last_name}", most=2 * MOST_WORDS).split()
    return all(any(each.startswith(word) for each in names) for word in words)
