"""What a meeting on Calendly is here: whose time it takes, for which class type, with which buffers and rooms."""

from collections.abc import Iterator, Sequence

from lib.studio import policy
from lib.studio.catalog import ANYONE, Catalog, ClassType
from lib.studio.localtime import local_minute
from lib.studio.pricing import Quote, quote
from lib.studio.slot_names import slot_name
from lib.studio.values import dataclass

_NO_QUOTE = Quote(0, (), ())


@dataclass(frozen=True, slots=True)
class Piece:
    """At most a day of one host's time, from and to epoch minutes; ``name`` is a slot id without its instructor."""

    name: str
    start: int
    end: int
    instructor: str


@dataclass(frozen=True, slots=True)
class Imposed:
    """``instructor`` is the first host that is known, or ANYONE; ``class_type`` is empty when it is not known.

    ``is_mapped``: the catalogue knows all of it. Whatever it does not know, staff have to say.
    """

    instructor: str
    class_type: str
    before: int
    after: int
    rooms: tuple[str, ...]
    pieces: tuple[Piece, ...]
    quote: Quote
    is_mapped: bool


def imposed(times: tuple[int, int], event_type: str, hosts: Sequence[str], catalog: Catalog) -> Imposed:
    """``times`` are start and end; what they mean to us is decided by the catalogue alone, so that it can be redone."""
    known = catalog.calendly.event_types.get(event_type)
    class_type = catalog.class_types.get(known.class_type) if known else None
    instructors = instructors_of(event_type, hosts, catalog)
    return Imposed(
        instructor=instructors[0],
        class_type=class_type.id if class_type else "",
        before=class_type.before if class_type else 0,
        after=class_type.after if class_type else policy.BUFFER_AFTER_MINUTES,
        rooms=class_type.rooms if class_type else (),
        pieces=tuple(_pieces(*times, instructors, catalog)),
        quote=_quote(catalog, class_type, instructors[0], times[0]),
        is_mapped=class_type is not None and len(_people(event_type, hosts, catalog)) == max(1, len(hosts)),
    )


def instructors_of(event_type: str, hosts: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    """Whose time a meeting takes, in the order of its hosts; ANYONE where nobody is known."""
    return tuple(dict.fromkeys(_people(event_type, hosts, catalog))) or (ANYONE,)


def _people(event_type: str, hosts: Sequence[str], catalog: Catalog) -> list[str]:
    """One for each host that is known; where none is, and it can be but one, who always holds such meetings."""
    people = [catalog.calendly.hosts[host] for host in hosts if host in catalog.calendly.hosts]
    known = catalog.calendly.event_types.get(event_type)
    return [known.instructor] if known and known.instructor and not people and len(hosts) <= 1 else people


def _pieces(start: int, end: int, instructors: Sequence[str], catalog: Catalog) -> Iterator[Piece]:
    """In order of their starts; whoever scans a schedule looks back no further than the longest session."""
    for since in range(start, end, policy.LONGEST_SESSION_MINUTES):
        until = min(end, since + policy.LONGEST_SESSION_MINUTES)
        for instructor in instructors:
            yield Piece(slot_name(since, catalog.zone), since, until, instructor)


def _quote(catalog: Catalog, class_type: ClassType | None, instructor: str, start: int) -> Quote:
    if class_type is None:
        return _NO_QUOTE
    return quote(catalog, class_type, instructor, [local_minute(catalog.zone, start)])
