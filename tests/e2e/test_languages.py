"""A booking's page in both languages: every sentence exists and is used, and none is left in the other."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.test_access import faults_of
from tests.support.servers import Site

PUBLIC = Path(__file__).parents[2] / "public"
# Each table, as the paths of its sentences; a sentence that is made of others counts as one.
PATHS = """language => import(`/js/messages-${language}.js`).then(({ default: table }) => {
  const paths = (at, name) => typeof at === "object"
    ? Object.entries(at).flatMap(([key, value]) => paths(value, [...name, key])) : [name.join(".")];
  return paths(table, []);
})"""
# Looked up by what the studio answers.
BY_CODE = ("status.", "manage.refused.", "mistakes.")
# The tables, by what stands before the language in their names; and how the scripts call each.
TABLES = {"": "say", "calendly-": "phrases", "manage-": "sentences", "studio-": "words"}


def paths_of(page: Page, language: str) -> list[str]:
    found: list[str] = page.evaluate(PATHS, language)
    return found


@pytest.mark.parametrize(("table", "fewest"), [("", 70), ("calendly-", 20), ("manage-", 50), ("studio-", 3)])
def test_both_tables_have_the_same_sentences(page: Page, site: Site, table: str, fewest: int) -> None:
    page.goto(f"{site.url}/problems")

    english, spanish = paths_of(page, f"{table}en"), paths_of(page, f"{table}es")

    assert english == spanish
    assert len(english) > fewest


@pytest.mark.parametrize("table", TABLES)
def test_every_sentence_is_used_and_every_used_one_exists(page: Page, site: Site, table: str) -> None:
    page.goto(f"{site.url}/problems")
    known = paths_of(page, f"{table}en")
    named = "js/studio-*.js" if table == "studio-" else "js/*.js"
    scripts = "".join(path.read_text() for path in PUBLIC.glob(named) if not path.stem.startswith("messages"))
    pages = "".join(path.read_text() for path in PUBLIC.glob("*.html"))
    used = set(re.findall(rf"(?<!-)\b{TABLES[table]}\.(?!filter|js)([A-Za-z.]+)", scripts))
    if table == "manage-":
        used |= set(re.findall(r'data-(?:say|title)="([a-zA-Z.]+)"', pages))

    unused = [path for path in known if not path.startswith(BY_CODE) and not is_used(path, scripts + pages)]
    missing = [path for path in used if not any(each == path or each.startswith(path + ".") for each in known)]

    assert (unused, sorted(missing)) == ([], [])


def is_used(path: str, scripts: str) -> bool:
    """Some are chosen by a word, so that only the words of their path have to occur."""
    return all(re.search(rf"\b{part}\b", scripts) for part in path.split("."))


@pytest.fixture
def made(booking: BookingPage) -> dict[str, Any]:
    booking.choose_instructor("maria")
    booking.later()
    booking.later()
    booking.at_the_form(1)
    booking.submit.click()
    found = booking.booking()
    link = httpx.QueryParams(httpx.URL(booking.page.url).fragment)
    return {**found, "token": link["token"]}


def open_in(page: Page, site: Site, made: dict[str, Any], language: str) -> None:
    page.goto(f"{site.url}/problems")
    page.goto(f"{site.url}/manage#id={made['id']}&token={made['token']}&lang={language}")
    expect(page.locator(".badge")).to_be_visible()


def test_page_of_a_booking_speaks_spanish_throughout(booking: BookingPage, site: Site, made: dict[str, Any]) -> None:
    page = booking.page
    open_in(page, site, made, "es")

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page).to_have_title("Tu reserva \N{EN DASH} Sabor con Flow")
    expect(page.locator("h1")).to_have_text("Tu reserva")
    expect(page.locator(".badge")).to_have_text("Confirmada")
    assert faults_of(page) == ""
    page.get_by_role("button", name="Mover").click()
    expect(page.get_by_role("heading", name="Elige otra hora")).to_be_visible()
    expect(page.locator("booking-mover .slot:enabled").first).to_have_attribute(
        "aria-label", re.compile("con María|con Maria")
    )
    page.get_by_role("button", name="Dejar mi reserva como está").click()
    page.get_by_role("button", name="Cancelar la reserva").click()
    page.get_by_role("button", name="Sí, cancelarla").click()
    expect(page.locator("managed-booking")).to_contain_text("Tu reserva está cancelada.")
    shown = page.locator("body").inner_text()
    left = re.findall(r"\b(booking|lesson|your|cancel|studio is|Questions|with)\b", shown.replace("dance studio", ""))
    assert left == []


def test_languages_are_switched_without_telling_anybody_the_token(
    booking: BookingPage, site: Site, made: dict[str, Any]
) -> None:
    page = booking.page
    open_in(page, site, made, "en")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_role("link", name="Español").click()

    expect(page.locator(".badge")).to_have_text("Confirmada")
    expect(page.get_by_role("link", name="Español")).to_be_hidden()
    page.get_by_role("link", name="English").click()
    expect(page.locator(".badge")).to_have_text("Confirmed")
    assert f"{site.url}/manage?lang=es" in asked
    assert not [url for url in asked if made["token"] in url]


def test_details_are_corrected_and_mistakes_are_shown_beside_them(
    booking: BookingPage, site: Site, made: dict[str, Any]
) -> None:
    page = booking.page
    open_in(page, site, made, "es")
    page.get_by_role("button", name="Corregir tus datos").click()
    expect(page.get_by_label("Nombre", exact=True)).to_be_focused()
    assert faults_of(page) == ""
    page.get_by_label("Nombre", exact=True).fill("Mercè <b>")
    page.get_by_label("Teléfono (opcional)").fill("no number")

    page.get_by_role("button", name="Guardar").click()
    expect(page.locator("[data-message='phone']")).to_have_text("Revisa esto, por favor.")
    page.get_by_label("Teléfono (opcional)").fill("+34 600 000 000")
    page.get_by_role("button", name="Guardar").click()

    expect(page.locator("managed-booking")).to_contain_text("Tus datos están corregidos.")
    expect(page.locator("managed-booking")).to_contain_text("Mercè <b>")
    assert person_of(site, made)["phone"] == "+34 600 000 000"


def test_details_changed_elsewhere_meanwhile_are_not_overwritten(
    booking: BookingPage, site: Site, made: dict[str, Any]
) -> None:
    page = booking.page
    open_in(page, site, made, "en")
    page.get_by_role("button", name="Correct your details").click()
    page.get_by_label("First name").fill("Ana María")
    change(site, made, {"personalInfo": {"lastName": "Elsewhere"}})

    page.get_by_role("button", name="Save").click()

    expect(page.locator("managed-booking")).to_contain_text("The booking was changed meanwhile")
    expect(page.get_by_label("First name")).to_have_value("Ana María")
    assert person_of(site, made)["firstName"] != "Ana María"
    page.get_by_label("Last name").fill("Elsewhere")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("managed-booking")).to_contain_text("Your details are corrected.")
    assert person_of(site, made)["firstName"] == "Ana María"


def test_moving_to_another_instructor(booking: BookingPage, site: Site, made: dict[str, Any]) -> None:
    page = booking.page
    open_in(page, site, made, "en")
    page.get_by_role("button", name="Move").click()
    other = page.locator("#move-team option:not([value='any']):not([selected])").first.get_attribute("value")
    page.get_by_label("With", exact=True).select_option(other)
    for _ in range(2):
        page.get_by_role("button", name="Later").click()
    page.locator(f"booking-mover .slot[data-slot^='{other}_']:enabled").first.click()

    page.get_by_role("button", name="Move my booking").click()

    expect(page.locator("managed-booking")).to_contain_text("Your booking has been moved.")
    assert stored(site, made)["instructor"] == other


def stored(site: Site, made: dict[str, Any]) -> dict[str, Any]:
    answer = httpx.get(f"{site.url}/api/bookings", params={"id": made["id"]}, headers=bearer(made), timeout=30)
    found: dict[str, Any] = answer.raise_for_status().json()["bookings"][0]
    return found


def person_of(site: Site, made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = stored(site, made)["personalInfo"]
    return found


def change(site: Site, made: dict[str, Any], body: dict[str, Any]) -> None:
    httpx.put(
        f"{site.url}/api/bookings", params={"id": made["id"]}, headers=bearer(made), json=body, timeout=30
    ).raise_for_status()


def bearer(made: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['token']}"}
