"""Follows what Calendly says of its invitees: each becomes a booking here that blocks its hosts and ends as it does."""

from lib.actions.calendly import Applied, Duplicate, Imposition, Invitee, InviteeReport, booking_id_of
from lib.actions.letters_of import letters_of, webhooks_of
from lib.actions.mail import Kind
from lib.actions.mirror_booking import conflict_alarm
from lib.actions.ports import Outside, epoch_ms
from lib.actions.under_catalog import Answered, ask_under_catalog
from lib.studio import money
from lib.studio.booking import Terms
from lib.studio.catalog import Catalog
from lib.studio.imposed import Imposed, imposed
from lib.studio.roles import Role

# Only the script knows which of these an invitee comes to. Calendly writes to its own customers; other systems hear of
# them from us.
STEPS: tuple[Kind, ...] = ("confirmed", "moved", "canceled")


async def follow_report(report: InviteeReport, outside: Outside) -> Applied | Duplicate:
    """One delivery. May be repeated, and come before or after any other. Raises an Outage when it was not stored."""
    facts = {"created": (), "canceled": ("x",), "missed": (f"m{report.at}",), "not_missed": (f"n{report.at}",)}
    return await follow(report.invitee, facts[report.happening], outside)


async def follow(invitee: Invitee, facts: tuple[str, ...], outside: Outside) -> Applied | Duplicate:
    """One round trip when the catalogue is at hand and nobody else is concerned."""
    if invitee.is_canceled:
        facts = tuple(dict.fromkeys((*facts, "x")))

    def wanted(catalog: Catalog) -> Imposition:
        return _imposition(invitee, facts, (catalog, outside))

    found: Answered[Imposition, Applied | Duplicate] = await ask_under_catalog(wanted, outside.store.impose, outside)
    return found.told


def _imposition(invitee: Invitee, facts: tuple[str, ...], around: tuple[Catalog, Outside]) -> Imposition:
    catalog, outside = around
    meeting, now = invitee.meeting, epoch_ms(outside.clock.now())
    mapped = imposed((meeting.start, meeting.end), meeting.event_type, meeting.hosts, catalog) if meeting else None
    # Who left no address is nobody else's customer.
    customer = outside.keyring.customer(invitee.person.email or invitee.uri)
    by: Role = "owner" if invitee.is_canceled_by_host else "customer"
    return Imposition(
        invitee=invitee,
        facts=facts,
        is_over=meeting is not None and meeting.is_canceled,
        imposed=mapped,
        terms=_terms(invitee, mapped, catalog) if mapped else None,
        payment="paid" if invitee.payment and invitee.payment.is_settled else "pending",
        customer=customer,
        letters=letters_of("canceled", by, now, outside),
        webhooks=tuple(letter for event in STEPS for letter in webhooks_of(event, by, now, outside)),
        alarm=conflict_alarm(now, outside),
        now=now,
    )


def _terms(invitee: Invitee, mapped: Imposed, catalog: Catalog) -> Terms:
    """What was paid there is the price; where nothing was, it is that of the catalogue."""
    total, currency, lines = mapped.quote.total_minor, catalog.currency, mapped.quote.lines
    if (paid := invitee.payment) and (exactly := _minor(paid.amount, paid.currency)) is not None:
        total, currency, lines = exactly, paid.currency, ()
    places = sum(piece.instructor == mapped.instructor for piece in mapped.pieces)
    context: dict[str, object] = {"utm": dict(invitee.utm)} if invitee.utm else {}
    if invitee.instead_of:
        context["insteadOf"] = booking_id_of(invitee.instead_of)
    return Terms(
        class_type=mapped.class_type,
        slot_prices=(total, *(0,) * (places - 1)),
        total_minor=total,
        currency=currency,
        price_lines=lines,
        source="calendly",
        language="en",
        created=invitee.created,
        context=context,
    )


def _minor(amount: str, currency: str) -> int | None:
    """None for what has more digits than the currency."""
    whole, _, fraction = amount.partition(".")
    digits, fraction = money.decimals(currency), fraction.rstrip("0")
    return int(f"{whole}{fraction.ljust(digits, '0')}") if len(fraction) <= digits else None
