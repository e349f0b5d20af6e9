"""One seed, one history: who wants what, in which weather, and what everybody heard."""

import random
from dataclasses import dataclass, field, replace
from functools import partial

from lib.actions.callers import Caller, Customer, Staff
from lib.actions.change_booking import ChangeWish
from lib.studio.booking import Booking, PaymentStatus, Status
from lib.studio.wishes import Wish
from tests.chaos import asks
from tests.chaos.customers import Answer, Ask, Intent, Verb
from tests.chaos.line import Server, SimulatedStore
from tests.chaos.scheduler import Scheduler
from tests.chaos.weather import CALM, WEATHERS, Weather
from tests.chaos.world import (
    ALPHABET,
    OWNER_SESSION,
    START,
    MakeStore,
    Process,
    a_process,
    catalogs,
    last_minute,
    open_studio,
    wishes,
)

OWNER = Staff(OWNER_SESSION, "owner", "")
PAUSES = (0.2, 1.0, 3.0, 20.0)
# How often a page asks in calm weather; who has no answer then will never have one.
PATIENCE = 30
# Seconds by which clocks may differ while every promise holds; wild ones are tried as well (see judge.py).
SYNCHRONOUS, WILD = 0.4, (-3600.0, -20.0, 20.0, 3600.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """What one history is about; the rest is up to its seed."""

    weather: Weather
    wishes: tuple[Wish, ...]
    customers: int
    only_books: bool = False
    is_edited: bool = False
    has_wild_clocks: bool = False
    releases: int = 1
    is_last_minute: bool = False

    @classmethod
    def of(cls, rng: random.Random, *, only_books: bool = False) -> "Setting":
        return cls(
            weather=rng.choice(WEATHERS),
            wishes=tuple(rng.sample(wishes(), rng.randint(1, 4))),
            customers=rng.randint(2, 5),
            only_books=only_books,
            is_edited=rng.random() < 0.1,
            has_wild_clocks=rng.random() < 0.1,
            releases=1 + (rng.random() < 0.3),
            is_last_minute=rng.random() < 0.1,
        )


@dataclass
class History:
    """``story`` stays empty unless somebody wants to read it."""

    seed: int
    setting: Setting
    server: Server
    make: MakeStore
    intents: list[Intent] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    @property
    def rng(self) -> random.Random:
        return self.server.rng

    def run(self) -> None:
        """The whole history; at its end nobody waits for an answer who has not given up."""
        open_studio(self.server)
        self.processes = [self._process(number) for number in range(2)]
        for number in range(self.setting.customers):
            self.server.scheduler.start(self._customer(f"c{number}"), after=self.rng.random() * 2)
        if self.setting.is_edited:
            self.server.scheduler.later(self.rng.random() * 4, self._edit)
        if self.setting.has_wild_clocks:
            self.server.scheduler.later(self.rng.random() * 4, self._jump)
        self.server.scheduler.run()
        self._settle_everything()

    def asked_once(self, ask: Ask) -> Answer:
        """In calm weather, by somebody who is no part of the history."""
        intent = Intent("probe", "book", ask)
        self.server.scheduler.start(self._say(intent))
        self.server.scheduler.run()
        return intent.answers[0]

    def _settle_everything(self) -> None:
        """The weather has cleared: pages that still hold an open request send it again, until there is an answer."""
        self.server.weather = CALM
        self.server.tell("-- calm")
        for intent in self.intents:
            for _ in range(PATIENCE):
                if intent.is_abandoned or (intent.answers and intent.answers[-1].is_definite):
                    break
                self.server.scheduler.start(self._say(intent))
                self.server.scheduler.run()

    def _process(self, number: int) -> Process:
        ahead = self.rng.uniform(-SYNCHRONOUS, SYNCHRONOUS)
        is_later = self.setting.releases > 1 and self.rng.random() < 0.5
        process = a_process(self.server, f"p{number}", ahead=ahead, is_later=is_later, make=self.make)
        if self.rng.random() < 0.7:
            process.outside.catalogs.keep(catalogs()[0][1])
        return process

    def _edit(self) -> None:
        version = self.rng.randint(2, len(catalogs()))
        self.server.tell(f"  studio catalogue {version}")
        self.server.command(["HSET", "cat", "version", str(version), "document", catalogs()[version - 1][0]])

    def _jump(self) -> None:
        clock = self.rng.choice(self.processes).clock
        clock.ahead = self.rng.choice(WILD)
        self.server.tell(f"  clock  {clock.ahead:+} s")

    async def _customer(self, name: str) -> None:
        booking, key = None, ""
        for turn in range(self.rng.choice((1, 1, 2, 3))):
            key, mark = self._key(), f"{name}-{turn}-mark"
            intent = self._booking(f"{name}.{turn}", key, mark)
            booking = await self._persist(intent)
            if booking:
                break
        if booking is None:
            return
        if self.rng.random() < 0.15:
            await self._persist(self._booking(f"{name}.again", key, f"{name}-again-mark"))
        if not self.setting.only_books:
            for turn in range(self.rng.randrange(4)):
                await self.server.scheduler.sleep(self.rng.random() * 2)
                await self._persist(self._change(f"{name}.change{turn}", booking))

    def _booking(self, name: str, key: str, mark: str) -> Intent:
        wish = self.rng.choice(self.setting.wishes)
        return self._intent(name, "book", partial(asks.book, wish, mark, key), mark=mark, slots=wish.slots)

    def _change(self, name: str, booking: Booking) -> Intent:
        verb: Verb = self.rng.choice(("move", "move", "move", "cancel", "cancel", "correct", "settle", "see", "pry"))
        token = self._outside_of_any().outside.keyring.manage_token(booking.id, 1)
        caller: Caller = OWNER if verb == "settle" or self.rng.random() < 0.2 else Customer(token)
        wish = ChangeWish(booking.id, caller, self._key(), self.rng.choice((None, None, None, 1, 2)))
        slots = self.rng.choice(self.setting.wishes).slots
        makers: dict[Verb, Ask] = {
            "move": partial(asks.move, wish, slots),
            "cancel": partial(asks.cancel, wish),
            "correct": partial(asks.correct, wish, f"Other-{booking.id[-5:]}"),
            "settle": self._settling(wish),
            "see": partial(asks.see, booking.id, caller),
            "pry": partial(asks.see, booking.id, Customer("A" * 43)),
        }
        return self._intent(name, verb, makers[verb], booking=booking.id, slots=slots if verb == "move" else ())

    def _settling(self, wish: ChangeWish) -> Ask:
        if self.rng.random() < 0.4:
            payments: tuple[PaymentStatus, ...] = ("paid", "refunded", "waived")
            return partial(asks.pay, wish, self.rng.choice(payments))
        statuses: tuple[Status, ...] = ("completed", "no_show", "confirmed")
        return partial(asks.settle, wish, self.rng.choice(statuses))

    def _intent(self, name: str, verb: Verb, ask: Ask, **more: object) -> Intent:
        intent = Intent(name, verb, ask, **more)  # type: ignore[arg-type]
        self.intents.append(intent)
        return intent

    async def _persist(self, intent: Intent) -> Booking | None:
        """Says it until there is an answer, as the page does; some tap twice, some go away."""
        for _ in range(self.rng.choice((1, 4, 4, 8))):
            if self.rng.random() < 0.15:
                intent.waiting += 1
                self.server.scheduler.start(self._second_tap(intent), after=self.rng.random())
            heard_before = len(intent.answers)
            await self._say(intent)
            while intent.waiting:
                await self.server.scheduler.sleep(0.3)
            if all(answer.is_definite for answer in intent.answers[heard_before:]):
                break
            await self.server.scheduler.sleep(self.rng.choice(PAUSES))
        else:
            intent.is_abandoned = self.rng.random() < 0.5
        granted = intent.granted
        return granted.booking if granted else None

    async def _second_tap(self, intent: Intent) -> None:
        await self._say(intent)
        intent.waiting -= 1

    async def _say(self, intent: Intent) -> None:
        process = self._outside_of_any()
        self.server.tell(f"{intent.name} {intent.verb} {','.join(intent.slots)} through {process.name}")
        sent = self.server.scheduler.now
        answer = replace(await intent.ask(process.outside), sent=sent, heard=self.server.scheduler.now)
        self.server.tell(f"{intent.name} hears {answer}")
        intent.answers.append(answer)
        if answer.reason == "killed":
            at = next((n for n, each in enumerate(self.processes) if each is process), None)
            if at is not None:
                self.processes[at] = self._process(self.rng.randrange(10, 99))

    def _outside_of_any(self) -> Process:
        return self.rng.choice(self.processes)

    def _key(self) -> str:
        return "".join(self.rng.choices(ALPHABET, k=12))


def a_history(
    seed: int, *, make: MakeStore = SimulatedStore, only_books: bool = False, is_told: bool = False
) -> History:
    """Everything that one seed decides, before anything has happened."""
    rng = random.Random(seed)
    setting = Setting.of(rng, only_books=only_books)
    began = last_minute(setting.wishes[0]) - rng.random() * 6 if setting.is_last_minute else START
    server = Server(Scheduler(rng, began), rng, setting.weather)
    history = History(seed, setting, server, make)
    if is_told:
        server.told = lambda line: history.story.append(f"{server.scheduler.now - began:8.2f}  {line}")
    return history
