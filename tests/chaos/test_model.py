"""The simulated store is only worth what it has in common with the real one: the same calls, the same answers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.gateways.store.recounts import read as counters
from lib.gateways.store.scripts import script
from tests.chaos.history import History, a_history
from tests.chaos.keyspace import Keyspace, SortedSet
from tests.chaos.line import Server
from tests.chaos.lua_engine import engine
from tests.chaos.weather import DEAF
from tests.support.raw_store import RawStore

HISTORIES = 60
# Ids of events and instants of a no come from each store's own clock.
CLOCKED = re.compile(r"\b\d{13}-\d+|^!\d+$")

KEYS = st.sampled_from(["a", "b"])
WORDS = st.sampled_from(["x", "y:1", "y:2", "z", "z;", ""])
NUMBERS = st.integers(-3, 3).map(str)
BOUNDS = st.tuples(st.sampled_from(["", "("]), NUMBERS).map("".join)
LEX = st.tuples(st.sampled_from(["[", "("]), WORDS).map("".join)
COMMANDS = st.one_of(
    st.tuples(st.just("ZADD"), KEYS.map("z{}".format), NUMBERS, WORDS),
    st.tuples(st.just("ZREM"), KEYS.map("z{}".format), WORDS),
    st.tuples(st.just("ZRANGE"), KEYS.map("z{}".format), BOUNDS, BOUNDS, st.just("BYSCORE")),
    st.tuples(st.just("ZRANGE"), KEYS.map("z{}".format), st.just("0"), st.just("-1")),
    st.tuples(st.just("ZADD"), KEYS.map("l{}".format), st.just("0"), WORDS),
    st.tuples(st.just("ZLEXCOUNT"), KEYS.map("l{}".format), LEX, LEX),
    st.tuples(
        st.just("ZRANGE"),
        KEYS.map("l{}".format),
        LEX,
        LEX,
        st.just("BYLEX"),
        st.just("LIMIT"),
        st.just("0"),
        st.just("1"),
    ),
    st.tuples(st.just("HSET"), KEYS.map("h{}".format), WORDS, WORDS),
    st.tuples(st.just("HSETNX"), KEYS.map("h{}".format), WORDS, WORDS),
    st.tuples(st.just("HDEL"), KEYS.map("h{}".format), WORDS),
    st.tuples(st.just("ZCOUNT"), KEYS.map("z{}".format), BOUNDS, BOUNDS),
    st.tuples(st.just("ZCOUNT"), KEYS.map("z{}".format), st.just("-inf"), BOUNDS),
    st.tuples(st.just("HGET"), KEYS.map("h{}".format), WORDS),
    st.tuples(st.just("HMGET"), KEYS.map("h{}".format), WORDS, WORDS),
    st.tuples(st.just("SET"), KEYS.map("s{}".format), WORDS),
    st.tuples(st.just("SET"), KEYS.map("s{}".format), WORDS, st.just("NX")),
    st.tuples(st.just("SET"), KEYS.map("s{}".format), WORDS, st.just("EX"), st.just("60")),
    st.tuples(st.just("GET"), KEYS.map("s{}".format)),
    st.tuples(st.just("INCR"), KEYS.map("n{}".format)),
    st.tuples(st.just("EXPIRE"), KEYS.map("n{}".format), st.just("60")),
    st.tuples(st.just("TTL"), KEYS.map("n{}".format)),
    st.tuples(st.just("EXISTS"), KEYS.map("n{}".format)),
    st.tuples(st.just("PERSIST"), KEYS.map("n{}".format)),
    st.tuples(st.just("HEXISTS"), KEYS.map("h{}".format), WORDS),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands=st.lists(COMMANDS, min_size=5, max_size=30))
def test_commands_answer_as_the_real_ones(raw: RawStore, commands: list[tuple[str, ...]]) -> None:
    model = Keyspace(now=0)
    raw.remove_everything()

    for name, key, *words in commands:
        answers = model.do([name, key, *words]), raw.do(name, raw.prefix + key, *words)
        if name == "TTL" and min(answers) > 0:
            # Meanwhile a second may turn in the real one.
            assert max(answers) - min(answers) < 30, (key, answers)
        else:
            assert answers[0] == answers[1], (name, key, words)


def test_scripts_see_the_fields_of_a_hash_as_in_the_real_one(raw: RawStore) -> None:
    model, keys = Keyspace(now=0), [f"{raw.prefix}h", f"{raw.prefix}i"]
    for key in keys:
        for words in (["HSET", key, "x", "a/b"], ["HSET", key, "y", "ñ"]):
            model.do(words)
            raw.do(*words)

    answer = engine().run(script("read_bookings"), model, keys, [])

    assert answer == raw.do("EVAL", script("read_bookings"), 2, *keys)
    assert json.loads(answer[1]) == [["x", "a/b", "y", "ñ"]] * 2


class Recording(Server):
    """Writes down everything that reaches it, in the order in which it was done."""

    def __init__(self, history: History) -> None:
        super().__init__(history.server.scheduler, history.rng, DEAF)
        self.calls: list[tuple[str, list[str], list[str], Any]] = []

    def script(self, text: str, keys: list[str], args: list[str]) -> Any:
        answer = super().script(text, keys, args)
        self.calls.append((text, keys, args, answer))
        return answer

    look = script

    def command(self, words: list[str]) -> Any:
        answer = super().command(words)
        self.calls.append(("", words[1:2], [words[0], *words[2:]], answer))
        return answer


def test_histories_end_the_same_on_the_real_server(raw: RawStore) -> None:
    compared = 0
    for seed in range(HISTORIES):
        history = a_history(seed)
        recording = Recording(history)
        history.server = recording
        history.run()
        # The real server has no clock that a test could set: what came after a no or a deadline is left out.
        if any(answer == ["late"] for *_, answer in recording.calls):
            continue
        place = f"{raw.prefix}{seed}:"
        for text, keys, args, answer in recording.calls:
            assert list(without_clock(replayed(raw, place, text, keys, args))) == list(without_clock(answer))
        assert kept_by(raw, place) == modelled(recording.keyspace)
        compared += len(recording.calls)

    assert compared > HISTORIES * 5


def replayed(raw: RawStore, place: str, text: str, keys: list[str], args: list[str]) -> Any:
    names = [place + key for key in keys]
    if text:
        return raw.do("EVAL", text, len(names), *names, *args)
    found = raw.do(args[0], *names, *args[1:])
    return dict(zip(found[::2], found[1::2], strict=True)) if args[0] == "HGETALL" else found


def without_clock(answer: Any) -> Iterator[Any]:
    for each in answer if isinstance(answer, list) else [answer]:
        yield CLOCKED.sub("-", each) if isinstance(each, str) else each


def kept_by(raw: RawStore, place: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in raw.do("KEYS", f"{place}*"):
        kind = raw.do("TYPE", name)
        key = name.removeprefix(place)
        if kind == "zset":
            found[key] = raw.do("ZRANGE", name, 0, -1)
        elif kind == "hash":
            flat = raw.do("HGETALL", name)
            found[key] = lasting(key, dict(zip(flat[::2], flat[1::2], strict=True)))
        elif kind == "string":
            found[key] = CLOCKED.sub("-", raw.do("GET", name))
        else:
            found[key] = [words for _, words in raw.do("XRANGE", name, "-", "+")]
    return found


def modelled(keyspace: Keyspace) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in keyspace.names():
        # What has ended by its own clock may live on by that of the real one, and the other way round.
        value = keyspace.values[key]
        if isinstance(value, SortedSet):
            found[key] = [member for _, member in value.order]
        elif isinstance(value, str):
            found[key] = CLOCKED.sub("-", value)
        else:
            found[key] = [words for _, words in value] if isinstance(value, list) else lasting(key, value)
    return found


def lasting(key: str, fields: dict[str, str]) -> dict[str, Any]:
    """A try in vain counts again once its no has fallen away, by whichever clock."""
    return dict(counters(fields)) if key.startswith("fv:") else fields


@pytest.mark.parametrize(
    ("broken", "command"),
    [("_zrem", ["ZREM", "z", "x"]), ("_incr", ["INCR", "n"]), ("_hget", ["HGET", "h", "x"])],
)
def test_a_model_that_answers_otherwise_is_caught(raw: RawStore, broken: str, command: list[str]) -> None:
    """The comparison can fail: the same command against a model that is wrong by one."""
    model = Keyspace(now=0)
    for first in (["ZADD", "z", "1", "x"], ["HSET", "h", "x", "1"]):
        model.do(first)
        raw.do(first[0], raw.prefix + first[1], *first[2:])
    wrong = {"_zrem": 0, "_incr": 2, "_hget": None}[broken]

    right = raw.do(command[0], raw.prefix + command[1], *command[2:])

    assert model.do(command) == right
    assert wrong != right
