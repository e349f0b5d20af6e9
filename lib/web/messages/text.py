"""What counts as text that a person wrote: one line, several lines, an address, a number to call."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from lib.studio.unseen import is_unseen

_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]*(?: ?(?:x|ext\.?) ?[0-9]{1,6})?", re.ASCII)
LONGEST_EMAIL = 254


def one_line(text: str) -> str:
    """Composed and trimmed. Raises for control, direction and unassigned characters, and for nothing visible."""
    composed = unicodedata.normalize("NFC", text).strip()
    if any(map(is_unseen, composed)):
        raise PydanticCustomError("control_character", "Please leave out characters that cannot be shown.")
    if not _is_seen(composed):
        raise PydanticCustomError("empty", "Please write something here.")
    return composed


def label(text: str) -> str | None:
    """A link's words, which who follows it cannot mend: what cannot be shown is left out, and may be all of it."""
    kept = "".join(letter for letter in unicodedata.normalize("NFC", text) if not is_unseen(letter)).strip()
    return kept if _is_seen(kept) else None


def several_lines(text: str) -> str | None:
    """Like one_line, line breaks and tabs allowed; nothing visible is no text at all."""
    lines = text.replace("\r\n", "\n").replace("\t", " ").split("\n")
    return "\n".join(one_line(line) if line.strip() else "" for line in lines).strip() or None


def email_address(text: str) -> str:
    """One deliverable-looking address, its domain in lower case. What a mail provider refuses is refused here."""
    # Imported here: only bookings need it, and every function would pay for it when it starts.
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 -- see above

    if len(text) > LONGEST_EMAIL:
        raise PydanticCustomError("email", "Please enter a shorter e-mail address.")
    try:
        found = validate_email(
            text.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            allow_quoted_local=False,
            test_environment=True,
            strict=True,
        )
    except EmailNotValidError as error:
        raise PydanticCustomError("email", "Please enter an e-mail address, such as ana@example.com.") from error
    if "." not in found.ascii_domain:
        raise PydanticCustomError("email", "Please enter an e-mail address, such as ana@example.com.")
    return found.ascii_email or found.normalized


def phone_number(text: str) -> str | None:
    """As people write it; at least three digits. Empty is none."""
    trimmed = text.strip()
    if not trimmed:
        return None
    if not _PHONE.fullmatch(trimmed) or sum(letter.isdigit() for letter in trimmed) < 3:  # noqa: PLR2004 -- see above
        raise PydanticCustomError("phone", "Please enter a telephone number, such as +1 212 555 0100.")
    return trimmed


def _is_seen(text: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def _longest(limit: int, *, shortest: int = 0) -> AfterValidator:
    def check(text: str | None) -> str | None:
        if text is not None and not shortest <= len(text) <= limit:
            raise PydanticCustomError(
                "length", "Must have between {shortest} and {limit} characters.", {"shortest": shortest, "limit": limit}
            )
        return text

    return AfterValidator(check)


Name = Annotated[str, AfterValidator(one_line), _longest(80, shortest=1)]
Label = Annotated[str, AfterValidator(label), _longest(100)]
Notes = Annotated[str, AfterValidator(several_lines), _longest(1000)]
Email = Annotated[str, AfterValidator(email_address)]
Phone = Annotated[str, AfterValidator(phone_number), _longest(32, shortest=3)]
