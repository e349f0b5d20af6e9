"""`make calendly-setup`: has Calendly tell the site what happens there, and prints what belongs into which setting."""

import json
import os
import secrets
import sys
from contextlib import closing
from typing import NoReturn
from urllib.parse import urlsplit

from lib import settings
from lib.actions.calendly import Setback, Subscription, callback_of
from lib.actions.mail import Refused, Throttled, Unclear
from lib.actions.outages import Outage
from lib.gateways.calendly.account import Account, Myself, resource
from lib.gateways.calendly.auth_server import SCOPES
from lib.gateways.calendly.person import one_line
from lib.gateways.calendly.protocol import Misread
from lib.gateways.calendly.replies import Reply, is_absent, setback
from lib.gateways.calendly.subscriptions import EVENTS, subscription
from lib.gateways.calendly.wire import FixedToken, Wire, path_of
from lib.gateways.store import Store
from lib.local.calendly_mapping import Line, event_types, hosts, mapping
from lib.local.stops import StartRefused, exit_status
from lib.settings import Settings
from lib.studio.catalog import Catalog

RIGHTS = f"{', '.join(SCOPES[:-1])} and {SCOPES[-1]}"
_CONFLICT = 409
# Addresses of others that this token does not see are passed over; nobody changes keys more often.
MOST_VERSIONS = 50


class Setup:
    """One visit. Every method may raise StartRefused or Misread."""

    def __init__(self, chosen: Settings) -> None:
        self._wire = Wire(FixedToken(chosen.calendly.token), chosen.calendly.base_url)
        self._account = Account(self._wire)
        self._site_url = chosen.site_url

    async def myself(self) -> Myself:
        me = await self._account.myself()
        return me if isinstance(me, Myself) else _stop(me)

    async def ours(self) -> list[Subscription]:
        """Those that lead to this site, whatever stands behind the question mark."""
        me = await self.myself()
        reach = {"organization": me.organization}
        found: list[Subscription] = []
        for scope in ({"scope": "organization"}, {"scope": "user", "user": me.user}):
            items = await self._account.pages("/webhook_subscriptions", {**reach, **scope})
            if isinstance(items, tuple):
                found += map(subscription, items)
            # Only owners see the organisation's.
            elif "user" in scope or not (isinstance(items, Reply) and is_absent(items)):
                _stop(items)
        return [each for each in found if each.leads_to(self._site_url)]

    async def subscribe(self, versions: range) -> str:
        """At the first address that is not in use. The key with which its messages are signed."""
        key = secrets.token_urlsafe(32)
        for number in versions:
            url = callback_of(self._site_url, number)
            reply = await self._subscribed(url, key)
            if reply.is_success:
                _say(f"Calendly now tells {url} what happens ({_scope(reply)}).")
                return key
            if reply.status != _CONFLICT:
                _stop(reply)
            _say(f"{url} is in use by a subscription that this token does not see.")
        raise StartRefused("Nothing was changed. With REPLACE=1 another subscription is made beside it.")

    async def _subscribed(self, url: str, key: str) -> Reply:
        me = await self.myself()
        body = {"url": url, "events": EVENTS, "organization": me.organization, "signing_key": key}
        reply = await self._wire.write("/webhook_subscriptions", {**body, "scope": "organization"})
        if isinstance(reply, Reply) and is_absent(reply):
            _say("This token may not hear of the whole organisation, only of its own user.")
            reply = await self._wire.write("/webhook_subscriptions", {**body, "scope": "user", "user": me.user})
        return reply if isinstance(reply, Reply) else _stop(reply)

    async def delete(self, uri: str) -> None:
        known = [each for each in await self.ours() if each.uri == uri]
        if not known:
            raise StartRefused("DELETE= names no subscription of this site. Nothing was changed.")
        reply = await self._wire.remove(path_of(uri))
        if not (isinstance(reply, Reply) and reply.is_success):
            _stop(reply)
        _say(f"Deleted: {known[0].callback_url}. Its key may leave CALENDLY_WEBHOOK_SECRET now.")

    async def lines(self, catalog: Catalog | None) -> tuple[list[Line], list[Line]]:
        """People and event types."""
        members = await self._account.listed("/organization_memberships")
        if isinstance(members, Refused):
            _say("Who else is in the organisation this token may not see; only its own user is listed.")
            me = await self.myself()
            members = ({"user": {"uri": me.user, "name": me.name, "email": me.email}},)
        kinds = await self._account.listed("/event_types", {"active": "true"})
        people = members if isinstance(members, tuple) else _stop(members)
        return hosts(people, catalog), event_types(kinds if isinstance(kinds, tuple) else _stop(kinds), catalog)


