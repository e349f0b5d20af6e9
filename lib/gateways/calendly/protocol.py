"""What bodies of Calendly's present API say, as our own facts; tolerant of every form seen since 2020, without waiting.

The retired first API has objects where this one has URIs; it is refused, because its times and ids mean other things.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from lib.actions.calendly import Happening, Ignored, Invitee, InviteeReport, Meeting, Payment, Unreadable
from lib.gateways.calendly.person import one_line, person
from lib.studio import policy
from lib.studio.calendly_document import EVENT_TYPE, USER

_ID = "[A-Za-z0-9_-]{1,255}"
_API = r"https://api\.calendly\.com"
INVITEE = re.compile(f"{_API}/scheduled_events/(?P<meeting>{_ID})/invitees/(?P<invitee>{_ID})")
MEETING = re.compile(f"{_API}/scheduled_events/(?P<meeting>{_ID})")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")
_UTM = ("source", "medium", "campaign", "content", "term")
_HAPPENINGS: Mapping[str, Happening] = {
    "invitee.created": "created",
    "invitee.canceled": "canceled",
    "invitee_no_show.created": "missed",
    "invitee_no_show.deleted": "not_missed",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE, _MILLISECOND, _MICROSECOND = timedelta(minutes=1), timedelta(milliseconds=1), timedelta(microseconds=1)
# More people than that teach no lesson together.
MOST_HOSTS = 50


class Misread(ValueError):  # noqa: N818 -- what is misread is somebody else's words, not an error of ours
    """A body is not what it must be; the text quotes nothing of it."""


def report(envelope: object) -> InviteeReport | Ignored | Unreadable:
    """What one delivery says. Never raises."""
    try:
        return _report(_object(envelope, "envelope"))
    except Misread as misread:
        return Unreadable(str(misread))


def _report(envelope: Mapping[str, object]) -> InviteeReport | Ignored:
    event, payload = envelope.get("event"), _object(envelope.get("payload"), "payload")
    if not isinstance(event, str):
        raise Misread("event")
    happening = _HAPPENINGS.get(event)
    if happening is None:
        return Ignored()
    known = invitee(_unwrapped(payload, happening))
    reported = _instant(envelope, "created_at")
    mark = payload.get("no_show")
    marked = _instant(mark, "created_at") if happening == "missed" and isinstance(mark, Mapping) else None
    moment = marked or reported
    return InviteeReport(happening, known, (moment - _EPOCH) // _MILLISECOND if moment else known.updated // 1000)


def _unwrapped(payload: Mapping[str, object], happening: Happening) -> Mapping[str, object]:
    """Nobody has shown the body of a mark that was taken back; it may be the mark instead of who bore it."""
    bearer = payload.get("invitee")
    if happening == "not_missed" and isinstance(bearer, str):
        return {**payload, "uri": bearer, "event": payload.get("event") or bearer.rpartition("/invitees/")[0]}
    return payload


def invitee(body: Mapping[str, object]) -> Invitee:
    """One invitee, as webhooks and the API show it. Raises Misread."""
    for name in ("event", "invitee"):
        if isinstance(body.get(name), Mapping):
            raise Misread("the retired first API")
    uri = _uri(body, "uri", INVITEE)
    created, updated = _instant(body, "created_at"), _instant(body, "updated_at")
    since = created or updated or _EPOCH
    told = body.get("scheduled_event")
    return Invitee(
        uri=uri,
        meeting_uri=_uri(body, "event", MEETING),
        meeting=None if told is None else meeting(_object(told, "scheduled_event")),
        person=person(body),
        created=(since - _EPOCH) // _MILLISECOND,
        updated=((updated or since) - _EPOCH) // _MICROSECOND,
        is_canceled=_is_canceled(body),
        is_canceled_by_host=_is_by_host(body.get("cancellation")),
        instead_of=_optional_uri(body, "old_invitee"),
        moved_to=_optional_uri(body, "new_invitee"),
        utm=_utm(body.get("tracking")),
        payment=_payment(body.get("payment")),
    )


def meeting(body: Mapping[str, object]) -> Meeting:
    """One scheduled event. Raises Misread."""
    starts, ends = _instant(body, "start_time"), _instant(body, "end_time")
    if starts is None or ends is None:
        raise Misread("start_time or end_time")
    start = (starts - _EPOCH) // _MINUTE
    # A meeting of no length still is one; what begins or ends within a minute has all of it.
    end = max(start + 1, -((_EPOCH - ends) // _MINUTE))
    if ends < starts or end - start > policy.LONGEST_IMPOSED_MINUTES:
        raise Misread("a length that no meeting has")
    said = body.get("event_type")
    return Meeting(
        uri=_uri(body, "uri", MEETING),
        event_type=said if isinstance(said, str) and re.fullmatch(EVENT_TYPE, said) else "",
        start=start,
        end=end,
        hosts=_hosts(body.get("event_memberships")),
        is_canceled=_is_canceled(body),
        active=_active(body.get("invitees_counter")),
    )


def _active(counter: object) -> int | None:
    """Only good for noticing that something is amiss: who is invited is a set of people, and no number."""
    said = counter.get("active") if isinstance(counter, Mapping) else None
    return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else None


def _hosts(members: object) -> tuple[str, ...]:
    """Who holds it, in the order told; never who made the webhook, which may be somebody else."""
    found = [each.get("user") for each in members if isinstance(each, Mapping)] if isinstance(members, list) else []
    users = [user for user in found if isinstance(user, str) and re.fullmatch(USER, user)]
    return tuple(dict.fromkeys(users))[:MOST_HOSTS]


def _is_canceled(body: Mapping[str, object]) -> bool:
    return body.get("status") == "canceled" or body.get("canceled") is True


def _is_by_host(cancellation: object) -> bool:
    return isinstance(cancellation, Mapping) and cancellation.get("canceler_type") == "host"


def _utm(tracking: object) -> dict[str, str]:
    said = tracking if isinstance(tracking, Mapping) else {}
    words = {name: one_line(said.get(f"utm_{name}"), 100) for name in _UTM}
    return {name: word for name, word in words.items() if word}


def _payment(said: object) -> Payment | None:
    if not isinstance(said, Mapping):
        return None
    amount, currency = str(said.get("amount")), said.get("currency")
    is_money = _AMOUNT.fullmatch(amount) and isinstance(currency, str) and re.fullmatch("[A-Za-z]{3}", currency)
    return Payment(amount, str(currency).upper(), said.get("successful") is True) if is_money else None


def _object(value: object, name: str) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise Misread(f"{name} is no object")


def _uri(body: Mapping[str, object], name: str, form: re.Pattern[str]) -> str:
    value = body.get(name)
    if isinstance(value, str) and form.fullmatch(value):
        return value
    raise Misread(name)


def _optional_uri(body: Mapping[str, object], name: str) -> str:
    return "" if body.get(name) is None else _uri(body, name, INVITEE)


def _instant(body: Mapping[str, object], name: str) -> datetime | None:
    """An instant of the years in which lessons are held, None where none is told."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise Misread(name)
    try:
        found = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Misread(name) from None
    if not policy.FIRST_YEAR <= found.year <= policy.LAST_YEAR:
        raise Misread(name)
    return found
