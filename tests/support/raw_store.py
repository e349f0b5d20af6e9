"""Looks into the store past all of our own code: plain commands over the same REST protocol."""

from collections.abc import Iterable, Sequence
from typing import Any

import httpx

from tests.support.invariants import Kept, Place

MINUTE = 60


class RawStore:
    """Commands as lists of words. Only what stands under the prefix is ever looked at."""

    def __init__(self, url: str, token: str, prefix: str) -> None:
        self.url, self.token, self.prefix = url, token, prefix
        self._client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30)

    def do(self, *words: str | int) -> Any:
        answer = self._client.post("/", json=list(words)).json()
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def do_all(self, commands: Sequence[Sequence[str | int]]) -> list[Any]:
        """One request for all of them: thousands of looks took longer than what they looked at."""
        answers = self._client.post("/pipeline", json=commands).json() if commands else []
        if failed := [answer["error"] for answer in answers if "error" in answer]:
            raise AssertionError(failed)
        return [answer["result"] for answer in answers]

    def names(self) -> list[str]:
        """Names without the prefix, in order."""
        return sorted(key.removeprefix(self.prefix) for key in self.do("KEYS", f"{self.prefix}*"))

    def everything(self) -> dict[str, str]:
        """Every key with its value as the store would move it elsewhere: equal only if nothing was written.

        That a key was told no is left out, and that somebody tried in vain: no booking depends on it.
        """
        names = [name for name in self.names() if not name.startswith("fv:")]
        told = [name for name in names if name.startswith("idem:")]
        left = dict(zip(told, self.do_all([("TTL", self.prefix + name) for name in told]), strict=True))
        kept = [name for name in names if int(left.get(name, MINUTE + 1)) > MINUTE]
        kinds = self.do_all([("TYPE", self.prefix + name) for name in kept])
        # How a hash would be moved depends on how far the server is with making room in it.
        looks = ["HGETALL" if kind == "hash" else "DUMP" for kind in kinds]
        values = self.do_all([(look, self.prefix + name) for look, name in zip(looks, kept, strict=True)])
        return {name: _in_order(value) for name, value in zip(kept, values, strict=True)}

    def kept(self) -> Kept:
        keys = self.names()
        members = self._sorted_sets(key for key in keys if key.startswith("sch:"))
        schedules = {key: [Place.of(member) for member in found] for key, found in members.items()}
        bookings = self.hashes(key for key in keys if key.startswith("bk:"))
        due, dead, sent = map(frozenset, self._sorted_sets(("ob:due", "ob:dead", "ob:sent:at")).values())
        figures = self.hashes(key for key in keys if key.startswith(("fg:", "fv:")))
        return Kept(schedules, bookings, due | dead | sent, sent, figures)

    def remove_everything(self) -> None:
        if names := self.names():
            self.do("DEL", *(self.prefix + name for name in names))

    def _sorted_sets(self, names: Iterable[str]) -> dict[str, list[str]]:
        asked = list(names)
        found = self.do_all([("ZRANGE", self.prefix + name, 0, -1) for name in asked])
        return dict(zip(asked, found, strict=True))

    def hashes(self, names: Iterable[str]) -> dict[str, dict[str, str]]:
        asked = list(names)
        found = self.do_all([("HGETALL", self.prefix + name) for name in asked])
        pairs = (dict(zip(flat[::2], flat[1::2], strict=True)) for flat in found)
        return {name.removeprefix("bk:"): fields for name, fields in zip(asked, pairs, strict=True)}

    def close(self) -> None:
        self._client.close()


def _in_order(value: str | list[str]) -> str:
    return value if isinstance(value, str) else str(sorted(zip(value[::2], value[1::2], strict=True)))
