"""Asks Calendly's API, as far as the studio needs it; every answer is a value, and every question ends in time."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import TypeVar

from lib.actions.calendly import (
    AlreadyFilled,
    Canceled,
    Gone,
    Invitation,
    Invited,
    Invitee,
    Meeting,
    Setback,
    Subscription,
)
from lib.actions.calendly_auth import Bearer, Link
from lib.actions.mail import Refused, Rejected, Unclear, Unreached
from lib.gateways.calendly import protocol
from lib.gateways.calendly.account import Account, Myself, resource
from lib.gateways.calendly.circuit import Circuit
from lib.gateways.calendly.invitations import instant, wish
from lib.gateways.calendly.protocol import Misread
from lib.gateways.calendly.replies import Reply, is_absent, is_filled, setback
from lib.gateways.calendly.subscriptions import EVENTS, subscription
from lib.gateways.calendly.wire import FixedToken, Wire, path_of

# Seconds for a method that asks several times, page after page.
WHOLE = 20.0
_NOT_FOUND, _FORBIDDEN = 404, 403
T = TypeVar("T")


class Calendly:
    """Fulfils calendly_ports.CalendlyApi for whoever ``bearer`` is of. Calendly does not recognise repetitions."""

    def __init__(self, bearer: str | Bearer, base_url: str, circuit: Circuit | None = None) -> None:
        self._bearer = FixedToken(bearer) if isinstance(bearer, str) else bearer
        self._is_configured = bool(bearer)
        self._wire = Wire(self._bearer, base_url, circuit)
        self._account = Account(self._wire)

    @property
    def is_configured(self) -> bool:
        return self._is_configured

    async def link(self) -> Link:
        return await self._bearer.link()

    async def invitee(self, uri: str) -> Invitee | Gone | Setback:
        return await _read(self._invitee(uri))

    async def meetings(self, start: int, end: int) -> tuple[Meeting, ...] | Setback:
        return await _read(self._meetings(start, end))

    async def invitees(self, meeting: Meeting) -> tuple[Invitee, ...] | Gone | Setback:
        return await _read(self._invitees(meeting))

    async def found(self, invitation: Invitation) -> Invited | Setback | None:
        return await _read(self._found(invitation))

    async def invite(self, invitation: Invitation) -> Invited | AlreadyFilled | Setback:
        reply = await self._wire.write("/invitees", wish(invitation))
        if not isinstance(reply, Reply):
            return reply
        if not reply.is_success:
            return _not_invited(reply)
        try:
            made = protocol.invitee(resource(reply))
        except Misread:
            return Unclear("calendly misread")
        return Invited(made.uri, made.meeting_uri)

    async def cancel(self, meeting_uri: str) -> Canceled | Gone | Setback:
        if not protocol.MEETING.fullmatch(meeting_uri):
            return Gone()
        # Without a reason: with one, Calendly was seen to answer 400 and to cancel nothing.
        reply = await self._wire.write(f"{path_of(meeting_uri)}/cancellation", {})
        if not isinstance(reply, Reply):
            return reply
        if reply.is_success:
            return Canceled()
        if reply.status == _NOT_FOUND and is_absent(reply):
            return Gone()
        said = setback(reply)
        # What was cancelled before is refused with one status or another.
        is_open = reply.status == _FORBIDDEN or isinstance(said, Rejected)
        return await self._after(said, meeting_uri) if is_open else said

    async def subscriptions(self) -> tuple[Subscription, ...] | Setback:
        return await _read(self._subscriptions())

    async def subscribe(self, callback_url: str) -> Subscription | Setback:
        me = await _read(self._account.myself())
        if not isinstance(me, Myself):
            return me
        body = {"url": callback_url, "events": EVENTS, "organization": me.organization}
        reply = await self._wire.write("/webhook_subscriptions", {**body, "scope": "organization"})
        if isinstance(reply, Reply) and is_absent(reply):
            # Only owners may hear of the whole organisation.
            reply = await self._wire.write("/webhook_subscriptions", {**body, "scope": "user", "user": me.user})
        if not isinstance(reply, Reply):
            return reply
        try:
            return subscription(resource(reply)) if reply.is_success else setback(reply)
        except Misread:
            return Unclear("calendly misread")

    async def _after(self, said: Setback, meeting_uri: str) -> Canceled | Gone | Setback:
        """What a refused cancelling means, now that the meeting is looked at."""
        now = await _read(self._meeting(meeting_uri))
        if isinstance(now, Meeting):
            return Canceled() if now.is_canceled else said
        return now

    async def _invitee(self, uri: str) -> Invitee | Gone | Setback:
        if not protocol.INVITEE.fullmatch(uri):
            return Gone()
        meeting_uri = uri.rpartition("/invitees/")[0]
        body, about = await asyncio.gather(self._one(path_of(uri)), self._one(path_of(meeting_uri)))
        if not isinstance(body, Mapping):
            return body
        if not isinstance(about, Mapping):
            return about
        told, meeting = protocol.invitee(body), protocol.meeting(about)
        if (told.uri, told.meeting_uri, meeting.uri) != (uri, meeting_uri, meeting_uri):
            raise Misread("another invitee")
        return replace(told, meeting=meeting)

    async def _meeting(self, uri: str) -> Meeting | Gone | Setback:
        body = await self._one(path_of(uri))
        if not isinstance(body, Mapping):
            return body
        told = protocol.meeting(body)
        if told.uri != uri:
            raise Misread("another meeting")
        return told

    async def _one(self, path: str) -> Mapping[str, object] | Gone | Setback:
        reply = await self._wire.read(path)
        if not isinstance(reply, Reply):
            return reply
        return resource(reply) if reply.is_success else _absence(reply)

    async def _meetings(self, start: int, end: int) -> tuple[Meeting, ...] | Setback:
        # Both bounds are documented as exclusive, and nobody has promised that they stay so.
        query = {"min_start_time": instant(start - 1), "max_start_time": instant(end)}
        items = await self._account.listed("/scheduled_events", query)
        if not isinstance(items, tuple):
            return items
        # What moves while it is read may stand on two pages.
        told = {meeting.uri: meeting for meeting in map(protocol.meeting, items)}
        return tuple(meeting for meeting in told.values() if start <= meeting.start < end)

    async def _invitees(self, meeting: Meeting) -> tuple[Invitee, ...] | Gone | Setback:
        if not protocol.MEETING.fullmatch(meeting.uri):
            return Gone()
        items = await self._account.pages(f"{path_of(meeting.uri)}/invitees", {})
        if not isinstance(items, tuple):
            return _absence(items) if isinstance(items, Reply) else items
        told = {invitee.uri: replace(invitee, meeting=meeting) for invitee in map(protocol.invitee, items)}
        if any(invitee.meeting_uri != meeting.uri for invitee in told.values()):
            raise Misread("another meeting's invitee")
        return tuple(told.values())

    async def _found(self, invitation: Invitation) -> Invited | Setback | None:
        # Not by address: nobody says whether Calendly keeps one as it was written, and few meetings begin at once.
        meetings = await self._meetings(invitation.start, invitation.start + 1)
        if not isinstance(meetings, tuple):
            return meetings
        for meeting in meetings:
            invitees = await self._invitees(meeting)
            if isinstance(invitees, Gone):
                continue
            if not isinstance(invitees, tuple):
                return invitees
            for invitee in invitees:
                if invitee.our_booking == invitation.booking_id and not invitee.is_canceled:
                    return Invited(invitee.uri, meeting.uri)
        return None

    async def _subscriptions(self) -> tuple[Subscription, ...] | Setback:
        items = await self._account.listed("/webhook_subscriptions")
        return tuple(map(subscription, items)) if isinstance(items, tuple) else items


async def _read(work: Awaitable[T]) -> T | Unreached:
    """What may be asked again at any time."""
    try:
        async with asyncio.timeout(WHOLE):
            return await work
    except TimeoutError:
        return Unreached("calendly deadline")
    except Misread:
        return Unreached("calendly misread")


def _absence(reply: Reply) -> Gone | Setback:
    return Gone() if is_absent(reply) else setback(reply)


def _not_invited(reply: Reply) -> AlreadyFilled | Setback:
    if is_filled(reply):
        return AlreadyFilled()
    said = setback(reply)
    # Their word that there is no such event type is about this invitation alone.
    is_about_this = isinstance(said, Refused) and reply.status == _NOT_FOUND and is_absent(reply)
    return Rejected(said.reason) if is_about_this else said
