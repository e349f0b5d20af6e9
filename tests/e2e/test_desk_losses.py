"""What a store lost, as the desk lists it: which lesson, in which file it still stands, which place was sold twice."""

from playwright.sync_api import Page, Route, expect

from tests.e2e.desk_page import entered
from tests.support.servers import Site

# Tuesday the fourth at nine in New York, in minutes since 1970.
NINE = 31_780_140
KEPT = {"bookingId": "booking_3_ghi", "version": 1, "status": "confirmed", "instructor": "ana", "start": NINE}
SAID = {
    "found": 3,
    "lost": [KEPT | {"where": "copies/<b>"}],
    "wentBack": [KEPT | {"bookingId": "booking_4_jkl", "status": "canceled", "where": "backups/2030-06-03.jsonl"}],
    "soldTwice": [{"instructor": "ana", "start": NINE + 60, "end": NINE + 120, "bookingId": "booking_3_ghi"}],
}


def test_each_loss_says_which_lesson_and_where_it_is_kept(page: Page, studio: Site) -> None:
    at_desk = entered(page, studio, "/admin/problems")
    backups = at_desk.locator("section", has=at_desk.get_by_role("heading", name="Backups and settings"))
    expect(backups).to_be_visible()
    expect(backups.get_by_role("listitem")).to_have_count(0)

    at_desk.route("**/api/admin/booking-management?view=problems", with_losses)
    at_desk.reload()

    expect(backups).to_contain_text("3 bookings are known to the backups")
    expect(backups.get_by_role("listitem")).to_contain_text(
        [
            "Tue 4 Jun, 09:00, ana: lost, confirmed in copies/<b>.booking_3_ghi",
            "Tue 4 Jun, 09:00, ana: went back, canceled in backups/2030-06-03.jsonl.booking_4_jkl",
            "Tue 4 Jun, 10:00, ana: sold twice. booking_3_ghi",
        ]
    )


def with_losses(route: Route) -> None:
    found = route.fetch().json()
    found["losses"] = {"last": {"at": "2030-06-03T07:00:00Z", "outcome": "done", "said": SAID}}
    route.fulfill(json=found)
