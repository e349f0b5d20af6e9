"""Bodies of POST /api/bookings that must not come in, with the answer that each of them gets."""

import json

from tests.support.studio import json_bytes, wish_body


def body(**changes: object) -> bytes:
    return json_bytes(wish_body(**changes))


def person(**changes: object) -> bytes:
    return json_bytes(wish_body(personalInfo=wish_body()["personalInfo"] | changes))


def slot(*names: str) -> bytes:
    return body(slots=list(names))


def without(field: str) -> bytes:
    wish = wish_body()
    del wish[field]
    return json_bytes(wish)


def text_of(change: str) -> bytes:
    """The usual body with its class type replaced by raw JSON text."""
    return body(classType="@").replace(b'"@"', change.encode())


# what is sent, status, code, pointer of the first detail (None: the problem has no details)
BODIES: dict[str, tuple[bytes, int, str, str | None]] = {
    # not JSON, or JSON that two readers could read differently
    "empty body": (b"", 400, "bad_json", None),
    "half a body": (body()[:40], 400, "bad_json", None),
    "two documents": (body() + body(), 400, "bad_json", None),
    "html": (b"<html></html>", 400, "bad_json", None),
    "NaN": (text_of("NaN"), 400, "bad_json", None),
    "Infinity": (text_of("-Infinity"), 400, "bad_json", None),
    "1e309": (text_of("1e309"), 400, "bad_json", None),
    "huge integer": (text_of("9" * 5000), 400, "bad_json", None),
    "duplicate key": (body()[:-1] + b', "classType": "group"}', 400, "bad_json", None),
    "duplicate key inside": (text_of('{"a": 1, "a": 2}'), 400, "bad_json", None),
    "UTF-16": (json.dumps(wish_body()).encode("utf-16"), 400, "bad_json", None),
    "byte order mark": (b"\xef\xbb\xbf" + body(), 400, "bad_json", None),
    "broken UTF-8": (body(classType="\u00e9").replace(b"\\u00e9", b"\xe9"), 400, "bad_json", None),
    "lone surrogate": (text_of('"\\ud800"'), 400, "bad_json", None),
    "deep nesting": (b"[" * 8000 + b"]" * 8000, 400, "bad_json", None),
    # JSON of another form
    "null": (b"null", 400, "validation_failed", "/"),
    "list": (b"[]", 400, "validation_failed", "/"),
    "string": (b'"book"', 400, "validation_failed", "/"),
    "number": (b"1", 400, "validation_failed", "/"),
    "empty object": (b"{}", 400, "validation_failed", "/classType"),
    "no class type": (without("classType"), 400, "validation_failed", "/classType"),
    "no instructor": (without("instructor"), 400, "validation_failed", "/instructor"),
    "no slots": (without("slots"), 400, "validation_failed", "/slots"),
    "no person": (without("personalInfo"), 400, "validation_failed", "/personalInfo"),
    "unknown field": (body(status="confirmed"), 400, "validation_failed", "/status"),
    "own id": (body(id="booking_1_aaaaaaaaaaaaa"), 400, "validation_failed", "/id"),
    "payment by the caller": (body(paymentStatus="paid"), 400, "validation_failed", "/paymentStatus"),
    "prototype": (body(__proto__={}), 400, "validation_failed", "/__proto__"),
    "unknown field of the person": (person(role="owner"), 400, "validation_failed", "/personalInfo/role"),
    "unknown source": (body(bookingSource="friend"), 400, "validation_failed", "/bookingSource"),
    "a source of its own form": (body(bookingSource="calendly"), 400, "validation_failed", "/calendlyEventUri"),
    "unknown language": (body(language="fr"), 400, "validation_failed", "/language"),
    # ids
    "unknown class type": (body(classType="tango"), 400, "validation_failed", "/classType"),
    "class type no longer taught": (body(classType="old"), 400, "validation_failed", "/classType"),
    "class type with a colon": (body(classType="private:1"), 400, "validation_failed", "/classType"),
    "class type with a star": (body(classType="*"), 400, "validation_failed", "/classType"),
    "class type with a line break": (body(classType="private\n"), 400, "validation_failed", "/classType"),
    "class type in capitals": (body(classType="PRIVATE"), 400, "validation_failed", "/classType"),
    "class type as a number": (body(classType=7), 400, "validation_failed", "/classType"),
    "class type as a list": (body(classType=["private"]), 400, "validation_failed", "/classType"),
    "unknown instructor": (body(instructor="zoe"), 400, "validation_failed", "/instructor"),
    "instructor who has left": (body(instructor="gone"), 400, "validation_failed", "/instructor"),
    "instructor with a line break": (body(instructor="ana\nben"), 400, "validation_failed", "/instructor"),
    "another class's instructor": (body(instructor="cleo", slots=["cleo_2030-06-04_9_0"]), 400, "not_a_slot",
                                   "/slots/0"),
    "slot of another instructor": (slot("ben_2030-06-04_9_0"), 400, "not_a_slot", "/slots/0"),
    "slot of anyone for one person": (slot("any_2030-06-04_9_0"), 400, "not_a_slot", "/slots/0"),
    # slots
    "no slot": (body(slots=[]), 400, "validation_failed", "/slots"),
    "five slots": (slot(*(f"ana_2030-06-{day:02}_9_0" for day in (4, 5, 6, 7, 8))), 400, "validation_failed",
                   "/slots"),
    "slots as one text": (body(slots="ana_2030-06-04_9_0"), 400, "validation_failed", "/slots"),
    "slot as a number": (body(slots=[20300604]), 400, "validation_failed", "/slots/0"),
    "slot of null": (body(slots=[None]), 400, "validation_failed", "/slots/0"),
    "very long slot": (slot("a" * 5000), 400, "validation_failed", "/slots/0"),
    "slot that is no id": (slot("tomorrow at nine"), 400, "not_a_slot", "/slots/0"),
    "leading zero": (slot("ana_2030-06-04_09_0"), 400, "not_a_slot", "/slots/0"),
    "line break at the end": (slot("ana_2030-06-04_9_0\n"), 400, "not_a_slot", "/slots/0"),
    "other digits": (slot("ana_2030-06-0\u0664_9_0"), 400, "not_a_slot", "/slots/0"),
    "colon in the id": (slot("ana:2030-06-04:9:0"), 400, "not_a_slot", "/slots/0"),
    "30 February": (slot("ana_2030-02-30_9_0"), 400, "not_a_slot", "/slots/0"),
    "end of time": (slot("ana_9999-12-31_9_0"), 400, "not_a_slot", "/slots/0"),
    "year 0": (slot("ana_0000-01-01_9_0"), 400, "not_a_slot", "/slots/0"),
    "25 o'clock": (slot("ana_2030-06-04_25_0"), 400, "not_a_slot", "/slots/0"),
    "minute 60": (slot("ana_2030-06-04_9_60"), 400, "not_a_slot", "/slots/0"),
    "negative hour": (slot("ana_2030-06-04_-9_0"), 400, "not_a_slot", "/slots/0"),
    "second of an hour that is not repeated": (slot("ana_2030-06-04_9_0_2"), 400, "not_a_slot", "/slots/0"),
    "off the grid": (slot("ana_2030-06-04_9_1"), 400, "not_a_slot", "/slots/0"),
    "in the break": (slot("ana_2030-06-04_12_15"), 400, "not_a_slot", "/slots/0"),
    "past closing": (slot("ana_2030-06-04_17_30"), 400, "not_a_slot", "/slots/0"),
    "on a Sunday": (slot("ana_2030-06-09_9_0"), 400, "not_a_slot", "/slots/0"),
    "on a closed day": (slot("ana_2030-07-04_9_0"), 400, "not_a_slot", "/slots/0"),
    "in the past": (slot("ana_2030-05-31_9_0"), 400, "not_a_slot", "/slots/0"),
    "inside the notice": (slot("ana_2030-06-03_9_0"), 400, "not_a_slot", "/slots/0"),
    "beyond the horizon": (slot("ana_2030-09-03_9_0"), 400, "not_a_slot", "/slots/0"),
    "the same slot twice": (slot("ana_2030-06-04_9_0", "ana_2030-06-04_9_0"), 400, "not_a_slot", "/slots/1"),
    "good and bad together": (slot("ana_2030-06-04_9_0", "ana_2030-06-04_9_1"), 400, "not_a_slot", "/slots/1"),
    # people
    "person of null": (body(personalInfo=None), 400, "validation_failed", "/personalInfo"),
    "empty name": (person(firstName=""), 400, "validation_failed", "/personalInfo/firstName"),
    "blank name": (person(firstName=" \u200b\u3000"), 400, "validation_failed", "/personalInfo/firstName"),
    "81 characters": (person(lastName="x" * 81), 400, "validation_failed", "/personalInfo/lastName"),
    "line break in a name": (person(firstName="Ann\r\nBcc: x@y.example"), 400, "validation_failed",
                             "/personalInfo/firstName"),
    "NUL in a name": (person(firstName="Ann\x00"), 400, "validation_failed", "/personalInfo/firstName"),
    "direction marks in a name": (person(firstName="\u202eannA"), 400, "validation_failed",
                                  "/personalInfo/firstName"),
    "name as a number": (person(firstName=7), 400, "validation_failed", "/personalInfo/firstName"),
    "no address": (person(email=""), 400, "validation_failed", "/personalInfo/email"),
    "address without @": (person(email="rosa.example.com"), 400, "validation_failed", "/personalInfo/email"),
    "two addresses": (person(email="a@x.example, b@y.example"), 400, "validation_failed", "/personalInfo/email"),
    "address with a name": (person(email="Rosa <a@x.example>"), 400, "validation_failed", "/personalInfo/email"),
    "address with a line break": (person(email="a@x.example\nBcc: b@y.example"), 400, "validation_failed",
                                  "/personalInfo/email"),
    "very long address": (person(email="a" * 250 + "@x.example"), 400, "validation_failed", "/personalInfo/email"),
    "address at a number": (person(email="a@[127.0.0.1]"), 400, "validation_failed", "/personalInfo/email"),
    "telephone of words": (person(phone="call me"), 400, "validation_failed", "/personalInfo/phone"),
    "telephone of 33": (person(phone="1" * 33), 400, "validation_failed", "/personalInfo/phone"),
    "notes of 1001": (person(notes="x" * 1001), 400, "validation_failed", "/personalInfo/notes"),
    "escape code in the notes": (person(notes="\x1b[31m"), 400, "validation_failed", "/personalInfo/notes"),
    # money
    "forged price": (body(totalAmount=0.01), 409, "price_changed", None),
    "negative price": (body(totalAmount=-45), 409, "price_changed", None),
    "price with too many digits": (body(totalAmount=45.001), 409, "price_changed", None),
    "price of 1e300": (body(totalAmount=1e300), 409, "price_changed", None),
    "price as text": (body(totalAmount="45"), 400, "validation_failed", "/totalAmount"),
    "price as true": (body(totalAmount=True), 400, "validation_failed", "/totalAmount"),
    # context
    "unknown campaign": (body(context={"utm": {"x": "y"}}), 400, "validation_failed", "/context/utm/x"),
    "width of minus one": (body(context={"width": -1}), 400, "validation_failed", "/context/width"),
    "long campaign": (body(context={"utm": {"source": "x" * 101}}), 400, "validation_failed",
                      "/context/utm/source"),
}  # fmt: skip
