"""The day at the studio that tests/support/recorded.py records: a customer, an instructor, the owner, and machines."""

import base64
import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from lib.actions.callers import Staff
from lib.gateways.calendly.client import Calendly
from lib.gateways.mail.receipts import SendGridReceipts
from tests.support.deliveries import body_of, signed
from tests.support.fake_calendly import running_calendly
from tests.support.raw_store import RawStore
from tests.support.recorded import Recorder
from tests.support.staff import RIGHT, let_in
from tests.support.studio import CRON_SECRET, NOW, StandingClock

BOOKINGS, DESK, LETTERS = "/api/bookings", "/api/admin/booking-management", "/api/send-confirmation"
SESSION, CATALOG = "/api/admin/session", "/api/admin/catalog"
ROSA = {"firstName": "Rosa", "lastName": "Vega", "email": "rosa@example.com", "phone": "+1 212 555 0100"}
OWNER = Staff("s-owner", "owner", "")
CRON = {"Authorization": f"Bearer {CRON_SECRET}"}
MEETING = "https://api.calendly.com/scheduled_events/3b1e"
TODAY, DAY, NEXT_DAY = "2030-06-03", "2030-06-05", "2030-06-06"


@dataclass(frozen=True, slots=True)
class Rosa:
    """The customer's booking, and the header that opens it."""

    booking: dict[str, Any]

    @property
    def line(self) -> str:
        return f"{BOOKINGS}?id={self.booking['id']}"

    @property
    def key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.booking['manageToken']}"}


async def a_day(studio: Recorder, raw: RawStore) -> None:
    await _look(studio)
    rosa = await _book(studio)
    await _change(studio, rosa)
    owner = let_in(OWNER, studio.world, raw)
    await _sign_in(studio, owner)
    await _at_the_desk(studio, raw, rosa)
    await _at_a_glance(studio, owner, rosa)
    await _letters(studio, owner, rosa)
    await _hours(studio, owner)
    await _with_calendly(studio)
    await studio.ask("cancelled", f"DELETE {rosa.line}", rosa.key)
    await studio.ask("erased", f"DELETE {rosa.line}&erase=1", owner)
    await studio.ask("maintenance", "GET /api/cron/maintenance", CRON)
    await studio.ask("health", "GET /api/health")


async def _look(studio: Recorder) -> None:
    await studio.ask("classes", "GET /api/class-types?lang=es")
    await studio.ask("instructors", "GET /api/instructors")
    await studio.ask("week", "GET /api/availability?classType=salsa-private&instructor=maria&week=2030-06-03")
    await studio.ask("day", f"GET /api/availability?classType=salsa-1&date={DAY}")
    await studio.ask("general", "GET /api/availability")


async def _free(studio: Recorder, day: str) -> str:
    """The first free slot of Maria's, found without being recorded."""
    aside = Recorder(studio.world)
    days = await aside.ask("", f"GET /api/availability?classType=salsa-private&instructor=maria&date={day}")
    return str(next(slot["id"] for slot in days[day] if slot["available"]))


async def _book(studio: Recorder) -> Rosa:
    wish = {"classType": "salsa-private", "instructor": "maria", "personalInfo": ROSA, "language": "en"}
    key = {"Idempotency-Key": "a-key-for-this-form-1"}
    before = {"Last-Event-ID": studio.event_id}
    made = await studio.ask("native", f"POST {BOOKINGS}", key, {**wish, "slots": [await _free(studio, DAY)]})
    rosa = Rosa(made["booking"])
    await studio.ask("change", "GET /api/availability/stream?instructor=maria", before)
    await studio.ask("one", f"GET {rosa.line}", rosa.key)
    await studio.ask("calendar", f"GET {rosa.line}&format=ics", rosa.key)
    await studio.ask("data", f"GET {rosa.line}&format=data", rosa.key)
    return rosa


async def _change(studio: Recorder, rosa: Rosa) -> None:
    await studio.ask("moved", f"PUT {rosa.line}", rosa.key, {"slots": [await _free(studio, NEXT_DAY)]})
    await studio.ask("corrected", f"PUT {rosa.line}", rosa.key, {"personalInfo": {"phone": "+1 212 555 0199"}})


async def _sign_in(studio: Recorder, owner: dict[str, str]) -> None:
    await studio.ask("password", f"POST {SESSION}", None, {**RIGHT, "bearer": True})
    await studio.ask("link", f"POST {SESSION}", None, {"email": "maria@studio.test"})
    await studio.ask("consent", f"POST {SESSION}", owner, {"calendly": "connect"})
    await studio.ask("whoAmI", f"GET {SESSION}", owner)
    await studio.ask("signedOut", f"DELETE {SESSION}", await _another(studio))


