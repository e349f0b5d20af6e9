"""django-appointment as it is measured beside ours: started by gunicorn, used at its own addresses."""

import contextlib
import json
import os
import re
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from tests.bench import same_studio
from tests.bench.filled_store import TEACHERS, Lesson
from tests.bench.wire import FORM, Reply, Visitor

ROOT: Final = Path(__file__).parents[2]
PYTHON: Final = ROOT / ".cache" / "django-appointment" / "bin" / "python"
PROJECT: Final = Path(__file__).parent / "django_site"
SECONDS = 120
# Its page asks for a day at a time, and for nothing of a week.
CALLS_A_WEEK, CALLS_A_BOOKING = 7, 7
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
CODE = """
    SELECT code FROM appointment_emailverificationcode WHERE user_id = (SELECT id FROM auth_user WHERE username = ?)
"""
SOLD = """
    SELECT count(*) FROM appointment_appointment
    JOIN appointment_appointmentrequest AS wish ON wish.id = appointment_request_id
    WHERE wish.date = ? AND wish.start_time = ? AND wish.staff_member_id = ?
"""


@dataclass(frozen=True, slots=True)
class Rival:
    """One size of it. `pid` is gunicorn's master; its workers are below that."""

    port: int
    pid: int
    database: Path


def version() -> str | None:
    """None when it is not installed: `make bench` does that, where the package index is within reach."""
    if not PYTHON.exists():
        return None
    told = "from importlib.metadata import version; print(version('django-appointment'))"
    return subprocess.run([str(PYTHON), "-c", told], check=True, capture_output=True, text=True).stdout.strip()


@contextlib.contextmanager
def rival(folder: Path, size: int, workers: int) -> Iterator[Rival]:
    """The same studio with the same bookings, and so many workers of gunicorn's usual kind."""
    (folder / "mail").mkdir(parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "BENCH_FOLDER": str(folder),
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": str(PROJECT),
    }
    filling = _started("fill.py", environment=environment, stdin=_studio(size))
    assert filling.wait(SECONDS) == 0, "its tables could not be filled"
    port = _free_port()
    serve = ["-m", "gunicorn", "django.core.wsgi:get_wsgi_application()", "-b", f"127.0.0.1:{port}", "-w", str(workers)]
    process = _started(*serve, environment=environment)
    try:
        _wait_for(port)
        yield Rival(port, process.pid, folder / "db.sqlite3")
    finally:
        process.terminate()
        process.wait(SECONDS)


def _started(*words: str, environment: Mapping[str, str], stdin: bytes = b"") -> subprocess.Popen[bytes]:
    """Its log lines, one for nearly every step, go nowhere."""
    process = subprocess.Popen(
        [str(PYTHON), *words],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.write(stdin)
    process.stdin.close()
    return process


def _studio(size: int) -> bytes:
    return json.dumps(
        {
            "teachers": TEACHERS,
            "opens": same_studio.OPENS,
            "closes": same_studio.CLOSES,
            "step": same_studio.LENGTH,
            "duration": same_studio.LENGTH,
            "gap": same_studio.GAP,
            "notice": same_studio.NOTICE,
            "bookings": [(str(each.day), each.hour, each.teacher) for each in same_studio.lessons(size)],
        }
    ).encode()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    gives_up = time.monotonic() + SECONDS
    while time.monotonic() < gives_up:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("gunicorn did not come up")


async def week(visitor: Visitor, number: int) -> list[str]:
    """Starts that can be had. Its page asks as often again which weekdays are free; that is not counted."""
    found: list[str] = []
    for later in range(CALLS_A_WEEK):
        found += await _day(visitor, number % len(TEACHERS), same_studio.measured_week() + timedelta(days=later))
    return found


async def _day(visitor: Visitor, teacher: int, day: date) -> list[str]:
    asked = urlencode({"selected_date": day, "staff_member": teacher + 1, "service_id": 1})
    address = f"/appointment/ajax/available_slots/?{asked}"
    reply = await visitor.get(address, {"x-requested-with": "XMLHttpRequest"})
    assert reply.status == 200, reply
    return [start[:16] for start, _ in json.loads(reply.body)["available_slots"]]


async def booking(visitor: Visitor, number: int, site: Rival) -> None:
    """All that a customer needs who was never here: form, wish, who they are, the code from the letter, the thanks."""
    page = await ready_to_book(visitor, same_studio.free(number), number, site)
    thanks = await visitor.get(await book(visitor, page))
    assert thanks.status == 200, thanks


@dataclass(frozen=True, slots=True)
class LastStep:
    """All but the request that makes the booking is done."""

    address: str
    form: bytes


async def ready_to_book(visitor: Visitor, lesson: Lesson, customer: int, site: Rival) -> LastStep:
    visitor.cookies.clear()
    form = await visitor.get("/appointment/request/1/")
    wish = {
        "date": lesson.day,
        "start_time": f"{lesson.hour:02}:00",
        "end_time": f"{lesson.hour + 1:02}:00",
        "service": 1,
        "staff_member": TEACHERS.index(lesson.teacher) + 1,
    }
    information = await _sent(visitor, "/appointment/request-submit/", form, wish)
    name = f"rosa{customer}"
    person = {"name": "Rosa Vega", "email": f"{name}@example.com", "phone_0": "US", "phone_1": "2125550100"}
    person |= {"address": "", "additional_info": "", "payment_type": "full"}
    verification = await _sent(visitor, information, await visitor.get(information), person)
    page = await visitor.get(verification)
    return LastStep(verification, _filled_in(page, {"code": _code(name, site)}))


async def book(visitor: Visitor, step: LastStep) -> str:
    """Where the thanks are said."""
    reply = await visitor.post(step.address, step.form, {"content-type": FORM})
    assert reply.status == 302, reply
    return reply.headers["location"]


async def _sent(visitor: Visitor, address: str, page: Reply, fields: Mapping[str, object]) -> str:
    """Where the next step is."""
    reply = await visitor.post(address, _filled_in(page, fields), {"content-type": FORM})
    assert reply.status == 302, reply
    return reply.headers["location"]


def _filled_in(page: Reply, fields: Mapping[str, object]) -> bytes:
    token = TOKEN.search(page.body)
    assert page.status == 200, page
    assert token, page
    return urlencode({"csrfmiddlewaretoken": token[1].decode(), **fields}).encode()


def _code(name: str, site: Rival) -> str:
    """As the letter says it; looked up where it is kept, because that is quicker than to search through letters."""
    with contextlib.closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as database:
        return str(database.execute(CODE, (name,)).fetchone()[0])


def places_sold(site: Rival, lesson: Lesson) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as database:
        wanted = (str(lesson.day), f"{lesson.hour:02}:00:00", TEACHERS.index(lesson.teacher) + 1)
        return int(database.execute(SOLD, wanted).fetchone()[0])
