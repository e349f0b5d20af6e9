"""The letter by which an instructor comes in: sent while it is of use, forgotten afterwards, and kept nowhere."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

import pytest

from lib.actions.mail import Delivery, Outcome, Refused, Rejected, Reported, Throttled, Unclear, Unreached
from lib.actions.outbox import Lease
from lib.actions.ports import Outside, epoch_ms
from lib.actions.send_letters import send_letters
from lib.actions.settle_reports import settle_reports
from tests.support.links import ANA, ask, come, magic_in, mailed
from tests.support.postman import Postman, standing
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, StandingClock

NOTHING: dict[str, list[str]] = {"due": [], "dead": [], "sent": []}
TEMPORARY = [Unreached("away"), Refused("401"), Throttled("429"), Throttled("429", epoch_ms(NOW) + 60_000)]


async def test_letter_that_was_sent_is_forgotten(live: Outside, postman: Postman, raw: RawStore) -> None:
    await ask(live)

    assert [mail.to for mail in postman.sent] == [ANA]
    assert standing(raw) == NOTHING


@pytest.mark.parametrize("outcome", TEMPORARY)
async def test_letter_goes_out_when_its_provider_is_back(
    live: Outside, postman: Postman, raw: RawStore, clock: StandingClock, outcome: Outcome
) -> None:
    postman.outcomes.append(outcome)
    await ask(live)
    assert [each for each in standing(raw)["due"] if "welcome" in each] != []
    clock.moment += timedelta(minutes=2)

    await send_letters(0, live)

    [letter] = [mail for mail in postman.sent if mail.kind == "welcome"]
    assert (await come(live, magic_in(letter))).status_code == 200


@pytest.mark.parametrize("outcome", [*TEMPORARY, Unclear("lost")])
async def test_letter_that_came_too_late_is_forgotten_and_never_given_up(
    live: Outside, postman: Postman, raw: RawStore, clock: StandingClock, outcome: Outcome
) -> None:
    postman.outcomes.extend([outcome] * 20)
    await ask(live)
    for _ in range(11):
        clock.moment += timedelta(minutes=1)
        await send_letters(0, live)
    postman.outcomes.clear()

    clock.moment += timedelta(hours=1)
    await send_letters(0, live)

    assert [mail.kind for mail in postman.sent if mail.kind == "welcome"] == []
    assert standing(raw) == NOTHING


async def test_letter_that_is_turned_down_is_forgotten(live: Outside, postman: Postman, raw: RawStore) -> None:
    postman.outcomes.append(Rejected("no such mailbox"))

    assert (await ask(live)).status_code == 202

    assert (postman.sent, standing(raw)) == ([], NOTHING)


async def test_letter_that_cannot_be_written_is_forgotten(
    live: Outside, postman: Postman, raw: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: object, _welcome: object) -> None:
        raise ValueError

    monkeypatch.setattr(type(live.letters), "welcome", broken)

    assert (await ask(live)).status_code == 202

    assert (postman.sent, standing(raw)) == ([], NOTHING)


async def test_letter_whose_bearer_was_killed_is_sent_by_the_next(
    live: Outside, postman: Postman, clock: StandingClock
) -> None:
    """Handed out, and nobody heard of it any more: it falls due again within its ten minutes."""
    postman.outcomes.append(Unreached("away"))
    await ask(live)
    clock.moment += timedelta(seconds=30)
    now = epoch_ms(clock.now())
    await live.store.lease_letters(Lease("killed", now, now + 60_000, 8, now))
    await send_letters(0, live)
    assert postman.sent == []
    clock.moment += timedelta(seconds=61)

    await send_letters(0, live)

    assert [mail.to for mail in postman.sent] == [ANA]


@dataclass(frozen=True)
class Reports:
    """What a provider says of every letter that it was given."""

    reported: tuple[Reported, ...]

    def read(self, _delivery: Delivery) -> tuple[Reported, ...]:
        return self.reported


@pytest.mark.parametrize("what", ["delivered", "bounced"])
@pytest.mark.parametrize("is_sent", [True, False])
async def test_report_of_a_provider_brings_no_letter_back(
    live: Outside, postman: Postman, raw: RawStore, *, what: Literal["delivered", "bounced"], is_sent: bool
) -> None:
    """It may come before the letter is forgotten, or after."""
    postman.outcomes.extend([] if is_sent else [Unclear("lost")])
    await ask(live)
    before = standing(raw)
    name = postman.sent[0].letter if is_sent else f"staff:{before['due'][0]}"
    told = replace(live, receipts=Reports((Reported(name, what, "m0", epoch_ms(NOW)),)))

    assert await settle_reports(Delivery(b"", "", "", epoch_ms(NOW)), told)

    assert standing(raw) == before


async def test_what_the_link_says_is_kept_nowhere(
    live: Outside, postman: Postman, raw: RawStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    postman.outcomes.append(Unreached("out of office"))
    await ask(live)
    assert standing(raw)["due"] != []
    kept = [everything_in(raw), (await live.store.backup()).content.decode()]
    await come(live, magic := await mailed(live, postman))
    kept += [everything_in(raw), (await live.store.backup()).content.decode(), caplog.text]

    secret = magic[26:]
    assert len(secret) == 43
    assert not any(secret in text for text in kept)
    assert all("welcome" not in text for text in (kept[1], kept[3]))
    # And the words of who asked stand in the catalogue alone.
    assert not any(ANA in text for text in (*raw.names(), caplog.text))


def everything_in(raw: RawStore) -> str:
    read = {"hash": ("HGETALL",), "zset": ("ZRANGE", 0, -1), "string": ("GET",), "stream": ("XRANGE", "-", "+")}
    found = []
    for name in raw.names():
        command, *rest = read[raw.do("TYPE", raw.prefix + name)]
        found += [name, str(raw.do(str(command), raw.prefix + name, *rest))]
    return "\n".join(found)