async def _another(studio: Recorder) -> dict[str, str]:
    """A session that may be ended."""
    said = await Recorder(studio.world).ask("", f"POST {SESSION}", None, {**RIGHT, "bearer": True})
    return {"Authorization": f"Bearer {said['token']}"}


async def _at_the_desk(studio: Recorder, raw: RawStore, rosa: Rosa) -> None:
    owner = let_in(OWNER, studio.world, raw)
    leo = {"firstName": "Leo", "lastName": "Marsh", "email": "leo@example.com"}
    by_hand = {"classType": "salsa-private", "instructor": "maria", "personalInfo": leo}
    wish = {"action": "create", **by_hand, "slots": [await _free(studio, TODAY)]}
    made = await studio.ask("create", f"POST {DESK}", owner, wish)
    hers, his = {"id": rosa.booking["id"]}, {"id": made["booking"]["id"]}
    friday = {"slots": [await _free(studio, "2030-06-07")]}
    await studio.ask("search", f"POST {DESK}", owner, {"action": "search", "q": "vega"})
    await studio.ask("reschedule", f"POST {DESK}", owner, {"action": "reschedule", **hers, **friday})
    await studio.ask("payment", f"POST {DESK}", owner, {"action": "set_payment", **his, "paymentStatus": "paid"})
    await studio.ask("resend", f"POST {DESK}", owner, {"action": "resend", **hers})
    link = await studio.ask("calendarLink", f"POST {DESK}", owner, {"action": "calendar_link", "instructor": "maria"})
    await studio.ask("lessons", f"GET /api/instructors?{urlsplit(link['feedUrl']).query}")
    later = Recorder(replace(studio.world, clock=StandingClock(NOW.replace(hour=20))), studio.calls)
    evening = let_in(OWNER, later.world, raw)
    await later.ask("complete", f"POST {DESK}", evening, {"action": "complete", **his})
    await later.ask("undo", f"POST {DESK}", evening, {"action": "undo", **his})
    await studio.ask("cancel", f"POST {DESK}", owner, {"action": "cancel", **his})


async def _at_a_glance(studio: Recorder, owner: dict[str, str], rosa: Rosa) -> None:
    for name in ("list", "summary", "problems"):
        await studio.ask(name, f"GET {DESK}?view={name}", owner)
    await studio.ask("day", f"GET {DESK}?view=day&date=2030-06-07", owner)
    await studio.ask("audit", f"GET {DESK}?view=audit&id={rosa.booking['id']}", owner)
    await studio.ask("csv", f"GET {DESK}?view=list&format=csv", owner)
    await studio.ask("page", f"GET {BOOKINGS}?email=rosa@example.com", owner)


async def _letters(studio: Recorder, owner: dict[str, str], rosa: Rosa) -> None:
    await studio.ask("again", f"POST {LETTERS}", owner, {"bookingId": rosa.booking["id"]})
    await studio.ask("due", f"GET {LETTERS}", CRON)
    key = ec.generate_private_key(ec.SECP256R1())
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    public = base64.b64encode(key.public_key().public_bytes(*form)).decode()
    event = {"event": "delivered", "letter": f"{rosa.booking['id']}:1:confirmed", "sg_message_id": "m0.filter"}
    body, at = json.dumps([event]).encode(), str(int(NOW.timestamp()))
    signature = base64.b64encode(key.sign(at.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    headers = {
        "X-Twilio-Email-Event-Webhook-Signature": signature,
        "X-Twilio-Email-Event-Webhook-Timestamp": at,
        "Content-Type": "application/json",
    }
    told = Recorder(replace(studio.world, receipts=SendGridReceipts(public)), studio.calls)
    await told.ask("report", f"POST {LETTERS}", headers, body)


async def _hours(studio: Recorder, owner: dict[str, str]) -> None:
    whole = await Recorder(studio.world).ask("", f"GET {CATALOG}?part=maria", owner)
    await studio.ask("hours", f"GET {CATALOG}?part=maria", owner)
    hours = {**whole["catalog"], "exceptions": {"2030-12-24": [["10:00", "14:00"]]}}
    tag = {"If-Match": f'"{whole["version"]}"'}
    await studio.ask("hours", f"PUT {CATALOG}?part=maria&dryRun=1", {**owner, **tag}, hours)


async def _with_calendly(studio: Recorder) -> None:
    delivery = json.dumps(body_of("fixture_30")).encode()
    await studio.ask("delivery", "POST /api/calendly-webhook", signed(delivery, int(NOW.timestamp())), delivery)
    with running_calendly() as gone:
        pass
    waiting = Recorder(replace(studio.world, calendly=Calendly(gone.token, gone.url)), studio.calls)
    named = {"calendlyEventUri": MEETING, "inviteeUri": f"{MEETING}/invitees/c7d2", "bookingSource": "calendly"}
    await waiting.ask("calendly", f"POST {BOOKINGS}", None, named)
