"""Who may do what: every operation of the contract for everybody there is, as the one table of roles says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal, get_args

import pytest

from lib.actions.amend_booking import correct_booking
from lib.actions.callers import Staff
from lib.actions.change_booking import ChangeWish
from lib.actions.changes import Details
from lib.actions.ports import Outside
from lib.studio.roles import ROLES, Operation, scope
from lib.web.operation import Operation as Asked
from lib.web.operations import OPERATIONS
from lib.web.tokens import token_for
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.rights import FOR_STAFF, OF_A_COLLEAGUE, PUBLIC, REQUESTS, VERSIONS
from tests.support.staff import TOMORROW, let_in
from tests.support.studio import CRON_SECRET

Who = Literal[
    "nobody", "other customer", "revoked link", "expired", "signed out", "own", "instructor", "other", "owner"
]
OWNER, ANA, BEN = (
    Staff("s-owner", "owner", ""),
    Staff("s-ana", "instructor", "ana"),
    Staff("s-ben", "instructor", "ben"),
)
DOORS = {"/api/availability": "availability/index"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A booking with Ana, and the headers of everybody who might want something of it."""

    booking: dict[str, Any]
    headers: dict[Who, dict[str, str]]


@pytest.fixture
async def scene(world: Outside, raw: RawStore) -> Scene:
    booking = await booked(world)
    other = await booked(world, slots=["ana_2030-06-04_10_15"])
    staff = {each.session: let_in(each, world, raw) for each in (OWNER, ANA, BEN)}
    # Correcting the address there and back ends the first link and the second.
    wish = ChangeWish(booking["id"], OWNER)
    for address in ("else@example.com", "rosa@example.com"):
        await correct_booking(wish, Details(email=address), world)
    before = replace(world, clock=Earlier(world))
    keyring = world.keyring
    return Scene(
        booking,
        {
            "nobody": {},
            "other customer": _bearer(other["manageToken"]),
            "revoked link": _bearer(booking["manageToken"]),
            "expired": _bearer(token_for(OWNER, TOMORROW, before)[0]),
            "signed out": _bearer(token_for(Staff("s-gone", "owner", ""), TOMORROW, world)[0]),
            "own": _bearer(keyring.manage_token(booking["id"], 3)),
            "instructor": staff["s-ana"],
            "other": staff["s-ben"],
            "owner": staff["s-owner"],
        },
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    world: Outside

    def now(self) -> Any:
        return self.world.clock.now() - timedelta(hours=2)


def expected(right: Operation, who: Who) -> int:
    """What the table of roles and the contract's page on authority say."""
    if who in {"nobody", "expired", "signed out"}:
        return 401
    if who in {"other customer", "revoked link"}:
        # Where no customer may go at all, a customer's key is none.
        return _answer_to("customer", right, reaches=False)
    if who == "own":
        return _answer_to("customer", right, reaches=True)
    if who == "owner":
        return _answer_to("owner", right, reaches=True)
    return _answer_to("instructor", right, reaches=who == "instructor")


def door_of(path: str) -> str:
    bare = path.partition("?")[0]
    return DOORS.get(bare, bare.removeprefix("/api/"))


def _answer_to(role: Literal["customer", "instructor", "owner"], right: Operation, *, reaches: bool) -> int:
    allowed = scope(right, role)
    if allowed is None:
        return 401 if right in FOR_STAFF and role == "customer" else 403
    if reaches or allowed == "own_session":
        return FOR_STAFF.get(right, 200)
    return OF_A_COLLEAGUE.get(right, 404)


@pytest.mark.parametrize("who", get_args(Who))
@pytest.mark.parametrize("right", ROLES)
async def test_every_right_is_given_to_whom_the_table_names(
    world: Outside, raw: RawStore, scene: Scene, right: Operation, who: Who
) -> None:
    method, path, body = REQUESTS[right]
    if right == "move" and who == "other":
        # An instructor may only name slots of their own, whosesoever the booking is.
        body = {"slots": ["ben_2030-06-05_9_0"]}
    if right == "resend":
        body = {"bookingId": scene.booking["id"]}
    version = {"If-Match": f'"{VERSIONS[right]}"'} if right in VERSIONS else {}
    before = raw.everything()

    async with caller(door_of(path), world) as client:
        address = f"{path}{'&' if '?' in path else '?'}id={scene.booking['id']}"
        answer = await client.request(method, address, headers=scene.headers[who] | version, json=body)

    assert answer.status_code == expected(right, who), answer.text
    if right == "list" and who == "other":
        assert answer.json() == {"bookings": [], "nextCursor": None}
    if not answer.is_success:
        assert "rosa" not in answer.text.lower()
        assert raw.everything() == before


@pytest.mark.parametrize("who", get_args(Who))
@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if not each.rights and not each.secret], ids=lambda o: o.method + o.path
)
async def test_what_needs_no_right_asks_nobody_who_they_are(
    world: Outside, scene: Scene, operation: Asked, who: Who
) -> None:
    query, body, status = PUBLIC[operation.method, operation.path]

    async with caller(door_of(operation.path), world) as client:
        answer = await client.request(operation.method, operation.path + query, headers=scene.headers[who], json=body)

    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.secret], ids=lambda o: o.method + o.path)
