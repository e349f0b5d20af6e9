"""What a drill with viewers found: its figures as a short table, and every promise that they break."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.chaos.store_bill import of_viewers
from tests.chaos.stream_viewers import StreamViewer
from tests.chaos.viewers_desk import Asked
from tests.chaos.viewers_judge import Size, ends, growth, left_open, percentile, place, too_late, wrongly_told
from tests.support.processes import Descriptors

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Phase:
    """``bill`` is what the store counted in these seconds, with so many events."""

    seconds: float
    bill: Counter[str]
    events: int


@dataclass
class Findings:
    """``asked`` and ``events`` are what was to be heard: as its askers know it, and as the store does.

    ``cuts`` is how many lines were to be broken by force; ``loads`` how busy the machine was, with all that runs there.
    """

    cuts: int
    loads: list[float]
    viewers: list[StreamViewer] = field(default_factory=list)
    asked: dict[str, Asked] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    sizes: dict[str, list[Size]] = field(default_factory=dict)
    open_before: dict[str, Descriptors] = field(default_factory=dict)
    open_after: dict[str, Descriptors] = field(default_factory=dict)
    subscribed_after: int = 0
    phases: dict[str, Phase] = field(default_factory=dict)

    def after(self, first: str) -> list[str]:
        return [event for event in self.events if place(event) > place(first)]

    def last_to_know(self) -> dict[str, float]:
        """For each event when the last of all viewers heard of it."""
        found: dict[str, float] = {}
        for viewer in self.viewers:
            for heard in viewer.heard:
                found[heard.id] = max(heard.at, found.get(heard.id, 0))
        return found


def promises_broken(found: Findings) -> list[str]:
    broken = [f"{each} is known to the store or to its asker alone" for each in set(found.events) ^ set(found.asked)]
    for number, viewer in enumerate(found.viewers, 1):
        told = [heard.id for heard in viewer.heard]
        broken += [f"viewer {number}: {each}" for each in wrongly_told(told, found.after(viewer.first))]
        broken += [f"viewer {number}: {each}" for each in viewer.troubles]
    if (cuts := sum(viewer.cuts for viewer in found.viewers)) < found.cuts:
        broken.append(f"only {cuts} lines were broken")
    broken += too_late([at - found.asked[event].sent for event, at in found.last_to_know().items()])
    for name, sizes in found.sizes.items():
        broken += growth(name, sizes)
        broken += left_open(name, found.open_before[name], found.open_after[name])
    return [*broken, *(["a subscription is left"] * found.subscribed_after)]


def table(found: Findings) -> Iterator[str]:
    viewers = found.viewers
    streams = sum(viewer.streams for viewer in viewers)
    loads = ", ".join(f"{load:.1f}" for load in found.loads)
    yield f"{len(viewers)} viewers at {len(found.sizes)} processes; load of {os.cpu_count()} cores: {loads}"
    yield f"{streams} streams: {found.cuts} cut off by force, {streams - found.cuts - len(viewers)} came to their end"
    yield f"{len(found.asked)} events, told {sum(len(viewer.heard) for viewer in viewers)} times"
    yield from _delays(found)
    for name, phase in found.phases.items():
        yield from _bill(name, phase, len(viewers))
    yield f"{'descriptors: visitors + store + others':44}{'first':>14}{'half':>14}{'last':>14}{'all gone':>14}"
    for name, sizes in found.sizes.items():
        held = [*(each.descriptors for each in ends(sizes)), found.open_after[name]]
        yield f"  {name:42}" + "".join(f"{_sum(each):>14}" for each in held)
    yield f"{'resident memory':44}{'first':>14}{'half':>14}{'last':>14}"
    for name, sizes in found.sizes.items():
        yield f"  {name:42}" + "".join(f"{each.bytes / 1e6:11.1f} MB" for each in ends(sizes))


def _sum(held: Descriptors) -> str:
    return f"{held.visitors}+{held.store}+{held.others}"


def _delays(found: Findings) -> Iterator[str]:
    heard = [(found.asked[one.id], one) for viewer in found.viewers for one in viewer.heard]
    last = [(found.asked[event], at) for event, at in found.last_to_know().items()]
    yield f"{'milliseconds':44}{'p50':>14}{'p99':>14}{'longest':>14}"
    yield _row("request -> its answer", [asked.answered - asked.sent for asked in found.asked.values()])
    yield _row("request -> a viewer", [one.at - asked.sent for asked, one in heard])
    yield _row("  whose stream was open", [one.at - asked.sent for asked, one in heard if one.opened < asked.sent])
    yield _row("request -> the last of all viewers", [at - asked.sent for asked, at in last])
    yield _row("answer -> a viewer", [one.at - asked.answered for asked, one in heard])
    yield _row("answer -> the last of all viewers", [at - asked.answered for asked, at in last])


def _row(name: str, seconds: list[float]) -> str:
    figures = percentile(seconds, 50), percentile(seconds, 99), max(seconds)
    return f"  {name:42}" + "".join(f"{figure * 1000:14.0f}" for figure in figures)


def _bill(name: str, phase: Phase, viewers: int) -> Iterator[str]:
    theirs = of_viewers(phase.bill)
    hourly = theirs.total() / phase.seconds * HOUR
    each = ", ".join(f"{command.upper()} {count}" for command, count in sorted(theirs.items())) or "no commands"
    yield f"store, {name}: {each} in {phase.seconds:.0f} s"
    yield f"  for viewers {hourly:.0f} an hour, {hourly / viewers:.2f} per viewer-hour"
    if phase.events:
        published = phase.bill["publish"]
        yield f"  {theirs.total() / phase.events:.2f} an event; {published} PUBLISH for {phase.events} events"
