"""The gateway speaks Upstash's REST protocol: every route, exact bodies."""

import asyncio
import base64
from collections.abc import Iterator

import httpx
import pytest
from upstash_redis import Redis
from upstash_redis.asyncio import Redis as AsyncRedis
from upstash_redis.errors import UpstashError

from tests.support.servers import RunningStore

NOT_OFFERED = "ERR Command is not available: '{}'. See https://upstash.com/docs/redis/overall/compatibility for details"


@pytest.fixture
def http(server: RunningStore) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=20) as client:
        yield client


@pytest.fixture
def sdk(server: RunningStore) -> Iterator[Redis]:
    with Redis(server.url, server.token, rest_retries=0, allow_telemetry=False) as redis:
        yield redis


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    """A key of this test alone."""
    return f"gateway:{request.node.name}"


def test_sdk_reads_what_it_wrote(sdk: Redis, key: str) -> None:
    text = "Día de salsa, ñ 🎶 \x00\n"

    outcome: list[object] = [sdk.set(key, text, nx=True), sdk.set(key, "x", nx=True), sdk.get(key), sdk.get(key + "?")]

    assert outcome == [True, False, text, None]


def test_sdk_decodes_hashes_and_sorted_sets(sdk: Redis, key: str) -> None:
    sdk.hset(key + "h", values={"a": "1", "b": "OK"})
    sdk.zadd(key + "z", {"late": 2.5, "early": 1})

    outcome = (sdk.hgetall(key + "h"), sdk.zrange(key + "z", 0, -1, withscores=True))

    assert outcome == ({"a": "1", "b": "OK"}, [("early", 1.0), ("late", 2.5)])


def test_sdk_pipeline_answers_every_command(sdk: Redis, key: str) -> None:
    pipeline = sdk.pipeline()
    pipeline.set(key, 1)
    pipeline.incr(key)

    assert pipeline.exec() == [True, 2]


def test_sdk_transaction_answers_every_command(sdk: Redis, key: str) -> None:
    transaction = sdk.multi()
    transaction.incr(key)
    transaction.expire(key, 5)

    assert transaction.exec() == [1, True]


def test_sdk_shows_the_stores_own_words(sdk: Redis, key: str) -> None:
    sdk.set(key, "text")

    with pytest.raises(UpstashError) as caught:
        sdk.lpush(key, "x")

    assert str(caught.value) == "WRONGTYPE Operation against a key holding the wrong kind of value"


async def test_sdk_is_answered_when_64_call_at_once(server: RunningStore, key: str) -> None:
    async with AsyncRedis(server.url, server.token, rest_retries=0) as redis:
        counts = await asyncio.gather(*(redis.incr(key) for _ in range(64)))

    assert sorted(counts) == list(range(1, 65))


def test_command_is_plain_without_the_encoding_header(http: httpx.Client, key: str) -> None:
    http.post("/", json=["SET", key, "välue"])

    answer = http.post("/", json=["GET", key])

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.content == '{"result":"välue"}'.encode()


def test_command_is_base64_with_the_encoding_header(http: httpx.Client, key: str) -> None:
    commands = [["SET", key, "v"], ["GET", key], ["GET", key + "?"], ["PING"], ["MGET", key], ["STRLEN", key]]
    encoded = {text: base64.b64encode(text.encode()).decode() for text in ("v", "PONG")}

    answers = [http.post("/", json=c, headers={"Upstash-Encoding": "base64"}).json()["result"] for c in commands]

    assert answers == ["OK", encoded["v"], None, encoded["PONG"], [encoded["v"]], 1]


def test_bytes_that_are_not_text_become_replacement_characters(http: httpx.Client, key: str) -> None:
    http.post(f"/SET/{key}", content=b"a\xff")

    answer = http.get(f"/GET/{key}")

    assert answer.json() == {"result": "a\N{REPLACEMENT CHARACTER}"}


