"""Calendly where no token is set: nobody is asked."""

from lib.actions.calendly import Invitation, Meeting
from lib.actions.calendly_auth import Link
from lib.actions.mail import Refused

_OFF = Refused("calendly setting")


class NoCalendly:
    """Fulfils ports.CalendlyApi."""

    is_configured = False

    async def link(self) -> Link:
        return Link("off")

    async def invitee(self, _uri: str) -> Refused:
        return _OFF

    async def meetings(self, _start: int, _end: int) -> Refused:
        return _OFF

    async def invitees(self, _meeting: Meeting) -> Refused:
        return _OFF

    async def found(self, _invitation: Invitation) -> Refused:
        return _OFF

    async def invite(self, _invitation: Invitation) -> Refused:
        return _OFF

    async def cancel(self, _meeting_uri: str) -> Refused:
        return _OFF

    async def subscriptions(self) -> Refused:
        return _OFF

    async def subscribe(self, _callback_url: str) -> Refused:
        return _OFF
