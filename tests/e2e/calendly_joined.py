"""The booking page of a site that is connected to a Calendly on this machine, whose own page books there."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.calendly_page import EVERYWHERE, FAKE, GREETING, CalendlyPage
from tests.support.calendly_bodies import EventType, Invitee
from tests.support.connected import Connected

# Calendly's own page books at Calendly, and says so to the page around it.
BOOKS = """<button type="button" id="book">book it</button><script>
document.querySelector("#book").onclick = async () => {
  say("calendly.event_scheduled", await (await fetch("/book", { method: "POST" })).json());
};
</script>"""


def at_calendly(
    page: Page,
    connected: Connected,
    kind: EventType | None = None,
    before: Callable[[Invitee], None] = lambda _: None,
) -> CalendlyPage:
    """The embedded page is open; its button takes the first free time; ``before`` comes before our page knows."""
    slot = connected.free_slot()

    def answered(route: Route) -> None:
        if not route.request.url.endswith("/book"):
            route.fulfill(content_type="text/html", body=FAKE.replace("<!-- greeting -->", GREETING + BOOKS))
            return
        invitee = connected.booked_there(slot, kind)
        before(invitee)
        route.fulfill(json={"event": {"uri": invitee.event.uri}, "invitee": {"uri": invitee.uri}})

    page.route(EVERYWHERE, answered)
    calendly = CalendlyPage(page, connected.url).opened()
    expect(calendly.offer.or_(calendly.iframe).first).to_be_visible()
    if calendly.offer.is_visible():
        calendly.book_through_calendly()
    calendly.embed_is_shown()
    return calendly


def is_done(calendly: CalendlyPage) -> None:
    expect(calendly.page.get_by_role("heading", name="You are booked")).to_be_focused()
    expect(calendly.done).to_have_attribute("aria-busy", "false")


def only_invitee(connected: Connected) -> Invitee:
    [invitee] = [each for event in connected.fake.events.values() for each in event.invitees]
    return invitee


def open_week(page: Page, connected: Connected) -> BookingPage:
    """Another visitor looks at María's private lessons of the next week on the studio's own page."""
    page.goto(connected.url)
    own = page.get_by_role("button", name="Book on this page instead")
    expect(own.or_(page.locator("[data-part=week][aria-busy=false]")).first).to_be_visible()
    if own.is_visible():
        own.click()
    booking = BookingPage(page, connected.url)
    booking.choose_class("salsa-private")
    booking.choose_instructor("maria")
    booking.later()
    return booking
