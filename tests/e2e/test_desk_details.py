"""Staff correct who comes, so that a letter that came back is sent anew, and erase a person for good."""

from typing import Any

import httpx
from playwright.sync_api import Page, Route, expect

from tests.e2e.cuts import first, holding
from tests.e2e.desk_page import booked, sheet
from tests.support.servers import Site

IS_SENT = """async ([id, to]) => (await (await fetch("/dev/mailbox.json")).json())
  .some((mail) => mail.bookingId === id && mail.to.includes(to))"""


def opened(desk: Page, name: str) -> Any:
    desk.get_by_role("button", name=name).click()
    expect(sheet(desk).get_by_role("heading", name=name)).to_be_focused()
    return sheet(desk)


def confirmations(site: Site, booking: dict[str, Any]) -> list[str]:
    """The addresses to which it was sent."""
    mails = httpx.get(f"{site.url}/dev/mailbox.json", timeout=30).json()
    return [mail["to"] for mail in mails if (mail["bookingId"], mail["kind"]) == (booking["id"], "confirmed")]


def shown(site: Site, booking: dict[str, Any]) -> httpx.Response:
    """With the link that its customer was given first."""
    link = {"Authorization": f"Bearer {booking['manageToken']}"}
    return httpx.get(f"{site.url}/api/bookings", params={"id": booking["id"]}, headers=link, timeout=30)


def test_confirmation_goes_out_anew_to_the_right_address(desk: Page, studio: Site, day: str) -> None:
    booking = booked(studio, day, "Tina", "Typo")
    # A letter that waits goes out to the address that is right by then.
    desk.wait_for_function(IS_SENT, arg=[booking["id"], booking["personalInfo"]["email"]])
    at_desk = opened(desk, "Tina Typo")

    at_desk.get_by_role("button", name="Correct the details").click()
    expect(at_desk.get_by_role("heading", name="Details of Tina Typo")).to_be_focused()
    at_desk.get_by_label("E-mail").fill("tina@right.example")
    at_desk.get_by_label("Last name").fill("Tippo")
    at_desk.get_by_label("Notes").fill("left knee")
    at_desk.get_by_role("button", name="Save").click()

    expect(at_desk.get_by_role("heading", name="Tina Tippo")).to_be_visible()
    expect(at_desk).to_contain_text("tina@right.example")
    expect(at_desk).to_contain_text("left knee")
    expect(desk.get_by_text("The details are corrected.")).to_be_attached()
    assert shown(studio, booking).status_code == 404
    desk.wait_for_function(IS_SENT, arg=[booking["id"], "tina@right.example"])
    assert len(confirmations(studio, booking)) == 2


def test_what_cannot_be_an_address_is_named_and_what_was_typed_stays(desk: Page, studio: Site, day: str) -> None:
    booking = booked(studio, day, "Wanda", "Wrong")
    at_desk = opened(desk, "Wanda Wrong")
    at_desk.get_by_role("button", name="Correct the details").click()

    at_desk.get_by_label("First name").fill("Vanda")
    at_desk.get_by_label("E-mail").fill("no address")
    at_desk.get_by_role("button", name="Save").click()

    expect(at_desk.get_by_role("alert").first).to_contain_text("e-mail")
    expect(at_desk.get_by_label("First name")).to_have_value("Vanda")
    at_desk.get_by_role("button", name="Leave it").click()
    expect(at_desk.get_by_role("heading", name="Wanda Wrong")).to_be_visible()
    assert shown(studio, booking).json()["bookings"][0]["version"] == 1


def test_change_of_another_desk_is_told_before_it_is_written_over(desk: Page, studio: Site, day: str) -> None:
    booking = booked(studio, day, "Otto", "Other")
    at_desk = opened(desk, "Otto Other")
    at_desk.get_by_role("button", name="Correct the details").click()
    at_desk.get_by_label("Telephone").fill("+1 555 0199")
    link = {"Authorization": f"Bearer {booking['manageToken']}"}
    person = {"personalInfo": {"notes": "from elsewhere"}}
    answer = httpx.put(
        f"{studio.url}/api/bookings", params={"id": booking["id"]}, headers=link, json=person, timeout=30
    )
    assert answer.status_code == 200

    at_desk.get_by_role("button", name="Save").click()
    expect(at_desk.get_by_role("alert").first).to_contain_text("Somebody changed this booking")
    expect(at_desk.get_by_label("Telephone")).to_have_value("+1 555 0199")
    at_desk.get_by_role("button", name="Save").click()

    expect(at_desk.get_by_role("link", name="+1 555 0199")).to_be_visible()


