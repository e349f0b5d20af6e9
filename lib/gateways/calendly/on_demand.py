"""A client that is set up when Calendly is asked for the first time, because most requests ask nothing of it."""

from dataclasses import field
from functools import cached_property

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
from lib.actions.calendly_ports import CalendlyApi
from lib.studio.values import dataclass


@dataclass(frozen=True)
class CalendlyOnDemand:
    """Fulfils calendly_ports.CalendlyApi."""

    token: str | Bearer = field(repr=False)
    base_url: str

    @property
    def is_configured(self) -> bool:
        return bool(self.token)

    async def link(self) -> Link:
        return Link("token" if self.token else "off") if isinstance(self.token, str) else await self.token.link()

    async def invitee(self, uri: str) -> Invitee | Gone | Setback:
        return await self._client.invitee(uri)

    async def meetings(self, start: int, end: int) -> tuple[Meeting, ...] | Setback:
        return await self._client.meetings(start, end)

    async def invitees(self, meeting: Meeting) -> tuple[Invitee, ...] | Gone | Setback:
        return await self._client.invitees(meeting)

    async def found(self, invitation: Invitation) -> Invited | Setback | None:
        return await self._client.found(invitation)

    async def invite(self, invitation: Invitation) -> Invited | AlreadyFilled | Setback:
        return await self._client.invite(invitation)

    async def cancel(self, meeting_uri: str) -> Canceled | Gone | Setback:
        return await self._client.cancel(meeting_uri)

    async def subscriptions(self) -> tuple[Subscription, ...] | Setback:
        return await self._client.subscriptions()

    async def subscribe(self, callback_url: str) -> Subscription | Setback:
        return await self._client.subscribe(callback_url)

    @cached_property
    def _client(self) -> CalendlyApi:
        from lib.gateways.calendly.client import Calendly  # noqa: PLC0415 -- only who asks pays for it

        return Calendly(self.token, self.base_url)
