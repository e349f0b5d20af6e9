"""The small modules that know the hard things, each asked in the browser itself."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.servers import Site

# Two lessons on a Tuesday at six, and a rule that takes ten percent off.
SLOT = "{date: '2026-11-24', startTime: '18:00', priceMinor: 5001}"
TWO = f"{{classType: 'salsa-1', className: 'Salsa 1', instructor: 'any', slots: [{SLOT}, {SLOT}]}}"
RULE = """{label: 'Two at once', slotsAtLeast: 2, percent: -10, amountMinor: null, classTypes: ['salsa-1'],
    instructor: null, weekdays: [], opens: null, closes: null}"""
BILL = {
    "totalMinor": 9002,
    "priceLines": [{"label": "Salsa 1", "amountMinor": 10002}, {"label": "Two at once", "amountMinor": -1000}],
}


@pytest.fixture
def modules(page: Page, site: Site) -> Page:
    """A quiet page of the site, from which any module can be imported."""
    page.goto(f"{site.url}/problems")
    return page


@pytest.mark.parametrize(
    ("module", "call", "expected"),
    [
        ("money", "it.money(2000, 'USD')", "$20"),
        ("money", "it.money(2050, 'USD')", "$20.50"),
        ("money", "it.money(-750, 'USD')", "\N{MINUS SIGN}$7.50"),
        ("money", "it.money(2050, 'USD', 'es')", "$20.50"),
        ("money", "[99900, 100000].map((minor) => it.money(minor, 'USD', 'es'))", ["$999", "$1,000"]),
        ("money", "it.money(2050, 'EUR', 'es')", "20,50\u00a0€"),
        ("money", "it.money(2000, 'JPY')", "¥2,000"),
        ("money", "it.major(1999, 'USD')", 19.99),
        ("money", "it.totalMinor([{priceMinor: 1999}, {priceMinor: 1}])", 2000),
        ("money", f"it.bill({TWO}, [{RULE}])", BILL),
        ("money", f"it.bill({{...{TWO}, classType: 'tango'}}, [{RULE}]).totalMinor", 10002),
        (
            "money",
            f"it.bill({{...{TWO}, instructor: 'maria'}}, [{{...{RULE}, instructor: 'lucia'}}]).totalMinor",
            10002,
        ),
        ("money", f"it.bill({TWO}, [{{...{RULE}, weekdays: [0]}}]).totalMinor", 10002),
        ("money", f"it.bill({TWO}, [{{...{RULE}, opens: '18:00', closes: '18:01'}}]).totalMinor", 9002),
        ("money", f"it.bill({TWO}, [{{...{RULE}, slotsAtLeast: 3}}]).totalMinor", 10002),
        ("money", f"it.bill({TWO}, [{{...{RULE}, percent: null, amountMinor: -99999}}]).totalMinor", 0),
        ("time", "it.weekday('2026-11-23')", 0),
        ("time", "it.weekday('2026-11-29')", 6),
        ("time", "it.addDays('2026-10-31', 1)", "2026-11-01"),
        ("time", "it.addDays('2026-11-01', 1)", "2026-11-02"),
        ("time", "it.addDays('2028-03-01', -1)", "2028-02-29"),
        ("time", "it.dateIn('America/New_York', new Date('2026-11-24T03:30:00Z'))", "2026-11-23"),
        ("time", "it.clockIn('America/New_York', new Date('2026-11-24T05:00:00Z'))", "00:00"),
        ("time", "it.dayName('2026-11-24')", "Tue 24 Nov"),
        ("time", "it.zoneLetters('2026-11-01T05:30:00Z', 'America/New_York')", "EDT"),
        ("time", "it.zoneLetters('2026-11-01T06:30:00Z', 'America/New_York')", "EST"),
        ("time", "it.zoneCity('America/Argentina/Buenos_Aires')", "Buenos Aires"),
        ("api", "[0, 1, 2, 9].map((count) => it.pauseBefore(count))", [1000, 3000, 6000, 6000]),
        ("api", "it.pauseBefore(0, 5)", 5000),
        ("api", "it.pauseBefore(0, 3600)", 20000),
        ("html", "it.html`<b>${'<&\"'}${[1, null]}</b>`.text", "<b>&lt;&amp;&quot;1</b>"),
    ],
)
def test_module_answers(modules: Page, module: str, call: str, expected: object) -> None:
    answer: Any = modules.evaluate(f"import('/js/{module}.js').then((it) => {call})")

    assert answer == expected


@pytest.mark.parametrize("language", ["en", "es"])
def test_days_are_called_as_the_browser_calls_them(modules: Page, language: str) -> None:
    called, expected = modules.evaluate(
        """async (language) => {
          const { addDays, dayName, shortDate } = await import("/js/time.js");
          const dates = Array.from({ length: 366 }, (_, day) => addDays("2028-01-01", day));
          const shape = { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" };
          const parts = (date) => new Intl.DateTimeFormat(language, shape).formatToParts(new Date(date));
          const words = (date) => Object.fromEntries(parts(date).map(({ type, value }) => [type, value]));
          const said = ({ weekday, day, month }) => [`${weekday} ${day} ${month}`, `${day} ${month}`];
          const expected = dates.map(words).map(said);
          return [dates.map((date) => [dayName(date, language), shortDate(date, language)]), expected];
        }""",
        language,
    )

    assert called == expected


def test_today_is_the_studio_s_word_for_a_moment_and_then_the_clock_s(page: Page, site: Site) -> None:
    page.clock.install(time="2026-11-24T04:59:00Z")
    page.goto(f"{site.url}/problems")
    page.clock.pause_at("2026-11-24T04:59:58Z")
    page.evaluate(
        """async () => {
          const { WeekPager } = await import("/js/time.js");
          const opened = (today) => new WeekPager("America/New_York", 60, today);
          window.pagers = [opened("2026-11-24"), opened(undefined)];
        }"""
    )
    days = "pagers.map(({ today, lastDay, start }) => [today, lastDay, start])"

    told = page.evaluate(days)
    page.clock.fast_forward(10_000)

    assert told == [["2026-11-24", "2027-01-23", "2026-11-24"], ["2026-11-23", "2027-01-22", "2026-11-23"]]
    assert page.evaluate(days) == [["2026-11-24", "2027-01-23", "2026-11-24"]] * 2


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (0, None, "unknown"),
        (500, "internal_error", "unknown"),
        (502, None, "unknown"),
        (503, "outcome_unknown", "unknown"),
        (503, "store_unavailable", "notYet"),
        (503, "not_configured", "refused"),
        (409, "slot_taken", "slotTaken"),
        (422, "idempotency_mismatch", "refused"),
        (429, "too_many_bookings", "tooMany"),
    ],
)
def test_answer_means(modules: Page, status: int, code: str | None, kind: str) -> None:
    answer = {"status": status, "body": {"code": code} if code else None, "retryAfter": None}

    outcome = modules.evaluate(
        "answer => import('/js/booking-attempt.js').then((it) => it.outcomeOf(answer).kind)", answer
    )

    assert outcome == kind


def _keys_of(modules: Page, answers: list[tuple[int, str]], contents: list[str]) -> list[list[str]]:
    """Which request (numbered by its key) carried which content, when the contents are sent one after another."""
    keys: list[list[str]] = modules.evaluate(
        """async ({ answers, contents }) => {
          const { BookingAttempt } = await import("/js/booking-attempt.js");
          const sent = [], keys = [];
          const attempt = new BookingAttempt((body, key) => {
            if (!keys.includes(key)) keys.push(key);
            sent.push([`key ${keys.indexOf(key)}`, JSON.parse(body).content]);
            const [status, code] = answers.shift();
            const body_ = status === 201 ? { booking: {} } : { code };
            return Promise.resolve({ status, body: body_, retryAfter: null, header: () => null });
          });
          for (const content of contents) await attempt.book({ content }, {});
          return sent;
        }""",
        {"answers": answers, "contents": contents},
    )
    return keys


@pytest.mark.parametrize(
    ("answers", "contents", "expected"),
    [
        ([(503, "outcome_unknown"), (201, "")], ["a", "a"], [["key 0", "a"], ["key 0", "a"]]),
        ([(503, "store_unavailable"), (201, "")], ["a", "b"], [["key 0", "a"], ["key 1", "b"]]),
        # An edited form waits until the first request is settled, and is not sent when that one has booked.
        ([(0, ""), (201, "")], ["a", "b"], [["key 0", "a"], ["key 0", "a"]]),
        ([(0, ""), (409, "slot_taken"), (201, "")], ["a", "b"], [["key 0", "a"], ["key 0", "a"], ["key 1", "b"]]),
        # "Nothing was written" about the repetition says nothing about the request before it.
        (
            [(0, ""), (503, "store_unavailable"), (503, "store_unavailable"), (201, "")],
            ["a", "a", "b", "b"],
            [["key 0", "a"], ["key 0", "a"], ["key 0", "a"], ["key 0", "a"]],
        ),
    ],
)
def test_attempt_changes_its_key_only_after_a_definite_answer(
    modules: Page, answers: list[tuple[int, str]], contents: list[str], expected: list[list[str]]
) -> None:
    assert _keys_of(modules, answers, contents) == expected


def test_key_is_long_and_never_the_same(modules: Page) -> None:
    script = "import('/js/booking-attempt.js').then(({ newKey }) => Array.from({ length: 500 }, newKey))"

    keys: list[str] = modules.evaluate(script)

    assert len(set(keys)) == 500
    assert all(len(key) == 24 and key.replace("-", "").replace("_", "").isalnum() for key in keys)
