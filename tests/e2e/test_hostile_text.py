"""Words that would like to be more than words, in every field of every form: each is shown as it was written."""

import re
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.booking_page import PHONE, BookingPage
from tests.e2e.hostile_studio import (
    CUSTOMERS,
    LABELS,
    NAMES,
    SIGN,
    STORIES,
    HostileStudio,
    booked,
    person,
)
from tests.e2e.tripwire import CARELESS, Tripwire, told, width
from tests.support.hostile_words import BREAKING, INERT, PAYLOADS, REFUSED

LONGEST_NOTES = 1000
NEXT_YEAR = 31_600_000
CORRECTED = ["firstName", "lastName", "phone", "notes"]
NO_EMAIL = "Please enter an e-mail address, such as ana@example.com."
NO_PHONE = "Please enter a telephone number, such as +1 212 555 0100."
# The same text in every field that people see, past the field's own limits; and what stands in them and beside them.
FIELDS = "[...document.querySelectorAll('[data-fields] .field :is(input, textarea)')]"
TYPED = f"""text => {FIELDS}.forEach((field) => {{
  field.value = text;
  field.dispatchEvent(new Event("input", {{ bubbles: true }}));
}})"""

BESIDE = f"() => {FIELDS}.map(({{ id, value }}) => [value, document.getElementById(`${{id}}-message`).textContent])"


