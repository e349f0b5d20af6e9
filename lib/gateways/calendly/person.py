"""Who comes, as Calendly tells it: whatever was typed there becomes text that can be shown and stored, or nothing."""

import re
import unicodedata
from collections.abc import Mapping

from lib.studio.booking import Person

NAME, EMAIL, PHONE, NOTES = 80, 254, 32, 1000
# Marks that turn the direction of what follows, so that a name can look like something else; Unicode TR9.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNWANTED = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_EMAIL = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z0-9-]{2,63}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{2,31}")


def person(body: Mapping[str, object]) -> Person:
    """Nothing in here can be wrong: a booking must not be lost over a name."""
    first, last = one_line(body.get("first_name"), NAME), one_line(body.get("last_name"), NAME)
    if not first and not last:
        *before, after = one_line(body.get("name"), 2 * NAME).rsplit(" ", 1)
        first, last = (before[0][:NAME], after[:NAME]) if before else (after[:NAME], "")
    phone = one_line(body.get("text_reminder_number"), PHONE)
    return Person(
        first_name=first,
        last_name=last,
        email=email_address(body.get("email")),
        phone=phone if _PHONE.fullmatch(phone) else None,
        notes=_notes(body.get("questions_and_answers")) or None,
    )


def one_line(value: object, longest: int) -> str:
    """Composed, without what cannot be seen or misleads, and cut; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    composed = unicodedata.normalize("NFC", value[: 4 * longest])
    words = "".join(" " if each in "\n\r\t" else each for each in composed if not _is_unwanted(each)).split()
    return " ".join(words)[:longest].strip()


def email_address(value: object) -> str:
    """Its domain in lower case; empty for what is none, as mail programs could read it as several."""
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > EMAIL or not _EMAIL.fullmatch(text) or re.search(r'[\s<>,;:"()\[\]\\]', text):
        return ""
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def _notes(answers: object) -> str:
    """What was asked and answered, a line each."""
    found = [each for each in answers if isinstance(each, Mapping)] if isinstance(answers, list) else []
    lines = [f"{one_line(each.get('question'), 200)} {one_line(each.get('answer'), 400)}".strip() for each in found]
    return "\n".join(line for line in lines if line)[:NOTES].strip()


def _is_unwanted(letter: str) -> bool:
    return letter not in "\n\r\t" and (letter in _BIDI or unicodedata.category(letter) in _UNWANTED)
