"""The page of a workspace: an item that did not come with the list is read when it is asked for."""

from __future__ import annotations

from typing import Any, Self

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session

WORDS = "第二次约谈的要点"


def item(name: str, *, whole: bool) -> dict[str, Any]:
    return {
        "item_id": name, "version": 1, "kind": "NOTE", "kind_zh": "笔记", "title": f"笔记 {name}",
        "body": {"words": WORDS} if whole else {}, "whole": whole, "by": "调查员",
        "at": "2026-11-29T00:00:00Z", "changed_at": "",
    }  # fmt: skip


class Api:
    """A workspace with two notes, of which none came with its body."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def workspace(self, workspace_id: str) -> dict[str, Any]:
        return {
            "workspace_id": workspace_id, "version": 3, "title": "围标核查", "purpose": "核查",
            "region_code": "", "state": "CLOSED", "state_zh": "已结束", "role": "MEMBER", "role_zh": "成员",
            "created_at": "", "members": [], "items": [item("a1", whole=False), item("b2", whole=False)],
        }  # fmt: skip

    def workspace_item(self, workspace_id: str, item_id: str) -> dict[str, Any]:
        self.read.append(item_id)
        return item(item_id, whole=True)

    def colleagues(self) -> list[dict[str, Any]]:
        return []


def script() -> None:
    from dashboard.views import workspaces

    workspaces.page()


def test_an_item_is_read_when_asked_for_and_stays_read(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api()
    monkeypatch.setattr(session, "client", lambda: api)
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["me"] = {"permissions": ["WORK_SPACES"], "today": "2026-11-29", "account_id": "1"}
    page.query_params["id"] = "w1"
    page.run()
    assert not page.exception and api.read == []
    assert WORDS not in [one.value for one in page.text]
    asked = [one for one in page.button if one.label == "读入内容"]
    assert len(asked) == 2
    asked[1].click()
    page.run()
    assert not page.exception and api.read == ["b2"]
    assert [one.value for one in page.text].count(WORDS) == 1
    assert [one.key for one in page.button if one.label == "读入内容"] == ["whole-a1"]
