"""How an event is written in the stream: fields of lua/parts/seats.lua: announce; nobody else knows this form."""

from collections.abc import Mapping

from lib.actions.events import Change, Event, EventId, Unreadable
from lib.actions.outages import StoreUnavailable


def events(answer: object) -> tuple[Event, ...]:
    """The entries of an XRANGE: ``[[id, [name, value, …]], …]``. Raises StoreUnavailable for anything else."""
    if not isinstance(answer, list):
        raise StoreUnavailable("shape")
    return tuple(_event(entry) for entry in answer)


def _event(entry: object) -> Event:
    match entry:
        case [str(text), list(words)] if event_id := EventId.parse(text):
            return _change(event_id, dict(zip(words[::2], words[1::2], strict=False)))
        case _:
            raise StoreUnavailable("shape")


def _change(event_id: EventId, fields: Mapping[str, str]) -> Event:
    try:
        return Change(
            id=event_id,
            slot_id=fields["slot"],
            class_type=fields["class"],
            instructor=fields["instructor"],
            start=int(fields["from"]),
            end=int(fields["till"]),
            remaining=int(fields["remaining"]),
            at=int(fields["at"]),
        )
    except (KeyError, ValueError):
        return Unreadable(event_id)
