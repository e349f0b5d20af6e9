"""Where bookings come from, as the figures tell it: names out of links, and nothing personal."""

import pytest

from lib.actions.ports import Outside
from tests.support.counted import miscounted
from tests.support.customers import booked
from tests.support.desk import OWNER, Desk, summary
from tests.support.full_house import person
from tests.support.raw_store import RawStore


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw, OWNER)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Spring Dance", "spring+dance"),
        ("rosa@example.com", "other"),
        ("+1 212 555 0100 5551234", "other"),
        ("ñandú", "ñandú"),
        ("x" * 41, "other"),
        ("a:b|c\td", "other"),
        ("<script>alert(1)</script>", "other"),
        ("=1+1", "other"),
        ("other", "other"),
        ("-", "-"),
    ],
)
async def test_campaigns_are_names_and_nothing_personal(world: Outside, desk: Desk, said: str, label: str) -> None:
    await booked(world, context={"utm": {"campaign": said}})

    found = await summary(desk)

    assert found["origins"]["byCampaign"] == [{"label": label, "made": 1, "lost": 0}]


async def test_campaigns_that_anybody_makes_up_come_to_an_end(
    world: Outside, raw: RawStore, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.studio.policy.NAMES_A_MONTH", 3)
    slots = [*(f"ana_2030-06-{day}_9_0" for day in range(10, 16)), "ana_2030-06-10_10_15"]
    for slot, number in zip(slots, (0, 1, 2, 3, 4, 5, 1), strict=True):
        campaign = {"campaign": f"n{number}"}
        await booked(world, slots=[slot], personalInfo=person(slot), context={"utm": campaign})

    campaigns = (await summary(desk))["origins"]["byCampaign"]

    assert [(each["label"], each["made"]) for each in campaigns] == [("other", 3), ("n1", 2), ("n0", 1), ("n2", 1)]
    kept = raw.kept()
    assert list(miscounted(kept.bookings, kept.figures or {})) == []
