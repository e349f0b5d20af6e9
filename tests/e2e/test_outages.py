"""The store goes away, or an answer is lost: the page says so, keeps what was typed, and settles it by itself."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.cuts import HASTY_PAGE, BreakableStore, first, holding
from tests.support.servers import Site, program


@pytest.fixture
def breakable(tmp_path: Path) -> Iterator[BreakableStore]:
    with ExitStack() as life:
        yield BreakableStore(tmp_path / "store", life)


@pytest.fixture
def shaky_url(breakable: BreakableStore, tmp_path: Path) -> Iterator[str]:
    """The address of a site whose store can be taken away."""
    settings = {"KV_REST_API_URL": breakable.url, "KV_REST_API_TOKEN": breakable.token}
    with program("lib.local", tmp_path / "site", **settings) as started:
        yield started.line_with("Open http").split()[1].replace("localhost", "127.0.0.1")


@pytest.fixture
def unhurried(page: Page, shaky_url: str) -> BookingPage:
    return BookingPage(page, shaky_url).opened()


@pytest.fixture
def fragile(page: Page, shaky_url: str) -> BookingPage:
    """With short pauses."""
    page.add_init_script(HASTY_PAGE)
    return BookingPage(page, shaky_url).opened()


@pytest.fixture
def repeated(booking: BookingPage) -> list[Route]:
    """Requests to book wait here for the test, unless it has found another way for them."""
    return holding(booking.page, "**/api/bookings")


def test_lost_answer_is_settled_by_repeating_and_books_once(
    booking: BookingPage, site: Site, repeated: list[Route]
) -> None:
    answers: list[httpx.Response] = []

    def lose(route: Route) -> None:
        request = route.request
        headers = {name: request.headers[name] for name in ("content-type", "idempotency-key")}
        answers.append(
            httpx.post(f"{site.url}/api/bookings", content=request.post_data or "", headers=headers, timeout=30)
        )
        route.abort()

    booking.page.route("**/api/bookings", lose, times=1)
    booking.choose_class("salsa-private")
    booking.at_the_form()
    booking.submit.click()
    expect(booking.notice).to_contain_text("Not booked yet, as far as this page knows")

    first(booking.page, repeated).continue_()
    number = booking.confirmation_number()

    assert [answer.status_code for answer in answers] == [201]
    assert answers[0].json()["booking"]["confirmationNumber"] == number


def test_edit_after_a_lost_answer_makes_no_second_booking(
    booking: BookingPage, site: Site, repeated: list[Route]
) -> None:
    bodies: list[str] = []

    def lose(route: Route) -> None:
        request = route.request
        headers = {name: request.headers[name] for name in ("content-type", "idempotency-key")}
        httpx.post(
            f"{site.url}/api/bookings", content=request.post_data or "", headers=headers, timeout=30
        ).raise_for_status()
        route.abort()

    booking.page.route("**/api/bookings", lose, times=1)
    booking.page.on(
        "request", lambda request: bodies.append(request.post_data or "") if request.method == "POST" else None
    )
    booking.choose_class("bachata-private")
    booking.at_the_form()
    booking.submit.click()
    expect(booking.notice).to_contain_text("as far as this page knows")

    booking.fill({"First name": "Anna"})
    booking.submit.click()
    first(booking.page, repeated).continue_()

    assert booking.booking()["personalInfo"]["firstName"] == "Ana"
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    expect(booking.page.locator("[data-part=booked]")).to_contain_text("the change was not sent")


def test_reload_after_a_lost_answer_makes_no_second_booking(booking: BookingPage, site: Site) -> None:
    numbers: list[str] = []

    def lose(route: Route) -> None:
        request = route.request
        headers = {name: request.headers[name] for name in ("content-type", "idempotency-key")}
        answer = httpx.post(f"{site.url}/api/bookings", content=request.post_data or "", headers=headers, timeout=30)
        numbers.append(answer.raise_for_status().json()["booking"]["confirmationNumber"])
        route.abort()

    booking.page.route("**/api/bookings", lose)
    booking.choose_class("salsa-private")
    booking.at_the_form()
    booking.submit.click()
    expect(booking.notice).to_contain_text("as far as this page knows")
    booking.page.reload()
    expect(booking.page.get_by_role("heading", name="Almost there")).to_be_visible()
    booking.page.unroute("**/api/bookings")

    booking.submit.click()

    assert {booking.confirmation_number()} == set(numbers)


def test_store_away_while_booking_is_said_and_mended_by_itself(
    unhurried: BookingPage, breakable: BreakableStore
) -> None:
    unhurried.at_the_form()
    breakable.kill()
    unhurried.submit.click()
    expect(unhurried.notice).to_contain_text("Not booked yet")
    expect(unhurried.page.get_by_label("First name")).to_have_value("Ana")

    breakable.start_again()

    assert unhurried.booking()["personalInfo"]["firstName"] == "Ana"


def test_store_away_for_long_ends_in_a_button_and_is_mended_all_the_same(
    fragile: BookingPage, breakable: BreakableStore
) -> None:
    fragile.at_the_form()
    breakable.kill()
    fragile.submit.click()
    expect(fragile.notice).to_contain_text("Try again now, or leave the page open", timeout=60_000)
    expect(fragile.submit).to_have_text("Try again now")

    breakable.start_again()

    fragile.confirmation_number()


def test_times_that_were_given_up_are_not_booked_when_the_store_is_back(
    fragile: BookingPage, breakable: BreakableStore
) -> None:
    fragile.at_the_form()
    breakable.kill()
    fragile.submit.click()
    expect(fragile.notice).to_contain_text("Not booked yet")
    fragile.page.get_by_role("button", name="Change time").click()
    expect(fragile.page.locator("[data-part=banner]")).to_contain_text("cannot be read at the moment", timeout=30_000)
    posts: list[str] = []
    fragile.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)

    breakable.start_again()

    # The timetable is read again later than the booking would have been repeated: its pause began after that one's.
    expect(fragile.page.locator("[data-part=remark]")).to_contain_text("back and up to date", timeout=30_000)
    assert posts == []


def test_store_away_while_choosing_is_said_and_mended_by_itself(
    fragile: BookingPage, breakable: BreakableStore
) -> None:
    slot_id = fragile.choose_slot()
    fragile.back_to_the_times()
    breakable.kill()
    fragile.page.get_by_role("button", name="Seven days later").click()
    banner = fragile.page.locator("[data-part=banner]")
    expect(banner).to_contain_text("cannot be read at the moment", timeout=30_000)

    breakable.start_again()

    expect(fragile.page.locator("[data-part=remark]")).to_contain_text("back and up to date", timeout=30_000)
    expect(fragile.page.locator("[data-part=remark] .notice")).to_have_class("notice good")
    expect(banner).to_be_empty()
    fragile.page.get_by_role("button", name="Seven days earlier").click()
    expect(fragile.page.locator(f"[data-slot='{slot_id}']")).to_have_attribute("aria-pressed", "true")


def test_one_lost_answer_is_no_failure_to_speak_of(booking: BookingPage) -> None:
    said: list[str] = []
    # Playwright marks the function it is given, which a built-in method does not allow.
    booking.page.expose_function("said", lambda sentence: said.append(sentence))  # noqa: PLW0108 -- see above
    booking.page.evaluate("addEventListener('banner', ({ detail }) => said(detail))")
    booking.page.route("**/api/availability?*", lambda route: route.fulfill(status=503, json={}), times=2)

    booking.later()

    expect(booking.free_slots.first).to_be_visible()
    assert said == []


def test_week_that_cannot_be_read_shows_no_times_of_another(booking: BookingPage) -> None:
    booking.page.route("**/api/availability?*", lambda route: route.fulfill(status=503, json={}))

    booking.page.get_by_role("button", name="Seven days later").click()

    expect(booking.page.locator("[data-part=full]")).to_contain_text(
        "These days cannot be read at the moment", timeout=30_000
    )
    expect(booking.page.locator(".slot")).to_have_count(0)
    booking.page.get_by_role("button", name="Seven days earlier").click()
    expect(booking.page.locator("[data-part=full]")).to_be_empty(timeout=30_000)
    expect(booking.free_slots.first).to_be_visible()


def test_sections_that_could_not_be_fetched_come_when_somebody_is_near_again(phone: BrowserContext, site: Site) -> None:
    page = BookingPage(phone.new_page(), site.url).opened().page
    team = page.locator("#team")
    page.route("**/js/studio-sections.js", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        team.scroll_into_view_if_needed()

    page.evaluate("scrollTo(0, 0)")
    page.evaluate("new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
    team.scroll_into_view_if_needed()

    expect(team.locator("li").first).to_be_visible()


def test_page_that_opens_without_a_store_fills_when_it_is_back(
    page: Page, breakable: BreakableStore, shaky_url: str
) -> None:
    breakable.kill()
    page.add_init_script(HASTY_PAGE)
    page.goto(shaky_url)
    expect(page.locator("[data-part=banner]")).to_contain_text("cannot be read at the moment", timeout=30_000)

    breakable.start_again()

    BookingPage(page, shaky_url).week_is_shown(timeout=30_000)
