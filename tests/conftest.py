"""The world of a test: one real store for the whole run, a prefix and a catalogue of its own for each test."""

import asyncio
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import THE_MODEL, InProcessRaw, in_process
from tests.support.fault_proxy import Network, bad_network
from tests.support.raw_store import RawStore
from tests.support.servers import RunningStore, running_store
from tests.support.studio import DOCUMENT, Connect, StandingClock, a_world

CORES = os.cpu_count() or 1
# A property holds or does not, however busy the machine is. The rest stays as Hypothesis has it, in CI above all.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


class _FewBrowsers(LoadScopeScheduling):  # type: ignore[misc] # xdist says nothing of its types
    """Where the tests share the cores, one of them has a browser: two would wait for each other, and be late.

    When nothing else is left, there is one for each core. Whoever has none to start is not needed any more.
    Not by --dist loadgroup: with pytest 9.2 its marks do nothing (https://github.com/pytest-dev/pytest-xdist/issues/1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        if self.config.option.markexpr == "alone":
            # One process has all that counts seconds; on the core that it leaves free the API is asked meanwhile.
            return nodeid.partition("/test_")[0]
        return nodeid.partition("::")[0] if _needs_browser(nodeid) else nodeid

    def _assign_work_unit(self, node: Any) -> None:
        open_browsers = sum(self._browses(other) for other in self.nodes if other is not node)
        wanted = next((scope for scope in self.workqueue if _needs_browser(scope) != bool(open_browsers)), None)
        if wanted is None and open_browsers >= CORES:
            node.shutdown()
            return
        if wanted is not None:
            self.workqueue.move_to_end(wanted, last=False)
        super()._assign_work_unit(node)

    def _browses(self, node: Any) -> bool:
        units = self.assigned_work[node].items()
        return any(_needs_browser(scope) and not all(unit.values()) for scope, unit in units)


def _needs_browser(scope: str) -> bool:
    return scope.startswith("tests/e2e/")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return _FewBrowsers(config, log)


@pytest.fixture(scope="session", autouse=True)
def _nobody_is_trusted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test speaks TLS, and httpx would read all certification authorities of the world for each of its clients.

    That took longer than most tests: 30 ms, for two clients a test and more.
    """
    with pytest.MonkeyPatch.context() as patch:
        # A file that a machine names would come first.
        patch.delenv("SSL_CERT_FILE", raising=False)
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("authorities")))
        yield


@pytest.fixture(autouse=True)
def _environment_is_left_as_it_was() -> Iterator[None]:
    """Which test comes after another is not settled, and the programs that tests start are told what stands there."""
    before = _environment()
    yield
    assert _environment() == before


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    """The store and its gateway, as ``make store`` starts them."""
    folder: Path = tmp_path_factory.mktemp("store")
    with running_store(folder) as running:
        yield running


@pytest.fixture
def raw(request: pytest.FixtureRequest) -> Iterator[RawStore]:
    if getattr(request, "param", "") == THE_MODEL:
        yield InProcessRaw()
        return
    server: RunningStore = request.getfixturevalue("server")
    raw = RawStore(server.url, server.token, prefix=f"t{secrets.token_hex(6)}:")
    yield raw
    raw.remove_everything()
    raw.close()


@pytest.fixture
def connect(raw: RawStore) -> Iterator[Connect]:
    """Makes clients of this test's prefix and closes them after it: another address, another token, another kind."""
    made: list[Store] = []

    def client(url: str = raw.url, token: str = raw.token, kind: type[Store] = Store) -> Store:
        if isinstance(raw, InProcessRaw):
            return in_process(kind)(raw.keyspace, raw.prefix)
        made.append(kind(url, token, raw.prefix))
        return made[-1]

    yield client
    for store in made:
        store.close()


@pytest.fixture
def store(connect: Connect) -> Store:
    """Holds the catalogue of tests/support/studio.py."""
    store = connect()
    asyncio.run(store.save_catalog(json.dumps(DOCUMENT), expected=None, version="1"))
    return store


@pytest.fixture
def network(raw: RawStore, store: Store) -> Iterator[Network]:
    """A way to the store, with its catalogue, that a test can make bad."""
    assert store
    with bad_network(raw.url) as network:
        yield network


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def world(store: Store, clock: StandingClock) -> Outside:
    return a_world(store, clock)
