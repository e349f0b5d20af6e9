"""Every parser of ours: what it is given, what it may raise, and what has to be true of what it answers."""

import csv
import hmac
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from starlette.datastructures import Headers, QueryParams

from lib.actions.calendly import SignedDelivery
from lib.actions.callers import Staff
from lib.actions.events import EventId
from lib.actions.look_through import Page
from lib.actions.mail import Delivery
from lib.gateways.calendly.signature import calendly_verdict, relay_verdict
from lib.gateways.mail.events import facts, verified
from lib.gateways.store import backup_lines
from lib.local import resp, rest_forms
from lib.studio import localtime, search_words
from lib.studio.booking import BookedSlot, Booking, Person, Terms
from lib.studio.catalog_document import parse
from lib.studio.slot_names import parse_slot_id
from lib.web.csv_answer import csv_answer
from lib.web.faults import Fault
from lib.web.messages.availability import AvailabilityQuery
from lib.web.messages.booking_queries import BookingQuery
from lib.web.messages.bookings import BookingRequest, ChangeRequest
from lib.web.messages.events import StreamQuery
from lib.web.messages.management import ManagementQuery
from lib.web.messages.session import LinkRequest, MagicRequest, SignInRequest
from lib.web.request import Request
from lib.web.strict_json import read_json
from lib.web.tokens import staff_of, token_for
from tests.chaos.in_process import InProcessRaw, InProcessStore
from tests.support.studio import DOCUMENT, a_world

KEY, NOW = b"a key", 1_900_000_000


@dataclass(frozen=True, slots=True)
class Parser:
    """``read`` raises one of ``faults``, or AssertionError when its answer is a wrong one."""

    name: str
    inputs: st.SearchStrategy[Any]
    read: Callable[[Any], object]
    faults: tuple[type[Exception], ...] = ()


def json_body(body: bytes) -> None:
    value = read_json(body)
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


def slot_id(text: str) -> None:
    name = parse_slot_id(text)
    if name is not None:
        hour, minute = divmod(name.minute, 60)
        assert text == f"{name.instructor}_{name.day}_{hour}_{minute}{'_2' if name.later else ''}"


def event_id(text: str) -> None:
    found = EventId.parse(text)
    assert found is None or str(found) == text


def asked(query: list[tuple[str, str]]) -> None:
    """Each message of a query; a fault in one is no reason not to look at the others."""
    for message in (AvailabilityQuery, BookingQuery, ManagementQuery, StreamQuery):
        try:
            found: Any = Request(Headers({}), QueryParams(query), b"").ask(message)
        except Fault:
            continue
        for name in ("days", "page", "wanted", "period", "seen"):
            getattr(found, name, None)


def sent(body: object) -> None:
    for message in (BookingRequest, ChangeRequest, SignInRequest, LinkRequest, MagicRequest):
        try:
            found: Any = _request(json.dumps(body).encode()).read(message)
        except Fault:
            continue
        if isinstance(found, BookingRequest):
            found.wish("en")


def _request(body: bytes) -> Request:
    return Request(Headers({"content-type": "application/json"}), QueryParams(""), body)


def headers(pairs: list[tuple[str, str]]) -> None:
    raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in pairs]
    asked = Request(Headers(raw=raw), QueryParams(""), b"")
    for name in ("idempotency_key", "last_event_id", "expected_version", "bearer", "language", "preferred_language"):
        try:
            getattr(asked, name)
        except Fault:
            continue
    asked.network(WORLD_ON_PLATFORM)


def staff_token(token: str) -> None:
    """The right one alone is somebody's; the last letter of a signature has bits that mean nothing."""
    found = staff_of(token, WORLD)
    assert found is None or (found == STAFF and token.split(".")[:2] == A_TOKEN.split(".")[:2])


def key_of_a_link(text: str) -> None:
    assert WORLD.keyring.ticket_of(text) is None
    assert WORLD.keyring.token_version("booking_1_a", text) == 0


def signed(delivery: SignedDelivery) -> None:
    """Right signatures among them, so that it is seen which words may stand beside one."""
    for verdict in (calendly_verdict(delivery, [KEY]), relay_verdict(delivery, [KEY])):
        if verdict:
            signed = (delivery.signatures + delivery.timestamps)[0]
            assert any(mac in signed.lower() for mac in (mac(delivery.body, "."), mac(delivery.body, "")))


def mac(body: bytes, dot: str) -> str:
    return hmac.digest(KEY, f"{NOW}{dot}".encode() + body, "sha256").hex()


def provider(said: tuple[object, Delivery]) -> None:
    facts(said[0])
    assert not verified(said[1], "no key")


def csv_file(people: list[Person]) -> None:
    """Read back as a spreadsheet reads it, no cell begins like something to calculate but the price."""
    page = Page(tuple(_a_booking(person) for person in people), None)
    text = bytes(csv_answer(page, CATALOG).body).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(people) + 1
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "|", "%"))]


def _a_booking(person: Person) -> Booking:
    slot = BookedSlot("2030-06-04_9_0", 31_780_140, 31_780_200, "big")
    terms = Terms("private", (4500,), 4500, "USD", (), "widget", "en", 1_906_718_400_000, {})
    return Booking("booking_1_aaaaaaaaaaaaa", "confirmed", 1, 1, "pending", "ana", (slot,), person, terms)


def words(said: tuple[str, Person]) -> None:
    query, person = said
    found = search_words.SearchWords.of(person)
    assert found.line.count("\t") == 3
    assert "|" not in found.line
    assert "|" not in "".join(search_words.beginnings(query))
    search_words.is_meant(query, person)


def zone(text: str) -> None:
    """A zone that a catalogue may name has all its minutes, around every change that is near."""
    zone = parse({"studio": {"zone": text}}, "1").zone
    for instant in range(31_000_000, 31_000_000 + 400 * 1440, 97 * 1440):
        shown = localtime.local_minute(zone, instant)
        assert instant in localtime.instants(zone, shown.day, shown.minute)


def replies(chunks: list[bytes]) -> None:
    """However the bytes are cut: the same replies, or the same complaint."""
    whole, cut = resp.ReplyReader(), resp.ReplyReader()
    found = whole.replies(b"".join(chunks))
    assert [reply for chunk in chunks for reply in cut.replies(chunk)] == found


def command(words: list[bytes]) -> None:
    """A command is an array of strings: what is written is read as it was."""
    assert resp.ReplyReader().replies(resp.written(words)) == [list(words)]


def rest(said: tuple[bytes, list[str], str]) -> None:
    body, segments, query = said
    for read in (
        rest_forms.command_in_json,
        rest_forms.commands_in_json,
        lambda raw: rest_forms.command_in_path(segments, query=query, body=raw),
    ):
        try:
            commands = read(body)
        except rest_forms.Malformed:
            continue
        assert commands


def line_text(line: backup_lines.Line) -> str:
    return backup_lines.encoded(line).decode()


def backup(text: str) -> None:
    line = backup_lines.decoded(text.encode())
    assert backup_lines.decoded(backup_lines.encoded(line)) == line


WORLD = a_world(InProcessStore(InProcessRaw().keyspace, "m:"))
WORLD_ON_PLATFORM = replace(WORLD, on_platform=True)
CATALOG = parse(DOCUMENT, "1")
STAFF = Staff("s-fuzz", "owner", "")
A_TOKEN = token_for(STAFF, 2_000_000_000, WORLD)[0]