@pytest.mark.parametrize(
    ("sent", "stored"), [("1", "1"), ("1.50", "1.50"), ("1e3", "1e3"), ("true", "true"), ("null", "null")]
)
def test_argument_keeps_the_form_it_was_sent_in(http: httpx.Client, key: str, sent: str, stored: str) -> None:
    http.post("/", content=f'["SET","{key}",{sent}]')

    assert http.post("/", json=["GET", key]).json() == {"result": stored}


def test_path_holds_a_command_and_its_options(http: httpx.Client, key: str) -> None:
    answers = [
        http.get(f"/set/{key}/a%2Fb%20c?EX=100&NX").json(),
        http.get(f"/get/{key}").json(),
        http.put(f"/ttl/{key}").json(),
        http.get(f"/set/{key}/other?NX").json(),
    ]

    assert 90 < answers.pop(2)["result"] <= 100
    assert answers == [{"result": "OK"}, {"result": "a/b c"}, {"result": None}]


def test_path_takes_its_body_as_last_argument_before_the_options(http: httpx.Client, key: str) -> None:
    http.post(f"/SET/{key}?EX=100", content=b'{"not": "parsed"}')

    answers = [http.get(f"/GET/{key}").json(), http.get(f"/TTL/{key}").json()]

    assert answers[0] == {"result": '{"not": "parsed"}'}
    assert 90 < answers[1]["result"] <= 100


def test_head_answers_without_a_body(http: httpx.Client, key: str) -> None:
    answer = http.head(f"/INCR/{key}")

    assert (answer.status_code, answer.content) == (200, b"")


def test_pipeline_answers_each_command_for_itself(http: httpx.Client, key: str) -> None:
    answer = http.post("/pipeline", json=[["SET", key, "x"], ["INCR", key], ["BLPOP", key, 0], ["GET", key]])

    assert answer.status_code == 200
    assert answer.json() == [
        {"result": "OK"},
        {"error": "ERR value is not an integer or out of range"},
        {"error": NOT_OFFERED.format("BLPOP")},
        {"result": "x"},
    ]


def test_transaction_keeps_what_worked_when_a_command_fails(http: httpx.Client, key: str) -> None:
    answer = http.post("/multi-exec", json=[["SET", key, "x"], ["INCR", key]])

    assert answer.status_code == 200
    assert answer.json() == [{"result": "OK"}, {"error": "ERR value is not an integer or out of range"}]


@pytest.mark.parametrize("wrong", [["NOSUCH", "a"], ["GET"], ["WATCH", "a"], ["GET", "k" * 32769]])
def test_transaction_is_discarded_whole_for_a_wrong_command(http: httpx.Client, key: str, wrong: list[str]) -> None:
    answer = http.post("/multi-exec", json=[["SET", key, "x"], wrong])

    assert answer.status_code == 400
    assert answer.json() == {"error": "EXECABORT Transaction discarded because of previous errors."}
    assert http.get(f"/EXISTS/{key}").json() == {"result": 0}


async def test_transactions_do_not_mix(server: RunningStore, key: str) -> None:
    async with httpx.AsyncClient(base_url=server.url, headers={"Authorization": f"Bearer {server.token}"}) as client:
        answers = await asyncio.gather(
            *(client.post("/multi-exec", json=[["INCR", key], ["INCR", key]]) for _ in range(32))
        )

    pairs = sorted(tuple(item["result"] for item in answer.json()) for answer in answers)
    assert pairs == [(n, n + 1) for n in range(1, 64, 2)]


def test_stream_may_be_read_without_waiting(http: httpx.Client, key: str) -> None:
    http.post("/", json=["XADD", key, "1-1", "block", "BLOCK"])

    answer = http.post("/", json=["XREAD", "COUNT", 5, "STREAMS", key, "0"])

    assert answer.json() == {"result": [[key, [["1-1", ["block", "BLOCK"]]]]]}


def test_answer_carries_a_new_sync_token(http: httpx.Client) -> None:
    tokens = [http.get("/PING").headers["upstash-sync-token"] for _ in range(3)]

    assert len(set(tokens)) == 3
