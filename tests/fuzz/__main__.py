"""`make fuzz-api`: schemathesis asks every operation of the contract of a real site, as everybody there is.

What it may be answered stands in public/openapi.json and nowhere else. The same seed asks the same questions; what the
site has been asked before is part of the answer, so a story is told from the beginning.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tests.fuzz.callers import CRON_SECRET, Caller, Scene, a_scene
from tests.support.servers import ROOT, running_site

CONTRACT = ROOT / "public" / "openapi.json"
# How many questions that were, in its own words.
ASKED = re.compile(r"\d+ generated.*")
HOOKS = "tests.fuzz.hooks"
# Settings that a site has once it is deployed; without them its doors would only say that they are missing.
SETTINGS = {
    "CRON_SECRET": CRON_SECRET,
    "CALENDLY_WEBHOOK_SECRET": "a key of Calendly's, for asking only",
    # Whoever holds the other half does not matter: nothing is ever signed with it.
    "SENDGRID_EVENT_KEY": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZr8jZrGBb1ZbPzK3kuyBb0TbfOIE2Y8kP0Hh8yE6qsE=",
}


@dataclass(frozen=True, slots=True)
class Run:
    """How much is asked: ``examples`` of each operation; ``seconds`` is for everybody together, 0 for no end of it."""

    seed: int = 1
    examples: int = 10
    seconds: int = 0
    contract: Path = CONTRACT
    only: str = ""

    def of(self, scene: Scene) -> list[Caller]:
        """Everybody, or who may mean the ``only`` operation."""
        one = (self.only,)
        return [replace(who, operations=one) if self.only else who for who in scene.callers if self._means(who)]

    def _means(self, caller: Caller) -> bool:
        return not self.only or self.only in caller.operations


def fuzz(run: Run) -> list[str]:
    """The names of callers for whom something was answered that the contract does not know; tells why as it goes."""
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder) / "site", **SETTINGS) as site:
        scene = a_scene(site)
        settings = Path(folder) / "schemathesis.toml"
        settings.write_text(_settings(scene), encoding="utf-8")
        # Two at a time: while one program makes up questions, the site answers those of the other.
        with scene.restless.moving(), ThreadPoolExecutor(2) as both:
            stories = list(both.map(lambda caller: _story(caller, run, site.url, settings), run.of(scene)))
    for caller, story in zip(run.of(scene), stories, strict=True):
        said = ASKED.findall(story.stdout) if story.returncode == 0 else [story.stdout, story.stderr]
        print(f"== as {caller.name}:", *said, flush=True)
    return [caller.name for caller, story in zip(run.of(scene), stories, strict=True) if story.returncode]


def _story(caller: Caller, run: Run, url: str, settings: Path) -> subprocess.CompletedProcess[str]:
    limits = ["--max-examples", str(run.examples), "--seed", str(run.seed), "--no-color"]
    if run.seconds:
        limits += ["--max-time", str(run.seconds)]
    who = [word for name, value in caller.headers.items() for word in ("--header", f"{name}: {value}")]
    if "Cookie" in caller.headers:
        # It makes up a wrong key, sends the right cookie along and wonders; with keys alone it looks rightly.
        who += ["--exclude-checks", "ignored_auth"]
    which = [word for line in caller.operations for word in ("--include-name", line)]
    program = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run", str(run.contract)]
    told = {**os.environ, "SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(ROOT)}
    command = [*program, "--url", url, *limits, *who, *which]
    return subprocess.run(command, cwd=settings.parent, env=told, check=False, capture_output=True, text=True)


def _settings(scene: Scene) -> str:
    """The file that schemathesis reads; what is allowed here is allowed for a reason that stands beside it."""
    words = [f"[dictionaries.{name}]\nvalues = {json.dumps(values)}" for name, values in scene.words.items()]
    return "\n".join([(Path(__file__).with_name("schemathesis.toml")).read_text(encoding="utf-8"), *words])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make fuzz-api")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--only", default="", help='one operation, such as "GET /api/availability"')
    given = parser.parse_args(arguments)
    surprised = fuzz(Run(given.seed, given.examples, given.seconds, only=given.only))
    print(f"surprised: {', '.join(surprised) or 'nobody'}")
    return 1 if surprised else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
