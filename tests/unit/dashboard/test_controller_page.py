"""The page of an entity's controllers: what the data say against themselves, and where they end."""

from __future__ import annotations

from typing import Any, Self

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session

BOUNDS: dict[str, Any] = {
    "complete": True, "levels": 2, "holdings": 3, "disclosed_pct": 100.0, "reasons": [], "possible": [],
    "unresolved": [], "over_the_whole": [], "unclear_agreements": [], "policy": {"majority": "> 50"},
}  # fmt: skip
ANSWER: dict[str, Any] = {
    "entity": "91X", "name": "甲公司", "as_of": "2026-11-29", "result": "NO_CONTROLLER", "controllers": [],
    "likely": [], "declared": [], "differences": {"agreed": [], "only_declared": [], "only_computed": []},
    "bounds": BOUNDS, "data_version": "1",
}  # fmt: skip


class Api:
    """One entity that nobody controls."""

    def __init__(self) -> None:
        self.bounds = BOUNDS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def control(self, code: str, *, as_of: str | None, known_at: str | None) -> dict[str, Any]:
        return {**ANSWER, "bounds": self.bounds}

    def control_changes(self, code: str, since: str, *, as_of: str, known_at: str | None) -> dict[str, Any]:
        return {"since": since, "as_of": as_of, "complete": True, "changes": []}


def script() -> None:
    from dashboard.views import controller

    controller.page()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    found = Api()
    monkeypatch.setattr(session, "client", lambda: found)
    return found


def shown() -> AppTest:
    page = AppTest.from_function(script, default_timeout=60)
    page.query_params["code"] = "91X"
    page.session_state["me"] = {"permissions": [], "today": "2026-11-29"}
    page.run()
    assert not page.exception
    return page


def test_unclear_agreements_and_where_the_data_end_are_shown(api: Api) -> None:
    api.bounds = {**BOUNDS, "unclear_agreements": ["91A", "91B"], "unresolved": ["91C", "91D"]}
    page = shown()
    [warned] = page.warning
    assert "相互矛盾" in warned.value and warned.value.endswith("91A、91B")
    assert any("再往上没有资料" in one.value for one in page.markdown)
    listed = [one.value for one in page.dataframe if list(one.value) == ["主体"]]
    assert [list(one["主体"]) for one in listed] == [["91C", "91D"]]


def test_nothing_in_doubt_shows_nothing(api: Api) -> None:
    page = shown()
    assert not page.warning and not any("再往上没有资料" in one.value for one in page.markdown)
