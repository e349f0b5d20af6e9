"""`python -m tests.support.recorded` asks the studio everything once, for the examples of the contract.

What was asked and what was answered goes to examples/recorded.json, from which lib/web/openapi.py takes its examples.
The studio is the demo one on a day in June 2030, so that the same code records the same bytes.
"""

import asyncio
import json
import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx

from lib.actions.ports import Outside
from lib.gateways.mail.letters import StudioLetters
from lib.gateways.store import Store
from lib.gateways.vault import FolderVault
from lib.local.demo import CATALOGUE
from tests.support.doors import caller
from tests.support.postman import STUDIO, Postman
from tests.support.raw_store import RawStore
from tests.support.servers import running_store
from tests.support.studio import SENDER, StandingClock, a_world

FILE = Path(__file__).parents[2] / "examples" / "recorded.json"
# What is shown of a list: enough to see how it goes on.
SHOWN = 2
# What is another one in every run, or long and of no use to a reader.
MASKED = {"token": "eyJhbGciOi...", "csrfToken": "q0Jd...", "took": 12, "authorizeUrl": "https://auth.calendly.com/..."}
MASKED |= {"feed": "d2s...", "feedUrl": "https://studio.example/...", "webcalUrl": "webcal://studio.example/..."}
# When a calendar was written is of the store's own clock, which nobody sets.
STAMPS, SEQUENCE = re.compile(r"(DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z"), re.compile(r"SEQUENCE:\d+")
DOORS = {"/api/availability": "availability/index"}


@dataclass
class Recorder:
    """``calls`` are what was asked of ``world`` so far, with answers; ``event_id`` is the newest it was told."""

    world: Outside
    calls: list[dict[str, Any]] = field(default_factory=list)
    event_id: str = ""

    async def ask(self, name: str, line: str, headers: dict[str, str] | None = None, body: Any = None) -> Any:
        """``line`` is a method and an address. Returns the whole answer, of which only a part is kept."""
        method, _, address = line.partition(" ")
        path = address.partition("?")[0]
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        async with caller(DOORS.get(path, path.removeprefix("/api/")), self.world) as client:
            answer = await client.request(method, address, headers=headers, **sent)
        assert answer.is_success, f"{line}: {answer.text}"
        said = _said(answer)
        self.event_id = answer.headers.get("event-id", self.event_id)
        kept = {"operation": f"{method} {path}", "name": name, "query": shortened(dict(answer.request.url.params))}
        asked = {} if body is None else {"body": json.loads(body) if isinstance(body, bytes) else body}
        answered = {"status": answer.status_code, "media": _media(answer), "answer": shortened(said)}
        self.calls.append({**kept, **asked, **answered})
        return said


def _media(answer: httpx.Response) -> str:
    return answer.headers["content-type"].partition(";")[0]


def _said(answer: httpx.Response) -> Any:
    match _media(answer):
        case "application/json":
            return answer.json()
        case "text/event-stream":
            return json.loads(next(line for line in answer.text.splitlines() if line.startswith("data:"))[5:])
        case _:
            return STAMPS.sub(r"\1:20300603T130000Z", SEQUENCE.sub("SEQUENCE:1", answer.text))


def shortened(said: Any) -> Any:
    """The first of every list, and nothing that is another one in every run."""
    match said:
        case dict():
            return {name: MASKED.get(name) or shortened(value) for name, value in said.items()}
        case list():
            return [shortened(each) for each in said[:SHOWN]]
        case _:
            return said


async def recorded(store: Store, raw: RawStore, folder: Path) -> list[dict[str, Any]]:
    """What is said on such a day over an empty store; letters go out, and backups are kept in ``folder``."""
    from tests.support.recorded_day import a_day

    await store.save_catalog(CATALOGUE.read_text(encoding="utf-8"), expected=None, version="1")
    letters = StudioLetters(SENDER, STUDIO)
    world = replace(a_world(store, StandingClock()), post=Postman(), letters=letters, vault=FolderVault(folder))
    recorder = Recorder(world)
    await a_day(recorder, raw)
    return recorder.calls


def written(calls: list[dict[str, Any]]) -> str:
    return json.dumps(calls, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_store(Path(folder) / "store") as server:
        raw, store = RawStore(server.url, server.token, ""), Store(server.url, server.token, "")
        calls = asyncio.run(recorded(store, raw, Path(folder) / "backups"))
        raw.close()
        store.close()
    FILE.write_text(written(calls), encoding="utf-8")


if __name__ == "__main__":
    main()
