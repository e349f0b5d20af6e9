"""What the doctor advises where a store has no catalogue: whoever lost one must not open it before it is restored."""

from lib.local.doctor_store import catalogue_finding
from lib.studio.catalog_document import parse
from tests.support.studio import a_document


def test_empty_store_is_restored_before_anything_else_is_put_into_it() -> None:
    found = catalogue_finding(None)

    assert (found.verdict, found.what) == ("wrong", "catalogue")
    assert found.said == (
        "none is stored, so nothing can be booked: if this studio had bookings, `make restore FROM=latest` and nothing "
        "else before it; only for a new studio, `make catalog FROM=...` with a catalogue of its own"
    )


def test_catalogue_that_is_there_is_counted() -> None:
    found = catalogue_finding(parse(a_document(), "1"))

    assert (found.verdict, found.said) == ("ok", "6 class types, 4 instructors")