def test_every_payload_is_noticed_where_a_page_is_careless(wire: Tripwire, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("about:blank")

    noticed = page.evaluate(CARELESS, list(PAYLOADS.values()))
    page.set_content("<img src=x onerror=xss()><img src=x onerror=alert('xss')>")

    expect(page.locator("img")).to_have_count(2)
    assert {name for name, payload in PAYLOADS.items() if payload not in noticed} == INERT
    assert {"ran", "dialog xss"} <= set(wire.tripped)


def test_page_that_does_not_escape_is_noticed(wire: Tripwire, phone: BrowserContext, hostile: HostileStudio) -> None:
    page = phone.new_page()
    escaping = re.compile(r"String\(value\)\.replace\(.*\);")
    own = page.request.get(f"{hostile.url}/js/html.js").text()
    page.route(
        "**/js/html.js",
        lambda route: route.fulfill(
            body=escaping.sub("String(value);", own),
            content_type="text/javascript",
            headers={"Content-Security-Policy": "default-src 'self'"},
        ),
    )

    page.goto(hostile.url)

    page.locator("[data-part=classes] script").first.wait_for(state="attached")
    page.evaluate("0")
    assert escaping.search(own)
    assert {"made SCRIPT words", "made IMG onerror", "made IFRAME srcdoc"} <= set(wire.tripped)
    assert any(each.startswith("policy script-src-attr inline") for each in wire.tripped)


def test_form_keeps_every_payload_and_says_beside_its_field_what_is_wrong(
    watched: Page, hostile: HostileStudio
) -> None:
    booking = BookingPage(watched, hostile.url).opened()
    booking.choose_slot()
    # As somebody does it whom no browser holds up.
    watched.evaluate("document.forms[0].noValidate = true")
    shown, expected = {}, {}

    for text in [*NAMES, *REFUSED.values()]:
        watched.evaluate(TYPED, text)
        with watched.expect_response("**/api/bookings"):
            booking.submit.click()
        expect(watched.locator("form.confirm")).to_have_attribute("aria-busy", "false")
        shown[text] = watched.evaluate(BESIDE)
        expected[text] = [[text, complaint] for complaint in complaints(text)]

    assert shown == expected
    watched.reload()
    expect(watched.get_by_role("heading", name="Almost there")).to_be_visible()
    assert [value for value, _ in watched.evaluate(BESIDE)] == [text] * 5
    assert width(watched) == PHONE["width"]


def complaints(text: str) -> list[str]:
    """For first and last name, address, number and notes."""
    if len(text) > LONGEST_NOTES:
        name = notes = "This is too long or too short."
        return [name, name, NO_EMAIL, NO_PHONE, notes]
    unshown = "Please leave out characters that cannot be shown." if text in REFUSED.values() else ""
    return [unshown, unshown, NO_EMAIL, NO_PHONE, unshown]


def test_link_asks_for_nothing_that_is_not_there(watched: Page, hostile: HostileStudio) -> None:
    names = ("class", "classType", "instructor", "date", "lang", "utm_source", "utm_campaign", "calendly", "letter")
    for text in STORIES:
        query = urlencode(dict.fromkeys(names, text))

        booking = BookingPage(watched, f"{hostile.url}/?{query}#{urlencode({'lang': text, 'id': text})}").opened()
        shown = watched.locator(":checked").first.get_attribute("value"), watched.locator("html").get_attribute("lang")
        watched.goto(f"{hostile.url}/manage?{query}#{urlencode({'lang': text, 'id': text, 'token': text})}")
        expect(watched.locator("managed-booking")).to_contain_text("No booking can be opened with this link")

        assert shown == ("class-0", "en")
        assert booking.person


def test_link_whose_campaign_is_no_text_books_all_the_same(watched: Page, hostile: HostileStudio) -> None:
    whole, cut = "".join([*REFUSED.values(), *BREAKING.values()]), "x" * 99 + "\U0001f483"
    campaign = {"utm_source": " ", "utm_medium": "\u202e", "utm_campaign": cut, "utm_content": whole}
    booking = BookingPage(watched, hostile.url)
    watched.goto(f"{hostile.url}/?{urlencode(campaign)}")
    booking.week_is_shown()
    booking.at_the_form()

    booking.submit.click()

    assert booking.booking()["status"] == "confirmed"


def test_catalogue_is_shown_as_it_was_written(watched: Page, hostile: HostileStudio) -> None:
    booking = BookingPage(watched, hostile.url).opened()
    for number, story in enumerate(STORIES):
        booking.choose_class(f"class-{number}")
        chosen = watched.locator("[data-part=about]")
        expect(chosen).to_contain_text(story, use_inner_text=False)
        team = watched.locator("[data-part=instructors] .chip-name").all_text_contents()
        assert team == ["Anyone", NAMES[number], NAMES[number + 1]]
    called = booking.free_slots.first.get_attribute("aria-label") or ""
    cards = watched.locator("[data-studio] .card")
    watched.locator("#team").scroll_into_view_if_needed()

    expect(cards).to_have_count(2 * CUSTOMERS)
    assert watched.locator("[data-part=classes] .chip-name").all_text_contents() == NAMES
    assert set(watched.locator(".chip-icon, .class-icon").all_text_contents()) == {SIGN}
    assert cards.locator("h3").all_text_contents() == NAMES * 2
    assert NAMES[len(STORIES) - 1] in called
    assert all(payload in told(watched) for payload in PAYLOADS.values())
    assert width(watched) == PHONE["width"]


def test_summary_done_screen_and_greeting_hold_what_was_written(watched: Page, hostile: HostileStudio) -> None:
    booking = BookingPage(watched, hostile.url).opened()
    booking.choose_slot(0)
    booking.choose_slot(2)
    booking.go_on()
    booking.fill({**booking.person, "First name": NAMES[1], "Last name": NAMES[2]})
    watched.get_by_label("Remember me").check()
    summary = told(watched.locator("[data-summary]"))

    booking.submit.click()

    booking.confirmation_number()
    done = told(watched.locator("[data-part=booked]"))
    assert [label for label in [NAMES[0], *LABELS] if label not in summary or label not in done] == []
    watched.goto(hostile.url)
    booking.choose_slot(4)
    assert told(watched.locator("[data-known] [data-name]")).startswith(f"{NAMES[1]} {NAMES[2]}")
    assert width(watched) == PHONE["width"]


def test_booking_is_shown_and_corrected_with_every_payload(watched: Page, hostile: HostileStudio) -> None:
    shown = watched.locator("managed-booking")
    # Nobody may correct one booking as often as there are names.
    for first in (0, CUSTOMERS // 2):
        # One of this test's own: those of the studio are as other tests know them.
        made = booked(hostile.url, first, hours=(15, 17))
        watched.goto(made["manageUrl"].replace("/manage", f"/manage?{first}"))
        before = person(first)
        for number in range(first, first + CUSTOMERS // 2):
            now = {**person(CUSTOMERS - 1 - number), "phone": f"+1 212 555 {number:04}"}
            watched.get_by_role("button", name="Correct your details").click()
            assert f"Booked by {before['firstName']} {before['lastName']}" in told(shown)
            assert typed_again(watched, now) == {name: before[name] for name in CORRECTED}
            watched.get_by_role("button", name="Save").click()
            # The sentence may still be that of the correction before.
            expect(watched.locator("details-form")).to_have_count(0)
            expect(shown.get_by_role("status").first).to_have_text("Your details are corrected.")
            before = now

        assert f"Booked by {before['firstName']} {before['lastName']}" in told(shown)
        assert [label for label in [NAMES[first], NAMES[first + 1], *LABELS] if label not in told(shown)] == []
    assert width(watched) == PHONE["width"]


def typed_again(page: Page, person: dict[str, str]) -> dict[str, str]:
    """What stood in the form."""
    stood = {name: page.locator(f"#details-{name}").input_value() for name in CORRECTED}
    for name in CORRECTED:
        page.locator(f"#details-{name}").fill(person[name])
    return stood


def test_correction_that_is_no_text_is_refused_beside_its_field(watched: Page, hostile: HostileStudio) -> None:
    watched.goto(hostile.bookings[1]["manageUrl"])
    watched.get_by_role("button", name="Correct your details").click()
    for text in REFUSED.values():
        for name in CORRECTED:
            watched.locator(f"#details-{name}").evaluate("(field, text) => { field.value = text; }", text)
        with watched.expect_response("**/api/bookings?*"):
            watched.get_by_role("button", name="Save").click()

        for name in CORRECTED:
            expect(watched.locator(f"#details-{name}-message")).to_have_text("Please look at this again.")
            expect(watched.locator(f"#details-{name}")).to_have_value(text)
