"""How the words of Calendly's are kept in a booking, and the lines that staff have to see to, both ways."""

import json
from collections.abc import Mapping

from lib.actions.calendly import Conflict, Invitee, Meeting, Payment
from lib.gateways.store import records
from lib.gateways.store.plans import as_json
from lib.studio.booking import NOBODY


def source(invitee: Invitee) -> str:
    """By which a mapping that comes later is applied; nothing about the person."""
    facts: dict[str, object] = {"invitee": invitee.uri, "meeting": invitee.meeting_uri, "updated": invitee.updated}
    facts |= {"created": invitee.created, "utm": dict(invitee.utm), "old": invitee.instead_of}
    if paid := invitee.payment:
        facts["paid"] = (paid.amount, paid.currency, paid.is_settled)
    if meeting := invitee.meeting:
        facts |= {"meeting": meeting.uri, "type": meeting.event_type, "hosts": meeting.hosts}
        facts |= {"start": meeting.start, "end": meeting.end}
    return as_json(facts)


def invitee_of(fields: Mapping[str, str]) -> Invitee:
    said = json.loads(fields["calendly"])
    meeting = None
    if "start" in said:
        meeting = Meeting(said["meeting"], said["type"], said["start"], said["end"], tuple(said["hosts"]))
    person = records.person(fields["person"]) if fields.get("person") else NOBODY
    return Invitee(
        uri=said["invitee"],
        meeting_uri=said["meeting"],
        meeting=meeting,
        person=person,
        created=said["created"],
        updated=said["updated"],
        instead_of=said.get("old", ""),
        utm=said.get("utm", {}),
        payment=Payment(*said["paid"]) if "paid" in said else None,
    )


def conflict(line: str) -> Conflict:
    ours, theirs, uri, start, end, instructor = ("" if word == "-" else word for word in line.split(" "))
    return Conflict(ours, theirs, uri, int(start), int(end), instructor)
