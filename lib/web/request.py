"""One request as the doors see it: body, query and headers, each read strictly and only once."""

import re
from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import Headers, QueryParams

from lib.actions.calendly import SignedDelivery
from lib.actions.events import EventId
from lib.actions.mail import Delivery
from lib.actions.ports import Outside
from lib.studio.catalog import Language
from lib.web.faults import Detail, Fault, invalid, payload_too_large
from lib.web.strict_json import read_json

Message = TypeVar("Message", bound=BaseModel)
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
_VERSION = re.compile(r'"([1-9][0-9]{0,8})"', re.ASCII)
LONGEST_QUERY = 2000
USUAL_BYTES = 16 * 1024
# A body of sixteen kilobytes can be wrong in thousands of places; nobody reads more than these.
MOST_DETAILS = 20
SEND_AN_EVENT_ID = "Send an Event-Id as it was given to you, such as 1790000000000-0."
# Where pydantic speaks to programmers; its other sentences are fit to be read.
SENTENCES = {
    "missing": "Please fill this in.",
    "extra_forbidden": "There is no such field.",
    "string_type": "Please write text here.",
    "too_short": "Please choose at least one.",
    "too_long": "Please choose fewer.",
}


class Request:
    """What the doors may ask of a request; its body was read before, up to the limit."""

    def __init__(self, headers: Headers, query: QueryParams, body: bytes) -> None:
        self._headers = headers
        self._query = query
        self._body = body

    def read(self, message: type[Message]) -> Message:
        """The JSON body as a message. Raises a Fault that points at every mistake."""
        return _validated(message, self._document, prefix="/")

    def said(self, name: str) -> object:
        """One member of the JSON body, None when there is none: what kind of body it is. Raises a Fault."""
        return self._document.get(name) if isinstance(self._document, dict) else None

    @cached_property
    def _document(self) -> object:
        """Read once, however many ask which kind of body it is."""
        # A door that takes more from a machine takes no more than others do from people.
        if len(self._body) > USUAL_BYTES:
            raise payload_too_large(USUAL_BYTES)
        return self.whole_document

    @property
    def whole_document(self) -> object:
        """The JSON body, however large the door lets it be. Raises a Fault."""
        kind = self._headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Fault(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Send application/json.")
        return read_json(self._body)

    def signed_delivery(self, now: int) -> SignedDelivery:
        """A webhook with whatever was signed with it; ``now`` is in epoch milliseconds."""
        found = (self._headers.getlist(f"calendly-webhook-{name}") for name in ("signature", "timestamp"))
        signatures, timestamps = map(tuple, found)
        return SignedDelivery(self._body, signatures, timestamps, now)

    def envelope(self) -> object:
        """The body of a webhook, once it is known who signed it: JSON, whatever it calls itself. Raises a Fault."""
        return read_json(self._body)

    def ask(self, message: type[Message]) -> Message:
        """The query as a message. Names that it does not know are left alone: links collect foreign parameters."""
        wanted = {name: value for name in _names(message) if (value := self._single(name)) is not None}
        return _validated(message, wanted, prefix="?")

    def provider_report(self, now: int) -> Delivery | None:
        """What SendGrid sends of its own accord, None for everything else; ``now`` is in epoch milliseconds."""
        signature = self._headers.get("x-twilio-email-event-webhook-signature")
        if signature is None:
            return None
        timestamp = self._headers.get("x-twilio-email-event-webhook-timestamp", "")
        return Delivery(self._body, signature, timestamp, now)

    def header(self, name: str) -> str | None:
        return self._headers.get(name)

    @property
    def idempotency_key(self) -> str | None:
        found = self._headers.getlist("idempotency-key")
        if not found:
            return None
        if len(found) > 1 or not _KEY.fullmatch(found[0]):
            raise invalid(
                Detail("header:Idempotency-Key", "format", "Send one key of 8 to 64 letters, digits, - or _.")
            )
        return found[0]

    @property
    def last_event_id(self) -> EventId | None:
        """What a browser that comes back to a stream has seen of it."""
        found = self._headers.getlist("last-event-id")
        if not found:
            return None
        event_id = EventId.parse(found[0])
        if len(found) > 1 or event_id is None:
            raise invalid(Detail("header:Last-Event-ID", "format", SEND_AN_EVENT_ID))
        return event_id

    def network(self, outside: Outside) -> str:
        """The visitor's address, for IPv6 their network; empty where anybody could have written the header."""
        # A proxy in front of the platform can replace the second, never the first.
        said = self._headers.get("x-vercel-forwarded-for") or self._headers.get("x-real-ip") or ""
        return _network(said.partition(",")[0].strip()) if outside.on_platform else ""

    @property
    def expected_version(self) -> int | None:
        """What If-Match asks for; None for any. Raises a Fault for what is no version of ours."""
        found = self._headers.getlist("if-match") or ["*"]
        if found == ["*"]:
            return None
        match = _VERSION.fullmatch(found[0].strip())
        # An empty one is no leave to overwrite what nobody has read.
        if match is None or len(found) > 1:
            raise invalid(Detail("header:If-Match", "format", 'Send the version in quotes, such as "2".'))
        return int(match[1])

    def check_headers(self) -> None:
        """Raises a Fault for a key or version that is none, also where what is asked for makes no use of it."""
        _ = self.idempotency_key, self.expected_version

    @property
    def bearer(self) -> str | None:
        """What stands behind ``Bearer`` in the Authorization header."""
        scheme, _, token = self._headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token.strip() else None

    @property
    def language(self) -> Language:
        """``lang`` alone: what caches keep must not depend on anything that is not in the address."""
        return "es" if self._query.get("lang") == "es" else "en"

    @property
    def preferred_language(self) -> Language:
        """``lang``, then the first of our languages in Accept-Language."""
        if "lang" in self._query:
            return self.language
        spoken = [word.strip()[:2].lower() for word in self._headers.get("accept-language", "").split(",")]
        return "es" if next((word for word in spoken if word in {"en", "es"}), "en") == "es" else "en"

    def _single(self, name: str) -> str | None:
        values = self._query.getlist(name)
        if len(values) > 1:
            raise invalid(Detail(f"?{name}", "repeated", "Say this only once."))
        return values[0] if values else None


def _network(said: str) -> str:
    # Imported here: only bookings on the platform ask for it.
    from ipaddress import IPv6Address, ip_address, ip_network  # noqa: PLC0415 -- see above

    try:
        address = ip_address(said)
    except ValueError:
        return ""
    # A household has a whole network of IPv6 addresses.
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)


def _names(message: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in message.model_fields.items()]


def _validated(message: type[Message], value: object, *, prefix: str) -> Message:
    try:
        return message.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False)[:MOST_DETAILS]
        raise invalid(*(_detail(each, prefix) for each in found)) from error


def _detail(error: Mapping[str, object], prefix: str) -> Detail:
    """Only our own words go out: what was sent may be anything, and it may be somebody's."""
    place = error["loc"]
    steps = [str(step).replace("~", "~0").replace("/", "~1")[:80] for step in place] if isinstance(place, tuple) else []
    kind = str(error["type"])
    return Detail(prefix + "/".join(steps), kind, SENTENCES.get(kind) or str(error["msg"])[:200])
