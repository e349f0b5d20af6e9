"""Bookings as a file for a spreadsheet, in which nothing that somebody typed is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable

from starlette.responses import Response

from lib.actions.look_through import Page
from lib.studio.booking import Booking
from lib.studio.catalog import Catalog
from lib.studio.localtime import local_minute
from lib.studio.money import major

COLUMNS = (
    *("Confirmation number", "Status", "Date", "Starts", "Ends", "Class", "Instructor"),
    *("First name", "Last name", "E-mail", "Telephone", "Notes"),
    *("Price", "Currency", "Payment", "Booked through", "Language", "Booked on", "Id"),
)
PRICE = COLUMNS.index("Price")
# What makes spreadsheets calculate (OWASP, CSV injection); full-width forms count for some of them as well.
_BEGINNING = re.compile('([;,\t\r\n"]\\s*)(?=[=+\\-@|%\uff1d\uff0b\uff0d\uff20])')
_CALCULATES = tuple("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")


MORE = "There are more. Please choose fewer days at a time."


def csv_answer(page: Page, catalog: Catalog) -> Response:
    """One line for each place, and a last one if there would be more.

    Begins with a mark by which spreadsheets know that it is UTF-8 (RFC 4180 otherwise).
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for booking in page.bookings:
        for row in _rows(booking, catalog):
            writer.writerow(row)
    if page.after:
        writer.writerow([MORE])
    headers = {"content-disposition": 'attachment; filename="bookings.csv"'}
    return Response("\ufeff" + text.getvalue(), headers=headers, media_type="text/csv")


def _inert(cell: str) -> str:
    # A spreadsheet that parts cells elsewhere than we do begins others in the middle of ours; blanks stop none of them.
    within = _BEGINNING.sub(r"\1'", cell)
    return f"'{within}" if cell.lstrip().startswith(_CALCULATES) or cell.startswith(_CALCULATES) else within


def _rows(booking: Booking, catalog: Catalog) -> Iterable[list[str]]:
    person, terms = booking.person, booking.terms
    made = local_minute(catalog.zone, terms.created // 60_000)
    for slot, price in zip(booking.slots, _prices(booking), strict=True):
        start, end = (local_minute(catalog.zone, minute) for minute in (slot.start, slot.end))
        words = [
            booking.confirmation_number,
            booking.status,
            start.day.isoformat(),
            start.clock,
            end.clock,
            catalog.class_name(terms.class_type, "en"),
            catalog.instructor_name(booking.instructor),
            person.first_name,
            person.last_name,
            person.email,
            person.phone or "",
            person.notes or "",
            str(major(price, terms.currency)),
            terms.currency,
            booking.payment,
            terms.source,
            terms.language,
            f"{made.day.isoformat()} {made.clock}",
            booking.id,
        ]
        # A discount stands below nothing, and is a number.
        yield [_inert(word) if at != PRICE else word for at, word in enumerate(words)]


def _prices(booking: Booking) -> list[int]:
    """What a discount for several takes off stands with the first, so that the column adds up to what is owed."""
    prices = list(booking.terms.slot_prices[: len(booking.slots)])
    prices += [0] * (len(booking.slots) - len(prices))
    prices[0] += booking.terms.total_minor - sum(prices)
    return prices