async def run() -> int:
    """Raises StartRefused for everything that keeps it from being done, with a sentence that says why."""
    chosen = _checked(settings.read(os.environ))
    setup = Setup(chosen)
    try:
        await _visit(setup, chosen)
    except Misread as misread:
        raise StartRefused(f"Calendly's answer cannot be read: {misread}. Look with the same command again.") from None
    return 0


async def _visit(setup: Setup, chosen: Settings) -> None:
    me = await setup.myself()
    _say(f"The token is that of {one_line(me.name, 80)} <{one_line(me.email, 254)}>, in {me.organization}.")
    if os.environ.get("DELETE"):
        await setup.delete(os.environ["DELETE"].strip())
        return
    people, kinds = await setup.lines(await _catalog(chosen))
    known = await setup.ours()
    for each in known:
        _say(f"There is a subscription for {each.callback_url}: {_state(each)} ({each.uri}).")
    if os.environ.get("REPLACE"):
        newest = max((each.version for each in known), default=0)
        _tell_key(await setup.subscribe(range(newest + 1, newest + MOST_VERSIONS)), known)
    elif known:
        _say("Its key is shown to nobody; to have another one, run this with REPLACE=1.")
    else:
        _tell_key(await setup.subscribe(range(1, 2)), known)
    for line in (*people, *kinds):
        _say(f"# {line.uri} is {line.said}; {line.guess or 'nobody knows who or what in the catalogue'}")
    _say(
        'Fill in what is empty, leave out what the studio does not offer, and put it into "calendly" of the catalogue:'
    )
    print(json.dumps(mapping(people, kinds), indent=2))


def _checked(chosen: Settings) -> Settings:
    if not chosen.calendly.token:
        raise StartRefused("CALENDLY_API_TOKEN is missing: make one at Calendly (Integrations, API & Webhooks).")
    if not chosen.site_url:
        raise StartRefused("SITE_URL is missing: Calendly has to know where the site is.")
    if urlsplit(chosen.site_url).scheme != "https" or not urlsplit(chosen.site_url).hostname:
        raise StartRefused("SITE_URL must begin with https://, because Calendly sends to no other address.")
    return chosen


async def _catalog(chosen: Settings) -> Catalog | None:
    """To guess from; none is no trouble."""
    if not (chosen.store_url and chosen.store_token):
        _say("No store is named in the environment, so that nothing is guessed.")
        return None
    with closing(Store(chosen.store_url, chosen.store_token, chosen.key_prefix)) as store:
        try:
            return await store.catalog()
        except Outage as outage:
            _say(f"The store cannot be asked ({type(outage).__name__}), so that nothing is guessed.")
            return None


def _tell_key(key: str, known: list[Subscription]) -> None:
    _say("Put this line into the environment; it is shown this once:")
    print(f"CALENDLY_WEBHOOK_SECRET={key}", flush=True)
    if known:
        _say("The old key has to stand behind it for a day, with a comma between them: what was signed before still")
        _say("comes in. Deploy, wait for that day, and then run this for each old one:")
        for each in known:
            _say(f"  make calendly-setup DELETE={each.uri}")


def _state(known: Subscription) -> str:
    if not known.is_active:
        return "Calendly has given it up, and only another one helps: REPLACE=1"
    return f"failing since {known.retry_started_at}" if known.retry_started_at else "it works"


def _scope(reply: Reply) -> str:
    return "only its own user" if resource(reply).get("scope") == "user" else "the whole organisation"


def _stop(said: Reply | Setback) -> NoReturn:
    """One sentence; never a word of Calendly's, which may hold anything."""
    trouble = setback(said) if isinstance(said, Reply) else said
    match trouble:
        case Refused("calendly setting"):
            sentence = "CALENDLY_API_TOKEN or CALENDLY_BASE_URL is of a form that cannot be."
        case Refused("calendly 401"):
            sentence = "Calendly does not know the token in CALENDLY_API_TOKEN."
        case Refused(reason):
            sentence = f"Calendly refuses it ({reason}): the token needs {RIGHTS}, and CALENDLY_BASE_URL its address."
        case Throttled():
            sentence = "Calendly was asked too often. Try again in a minute."
        case Unclear(reason):
            sentence = f"Calendly did not say whether it was done ({reason}). The same command shows what is there now."
        case _:
            sentence = f"Calendly cannot be asked, or does not do it ({trouble.reason}). Nothing was changed."
    raise StartRefused(sentence)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(exit_status(run))
