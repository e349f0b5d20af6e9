"""What schemathesis is told of this API beside its contract: when a 503 is an answer, and what no answer may show."""

from typing import Any

import schemathesis


@schemathesis.check
def only_what_is_not_set_up_is_out_of_order(_ctx: Any, response: Any, _case: Any) -> None:
    """The store stands beside the site, so nothing else may be away."""
    if response.status_code == 503:
        assert response.json().get("code") in {"not_configured", "stream_full"}, response.text


@schemathesis.check
def no_answer_shows_what_is_inside(_ctx: Any, response: Any, _case: Any) -> None:
    assert "Traceback" not in response.text
    assert response.headers["x-content-type-options"] == ["nosniff"]
