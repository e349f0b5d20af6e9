"""Requests that are malformed: what is wrong with them, said so that their sender can mend it."""

from dataclasses import field
from http import HTTPStatus

from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Detail:
    """One mistake. ``pointer`` is a JSON pointer into the body, or ``?name`` or ``header:Name`` outside of it."""

    pointer: str
    code: str
    detail: str


@dataclass(unsafe_hash=True)
class Fault(Exception):  # noqa: N818 -- the request is at fault, not the program
    """``code`` is the stable word of the contract; it names an anchor of public/problems.html."""

    status: HTTPStatus
    code: str
    detail: str
    details: tuple[Detail, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


def invalid(*details: Detail) -> Fault:
    return Fault(HTTPStatus.BAD_REQUEST, "validation_failed", "Some of what was sent cannot be used.", details)


def payload_too_large(most_bytes: int) -> Fault:
    return Fault(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "payload_too_large", f"Send at most {most_bytes // 1024} KB.")


def not_found() -> Fault:
    """The same for what does not exist and for what is not the caller's."""
    return Fault(HTTPStatus.NOT_FOUND, "not_found", "There is nothing here that you can open.")


def unauthorized() -> Fault:
    return Fault(HTTPStatus.UNAUTHORIZED, "unauthorized", "Use the link from your confirmation, or sign in.")
