"""Whose token it is, and lists of what is theirs: the whole organisation's where the token may see it, page by page."""

import re
from collections.abc import Mapping
from dataclasses import field

from lib.actions.calendly import Setback
from lib.actions.mail import Refused, Throttled, Unreached
from lib.gateways.calendly.protocol import Misread
from lib.gateways.calendly.replies import Reply, is_absent, setback
from lib.gateways.calendly.wire import Wire
from lib.studio.values import dataclass

# The most that Calendly gives at once, and the most that we take.
PER_PAGE, MOST_PAGES = 100, 50
_FORBIDDEN = 403
_OWN = re.compile(r"https://api\.calendly\.com/(users|organizations)/[A-Za-z0-9_-]{1,255}")
# It is a word of theirs that we only hand back.
_PAGE_TOKEN = re.compile("[!-~]{1,2000}")

Items = tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Myself:
    """Who made the token; ``user`` and ``organization`` are URIs."""

    user: str
    organization: str
    name: str = field(repr=False)
    email: str = field(repr=False)


class Account:
    """Of one process, which asks once who a token is of. Methods may raise Misread."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._myself: Myself | None = None

    async def myself(self) -> Myself | Setback:
        if self._myself and self._wire.is_of_one_account:
            return self._myself
        reply = await self._wire.read("/users/me")
        if not isinstance(reply, Reply):
            return reply
        if not reply.is_success:
            return setback(reply)
        self._myself = _myself(resource(reply))
        return self._myself

    async def listed(self, path: str, query: Mapping[str, str] | None = None) -> Items | Setback:
        """All there is, of the organisation's or, where only owners may look at that, of the token's own user."""
        me = await self.myself()
        if not isinstance(me, Myself):
            return me
        whole, own = _reaches(path, me)
        found = await self.pages(path, {**(query or {}), **whole})
        # Half a list that passes for the whole would be worse than none, so only Calendly's own no is believed.
        if isinstance(found, Reply) and found.status == _FORBIDDEN and is_absent(found):
            found = await self.pages(path, {**(query or {}), **own})
        return setback(found) if isinstance(found, Reply) else found

    async def pages(self, path: str, query: Mapping[str, str]) -> Items | Reply | Refused | Throttled | Unreached:
        """All pages in one, or the first answer that is none. A list without an end is no list."""
        found: list[Mapping[str, object]] = []
        token, seen = "", set[str]()
        for _ in range(MOST_PAGES):
            asked = {**query, "count": str(PER_PAGE), **({"page_token": token} if token else {})}
            reply = await self._wire.read(path, asked)
            if not (isinstance(reply, Reply) and reply.is_success):
                return reply
            items, token = _page(reply.body)
            found += items
            if not token:
                return tuple(found)
            if token in seen:
                break
            seen.add(token)
        return Unreached("calendly pages")


def resource(reply: Reply) -> Mapping[str, object]:
    """What every answer about one thing wraps it in. Raises Misread."""
    found = reply.body.get("resource")
    if isinstance(found, Mapping):
        return found
    raise Misread("resource")


def _reaches(path: str, me: Myself) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """How the organisation's are asked for, and how one's own."""
    whole = {"organization": me.organization}
    if path == "/webhook_subscriptions":
        return {**whole, "scope": "organization"}, {**whole, "user": me.user, "scope": "user"}
    # Calendly lets nobody but owners name both.
    return whole, {"user": me.user}


def _myself(body: Mapping[str, object]) -> Myself:
    user, organization = body.get("uri"), body.get("current_organization")
    for uri in (user, organization):
        if not (isinstance(uri, str) and _OWN.fullmatch(uri)):
            raise Misread("uri or current_organization")
    return Myself(str(user), str(organization), str(body.get("name") or ""), str(body.get("email") or ""))


def _page(body: Mapping[str, object]) -> tuple[list[Mapping[str, object]], str]:
    """What is on it, and the word for the next one; empty on the last."""
    items, pagination = body.get("collection"), body.get("pagination")
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise Misread("collection")
    token = pagination.get("next_page_token") if isinstance(pagination, Mapping) else None
    if not token:
        return items, ""
    if not (isinstance(token, str) and _PAGE_TOKEN.fullmatch(token)):
        raise Misread("next_page_token")
    return items, token
