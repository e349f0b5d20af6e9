"""What staff save for a spreadsheet: every place, sums that fit, and nothing that calculates."""

import csv
import io

import pytest

from lib.actions.ports import Outside
from tests.contract.test_desk_looks import person
from tests.support.customers import booked
from tests.support.desk import Desk
from tests.support.raw_store import RawStore


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw)


async def test_formulas_arrive_inert_in_a_spreadsheet(world: Outside, desk: Desk) -> None:
    said = [
        '=HYPERLINK("http://x")',
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\uff1d1+1",
        "a,b\"c'",
        "<b>x</b>",
        "Ana;=cmd|' /C calc'!A0;x",
    ]
    for at, words in enumerate(said):
        await booked(
            world,
            slots=[f"ana_2030-06-{4 + at:02}_9_0"] if at != 5 else ["ana_2030-06-14_9_0"],
            personalInfo={**person(words, words, f"{at}@example.com"), "notes": f"{words}\n{words}"},
        )

    answer = await desk.see("view=list&format=csv&by=start")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert answer.headers["content-type"].startswith("text/csv")
    assert len(rows) == len(said)
    # Where lists are parted by semicolons, the same file is read with them, and with tabs elsewhere.
    for delimiter in ",;\t":
        for line in csv.reader(io.StringIO(text), delimiter=delimiter):
            for cell in line:
                assert not cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d", "|")), (delimiter, cell)
    assert {row["First name"].replace("'=", "=").removeprefix("'") for row in rows} == set(said)


async def test_file_has_a_line_for_each_place_and_adds_up(world: Outside, desk: Desk) -> None:
    slots = [f"ana_2030-06-0{day}_9_0" for day in (4, 5, 6, 7)]
    booking = await booked(world, slots=slots)

    answer = await desk.see("view=list&format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [(row["Date"], row["Starts"], row["Ends"]) for row in rows] == [
        (f"2030-06-0{day}", "09:00", "10:00") for day in (4, 5, 6, 7)
    ]
    assert sum(float(row["Price"]) for row in rows) == booking["totalAmount"]
