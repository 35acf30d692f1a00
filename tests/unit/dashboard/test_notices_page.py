"""The page of notices: what went out, in which state, and the way to the case of each."""

from __future__ import annotations

from typing import Any, Self

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session


def notice(number: int, state: str, case_id: str, ended: str = "") -> dict[str, Any]:
    return {
        "state_zh": state, "kind_zh": "通报上级主管单位", "recipient": f"第{number}主管单位",
        "doc_no": f"宛通〔2026〕{number}号", "opened_on": f"2026-11-0{number}",
        "entity": "91411300MA00000077", "entity_name": "甲公司",
        "person_name": "张三" if case_id else "", "ground_kind_zh": "名单列入", "ground_id": "L-1",
        "received_on": "", "feedback": "", "ended_on": ended, "ended_because_zh": "已撤销" if ended else "",
        "case_id": case_id,
    }  # fmt: skip


ROWS = [notice(1, "待回执", "C1"), notice(2, "待回执", "C2"), notice(3, "已更正", "", "2026-11-20")]


class Api:
    """Two notices out, one corrected."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def notices(self, *, standing: str, cursor: str | None, limit: int) -> dict[str, Any]:
        self.asked.append(standing)
        rows = {"ALL": ROWS, "OPEN": ROWS[:2], "ENDED": []}[standing]
        return {"rows": rows, "cursor": None}


def script() -> None:
    from dashboard.views import notices

    notices.page()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    found = Api()
    monkeypatch.setattr(session, "client", lambda: found)
    return found


def shown(standing: str) -> AppTest:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["me"] = {"permissions": ["HANDLE_CASES"], "today": "2026-11-29"}
    page.session_state["notices-standing"] = standing
    page.run()
    assert not page.exception
    return page


def test_each_notice_stands_with_state_recipient_and_correction_the_newest_first(api: Api) -> None:
    page = shown("ALL")
    table = page.dataframe[0].value
    assert list(table["文号"]) == ["宛通〔2026〕3号", "宛通〔2026〕2号", "宛通〔2026〕1号"]
    assert list(table["更正"]) == ["2026-11-20 已撤销", "", ""]
    assert any("待回执 2 件" in one.value and "已更正 1 件" in one.value for one in page.caption)
    assert len({*page.selectbox[0].options}) == 2, "two cases of one name can be told apart"
    assert api.asked == ["ALL"]


def test_nothing_corrected_is_said(api: Api) -> None:
    page = shown("ENDED")
    assert api.asked == ["ENDED"]
    assert any("没有通报" in one.value for one in page.info)
