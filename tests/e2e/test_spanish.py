"""The whole way through a booking in Spanish, and a change of language in the middle of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.test_access import faults_of
from tests.support.servers import Site

# Words of the English page that a Spanish one has no use for.
ENGLISH = re.compile(
    r"\b(the|book|booking|time|times|with|free|please|your|you|left|lesson|today|name)\b", re.IGNORECASE
)
PERSON = {"Nombre": "Ana", "Apellidos": "López", "Correo electrónico": "ana.es@example.org"}


@pytest.fixture
def spanish(page: Page, site: Site) -> BookingPage:
    page.goto(f"{site.url}/?lang=es")
    booking = BookingPage(page, site.url)
    booking.week_is_shown()
    return booking


def english_left(page: Page) -> list[str]:
    labels = page.evaluate("""() => [...document.querySelectorAll("[aria-label], [title], [placeholder]")]
        .filter((one) => one.checkVisibility())
        .map((one) => one.getAttribute("aria-label") ?? one.title ?? one.placeholder).join(" ")""")
    seen = page.locator("body").inner_text() + " " + labels
    return ENGLISH.findall(seen.replace("English", ""))


def test_booking_in_spanish_holds_no_english(spanish: BookingPage) -> None:
    page = spanish.page
    left = {"choose": english_left(page)}
    faults = {"choose": faults_of(page)}
    spanish.choose_slot()
    expect(page.get_by_role("heading", name="Ya casi está")).to_be_focused()
    spanish.fill({**PERSON, "Correo electrónico": "ana@localhost"})
    spanish.submit.click()
    expect(page.locator("#email-message")).to_have_text("Escribe una dirección de correo, como ana@example.com.")
    left["form"] = english_left(page)
    spanish.fill(PERSON)
    spanish.submit.click()
    spanish.confirmation_number()
    left["done"] = english_left(page)
    faults["done"] = faults_of(page)

    assert page.title() == "Reserva una clase de baile \N{EN DASH} Sabor con Flow"
    assert not any(left.values()), left
    assert faults == dict.fromkeys(faults, "")


def test_letters_are_in_the_language_that_was_booked_in(spanish: BookingPage) -> None:
    spanish.choose_slot()
    spanish.fill(PERSON)
    spanish.submit.click()
    spanish.confirmation_number()

    link = spanish.page.get_by_role("link", name="La página de tu reserva").get_attribute("href") or ""
    spanish.page.goto(link)
    expect(spanish.page.locator(".badge")).to_have_text("Confirmada")
    answer = spanish.page.request.get(f"{spanish.url}/dev/mailbox.json")
    subjects = [letter["subject"] for letter in answer.json() if letter["to"] == PERSON["Correo electrónico"]]
    assert subjects
    assert not [subject for subject in subjects if "booked" in subject]


def test_change_of_language_keeps_times_and_words(spanish: BookingPage) -> None:
    page = spanish.page
    slot_id = spanish.choose_slot(1)
    spanish.fill(PERSON)

    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("heading", name="Almost there")).to_be_visible()
    assert {name: page.get_by_label(name).input_value() for name in ("First name", "Last name", "E-mail")} == {
        "First name": "Ana",
        "Last name": "López",
        "E-mail": "ana.es@example.org",
    }
    spanish.submit.click()
    assert re.sub("^[a-z]+_", "", spanish.booking()["slots"][0]) == re.sub("^[a-z]+_", "", slot_id)


def test_language_is_the_browsers_until_one_is_chosen(page: Page, site: Site) -> None:
    languages = "Object.defineProperty(navigator, 'languages', { get: () => ['es-MX', 'en'] });"
    page.add_init_script(languages)
    page.goto(site.url)
    expect(page.get_by_role("heading", name="Reserva tu clase de baile")).to_be_visible()

    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Book a dance lesson")).to_be_visible()
    page.get_by_role("link", name="Sabor con Flow").click()

    expect(page.get_by_role("heading", name="Book a dance lesson")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