async def test_what_is_the_schedulers_opens_to_its_secret_and_to_nobody_else(
    world: Outside, raw: RawStore, scene: Scene, operation: Asked
) -> None:
    before = raw.everything()
    wrong = [_bearer(word) for word in (CRON_SECRET[:-1], CRON_SECRET + "x", CRON_SECRET.upper())]

    async with caller(door_of(operation.path), world) as client:
        refused = [
            (await client.request(operation.method, operation.path, headers=headers)).status_code
            for headers in (*scene.headers.values(), *wrong)
        ]
        untouched = raw.everything()
        opened = await client.request(operation.method, operation.path, headers=_bearer(CRON_SECRET))

    assert set(refused) == {401}
    assert untouched == before
    assert opened.status_code == 200


@pytest.mark.parametrize("secret", ["", "short", "fifteen letters"])
@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.secret], ids=lambda o: o.method + o.path)
async def test_what_is_the_schedulers_stays_shut_without_a_secret_that_is_one(
    world: Outside, operation: Asked, secret: str
) -> None:
    async with caller(door_of(operation.path), replace(world, cron_secret=secret)) as client:
        answer = await client.request(operation.method, operation.path, headers=_bearer(secret or "x"))

    assert (answer.status_code, answer.json()["code"]) == (503, "not_configured")


def missing(known: tuple[Asked, ...]) -> list[str]:
    """Operations that the tables above do not cover, and rows that cover nothing."""
    rights = {right for each in known for right in each.rights}
    public = {(each.method, each.path) for each in known if not each.rights and not each.secret}
    asked = {right: (method, path.partition("?")[0]) for right, (method, path, _) in REQUESTS.items()}
    covered = {(method, path) for method, path in asked.values()} | {("DELETE", "/api/admin/session")}
    return sorted(
        [
            *(f"no row for {right}" for right in rights ^ set(ROLES)),
            *(f"no request for {right}" for right in set(ROLES) ^ set(REQUESTS)),
            *(f"nothing known of {method} {path}" for method, path in public ^ set(PUBLIC)),
            *(f"{e.method} {e.path} is not asked" for e in known if e.rights and (e.method, e.path) not in covered),
        ]
    )


def test_matrix_is_complete() -> None:
    assert missing(OPERATIONS) == []


PLANT: list[tuple[Callable[[], Asked], str]] = [
    (
        lambda: replace(OPERATIONS[0], path="/api/secrets"),
        "nothing known of GET /api/secrets",
    ),
    (
        lambda: replace(OPERATIONS[0], method="PATCH", path="/api/bookings", rights=("see",)),
        "PATCH /api/bookings is not asked",
    ),
]


@pytest.mark.parametrize(("plant", "sentence"), PLANT)
def test_operation_without_a_row_is_caught(plant: Callable[[], Asked], sentence: str) -> None:
    assert missing((*OPERATIONS, plant())) == [sentence]


def test_operation_cannot_be_written_down_without_its_rights() -> None:
    with pytest.raises(TypeError, match="rights"):
        Asked("GET", "/api/x", "X", {})  # type: ignore[call-arg]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
