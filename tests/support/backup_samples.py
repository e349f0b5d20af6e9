"""A small backup with a line of every kind, and backups put together from lines."""

from lib.gateways.store.backup_lines import BookingLine, CatalogLine, LetterLine, Line, SentLine
from lib.gateways.store.backup_texts import BackupText

TERMS = '{"class":"private","prices":[4000],"created":1906718400000,"context":{"width":0.5}}'
PLACE = "2030-06-04_9_0 31793580:31793640:ana:private::0:15:big:0:booking_1_a"


def a_booking(name: str = "booking_1_a", **changes: str) -> BookingLine:
    fields = {"schema": "1", "version": "1", "status": "confirmed", "token": "1", "payment": "pending"}
    fields |= {"instructor": "ana", "terms": TERMS, "person": '["Rosa","Ñandú\u2028","r@example.com",null,null]'}
    fields |= {"places": PLACE.replace("booking_1_a", name), "customer": "c0ffee", "reminder": "1"}
    fields |= {"words": "rosa\tnandu\tr@example.com\t"}
    return BookingLine(name, fields | changes)


LINES: tuple[Line, ...] = (
    CatalogLine("7", '{"studio":{}}'),
    a_booking("booking_1_a"),
    a_booking("booking_2_b", status="canceled"),
    LetterLine("booking_1_a:1:confirmed", None, '{"at":1}', '{"tries":3}', 1906718400000),
    LetterLine("booking_1_a:1:reminder", 1906800000000, '{"at":1}\nplaces', "", None),
    LetterLine("studio:20300603:alarm", 1906718400000, "{}", "", None),
    SentLine("booking_2_b:1:confirmed-1906718400000", '{"by":"sendgrid"}', 1906718400000),
)


def text_of(*lines: Line) -> bytes:
    text = BackupText()
    for line in lines:
        text.add(line)
    return text.finished().content
