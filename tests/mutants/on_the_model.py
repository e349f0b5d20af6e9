"""A plugin of pytest for many short runs: the model in the place of the store, and few examples of each property."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.chaos.in_process import THE_MODEL

EXAMPLES = 20
# One looks at every zone of the world and at nothing of ours; the model knows nothing of backups.
LEFT_OUT = ("test_no_zone_changes_twice_within_three_days", "test_lines_come_back_with_a_backup")

# The same examples in each run: a mutant must not live or die by chance.
settings.register_profile("mutants", deadline=None, derandomize=True, database=None, max_examples=EXAMPLES)


def pytest_sessionstart() -> None:
    """Nothing is remembered of a run before this one, in whose process it may have been forked, without the mistake."""
    for name, module in list(sys.modules.items()):
        if name.startswith("lib."):
            for each in vars(module).values():
                if clear := getattr(each, "cache_clear", None):
                    clear()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whoever runs on both of their own accord is left alone."""
    if "raw" in metafunc.fixturenames and "raw" not in set(_parametrized(metafunc)):
        metafunc.parametrize("raw", [THE_MODEL], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = [item for item in items if _needs_a_server(item) or item.name.startswith(LEFT_OUT)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


def _parametrized(metafunc: pytest.Metafunc) -> Iterator[str]:
    for mark in metafunc.definition.iter_markers("parametrize"):
        names = mark.args[0]
        yield from names.split(",") if isinstance(names, str) else names


def _needs_a_server(item: pytest.Item) -> bool:
    named = set(getattr(item, "fixturenames", ()))
    return "the server" in item.name or bool(named & {"server", "network"})
