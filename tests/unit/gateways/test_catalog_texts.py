import json

import pytest

from lib.actions.outages import StoreUnavailable
from lib.gateways.store.catalog_texts import catalog_of
from tests.support.studio import a_document


def test_catalog_that_did_not_change_is_read_once() -> None:
    text = json.dumps(a_document())

    assert catalog_of("1", text) is catalog_of("1", text)


def test_catalog_of_another_version_or_with_other_words_is_read_anew() -> None:
    text = json.dumps(a_document())
    first = catalog_of("1", text)

    assert first is not None
    assert catalog_of("2", text) != first
    assert catalog_of("1", json.dumps(a_document(), indent=1)) is not first


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_catalog_that_cannot_be_read_is_refused_each_time(text: str) -> None:
    for _ in "once more":
        with pytest.raises(StoreUnavailable):
            catalog_of("1", text)
