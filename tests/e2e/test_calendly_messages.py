"""What counts as Calendly's word: a message of its own shape, from its own origin, out of the embed itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.calendly_page import EVENT, INVITEE, NO_ANSWER, SCHEDULED, CalendlyPage, alive, reported, silent
from tests.support.servers import Site


@pytest.fixture
def calendly(page: Page, site: Site) -> CalendlyPage:
    page.clock.install()
    return CalendlyPage(page, site.url).calendly_is(silent)


@pytest.fixture
def reports(page: Page) -> list[str]:
    return reported(page)


def test_message_of_another_origin_is_not_calendlys(calendly: CalendlyPage, reports: list[str]) -> None:
    slot_id = calendly.typed_then_calendly()
    calendly.frame()

    calendly.page.evaluate(f"postMessage({{event: 'calendly.event_scheduled', payload: {SCHEDULED}}}, '*')")
    calendly.page.evaluate("postMessage({event: 'calendly.event_type_viewed', payload: {}}, '*')")
    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    assert reports == []
    calendly.has_all_and_books(slot_id)


def test_message_of_another_page_in_the_same_frame_is_not_calendlys(calendly: CalendlyPage, reports: list[str]) -> None:
    calendly.in_mode("first").opened().embed_is_shown()
    calendly.frame()

    calendly.iframe.evaluate(f"""iframe => {{
        const data = {{ event: "calendly.event_scheduled", payload: {SCHEDULED} }};
        for (const origin of ["https://calendly.com.evil.example", "http://calendly.com", "null"])
            dispatchEvent(new MessageEvent("message", {{ origin, source: iframe.contentWindow, data }}));
    }}""")
    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    assert reports == []


def test_message_of_another_frame_of_calendly_is_not_the_embeds(calendly: CalendlyPage, reports: list[str]) -> None:
    slot_id = calendly.typed_then_calendly()
    calendly.frame()
    calendly.page.evaluate("""() => document.body.append(Object.assign(document.createElement("iframe"),
        { id: "other", src: "https://calendly.com/other?embed_domain=1" }))""")

    other = calendly.page.frame_locator("#other")
    other.get_by_role("button", name="view").click()
    other.get_by_role("button", name="schedule").click()
    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    assert reports == []
    calendly.has_all_and_books(slot_id)


@pytest.mark.parametrize(
    "message",
    [
        "null",
        "'calendly.event_type_viewed'",
        "{event: 'calendly.event_type_viewed'}",
        "{event: 'calendly.event_type_viewed', payload: []}",
        "{event: ['calendly.event_type_viewed'], payload: {}}",
        "{event: 'not.calendly.event_type_viewed', payload: {}}",
        "{event: 'calendly.page_height', payload: {height: 900}}",
        "{event: 'calendly.page_height', payload: {height: '9e9px; color: red'}}",
        "{event: 'calendly.event_scheduled', payload: {}}",
        "{event: 'calendly.event_scheduled', payload: {event: null, invitee: null}}",
    ],
)
def test_message_of_another_shape_is_no_sign_of_life(calendly: CalendlyPage, reports: list[str], message: str) -> None:
    calendly.in_mode("first").opened().embed_is_shown()

    calendly.frame().evaluate(f"parent.postMessage({message}, '*')")
    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    assert reports == []


@pytest.mark.parametrize(
    ("event", "invitee"),
    [
        ([EVENT], INVITEE),
        (EVENT, [INVITEE]),
        (EVENT, f"{INVITEE}?a=1"),
        (f"{EVENT}X", INVITEE),
        (EVENT, f"{EVENT}/../invitees/A"),
        (EVENT.replace("https", "http"), INVITEE.replace("https", "http")),
        (
            EVENT.replace("api.calendly.com", "api.evil.example"),
            INVITEE.replace("api.calendly.com", "api.evil.example"),
        ),
    ],
)
def test_booking_of_another_address_is_no_booking(
    calendly: CalendlyPage, reports: list[str], event: object, invitee: object
) -> None:
    calendly.in_mode("first").opened().embed_is_shown()

    payload = {"event": {"uri": event}, "invitee": {"uri": invitee}}
    calendly.frame().evaluate("payload => say('calendly.event_scheduled', payload)", payload)
    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    assert reports == []


def test_malformed_messages_leave_a_form_that_books(calendly: CalendlyPage) -> None:
    slot_id = calendly.typed_then_calendly()
    calendly.frame().evaluate("say('calendly.event_scheduled', {event: 1, invitee: 2})")

    calendly.time_passes()

    calendly.fell_back(NO_ANSWER)
    calendly.has_all_and_books(slot_id)


@pytest.mark.parametrize(("said", "shown"), [("3px", "480px"), ("99999px", "2400px"), ("1203.5px", "1203px")])
def test_height_is_kept_within_reason(calendly: CalendlyPage, said: str, shown: str) -> None:
    calendly.calendly_is(alive).in_mode("first").opened().embed_is_shown()

    calendly.frame().evaluate("height => say('calendly.page_height', { height })", said)

    expect(calendly.iframe).to_have_css("height", shown)
