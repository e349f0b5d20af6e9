"""What tests of several promises about letters share."""

from dataclasses import replace

import pytest

from lib.actions.ports import Outside
from tests.support.postman import Postman


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def live(world: Outside, postman: Postman) -> Outside:
    """Letters go out at once, to somebody who answers as the test says."""
    return replace(world, post=postman)
