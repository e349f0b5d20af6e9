"""The commands of the store that our scripts use, over dicts and with a clock of ours: what they answer, and no more.

A differential test (test_model.py) holds every one of them against the real server.
"""

import bisect
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

Value = str | dict[str, str] | list[Any] | set[str]


class SortedSet:
    """Members in the order of score, then bytes. Members of ours are ASCII, so that words sort as bytes do."""

    def __init__(self) -> None:
        self.scores: dict[str, float] = {}
        self.order: list[tuple[float, str]] = []

    def add(self, score: float, member: str) -> int:
        known = self.scores.get(member)
        if known == score:
            return 0
        if known is not None:
            self.remove(member)
        self.scores[member] = score
        bisect.insort(self.order, (score, member))
        return 1 if known is None else 0

    def remove(self, member: str) -> int:
        score = self.scores.pop(member, None)
        if score is None:
            return 0
        self.order.pop(bisect.bisect_left(self.order, (score, member)))
        return 1

    def copy(self) -> "SortedSet":
        twin = SortedSet()
        twin.scores, twin.order = dict(self.scores), list(self.order)
        return twin


@dataclass
class Keyspace:
    """``now`` is in epoch milliseconds and is moved by whoever owns the time."""

    now: int
    values: dict[str, Any] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    streams: dict[str, tuple[int, int]] = field(default_factory=dict)

    def do(self, words: list[str]) -> Any:
        """One command, as a list of words. Raises KeyError for one that no script of ours uses."""
        name, *rest = words
        for key in rest[:1]:
            if self.ends.get(key, self.now + 1) <= self.now:
                self._del(key)
        return COMMANDS[name](self, *rest)

    def copy(self) -> "Keyspace":
        """As it is now, for a reader that sees it later."""
        values = {
            key: value.copy() if isinstance(value, SortedSet) else copy(value) for key, value in self.values.items()
        }
        return Keyspace(self.now, values, dict(self.ends), dict(self.streams))

    def names(self) -> list[str]:
        return sorted(self.values)

    def _del(self, key: str) -> int:
        self.ends.pop(key, None)
        return 0 if self.values.pop(key, None) is None else 1

    def _time(self) -> list[str]:
        return [str(self.now // 1000), str(self.now % 1000 * 1000)]

    def _ping(self) -> str:
        return "PONG"

    def _exists(self, *keys: str) -> int:
        return sum(key in self.values for key in keys)

    def _get(self, key: str) -> str | None:
        found: str | None = self.values.get(key)
        return found

    def _set(self, key: str, value: str, *options: str) -> str | None:
        words = list(options)
        if "NX" in words and key in self.values:
            return None
        self.values[key] = value
        self.ends.pop(key, None)
        for unit, length in (("EX", 1000), ("PX", 1)):
            if unit in words:
                self.ends[key] = self.now + int(words[words.index(unit) + 1]) * length
        return "OK"

    def _incr(self, key: str) -> int:
        self.values[key] = str(int(self.values.get(key, "0")) + 1)
        return int(self.values[key])

    def _expire(self, key: str, seconds: str) -> int:
        if key not in self.values:
            return 0
        self.ends[key] = self.now + int(seconds) * 1000
        return 1

    def _ttl(self, key: str) -> int:
        if key not in self.values:
            return -2
        return (self.ends[key] - self.now + 500) // 1000 if key in self.ends else -1

    def _persist(self, key: str) -> int:
        return 0 if self.ends.pop(key, None) is None else 1

    def _hexists(self, key: str, name: str) -> int:
        return int(name in self.values.get(key, {}))

    def _hset(self, key: str, *pairs: str) -> int:
        fields = self.values.setdefault(key, {})
        before = len(fields)
        fields.update(zip(pairs[::2], pairs[1::2], strict=True))
        return len(fields) - before

    def _hsetnx(self, key: str, name: str, value: str) -> int:
        return 0 if self._hexists(key, name) else self._hset(key, name, value)

    def _hget(self, key: str, name: str) -> str | None:
        found: str | None = self.values.get(key, {}).get(name)
        return found

    def _hmget(self, key: str, *names: str) -> list[str | None]:
        fields = self.values.get(key, {})
        return [fields.get(name) for name in names]

    def _hdel(self, key: str, *names: str) -> int:
        fields = self.values.get(key, {})
        count = sum(fields.pop(name, None) is not None for name in names)
        if key in self.values and not fields:
            self._del(key)
        return count

    def _hgetall(self, key: str) -> dict[str, str]:
        """As the REST interface tells it: a mapping."""
        return dict(self.values.get(key, {}))

    def _hincrby(self, key: str, name: str, by: str) -> int:
        fields = self.values.setdefault(key, {})
        fields[name] = str(int(fields.get(name, "0")) + int(by))
        return int(fields[name])

    def _zscore(self, key: str, member: str) -> str | None:
        known = self.values.get(key)
        score = None if known is None else known.scores.get(member)
        return None if score is None else f"{score:.17g}"

    def _zremrangebyrank(self, key: str, first: str, last: str) -> int:
        known = self.values.get(key)
        if known is None:
            return 0
        size = len(known.order)
        start, end = (int(each) if int(each) >= 0 else size + int(each) for each in (first, last))
        members = [member for _, member in known.order[max(0, start) : max(0, end + 1)]]
        return self._zrem(key, *members)

    def _zadd(self, key: str, *pairs: str) -> int:
        members = self.values.setdefault(key, SortedSet())
        return sum(members.add(float(score), member) for score, member in zip(pairs[::2], pairs[1::2], strict=True))

    def _zrem(self, key: str, *members: str) -> int:
        known = self.values.get(key)
        if known is None:
            return 0
        count: int = sum(known.remove(member) for member in members)
        if not known.order:
            self._del(key)
        return count

    def _zrange(self, key: str, first: str, last: str, *options: str) -> list[str]:
        known = self.values.get(key)
        if known is None:
            return []
        if "BYLEX" in options:
            found = _by_words(known, first, last)
        elif "BYSCORE" in options:
            found = _by_score(known, first, last)
        else:
            end = int(last)
            pairs = known.order[int(first) : None if end == -1 else end + 1]
            found = [member for _, member in pairs]
            if "WITHSCORES" in options:
                found = [word for score, member in pairs for word in (member, f"{score:.17g}")]
        if "LIMIT" in options:
            at = options.index("LIMIT")
            start, count = int(options[at + 1]), int(options[at + 2])
            found = found[start : start + count]
        return found

    def _zcount(self, key: str, first: str, last: str) -> int:
        known = self.values.get(key)
        return 0 if known is None else len(_by_score(known, first, last))

    def _zlexcount(self, key: str, first: str, last: str) -> int:
        known = self.values.get(key)
        return 0 if known is None else len(_by_words(known, first, last))

    def _xadd(self, key: str, *words: str) -> str:
        """Its cap is not modelled: histories are shorter than it."""
        at = words.index("*")
        ms, number = self.streams.get(key, (0, -1))
        ms, number = (self.now, 0) if self.now > ms else (ms, number + 1)
        self.streams[key] = (ms, number)
        self.values.setdefault(key, []).append((f"{ms}-{number}", list(words[at + 1 :])))
        return f"{ms}-{number}"

    def _xrevrange(self, key: str, _last: str, _first: str, *options: str) -> list[list[Any]]:
        entries = list(reversed(self.values.get(key, [])))
        if "COUNT" in options:
            entries = entries[: int(options[options.index("COUNT") + 1])]
        return [[event, words] for event, words in entries]

    def _publish(self, _channel: str, _message: str) -> int:
        return 0


def _by_score(known: SortedSet, first: str, last: str) -> list[str]:
    low = bisect.bisect_right if first.startswith("(") else bisect.bisect_left
    high = bisect.bisect_left if last.startswith("(") else bisect.bisect_right
    start = low(known.order, float(first.lstrip("(")), key=lambda pair: pair[0])
    end = high(known.order, float(last.lstrip("(")), key=lambda pair: pair[0])
    return [member for _, member in known.order[start:end]]


def _by_words(known: SortedSet, first: str, last: str) -> list[str]:
    """For sets in which all scores are the same."""
    low = bisect.bisect_right if first.startswith("(") else bisect.bisect_left
    high = bisect.bisect_left if last.startswith("(") else bisect.bisect_right
    words = [member for _, member in known.order]
    return words[low(words, first[1:]) : high(words, last[1:])]


COMMANDS: dict[str, Callable[..., Any]] = {
    name.removeprefix("_").upper(): command
    for name, command in vars(Keyspace).items()
    if name.startswith("_") and not name.startswith("__")
}
