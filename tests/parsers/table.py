"""All parsers with the inputs that are made for them."""

import json
from zoneinfo import available_timezones

from hypothesis import strategies as st

from lib.actions.calendly import SignedDelivery
from lib.actions.mail import Delivery
from lib.gateways.calendly import protocol
from lib.studio.booking import Person
from lib.studio.catalog_document import BadCatalog, parse
from lib.web.faults import Fault
from tests.parsers import parsers as of
from tests.parsers.parsers import NOW, Parser
from tests.parsers.shaped import JSON, ODD, WORDS, changed, spoilt
from tests.support.backup_samples import LINES
from tests.support.deliveries import captured
from tests.support.studio import DOCUMENT, wish_body
from tests.unit.studio.documents import FULL

TEXT = WORDS | ODD
NAMES = (
    *(
        "classType",
        "instructor",
        "week",
        "date",
        "startDate",
        "endDate",
        "by",
        "limit",
        "cursor",
        "id",
        "format",
        "key",
    ),
    *("email", "status", "view", "days", "from", "to", "after", "lang"),
)
QUERY = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        spoilt(
            st.sampled_from(
                ["2030-06-04", "ana", "day", "csv", "created", "25", "1906718400000.booking_1_a", "7", "1-0"]
            )
        ),
    ),
    max_size=5,
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["idempotency-key", "last-event-id", "if-match", "authorization", "accept-language", "x-real-ip"]
        ),
        spoilt(
            st.sampled_from(
                ["key-of-this-form-1", "1790000000000-0", '"2"', "Bearer a.b.c", "es-MX,en;q=0.5", "2001:db8::1%a"]
            )
        ),
    ),
    max_size=4,
)
PERSON = st.builds(Person, TEXT, TEXT, TEXT, st.none() | TEXT, st.none() | TEXT)
DEEP = st.integers(1, 30_000).map(b"[".__mul__)
BODIES = st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()) | DEEP
NUMBER = st.integers(-8, 4).map(b"%d".__mod__) | st.sampled_from([b"1_0", b" 2", b"+1", b"", b"x", b"9" * 20])
REPLY = st.builds(
    b"%b%b%b%b".__mod__,
    st.tuples(
        st.sampled_from([b"$", b"*", b":", b"+", b"-", b"?"]),
        NUMBER,
        st.just(b"\r\n"),
        st.sampled_from([b"", b"", b"abc\r\n", b"abcd", b"\xff\r\n"]),
    ),
)
SIGNED = st.builds(
    lambda body, dot, header, stamp: SignedDelivery(
        body, tuple(said.replace("MAC", of.mac(body, dot)) for said in header), tuple(stamp), NOW * 1000
    ),
    BODIES,
    st.sampled_from([".", ""]),
    st.lists(spoilt(st.sampled_from([f"t={NOW},v1=MAC", f"v1=MAC, t={NOW}", "MAC"])), max_size=2),
    st.lists(spoilt(st.just(str(NOW))), max_size=1),
)

PARSERS = (
    Parser(
        "JSON of a body",
        st.binary(max_size=60) | spoilt(JSON.map(json.dumps)).map(str.encode) | DEEP,
        of.json_body,
        (Fault,),
    ),
    Parser("times, zones", spoilt(st.sampled_from(sorted(available_timezones()))) | TEXT, of.zone, (BadCatalog,)),
    Parser("ids of slots", spoilt(st.sampled_from(["ana_2030-06-04_9_0", "any_2026-11-01_1_30_2"])) | TEXT, of.slot_id),
    Parser("ids of events", spoilt(st.just("1790000000000-0")) | TEXT, of.event_id),
    Parser("queries and cursors", QUERY, of.asked),
    Parser("messages", changed(wish_body()) | JSON, of.sent),
    Parser("headers", HEADERS, of.headers),
    Parser("tokens of staff", spoilt(st.just(of.A_TOKEN)) | TEXT, of.staff_token),
    Parser("keys of links", spoilt(st.just("a" * 26 + "B" * 43)) | TEXT, of.key_of_a_link),
    Parser("signatures", SIGNED, of.signed),
    Parser(
        "bodies of Calendly",
        st.sampled_from(sorted(captured())).flatmap(lambda name: changed(json.loads(captured()[name]))),
        protocol.report,
    ),
    Parser(
        "reports of SendGrid",
        st.tuples(JSON, st.builds(Delivery, BODIES, TEXT, spoilt(st.just(str(NOW))), st.just(NOW * 1000))),
        of.provider,
    ),
    Parser("CSV", st.lists(PERSON, max_size=3), of.csv_file),
    Parser(
        "documents of a catalogue",
        changed(DOCUMENT) | changed(FULL) | JSON.filter(lambda value: isinstance(value, dict)),
        lambda document: parse(document, "1"),
        (BadCatalog,),
    ),
    Parser("words of a search", st.tuples(TEXT, PERSON), of.words),
    Parser("replies of the store", st.lists(REPLY, max_size=6), of.replies, (ValueError,)),
    Parser("commands to the store", st.lists(st.binary(max_size=20), min_size=1, max_size=5), of.command),
    Parser("REST forms", st.tuples(BODIES, st.lists(TEXT, min_size=1, max_size=3), TEXT), of.rest),
    Parser(
        "lines of a backup", spoilt(st.sampled_from([of.line_text(line) for line in LINES])), of.backup, (ValueError,)
    ),
)
