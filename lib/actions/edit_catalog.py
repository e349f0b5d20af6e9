"""Puts an edited catalogue, or one instructor's hours, in place of the present ones, and says what that strands."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from lib.actions.catalog_ports import Ahead, CatalogEdit, CatalogIs, CatalogMoved, CatalogSaved
from lib.actions.ports import Outside, epoch_minute
from lib.actions.see_catalog import NO_CATALOG, CatalogAsk, SeenCatalog, look_of, readable, seen
from lib.actions.sign_in import still_open
from lib.studio import policy
from lib.studio.booking import Booking
from lib.studio.catalog import Catalog
from lib.studio.catalog_document import parse
from lib.studio.catalog_edits import HoursOf, checked_hours, edited_catalog, fingerprint, is_same, kept_text
from lib.studio.localtime import local_minute
from lib.studio.refusals import OtherCatalog
from lib.studio.slot_preview import Preview, preview
from lib.studio.stranded import Reason, reasons
from lib.studio.values import dataclass

# Whoever strands more has read enough of it; how many there are is told.
MOST_STRANDED = 200


@dataclass(frozen=True, slots=True)
class CatalogWish:
    """``document`` is as it was sent, the whole or the hours of ``ask.part``; ``expected`` the tag that was read."""

    ask: CatalogAsk
    document: object
    expected: str


@dataclass(frozen=True, slots=True)
class Stranded:
    """A booking that could no longer be made; ``already``: it could not before the edit either."""

    booking: Booking
    reasons: tuple[Reason, ...]
    already: bool


@dataclass(frozen=True, slots=True)
class Edited:
    """The catalogue as it is, or would be, in force; ``count`` is of all that are stranded.

    ``maps_anew``: what came from Calendly and had no place here may have one by now.
    """

    content: SeenCatalog
    stranded: tuple[Stranded, ...]
    count: int
    preview: Preview | None = None
    maps_anew: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is in force, and what shall be. ``is_done``: there is nothing to do, because both say the same."""

    ask: CatalogAsk
    found: CatalogIs
    document: Mapping[str, Any]
    before: Catalog
    after: Catalog
    is_done: bool

    @property
    def instructors(self) -> tuple[str, ...]:
        """Whose sessions the edit can touch."""
        return (self.ask.part,) if self.ask.part else tuple({**self.after.instructors, **self.before.instructors})


async def edit_catalog(wish: CatalogWish, outside: Outside) -> Edited:
    """Two round trips, a few more when somebody books or edits at this moment or an instructor is taken out.

    Raises BadCatalog, OtherCatalog, OwnerOnly, UnknownInstructor, SignedOut or an Outage; repeating it settles it.
    """
    for _ in range(policy.CATALOG_ROUNDS):
        plan = await _planned(wish, outside)
        if plan.is_done:
            return await _reported(plan, plan.found.ahead, {}, outside)
        match still_open(await outside.store.edit_catalog(_edit(plan, outside))):
            case CatalogMoved():
                continue
            case CatalogSaved(ahead, bookings):
                plan = _in_force(plan)
                outside.catalogs.keep(plan.after)
                told = await _reported(plan, ahead, bookings, outside)
                return replace(told, maps_anew=plan.before.calendly != plan.after.calendly)
    raise OtherCatalog


async def try_catalog(wish: CatalogWish, outside: Outside) -> Edited:
    """What an edit would do, and nothing is written. Two round trips; raises what ``edit_catalog`` does."""
    plan = await _planned(wish, outside)
    ahead = plan.found.ahead
    if left_out := tuple(each for each in plan.instructors if each not in _asked(plan.ask, plan.after)):
        look = replace(look_of(plan.ask, outside), instructors=left_out)
        ahead = (*ahead, *still_open(await outside.store.look_at_catalog(look)).ahead)
    today = local_minute(plan.after.zone, epoch_minute(outside.clock.now())).day
    told = await _reported(plan, ahead, {}, outside)
    content = replace(told.content, tag=wish.expected)
    return replace(told, content=content, preview=preview(plan.before, plan.after, today, plan.ask.part))


async def _planned(wish: CatalogWish, outside: Outside) -> _Plan:
    """One round trip, and none for a document that has mistakes."""
    ask = wish.ask
    ask.permitted("edit_catalog", "edit_hours")
    sent, catalog = _checked(wish, outside.owner.email)
    look = replace(look_of(ask, outside), instructors=_asked(ask, catalog))
    found = still_open(await outside.store.look_at_catalog(look))
    present = seen(ask.part, found)
    document = HoursOf(ask.part).put(sent, found.document) if ask.part else sent
    is_done = bool(found.version) and readable(found) is not None and is_same(document, found.document)
    if not is_done and present.tag != wish.expected:
        raise OtherCatalog
    return _Plan(ask, found, document, present.catalog, parse(document, found.version), is_done)


def _checked(wish: CatalogWish, owner_email: str) -> tuple[Mapping[str, Any], Catalog]:
    """What was sent, and whom it is about."""
    if not wish.ask.part:
        return cast("Mapping[str, Any]", wish.document), edited_catalog(wish.document, owner_email)
    return checked_hours(wish.document), NO_CATALOG


def _asked(ask: CatalogAsk, after: Catalog) -> tuple[str, ...]:
    """Whose sessions are read before anybody knows what is in force."""
    return (ask.part,) if ask.part else tuple(after.instructors)


def _edit(plan: _Plan, outside: Outside) -> CatalogEdit:
    expected = plan.found.version
    return CatalogEdit(
        look=replace(look_of(plan.ask, outside), instructors=plan.instructors),
        expected=expected,
        version=fingerprint(plan.document, expected),
        text=kept_text(plan.document),
        bookings=tuple(_judged(plan, plan.found.ahead))[:MOST_STRANDED],
    )


def _in_force(plan: _Plan) -> _Plan:
    version = fingerprint(plan.document, plan.found.version)
    found = CatalogIs(version, plan.document)
    return replace(plan, found=found, after=replace(plan.after, version=version))


async def _reported(plan: _Plan, ahead: Iterable[Ahead], known: Mapping[str, Booking], outside: Outside) -> Edited:
    """Reads of the bookings those that are not known yet."""
    judged = _judged(plan, ahead)
    listed = tuple(judged)[:MOST_STRANDED]
    missing = [each for each in listed if each not in known]
    bookings = {**known, **{each.id: each for each in await outside.store.bookings(missing)}}
    active = [bookings[each] for each in listed if each in bookings and bookings[each].status == "confirmed"]
    stranded = tuple(Stranded(each, *judged[each.id]) for each in active)
    count = len(judged) - len(listed) + len(active)
    return Edited(seen(plan.ask.part, replace(plan.found, document=plan.document)), stranded, count)


def _judged(plan: _Plan, ahead: Iterable[Ahead]) -> dict[str, tuple[tuple[Reason, ...], bool]]:
    """Why each booking is stranded, and whether it was before; what is new comes first, then what begins first."""
    after: dict[str, dict[Reason, None]] = {}
    before: dict[str, set[Reason]] = {}
    for session in sorted(ahead, key=lambda each: each.block.start):
        if found := reasons(session.block, plan.after):
            earlier = reasons(session.block, plan.before)
            for booking in session.bookings:
                after.setdefault(booking, {}).update(dict.fromkeys(found))
                before.setdefault(booking, set()).update(earlier)
    judged = {booking: (tuple(why), set(why) <= before[booking]) for booking, why in after.items()}
    return dict(sorted(judged.items(), key=lambda each: each[1][1]))
