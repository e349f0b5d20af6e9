"""Compares Calendly with the schedule: what was missed is followed now, what cannot be decided here is reported."""

from collections.abc import Iterable, Mapping, Sequence

from lib.actions.calendly import Gone, Invitee, Meeting, Setback, Subscription, callback_of, meeting_word
from lib.actions.follow_calendly import follow
from lib.actions.outages import NotConfigured
from lib.actions.ports import Outside, ScheduleQuery, epoch_minute
from lib.actions.under_catalog import ask_under_catalog
from lib.studio import policy
from lib.studio.catalog import ANYONE, Catalog
from lib.studio.imposed import instructors_of
from lib.studio.slots import Block, bookable_starts

# What took place before that is for the accounts. Minutes.
LOOK_BACK = 1440
# One look at an invitee is one or two requests, of which Calendly allows fifty a minute when it is free of charge.
MOST_LOOKS, MOST_QUESTIONS, MOST = 30, 5, 100


async def reconcile_calendly(outside: Outside) -> Mapping[str, object]:
    """Ids and counts, nothing personal. Raises NotConfigured when Calendly is not used, or an Outage."""
    can_ask = (await outside.calendly.link()).is_meant
    if not (can_ask or outside.webhooks.is_configured):
        raise NotConfigured("CALENDLY_API_TOKEN")
    mapped = await map_anew(outside)
    if not can_ask:
        return {"mapped": mapped}
    said: dict[str, object] = {"mapped": mapped, "subscription": await _subscription(outside)}
    now = epoch_minute(outside.clock.now())
    catalog = await outside.catalogs.fresh(0)
    window = (now - LOOK_BACK, bookable_starts(catalog, now).stop)
    meetings = await outside.calendly.meetings(*window)
    if not isinstance(meetings, tuple):
        return {**said, "trouble": meetings.reason}
    catalog, _, schedule = await ask_under_catalog(
        lambda catalog: _everybody(catalog, window), outside.store.schedule, outside
    )
    standing = _standing(schedule.blocks, window)
    words = [meeting_word(each.uri) for each in meetings]
    known = await outside.store.known_meetings(words)
    different = [
        meeting
        for word, meeting in zip(words, meetings, strict=True)
        if _is_different(meeting, standing.get(word, []), known.get(word, ""), catalog)
    ]
    repaired, left, trouble = await _followed(different, outside)
    vanished = sorted(set(standing) - set(words))
    return {
        **said,
        "compared": len(meetings),
        "repaired": repaired,
        "left": left,
        "vanished": vanished[:MOST],
        **trouble,
    }


async def map_anew(outside: Outside) -> int:
    """What the catalogue could not place when it came, it may by now; who was told without times is asked for."""
    placed = 0
    since = epoch_minute(outside.clock.now()) - LOOK_BACK
    waiting = await outside.store.unmapped(since, MOST)
    asked = [each.booking_id for each in waiting if each.invitee.meeting is None][:MOST_QUESTIONS]
    for each in waiting:
        invitee: Invitee | Gone | Setback = each.invitee
        if each.invitee.meeting is None:
            invitee = await outside.calendly.invitee(each.invitee.uri) if each.booking_id in asked else Gone()
        if isinstance(invitee, Invitee):
            await follow(invitee, (), outside)
            placed += 1
    return len(waiting) - len(await outside.store.unmapped(since, MOST)) if placed else 0


async def _subscription(outside: Outside) -> str:
    """Calendly tells nobody when it has given up on an address."""
    known = await outside.calendly.subscriptions()
    if not isinstance(known, tuple):
        return known.reason
    ours = [each for each in known if each.leads_to(outside.site_url)]
    if any(each.is_active for each in ours):
        return "retrying" if all(each.retry_started_at for each in ours if each.is_active) else "active"
    return await _subscribed(ours, outside)


async def _subscribed(given_up: Sequence[Subscription], outside: Outside) -> str:
    """Where the owner has consented nobody has run a set-up; with a token somebody decides about the key themselves.

    What Calendly has given up on it never takes up again, and it takes no address twice: another one is made beside.
    """
    is_by_consent = (await outside.calendly.link()).connection == "connected"
    if not (is_by_consent and outside.webhooks.is_configured and outside.site_url.startswith("https://")):
        return "disabled" if given_up else "missing"
    version = max((each.version for each in given_up), default=0) + 1
    made = await outside.calendly.subscribe(callback_of(outside.site_url, version))
    return "active" if isinstance(made, Subscription) else made.reason


def _everybody(catalog: Catalog, window: tuple[int, int]) -> ScheduleQuery:
    # A meeting that began before is told by all of its pieces.
    starts = (window[0] - policy.LONGEST_IMPOSED_MINUTES, window[1])
    return ScheduleQuery((*catalog.instructors, ANYONE), tuple(catalog.rooms), starts, window[0])


def _standing(blocks: Iterable[Block], window: tuple[int, int]) -> Mapping[str, list[Block]]:
    """What Calendly has imposed and begins then, by meeting."""
    found: dict[str, list[Block]] = {}
    for block in blocks:
        if block.session:
            found.setdefault(block.session, []).append(block)
    return {word: pieces for word, pieces in found.items() if min(each.start for each in pieces) >= window[0]}


def _is_different(meeting: Meeting, blocks: Sequence[Block], known: str, catalog: Catalog) -> bool:
    """Whether it stands here other than there; ``known`` is what is known of one that stands under no name here."""
    if not blocks:
        return known != ("over" if meeting.is_canceled else "ours")
    times = (min(block.start for block in blocks), max(block.end for block in blocks))
    instructors = set(instructors_of(meeting.event_type, meeting.hosts, catalog))
    is_elsewhere = times != (meeting.start, meeting.end) or {block.instructor for block in blocks} != instructors
    # A meeting that is longer than a day has several blocks, each with all who are invited.
    # Where an invitation of ours is among them, nobody here counts as both.
    is_other = meeting.active not in {None, max(block.taken for block in blocks)} and known != "ours"
    return meeting.is_canceled or is_elsewhere or is_other


async def _followed(meetings: Sequence[Meeting], outside: Outside) -> tuple[int, int, dict[str, object]]:
    """How many changed something here, how many are left for the next time, and what went wrong, if anything did."""
    repaired = 0
    for count, meeting in enumerate(meetings[:MOST_LOOKS]):
        invitees = await outside.calendly.invitees(meeting)
        if not isinstance(invitees, tuple | Gone):
            return repaired, len(meetings) - count, {"trouble": invitees.reason}
        events = [await follow(each, (), outside) for each in invitees] if isinstance(invitees, tuple) else []
        repaired += any(getattr(event, "event_id", "") for event in events)
    return repaired, max(0, len(meetings) - MOST_LOOKS), {}
