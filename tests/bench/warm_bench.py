"""`python -m tests.bench.warm_bench`: CPU milliseconds of one request in a warm function; the store's are its own."""

import asyncio
import tempfile
import time
from pathlib import Path

from tests.bench import store_bench
from tests.bench.filled_store import TEACHERS, WEEK
from tests.bench.store_bench import call
from tests.bench.timing import Job
from tests.support.servers import running_store

WARM_UP, ROUNDS = 10, 60
GET = {"method": "GET", "query_string": b""}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_store(Path(folder)) as server:
        world = store_bench.filled_with(server, 10).world
        week = {"method": "GET", "query_string": f"classType=private&instructor={TEACHERS[0]}&week={WEEK}".encode()}
        jobs: dict[str, Job] = {
            "availability, a week": lambda _: call("availability/index", week, b"", world),
            "booking": lambda number: store_bench._post(number, world),
            "class-types": lambda _: call("class-types", GET, b"", world),
            "health": lambda _: call("health", GET, b"", world),
        }
        for name, job in jobs.items():
            print(f"{name:24} {asyncio.run(cpu_ms(job)):6.2f}")


async def cpu_ms(job: Job) -> float:
    """Of this process, the threads that wait for the store among them; a mean."""
    for number in range(WARM_UP):
        await job(number)
    began = time.process_time()
    for number in range(WARM_UP, WARM_UP + ROUNDS):
        await job(number)
    return 1000 * (time.process_time() - began) / ROUNDS


if __name__ == "__main__":
    main()
