"""Work on the catalogue that is not saved yet: overtaken, left and found again, saved without an answer."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.catalog_page import CatalogPage, Colleague
from tests.support.connected import demo_studio


def test_two_editors_at_once_and_nobody_loses_anything(catalog: CatalogPage, colleague: Colleague) -> None:
    catalog.unfold("Class types", "Salsa 1")
    catalog.field("/classTypes/0/priceMinor").fill("31")
    theirs = demo_studio()
    theirs["classTypes"][0]["duration"] = 75
    theirs["studio"]["phone"] = "+1 555 9999"
    colleague.save(theirs)

    catalog.press("Look at what changes")

    expect(catalog.page.get_by_role("heading", name="Somebody else saved meanwhile")).to_be_focused()
    expect(catalog.field("/classTypes/0/priceMinor")).to_have_value("31.00")
    catalog.press("Look at the newest version")
    beside = catalog.page.locator(".beside")
    expect(beside).to_contain_text("You changed (1)")
    expect(beside).to_contain_text("They changed (2)")
    expect(beside).to_contain_text("Studio \u203a Telephone")
    catalog.press("Put my changes on the newest version")
    catalog.save()
    saved = colleague.read()["catalog"]
    assert (saved["classTypes"][0]["priceMinor"], saved["classTypes"][0]["duration"]) == (3100, 75)
    assert saved["studio"]["phone"] == "+1 555 9999"


def test_newest_version_is_taken_over_and_what_was_typed_can_be_had_again(
    catalog: CatalogPage, colleague: Colleague
) -> None:
    catalog.unfold("Studio")
    catalog.field("/studio/phone").fill("+1 555 1111")
    colleague.starts_anew(closedDays=[])
    catalog.press("Look at what changes")
    catalog.press("Look at the newest version")

    catalog.press("Take the newest version, put mine aside")

    expect(catalog.field("/studio/phone")).to_have_value("+1 212 555 0134")
    catalog.press("Bring back what you put aside")
    expect(catalog.field("/studio/phone")).to_have_value("+1 555 1111")
    catalog.save()
    saved = colleague.read()["catalog"]
    assert (saved["studio"]["phone"], saved["closedDays"]) == ("+1 555 1111", [])


def test_what_was_typed_is_there_after_the_page_was_left(catalog: CatalogPage, colleague: Colleague) -> None:
    catalog.unfold("Rules")
    catalog.field("/rules/noticeMinutes").fill("x")
    catalog.field("/rules/horizonDays").fill("90")
    catalog.page.reload()

    expect(catalog.notice).to_contain_text("is here again")
    catalog.unfold("Rules")
    expect(catalog.field("/rules/noticeMinutes")).to_have_value("x")
    expect(catalog.bar).to_contain_text("2 changes, not saved")
    colleague.starts_anew(rooms=demo_studio()["rooms"][::-1])
    catalog.page.reload()
    expect(catalog.page.get_by_role("heading", name="Somebody else saved meanwhile")).to_be_visible()
    expect(catalog.page.locator(".beside")).to_contain_text("Rooms \u203a Order")


@pytest.mark.parametrize("fate", ["lost", "unclear"])
def test_save_without_an_answer_is_repeated_and_done_once(
    catalog: CatalogPage, colleague: Colleague, fate: str
) -> None:
    catalog.unfold("Rules")
    catalog.field("/rules/horizonDays").fill("45")
    catalog.look()

    def lose(route: Route) -> None:
        answer = route.fetch()
        assert answer.status == 200
        if fate == "lost":
            route.abort()
        else:
            route.fulfill(status=503, json={"code": "outcome_unknown"}, content_type="application/problem+json")

    catalog.page.route(re.compile(r"/api/admin/catalog$"), lose, times=1)
    catalog.bar.get_by_role("button", name="Save").click()
    expect(catalog.notice).to_contain_text("It is not known whether this was saved")
    version = colleague.read()["version"]

    catalog.bar.get_by_role("button", name="Save").click()

    expect(catalog.review.get_by_role("heading", name="Saved. It is in force now.")).to_be_visible()
    assert colleague.read()["version"] == version


def test_last_save_is_taken_back(catalog: CatalogPage, colleague: Colleague) -> None:
    catalog.unfold("Studio")
    catalog.field("/studio/name").fill("Sabor sin Flow")
    catalog.save()

    catalog.press("Look at how it was before the last save")
    expect(catalog.field("/studio/name")).to_have_value("Sabor con Flow")
    catalog.save()

    assert colleague.read()["catalog"]["studio"]["name"] == "Sabor con Flow"
