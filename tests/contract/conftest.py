"""What tests of several promises about letters share."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from lib.gateways.calendly.client import Calendly
from lib.gateways.mail.letters import StudioLetters
from lib.gateways.mail.sendgrid import SendGrid
from lib.gateways.store import rest
from tests.support.bridge import Bridge, a_bridge
from tests.support.calendly_state import FakeCalendly
from tests.support.consent import with_consent
from tests.support.deliveries import open_mapped
from tests.support.fake_auth_server import FakeAuthServer, running_auth_server
from tests.support.fake_calendly import running_calendly
from tests.support.fake_sendgrid import FakeSendGrid, running_sendgrid
from tests.support.postman import STUDIO, Postman
from tests.support.raw_store import RawStore
from tests.support.receiver import Receiver, hooked, running_receiver
from tests.support.staff import let_in
from tests.support.studio import SENDER, StandingClock


@pytest.fixture(autouse=True)
def store_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store on a busy machine may take its time: what is asked twice for that would be counted twice.

    Where the deadlines themselves are what is asked about, a test's module has another fixture of this name.
    """
    monkeypatch.setattr(rest, "CONNECT", 10)
    monkeypatch.setattr(rest, "READ", 10)
    monkeypatch.setattr(rest, "TOTAL", 20)


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def live(world: Outside, postman: Postman) -> Outside:
    """Letters go out at once, to somebody who answers as the test says."""
    return replace(world, post=postman)


@pytest.fixture
def studio(world: Outside) -> Outside:
    """Bookings are made here, and nothing is sent by itself."""
    return replace(world, letters=StudioLetters(SENDER, STUDIO))


@pytest.fixture
def open_studio(studio: Outside, postman: Postman) -> Outside:
    """The same with somebody who delivers."""
    return replace(studio, post=postman)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running_receiver() as receiver:
        yield receiver


@pytest.fixture
def told(open_studio: Outside, receiver: Receiver) -> Outside:
    """The same, and the receiver hears of what happens here."""
    return hooked(open_studio, receiver)


@pytest.fixture
def fake() -> Iterator[FakeSendGrid]:
    with running_sendgrid() as fake:
        yield fake


@pytest.fixture
def sender(fake: FakeSendGrid) -> Iterator[SendGrid]:
    sender = SendGrid(fake.key, fake.url)
    yield sender
    sender.close()


@pytest.fixture
def calendly() -> Iterator[FakeCalendly]:
    with running_calendly() as calendly:
        yield calendly


@pytest.fixture
def consent_page(calendly: FakeCalendly) -> Iterator[FakeAuthServer]:
    """Calendly's, and the tokens behind it."""
    with running_auth_server(calendly=calendly) as fake:
        yield fake


@pytest.fixture
def desk(world: Outside, consent_page: FakeAuthServer, calendly: FakeCalendly) -> Outside:
    """Its owner may connect Calendly."""
    return with_consent(world, consent_page, calendly)


@pytest.fixture
def client(calendly: FakeCalendly) -> Calendly:
    return Calendly(calendly.token, calendly.url)


@pytest.fixture
def owner(world: Outside, raw: RawStore) -> dict[str, str]:
    return let_in(Staff("s-owner", "owner", ""), world, raw)


@pytest.fixture
def mapped(world: Outside) -> Outside:
    """Knows who and what the bodies of tests/support/deliveries.py speak of."""
    open_mapped(world)
    return world


@pytest.fixture
def bridge(calendly: FakeCalendly, studio: Outside, clock: StandingClock, postman: Postman) -> Bridge:
    """A studio whose bookings go to Calendly."""
    return a_bridge(calendly, studio, clock, postman)
