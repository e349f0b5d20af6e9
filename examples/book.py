"""Books a lesson, changes it and cancels it: all that a program needs to know about the studio's API.

    pip install httpx
    python book.py http://localhost:3000 salsa-private

The one rule: an answer that is lost or says 503 means "not known", and the same request with the same Idempotency-Key
settles it. Nobody is booked twice, however often this program, the network or the studio fails.
"""

import secrets
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import httpx

TRIES, LONGEST_WAIT = 5, 30.0


class Studio:
    def __init__(self, address: str, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(base_url=address, timeout=10, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def week(self, class_type: str, first: str) -> dict[str, list[dict[str, Any]]]:
        """The slots of seven days, by day; ``first`` is YYYY-MM-DD in the studio's zone."""
        return dict(self._done("GET", "/api/availability", params={"classType": class_type, "week": first}))

    def book(self, slot: dict[str, Any], person: dict[str, str], key: str) -> dict[str, Any]:
        """``key`` belongs to this wish: keep it until you know what became of it."""
        wish = {"classType": slot["classType"], "instructor": slot["instructor"], "slots": [slot["id"]]}
        said = self._done("POST", "/api/bookings", json={**wish, "personalInfo": person}, key=key)
        return dict(said["booking"])

    def move(self, booking: dict[str, Any], slot: dict[str, Any]) -> dict[str, Any]:
        return self._changed("PUT", booking, json={"slots": [slot["id"]]})

    def correct(self, booking: dict[str, Any], **details: str) -> dict[str, Any]:
        return self._changed("PUT", booking, json={"personalInfo": details})

    def cancel(self, booking: dict[str, Any]) -> dict[str, Any]:
        return self._changed("DELETE", booking)

    def _changed(self, method: str, booking: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The booking as it is now; what opens it stays the same."""
        key = {"Authorization": f"Bearer {booking['manageToken']}"}
        said = self._done(method, "/api/bookings", params={"id": booking["id"]}, headers=key, **more)
        return {**booking, **said["booking"]}

    def _done(self, method: str, path: str, *, key: str = "", **more: Any) -> Any:
        """Asks until it is answered. Raises RuntimeError with the studio's own words for a no."""
        headers = {**more.pop("headers", {}), "Idempotency-Key": key or secrets.token_urlsafe(16)}
        for wait in self._waits():
            try:
                answer = self._http.request(method, path, headers=headers, **more)
            except httpx.TransportError:
                time.sleep(wait)
                continue
            if answer.is_success:
                return answer.json()
            problem = answer.json()
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or problem["code"] == "not_configured":
                raise RuntimeError(f"{problem['code']}: {problem['detail']} {problem.get('details', '')}")
            time.sleep(min(float(answer.headers.get("Retry-After", wait)), LONGEST_WAIT))
        raise RuntimeError(
            f"not answered after {TRIES} tries; try again later with the key {headers['Idempotency-Key']}"
        )

    def _waits(self) -> Iterator[float]:
        for number in range(TRIES):
            yield 0.2 * 2**number


def main(address: str, class_type: str) -> None:
    # Two days on, so that the notice that the studio wants for changes is kept.
    first = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
    ana = {"firstName": "Ana", "lastName": "Example", "email": "ana@example.com"}
    with Studio(address) as studio:
        free = [slot for day in studio.week(class_type, first).values() for slot in day if slot["available"]]
        if not free:
            raise RuntimeError("nothing is free in that week")
        booking = studio.book(free[0], ana, key=secrets.token_urlsafe(16))
        print(f"booked {booking['confirmationNumber']}: {booking['startsAt']} with {booking['instructor']}")
        booking = studio.move(booking, free[-1])
        print(f"moved to {booking['startsAt']}")
        booking = studio.correct(booking, phone="+1 212 555 0100")
        print(f"corrected, version {booking['version']}")
        print(studio.cancel(booking)["status"])


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["http://localhost:3000", "salsa-private"]))
