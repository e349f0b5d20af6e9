"""Looks into the store past all of our own code: plain commands over the same REST protocol."""

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

    def names(self) -> list[str]:
        """Names without the prefix, in order."""
        return sorted(key.removeprefix(self.prefix) for key in self.do("KEYS", f"{self.prefix}*"))

    def everything(self) -> dict[str, str]:
        """Every key with its value as the store would move it elsewhere: equal only if nothing was written.

        That a key was told no is left out: it is known for a minute, and no booking depends on it.
        """
        return {key: str(self.do("DUMP", self.prefix + key)) for key in self.names() if not self._is_a_no(key)}

    def kept(self) -> Kept:
        keys = self.names()
        schedules = {
            key: [Place.of(member) for member in self.do("ZRANGE", self.prefix + key, 0, -1)]
            for key in keys
            if key.startswith("sch:")
        }
        bookings = {key.removeprefix("bk:"): self._hash(key) for key in keys if key.startswith("bk:")}
        due, dead, sent = (
            frozenset(self.do("ZRANGE", f"{self.prefix}ob:{name}", 0, -1)) for name in ("due", "dead", "sent:at")
        )
        return Kept(schedules, bookings, due | dead | sent, sent)

    def _is_a_no(self, key: str) -> bool:
        return key.startswith("idem:") and int(self.do("TTL", self.prefix + key)) <= MINUTE

    def _hash(self, key: str) -> dict[str, str]:
        flat = self.do("HGETALL", self.prefix + key)
        return dict(zip(flat[::2], flat[1::2], strict=True))

    def close(self) -> None:
        self._client.close()
