"""The gateway keeps Upstash's promise for flagged scripts: their declared keys are the only ones they touch."""

import hashlib
from collections.abc import Iterator

import httpx
import pytest
from upstash_redis import Redis

from tests.support.servers import RunningStore

FLAGGED = "#!lua flags=allow-key-locking\n"
READING = "#!lua flags=no-writes,allow-key-locking\n"
DYNAMIC = "ERR Dynamic keys are not allowed in Lua scripts when 'allow-key-locking' flag is set. Key was: other"


@pytest.fixture
def http(server: RunningStore) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=20) as client:
        yield client


def run(http: httpx.Client, script: str, *words: str, command: str = "EVAL") -> object:
    """The result of a script with one key, `declared`, or the error's text."""
    answer = http.post("/", json=[command, script, 1, "declared", *words]).json()
    return answer["result"] if "result" in answer else answer["error"]


def sha1(script: str) -> str:
    return hashlib.sha1(script.encode()).hexdigest()  # noqa: S324 -- the name that EVALSHA wants


@pytest.mark.parametrize(
    "call",
    [
        *("'SET', 'other', '1'", "'get', 'other'", "'ZADD', 'other', 1, 'm'", "'PUBLISH', 'other', 'm'"),
        *("'MGET', KEYS[1], 'other'", "'RENAME', KEYS[1], 'other'", "'ZUNIONSTORE', KEYS[1], 1, 'other'"),
        *("'XREAD', 'STREAMS', 'other', '0'", "'BITOP', 'NOT', KEYS[1], 'other'", "'OBJECT', 'ENCODING', 'other'"),
        *("'DEL', 'other'", "'LCS', KEYS[1], 'other'"),
    ],
)
def test_undeclared_key_is_refused(http: httpx.Client, call: str) -> None:
    called = run(http, f"{FLAGGED}local found = redis.call({call})")
    caught = run(http, f"{FLAGGED}return redis.pcall({call})")

    assert str(called).startswith(DYNAMIC)
    assert caught == DYNAMIC


@pytest.mark.parametrize("head", ["", "#!lua\n", "-- allow-key-locking\n"])
def test_undeclared_key_is_allowed_without_the_flag(http: httpx.Client, head: str) -> None:
    answer = run(http, f"{head}redis.call('SET', 'other', 'x') return redis.call('GET', 'other')")

    assert answer == "x"


@pytest.mark.parametrize(
    ("call", "result"),
    [
        ("'SET', KEYS[1], 'x'", "OK"),
        ("'MGET', KEYS[1]", ["x"]),
        ("'PUBLISH', KEYS[1], 'm'", 0),
        ("'EXISTS', KEYS[1], KEYS[1]", 2),
        ("'ECHO', 'other'", "other"),
    ],
)
def test_declared_key_is_allowed(http: httpx.Client, call: str, result: object) -> None:
    run(http, f"{FLAGGED}return redis.call('SET', KEYS[1], 'x')")

    assert run(http, f"{FLAGGED}return redis.call({call})") == result


@pytest.mark.parametrize("command", ["FLUSHALL", "flushdb"])
def test_emptying_the_database_is_refused_in_a_flagged_script(http: httpx.Client, command: str) -> None:
    answer = run(http, f"{FLAGGED}return redis.pcall('{command}')")

    assert answer == f"ERR {command.upper()} is not allowed in Lua scripts when 'allow-key-locking' flag is set"


def test_refused_call_changes_nothing(http: httpx.Client) -> None:
    http.post("/", json=["DEL", "other"])

    run(http, f"{FLAGGED}return redis.call('SET', 'other', 'x')")

    assert http.get("/EXISTS/other").json() == {"result": 0}


def test_other_flags_stay_in_force(http: httpx.Client) -> None:
    outcome = [
        run(http, f"{READING}return redis.call('EXISTS', KEYS[1])", command="EVAL_RO"),
        run(http, f"{READING}return redis.pcall('SET', KEYS[1], 'x')"),
    ]

    assert outcome[0] in {0, 1}
    assert outcome[1] == "ERR Write commands are not allowed from read-only scripts."


@pytest.mark.parametrize(
    ("third_line", "message"),
    [
        (
            "local x = nothing.there",
            "ERR user_script:3: Script attempted to access nonexistent global variable 'nothing'",
        ),
        (
            "local x = redis.call('LPUSH', KEYS[1], 1)",
            "WRONGTYPE Operation against a key holding the wrong kind of value",
        ),
        ("local x = redis.call('GET', 'other')", DYNAMIC),
    ],
)
def test_error_names_the_line_and_the_script_that_were_sent(http: httpx.Client, third_line: str, message: str) -> None:
    script = f"{FLAGGED}redis.call('SET', KEYS[1], 'x')\n{third_line}\nreturn x"

    answer = str(run(http, script))

    assert answer.startswith(message)
    assert answer.endswith("on @user_script:3.")


def test_compile_error_names_the_line_that_was_sent(http: httpx.Client) -> None:
    answer = str(run(http, f"{FLAGGED}local a = 1\nlocal = 2"))

    assert answer.startswith("ERR Error compiling script (new function): user_script:3:")


def test_script_is_found_by_the_name_of_the_text_that_was_sent(http: httpx.Client) -> None:
    script = f"{FLAGGED}return {{'by name', KEYS[1]}}"

    before = run(http, sha1(script), command="EVALSHA")
    loaded = http.post("/", json=["SCRIPT", "LOAD", script]).json()["result"]
    known = http.post("/", json=["SCRIPT", "EXISTS", sha1(script), "0" * 40]).json()["result"]
    after = run(http, sha1(script).upper(), command="EVALSHA")

    assert str(before).startswith("NOSCRIPT")
    assert (loaded, known, after) == (sha1(script), [1, 0], ["by name", "declared"])


def test_script_is_found_by_name_after_it_was_run(http: httpx.Client) -> None:
    script = f"{FLAGGED}return 'run before'"
    run(http, script)

    assert run(http, sha1(script), command="EVALSHA") == "run before"


def test_guard_holds_in_pipelines_and_transactions(http: httpx.Client) -> None:
    command = ["EVAL", f"{FLAGGED}return redis.pcall('GET', 'other')", 0]

    answers = [http.post(path, json=[command]).json() for path in ("/pipeline", "/multi-exec")]

    assert answers == [[{"error": DYNAMIC}], [{"error": DYNAMIC}]]


def test_sdk_runs_a_flagged_script(server: RunningStore) -> None:
    script = f"{FLAGGED}redis.call('SET', KEYS[1], ARGV[1]) return {{redis.call('GET', KEYS[1]), redis.sha1hex('')}}"

    with Redis(server.url, server.token, rest_retries=0) as redis:
        answer = redis.eval(script, keys=["declared"], args=["ñ"])

    assert answer == ["ñ", hashlib.sha1(b"").hexdigest()]  # noqa: S324 -- what the script computes
