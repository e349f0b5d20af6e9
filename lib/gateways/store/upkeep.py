"""How the studio is, and who sees to it at the moment: reports of maintenance, one caller at a time for each part."""

import json
from typing import cast

from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.actions.outbox import Alarm
from lib.actions.upkeep import Pulse, Report, Turn
from lib.gateways.store import letter_texts
from lib.gateways.store.catalog_texts import catalog_of
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import as_json
from lib.gateways.store.rest import Rest
from lib.studio import policy

LEASES = "lease:"


class UpkeepScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def pulse(self, now: int) -> Pulse:
        keys = [self._keys.catalog, self._keys.letters_due, self._keys.letters_dead, self._keys.maintenance]
        since = now - policy.DEAD_LETTERS_NEWS_MS
        match await self._rest.look("pulse", keys, [str(now), str(since)]):
            case ["pulse", version, document, due, first, dead, unheard, *reports]:
                return Pulse(
                    catalog=catalog_of(version, document),
                    letters_due=int(due),
                    due_since=int(float(first)) if first else None,
                    dead_letters=int(dead),
                    dead_webhooks=int(unheard),
                    reports=_reports(reports),
                )
            case answer:
                raise StoreUnavailable(answer[0])

    async def take_turn(self, turn: Turn) -> bool:
        """Whether the part may be done now; False when somebody else is at it."""
        return await self._maintain(turn, {"until_": turn.until})

    async def report(self, turn: Turn, report: Report, alarm: Alarm | None = None) -> bool:
        """Keeps what was reported and ends the turn; False when the turn was over and somebody else has it."""
        said = {"at": report.at, "outcome": report.outcome, "said": report.said}
        told = {"alarm": letter_texts.alarm(alarm, turn.now)} if alarm else {}
        return await self._maintain(turn, {"report": as_json(said), **told})

    async def _maintain(self, turn: Turn, more: dict[str, object]) -> bool:
        plan: dict[str, object] = {"part": turn.part, "token": turn.token, "now": turn.now, **more}
        letters = [self._keys.letters_due, self._keys.letters, self._keys.letters_sent, self._keys.letters_dead]
        match await self._rest.run("maintain", [self._keys.maintenance, *letters], [as_json(plan)]):
            case ["yours"]:
                return True
            case ["busy"]:
                return False
            case answer:
                raise OutcomeUnknown(answer[0])


def _reports(words: list[str]) -> dict[str, Report]:
    found = dict(zip(words[::2], words[1::2], strict=True))
    return {name: _report(text) for name, text in found.items() if text.startswith("{")}


def _report(text: str) -> Report:
    said = json.loads(text)
    return Report(int(said["at"]), said["outcome"], cast("dict[str, object]", said["said"]))