def test_person_is_erased_after_a_question_that_keeps_first(desk: Page, studio: Site, day: str) -> None:
    booking = booked(studio, day, "Gina", "Gone")
    at_desk = opened(desk, "Gina Gone")

    at_desk.get_by_role("button", name="Erase this person").click()
    expect(at_desk.get_by_role("button", name="Leave it")).to_be_focused()
    at_desk.get_by_role("button", name="Erase for good").click()

    expect(at_desk.get_by_role("alert")).to_contain_text("Erased")
    expect(at_desk).not_to_contain_text("Gina")
    expect(at_desk.get_by_role("button", name="Erase this person")).to_have_count(0)
    expect(at_desk.get_by_role("button", name="Correct the details")).to_have_count(0)
    at_desk.get_by_role("button", name="Close").click()
    expect(desk.get_by_role("button", name="Gina Gone")).to_have_count(0)
    person = shown(studio, booking).json()["bookings"][0]["personalInfo"]
    assert (person["firstName"], person["email"]) == ("", "")


def saved(desk: Page, name: str, label: str, value: str) -> Route:
    """A correction that is on its way, and is answered when the test lets it go; its form is still there."""
    found: list[Route] = []

    def hold(route: Route) -> None:
        found.append(route) if route.request.method == "PUT" else route.fallback()

    desk.route("**/api/bookings?id=*", hold)
    at_desk = opened(desk, name)
    at_desk.get_by_role("button", name="Correct the details").click()
    at_desk.get_by_label(label).fill(value)
    at_desk.get_by_role("button", name="Save").click()
    return first(desk, found)


def test_button_stays_where_it_is_while_what_was_done_comes_in(desk: Page, studio: Site, day: str) -> None:
    """On a slow line it does so just when people have found theirs."""
    booked(studio, day, "Slow", "Line")
    asked = holding(desk, "**/api/admin/booking-management?view=audit*")
    at_desk = opened(desk, "Slow Line")
    button = at_desk.get_by_role("button", name="Correct the details").element_handle()
    place = button.bounding_box()

    first(desk, asked).continue_()
    expect(at_desk.get_by_role("heading", name="What was done")).to_be_visible()

    assert button.bounding_box() == place is not None


def test_answer_about_one_person_leaves_the_form_about_another(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "First", "Person")
    booked(studio, day, "Second", "Person")
    first = saved(desk, "First Person", "First name", "Firsta")
    sheet(desk).get_by_role("button", name="Close").click()
    at_desk = opened(desk, "Second Person")
    at_desk.get_by_role("button", name="Correct the details").click()
    at_desk.get_by_label("Notes").fill("a long story")

    first.continue_()

    expect(desk.locator("[data-part='said']")).to_contain_text("Firsta Person: The details are corrected.")
    expect(at_desk.get_by_label("Notes")).to_have_value("a long story")


def test_refusal_is_told_also_when_the_sheet_was_closed_meanwhile(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Third", "Person")
    third = saved(desk, "Third Person", "E-mail", "no address")
    sheet(desk).get_by_role("button", name="Close").click()

    third.continue_()

    expect(desk.locator("[data-part='said']")).to_contain_text("Details of Third Person: email")


def test_whoever_is_signed_out_can_sign_in_again(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Fourth", "Person")
    fourth = saved(desk, "Fourth Person", "Notes", "left knee")

    fourth.fulfill(status=401, json={"code": "unauthorized", "status": 401})

    desk.locator("[data-part='entrance']").get_by_label("E-mail", exact=True).fill(studio.owner[0])
    expect(desk.get_by_role("dialog")).to_be_hidden()


def test_instructors_correct_and_erase_nobody(desk: Page, studio: Site, day: str) -> None:
    booked(studio, day, "Ina", "Structed")

    def as_instructor(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"role": "instructor", "instructor": "maria"})

    desk.route("**/api/admin/session", as_instructor)
    desk.reload()
    desk.get_by_role("searchbox").fill("Structed")
    desk.keyboard.press("Enter")
    at_desk = opened(desk, "Ina Structed")

    expect(at_desk.get_by_role("button", name="Correct the details")).to_be_visible()
    expect(at_desk.get_by_role("button", name="Erase this person")).to_have_count(0)
