"""Hostile words where others read them: in the letters, in the mailbox, at the desk."""

from functools import partial
from urllib.parse import urlencode

import httpx
from playwright.sync_api import Page, Route, expect

from tests.e2e.booking_page import PHONE
from tests.e2e.hostile_studio import CUSTOMERS, LABELS, NAMES, HostileStudio, person, turned
from tests.e2e.test_desk_problems import signed_in
from tests.e2e.tripwire import DRAWN, told, width
from tests.support.calendly_state import Guest
from tests.support.connected import signed
from tests.support.hostile_words import PAYLOADS
from tests.support.studio import CALENDLY_SECRET

IN_2030 = 31_600_000


def test_letters_are_drawn_as_they_were_written(watched: Page, hostile: HostileStudio) -> None:
    numbers = {made["id"]: number for number, made in enumerate(hostile.bookings)}
    letters = [(numbers[each["bookingId"]], each) for each in hostile.letters() if each["bookingId"] in numbers]
    drawn = watched.evaluate(DRAWN, [letter["html"] for _, letter in letters])

    for (number, letter), (made, text) in zip(letters, drawn, strict=True):
        who = person(number)
        said = [NAMES[number], turned(NAMES, number + 1), *LABELS, f"{who['firstName']} {who['lastName']}"]
        said += who["notes"].splitlines() if letter["kind"] == "notice" else [f"Hello {who['firstName']},"]
        assert [each for each in said if each not in " ".join(letter["text"].split())] == []
        assert (made, [each for each in said if each not in " ".join(text.split())]) == ([], [])
        assert letter["to"] == (who["email"] if letter["kind"] == "confirmed" else "owner@studio.test")

    assert {number for number, letter in letters if letter["kind"] == "confirmed"} == set(range(CUSTOMERS))
    assert {letter["kind"] for _, letter in letters} == {"confirmed", "notice"}


def test_letter_does_nothing_where_nothing_would_stop_it(watched: Page, hostile: HostileStudio) -> None:
    for kind in ("confirmed", "notice"):
        letter = next(each["html"] for each in hostile.letters() if each["kind"] == kind)

        watched.route("https://mail.example/**", partial(delivered, letter))
        watched.goto(f"https://mail.example/{kind}")

        assert [label for label in LABELS if label not in told(watched)] == []


def delivered(letter: str, route: Route) -> None:
    route.fulfill(body=letter, content_type="text/html")


def test_mailbox_shows_subjects_as_they_were_written(watched: Page, hostile: HostileStudio) -> None:
    letters = hostile.letters()

    watched.goto(f"{hostile.url}/dev/mailbox")

    assert watched.locator("h2").all_text_contents() == [letter["subject"] for letter in letters]
    assert watched.locator("pre").all_text_contents() == [letter["text"].replace("\r\n", "\n") for letter in letters]


def test_desk_shows_what_came_from_outside_as_text(watched: Page, hostile: HostileStudio) -> None:
    guest = Guest(email="nora@example.com", name=NAMES[3])
    invitee = hostile.fake.book(hostile.elsewhere, IN_2030, guest)
    heard = httpx.post(
        f"{hostile.url}/api/calendly-webhook",
        **signed(hostile.fake, invitee, "invitee.created", CALENDLY_SECRET),
        timeout=30,
    )
    watched.goto(f"{hostile.named.url}/admin/problems?{urlencode({'calendly': NAMES[0]})}")
    signed_in(watched, hostile.named)
    expect(watched.get_by_role("listitem")).to_contain_text(invitee.id)

    watched.route("**/api/admin/booking-management?view=problems", with_hostile_words)
    watched.reload()

    expect(watched.get_by_role("heading", name=f"Conflicts ({len(PAYLOADS)})")).to_be_visible()
    desk = told(watched.locator("staff-door"))
    assert heard.json()["outcome"] == "applied"
    assert [payload for payload in PAYLOADS.values() if desk.count(payload) < 5] == []
    assert width(watched) == PHONE["width"]


def with_hostile_words(route: Route) -> None:
    """Wherever the desk shows what somebody else said."""
    times = {"startsAt": "2030-06-04T13:00:00Z", "endsAt": "2030-06-04T14:00:00Z"}
    words = list(PAYLOADS.values())
    found = route.fetch().json()
    said = {"subscription": "missing", "trouble": " ".join(words)}
    found["calendly"]["last"] = {"at": times["startsAt"], "outcome": "done", "said": said}
    found["settings"] = words
    found["conflicts"] = [{"bookingId": each, "invitee": each, **times} for each in words]
    found["unmapped"] = [
        {"invitee": each, "eventType": each.replace("/", "\u2044"), "hosts": [], **times} for each in words
    ]
    route.fulfill(json=found)
