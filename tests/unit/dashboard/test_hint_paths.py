"""Paging the paths behind a hint: another day begins with its first path, and "none" is said of none only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session

MOST, LATER, NONE = "2026-01-01", "2020-01-01", "2018-01-01"


class Api:
    """The service, as far as the tab asks it: how many paths there are on a day."""

    paths: ClassVar[dict[str, int]] = {MOST: 45, LATER: 25, NONE: 0}
    starts: ClassVar[list[int]] = []

    def __enter__(self) -> Api:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def me(self) -> dict[str, Any]:
        return {"today": MOST, "districts": [], "permissions": [], "authorities": []}

    def hint(self, code: str, *, as_of: str, start: int, limit: int, **_: Any) -> dict[str, Any]:
        self.starts.append(start)
        number = self.paths[as_of]
        party = {"id": code, "name": "甲", "kind": "ENTITY", "hidden": False}
        hop = {"types": ["HOLDS"], "valid_from": "2020-01-01"}
        path = {"share": 0.1, "parties": [party, party], "hops": [hop], "decisions": []}
        return {
            "subject": party, "as_of": as_of, "data_version": "1/1/1", "edition": "x", "scored": True,
            "value": 0.5, "own": 0.0, "blocked": "", "meaning": "m", "paths": number, "own_decisions": [],
            "contributions": [path] * max(0, min(limit, number - start)),
        }  # fmt: skip


def tab() -> None:
    import streamlit as st

    from dashboard.moments import Times
    from dashboard.views import hint

    day = st.selectbox("day", ["2026-01-01", "2020-01-01", "2018-01-01"])
    hint.hint_tab("C", Times(day, ""), {})  # type: ignore[typeddict-item]


@pytest.fixture(autouse=True)
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(session, "client", Api)
    monkeypatch.setattr(Api, "paths", dict(Api.paths))
    monkeypatch.setattr(Api, "starts", [])
    yield


def at_the_last_page() -> AppTest:
    shown = AppTest.from_function(tab, default_timeout=20).run()
    shown.number_input[0].set_value(41).run()
    assert Api.starts == [0, 40] and not shown.info
    return shown


def test_another_day_begins_with_its_first_path() -> None:
    shown = at_the_last_page()
    shown.selectbox[0].set_value(LATER).run()
    assert Api.starts[2:] == [0] and not shown.exception and not shown.info
    assert [one.value for one in shown.number_input] == [1]


@pytest.mark.parametrize("left", [25, 5])
def test_where_paths_became_fewer_meanwhile_the_first_are_listed(left: int) -> None:
    shown = at_the_last_page()
    Api.paths[MOST] = left
    shown.run()
    assert Api.starts[2:] == [40, 0] and not shown.exception and not shown.info
    assert [one.value for one in shown.number_input] == [1] * (left > 20)


def test_that_there_is_no_path_is_said_where_there_is_none() -> None:
    shown = at_the_last_page()
    shown.selectbox[0].set_value(NONE).run()
    assert [one.value for one in shown.info] == ["三步之内没有带记录的关联主体。"]
