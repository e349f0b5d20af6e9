"""The general form of GET /api/availability says which day it is in the studio, wherever whoever asks may be."""

from datetime import datetime

import pytest

from lib.actions.ports import Outside
from tests.support.customers import get
from tests.support.studio import StandingClock


@pytest.mark.parametrize(
    ("instant", "today"), [("2030-06-04T03:59:59+00:00", "2030-06-03"), ("2030-06-04T04:00:00+00:00", "2030-06-04")]
)
async def test_general_form_says_which_day_it_is_in_the_studio(
    world: Outside, clock: StandingClock, instant: str, today: str
) -> None:
    clock.moment = datetime.fromisoformat(instant)

    answer = await get(world, "availability/index", "/api/availability")

    assert answer.json()["today"] == today
