"""What of a letter goes into which header and part, the same for every provider, and a whole letter as MIME."""

import re
import unicodedata
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from datetime import UTC, datetime
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime, parseaddr, quote
from hashlib import sha256

from lib.actions.mail import CalendarFile, Mail, NotSent, Refused, Rejected
from lib.gateways.calendars import DOMAIN
from lib.studio.values import dataclass

# A dot-atom on both sides (RFC 5322, 3.4.1). Our door lets no other address in, and none of these signs can begin a
# second recipient or a second header.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
# What breaks a header's line, in Python's eyes or in a mail program's: controls, line and paragraph separators.
_BREAKING = {"Cc", "Zl", "Zp"}
# The milliseconds of the years that a Date header can name.
_DATES = range(253_402_300_800_000)
# The older half of Python's package for mail: the newer one takes each header apart again, four times the work.
_POLICY = compat32.clone(linesep="\r\n")

# Letters of a subject that fit into one line beside their header's name.
SHORT = 60


class Unsent(Exception):  # noqa: N818 -- named for what became of the letter
    """A letter that did not go out, or of which nobody knows: ``answer`` says which."""

    def __init__(self, answer: NotSent) -> None:
        super().__init__(answer.reason)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Parts:
    """A letter taken apart: addresses bare, one line where a line is meant, plain line feeds everywhere else."""

    sender_name: str
    sender: str
    reply_to: str
    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]


def parts(mail: Mail) -> Parts:
    """Raises Unsent for what no provider could carry."""
    sender_name, sender = parseaddr(mail.sender)
    reply_to = parseaddr(mail.reply_to)[1]
    if not _ADDRESS.fullmatch(mail.to):
        raise Unsent(Rejected("recipient"))
    if mail.at not in _DATES:
        raise Unsent(Rejected("date"))
    if not _ADDRESS.fullmatch(sender):
        raise Unsent(Refused("sender"))
    if mail.reply_to and not _ADDRESS.fullmatch(reply_to):
        raise Unsent(Refused("reply address"))
    return Parts(
        sender_name=_one_line(sender_name),
        sender=sender,
        reply_to=reply_to,
        to=mail.to,
        subject=_one_line(mail.subject),
        text=_lines(mail.text),
        html=_lines(mail.html),
        headers=_headers(mail, reply_to),
    )


def raw(mail: Mail) -> bytes:
    """The same bytes for the same letter, so that a repetition can be recognised. Raises Unsent."""
    written = parts(mail)
    message = _body(written, mail.calendars)
    message["MIME-Version"] = "1.0"
    message["From"] = _named(written.sender_name, written.sender)
    message["To"] = written.to
    if written.reply_to:
        message["Reply-To"] = written.reply_to
    message["Date"] = format_datetime(datetime.fromtimestamp(mail.at // 1000, UTC))
    message["Message-ID"] = f"<{sha256(mail.letter.encode()).hexdigest()[:32]}@{DOMAIN}>"
    for name, value in written.headers.items():
        message[name] = value
    _fix_boundaries(message, mail)
    return _subject(written.subject) + message.as_bytes()


def _body(written: Parts, calendars: tuple[CalendarFile, ...]) -> Message:
    """Mail programs show buttons for one event beside the text, and for none when there are several."""
    faces = [_words("plain", written.text), _words("html", written.html)]
    if len(calendars) == 1:
        faces.append(_calendar(calendars[0]))
    body = _several("alternative", faces)
    return _several("mixed", [body, *map(_attached, calendars)]) if calendars else body


def _several(kind: str, pieces: Sequence[Message]) -> Message:
    several = Message(_POLICY)
    several.add_header("Content-Type", f"multipart/{kind}")
    several.set_payload(list(pieces))
    return several


def _words(kind: str, words: str) -> Message:
    """Amazon rewrites what is not plain ASCII; a part that it need not touch arrives as we wrote it."""
    part = Message(_POLICY)
    part.add_header("Content-Type", f"text/{kind}", charset="utf-8")
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(b2a_qp(words.encode(), istext=True).decode("ascii"))
    return part


def _calendar(calendar: CalendarFile) -> Message:
    part = Message(_POLICY)
    part.add_header("Content-Type", "text/calendar", method=calendar.method, charset="utf-8")
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(encodebytes(calendar.content).decode("ascii"))
    return part


def _attached(calendar: CalendarFile) -> Message:
    part, name = _calendar(calendar), calendar_name(calendar)
    # What is not ASCII is written as RFC 2231 has it.
    part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))
    return part


def _named(name: str, address: str) -> str:
    if name.isascii():
        return f'"{quote(name)}" <{address}>' if name else address
    header = _encoded(name, "From")
    header.append(f"<{address}>", "us-ascii")
    return header.encode()


def _subject(text: str) -> bytes:
    """Python's newer half garbles some of these where it folds (3.11.7, found with random letters)."""
    plain = text.isascii() and len(text) <= SHORT
    words = text if plain else _encoded(text, "Subject").encode(linesep="\r\n")
    return f"Subject: {words}\r\n".encode("ascii")


def _encoded(words: str, name: str) -> Header:
    """In pieces of 75 letters at most (RFC 2047, 2); Python's own measure is one more."""
    return Header(words, "utf-8", header_name=name, maxlinelen=75)


def calendar_name(calendar: CalendarFile) -> str:
    return _one_line(calendar.filename)


def _headers(mail: Mail, reply_to: str) -> dict[str, str]:
    headers = {
        # RFC 3834: holiday notices and other robots do not answer such a letter.
        "Auto-Submitted": "auto-generated",
        "X-Letter": _one_line(mail.letter),
        "Content-Language": mail.language,
    }
    # Nobody can do without the letter about his own booking; a reminder is a service.
    if mail.kind == "reminder" and reply_to:
        headers["List-Unsubscribe"] = f"<mailto:{reply_to}>"
    return headers


def _fix_boundaries(message: Message, mail: Mail) -> None:
    """Python draws boundaries by lot. These follow from all that the letter says, so that it cannot contain them."""
    said = [mail.letter, mail.text, mail.html, *(calendar.content.hex() for calendar in mail.calendars)]
    name = sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:32]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{name}_{number}")


def _one_line(text: str) -> str:
    """Names come from customers: whatever would begin a new line, and with it a new header, becomes a space.

    A space also goes into ``=?``, which begins an encoded word (RFC 2047): Python decodes it when a header is set, and
    older ones then write the line breaks that were hidden in it (CVE-2024-6923). Mail programs decode it as well.
    """
    kept = (" " if unicodedata.category(letter) in _BREAKING else letter for letter in _encodable(text))
    return "".join(kept).replace("=?", "= ?").strip()


def _lines(text: str) -> str:
    """Ends in a line break, as every part of a letter does."""
    return _encodable(text).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def _encodable(text: str) -> str:
    """Half a surrogate pair has no bytes in UTF-8."""
    return text.encode("utf-8", "replace").decode()
