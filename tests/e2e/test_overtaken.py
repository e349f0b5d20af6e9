"""What was changed after the press needs another press, and what was pressed for is not booked after that."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Request, Route, expect

from tests.e2e.booking_page import BookingPage
from tests.e2e.cuts import BreakableStore, holding
from tests.e2e.test_outages import breakable, fragile, shaky_url

__all__ = ("breakable", "fragile", "shaky_url")

AWAY = {"code": "store_unavailable", "status": 503, "detail": "Nothing was changed."}


class Post:
    """The requests that book, in order; the first is held until the test has it answered."""

    def __init__(self, booking: BookingPage) -> None:
        self.bodies: list[dict[str, object]] = []
        booking.page.on("request", self._note)
        self._held = holding(booking.page, "**/api/bookings", times=1)

    def _note(self, request: Request) -> None:
        if request.method == "POST":
            self.bodies.append(json.loads(request.post_data or "{}"))

    @property
    def first(self) -> Route:
        return self._held[0]


@pytest.fixture
def post(booking: BookingPage) -> Iterator[Post]:
    yield Post(booking)
    booking.page.unroute("**/api/bookings")


def sent(booking: BookingPage, post: Post) -> None:
    with booking.page.expect_request(lambda request: request.method == "POST"):
        booking.submit.click()
    assert len(post.bodies) == 1


def test_other_time_is_not_booked_when_the_studio_comes_back(fragile: BookingPage, breakable: BreakableStore) -> None:
    posts: list[Request] = []
    fragile.at_the_form()
    breakable.kill()
    fragile.submit.click()
    expect(fragile.notice).to_contain_text("Try again now, or leave the page open", timeout=60_000)
    fragile.back_to_the_times()
    other = fragile.choose_slot(3)
    fragile.go_on()
    fragile.page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)

    breakable.start_again()
    with fragile.page.expect_response(lambda answer: "/api/availability" in answer.url and answer.ok, timeout=60_000):
        pass
    fragile.page.evaluate("dispatchEvent(new Event('online'))")

    expect(fragile.submit).to_contain_text("Book for")
    assert posts == []
    fragile.submit.click()
    fragile.confirmation_number()
    assert fragile.booking()["slots"][0].split("_", 1)[1] == other.split("_", 1)[1]


def test_time_that_was_given_up_while_it_was_sent_is_not_booked(booking: BookingPage, post: Post) -> None:
    booking.at_the_form()
    sent(booking, post)
    booking.back_to_the_times()
    other = booking.choose_slot(3)
    booking.go_on()

    post.first.fulfill(status=503, json=AWAY)

    expect(booking.submit).to_contain_text("Book for")
    booking.submit.click()
    booking.confirmation_number()
    assert [body["slots"] for body in post.bodies[1:]] == [[other]]


def test_address_that_is_corrected_while_it_is_sent_is_the_one_that_books(booking: BookingPage, post: Post) -> None:
    booking.at_the_form()
    sent(booking, post)
    booking.fill({"E-mail": "right@example.org"})

    post.first.fulfill(status=503, json=AWAY)

    expect(booking.notice).to_contain_text("does not try again by itself")
    booking.submit.click()
    booking.confirmation_number()
    assert booking.booking()["personalInfo"]["email"] == "right@example.org"
    assert len(post.bodies) == 2


def test_what_may_have_booked_is_settled_whatever_was_changed_since(booking: BookingPage, post: Post) -> None:
    first = booking.at_the_form()
    sent(booking, post)
    booking.fill({"E-mail": "right@example.org"})

    post.first.abort()

    booking.confirmation_number()
    assert [body["slots"] for body in post.bodies] == [[first]] * 2
    assert post.bodies[0] == post.bodies[1]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (409, {"code": "slot_taken", "unavailableSlots": [], "alternatives": []}),
        (409, {"code": "price_changed", "totalAmount": 1234, "totalAmountMinor": 123400, "currency": "USD"}),
    ],
    ids=["taken", "dearer"],
)
def test_no_to_what_was_given_up_is_not_laid_over_what_is_wanted_now(
    booking: BookingPage, post: Post, status: int, said: dict[str, object]
) -> None:
    first = booking.at_the_form()
    sent(booking, post)
    booking.back_to_the_times()
    other = booking.choose_slot(3)
    booking.go_on()
    expect(booking.submit).to_contain_text("Booking")

    post.first.fulfill(status=status, json=said | {"unavailableSlots": [first]})

    expect(booking.submit).to_contain_text("Book for")
    expect(booking.submit).not_to_contain_text("1,234")
    expect(booking.notice).to_be_empty()
    booking.submit.click()
    booking.confirmation_number()
    assert post.bodies[1]["slots"] == [other]
