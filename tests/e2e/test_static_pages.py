"""The pages around the booking: nothing here, something wrong, booked elsewhere; for everybody, scripts or none."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.web.problems import TITLES
from tests.e2e.booking_page import PHONE
from tests.e2e.test_access import faults_of, widest
from tests.support.servers import Site

PUBLIC = Path(__file__).parents[2] / "public"
HEADINGS = {
    "/success": ("You are booked. See you on the floor!", "Reserva hecha. ¡Nos vemos en la pista!"),
    "/error": ("Something went wrong on our side", "Algo ha fallado de nuestro lado"),
    "/problems": ("What went wrong, and what to do", "Qué ha pasado y qué puedes hacer"),
    "/nowhere": ("This page has danced away", "Esta página se fue bailando"),
}
# What Calendly adds to the address it leads back to, where "pass event details" is switched on; it knows more of them.
TOLD_BY_CALENDLY = "invitee_full_name=Ximena%20Prueba&invitee_email=ximena%40example.org&answer_1=Embarazada"


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Page]:
    """One page for all tests of the module: nothing is kept on these but the language, which each test says."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", HEADINGS)
def test_page_speaks_both_languages_without_a_fault(visitor: Page, site: Site, path: str) -> None:
    found, headings = {}, []
    for language in ("en", "es"):
        visitor.goto(f"{site.url}{path}?lang={language}")
        headings.append(visitor.get_by_role("heading", level=1).inner_text())
        visitor.emulate_media(color_scheme="light")
        found[f"{language}, light"] = faults_of(visitor)
        if language == "en":
            visitor.emulate_media(color_scheme="dark")
            found[f"{language}, dark"] = faults_of(visitor)

    assert found == dict.fromkeys(found, "")
    assert tuple(headings) == HEADINGS[path]


@pytest.mark.parametrize("path", HEADINGS)
def test_page_never_scrolls_sideways(visitor: Page, site: Site, path: str) -> None:
    visitor.set_viewport_size({"width": 320, "height": 640})
    widths = {}
    for language in ("en", "es"):
        visitor.goto(f"{site.url}{path}?lang={language}")
        widths[language] = widest(visitor)

    visitor.set_viewport_size(PHONE)
    assert widths == {"en": 320, "es": 320}


def test_page_for_developers_is_for_everybody(visitor: Page, site: Site) -> None:
    found, widths = {}, {}
    for scheme in ("light", "dark"):
        visitor.emulate_media(color_scheme=scheme)
        visitor.goto(f"{site.url}/developers")
        found[scheme] = faults_of(visitor)
    for width in (320, 390, 1280):
        visitor.set_viewport_size({"width": width, "height": 640})
        widths[width] = widest(visitor)

    visitor.set_viewport_size(PHONE)
    assert found == {"light": "", "dark": ""}
    assert widths == {320: 320, 390: 390, 1280: 1280}


def test_success_shows_nothing_from_the_address(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/success?lang=en&{TOLD_BY_CALENDLY}#Ximena")

    shown = visitor.content() + visitor.title()

    assert re.findall("Ximena|Prueba|Embarazada", shown, re.IGNORECASE) == []
    assert visitor.get_by_role("link", name="Book another lesson").get_attribute("href") == "/"


def test_unknown_address_is_not_found_at_any_depth(visitor: Page, site: Site) -> None:
    answer = visitor.goto(f"{site.url}/no/such/page?lang=en")

    assert answer is not None
    assert answer.status == 404
    picture = visitor.locator(".scene")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("one => one.naturalWidth") > 0


def test_booking_without_scripts_gives_a_telephone_number(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/manage")

    telephones = page.locator("noscript a[href^='tel:']")
    expect(telephones).to_have_count(2)
    for telephone in telephones.all():
        expect(telephone).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Reading")
    context.close()


def test_every_problem_is_explained_at_its_anchor() -> None:
    anchors = set(re.findall(r'<section id="(\w+)"', (PUBLIC / "problems.html").read_text()))

    assert set(TITLES) - anchors == set()
