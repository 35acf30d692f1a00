"""The page on decisions on a public body: who is to be told, the form of a notice, and what went out."""

from __future__ import annotations

from typing import Any, Self

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session

CODE = "91411300MA00000077"
SENT = {
    "notice_id": "n1", "kind_zh": "通报审计部门", "recipient": "市审计局", "doc_no": "宛审〔2026〕1号",
    "opened_on": "2026-11-20", "received_on": "", "feedback": "", "ended_because_zh": "",
}  # fmt: skip
DUTIES = [
    {"kind": "SUPERIOR", "kind_zh": "通报上级主管单位", "recipient": "市*国资委*", "notice_id": ""},
    {"kind": "AUDIT", "kind_zh": "通报审计部门", "recipient": "市审计局", "notice_id": "n1"},
]


def decision(**more: Any) -> dict[str, Any]:
    return {
        "ground_kind": "LISTING", "ground_kind_zh": "名单列入", "ground_id": "W-1",
        "list_type_zh": "拖欠名单", "decided_on": "2026-06-01", "live": True, "disputed": False,
        "duties": DUTIES, "notices": [SENT], **more,
    }  # fmt: skip


class Api:
    """A body with one decision, and what was pressed."""

    def __init__(self) -> None:
        self.rows = [decision()]
        self.issued: list[tuple[Any, ...]] = []
        self.noted: list[tuple[str, str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def body_duties(self, code: str, *, as_of: str | None, known_at: str | None) -> dict[str, Any]:
        return {
            "entity": code, "entity_name": "甲公司", "as_of": as_of or "2026-11-29", "rows": self.rows,
            "data_version": "T-1",
        }  # fmt: skip

    def issue_body_notice(self, code: str, kind: str, request: str, **given: Any) -> None:
        self.issued.append((code, kind, len(request) > 5, given))

    def notice_receipt(self, notice_id: str, day: str, feedback: str) -> None:
        self.noted.append((notice_id, day, feedback))


def script() -> None:
    from dashboard.views import duties

    duties.page()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    found = Api()
    monkeypatch.setattr(session, "client", lambda: found)
    return found


def shown(**address: str) -> AppTest:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["me"] = {"permissions": ["HANDLE_CASES"], "today": "2026-11-29"}
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def test_without_a_code_it_asks_for_one(api: Api) -> None:
    page = shown()
    assert [one.label for one in page.text_input] == ["统一社会信用代码"] and not page.exception


def test_what_is_due_has_a_form_and_what_went_out_a_receipt(api: Api) -> None:
    page = shown(code=CODE)
    assert not page.exception
    assert [one.label for one in page.expander] == [r"应发：通报上级主管单位（市\*国资委\*）"]
    number = next(one for one in page.text_input if one.label == "文号")
    number.set_value("宛人社通〔2026〕1号")
    next(one for one in page.button if one.label == "发出通报").click()
    page.run()
    assert api.issued == [
        (CODE, "SUPERIOR", True, {
            "ground_kind": "LISTING", "ground_id": "W-1", "doc_no": "宛人社通〔2026〕1号",
            "doc_on": "2026-11-29", "recipient": "市*国资委*",
        })
    ]  # fmt: skip
    next(one for one in page.button if one.label == "登记回执").click()
    page.run()
    assert api.noted == [("n1", "2026-11-29", "")]


def test_a_past_day_shows_what_was_left_and_offers_nothing(api: Api) -> None:
    page = shown(code=CODE, day="2026-11-01")
    assert not page.exception and not page.expander
    assert any("尚未发出：通报上级主管单位" in one.value for one in page.caption)


def test_a_contested_decision_is_marked_and_has_no_form(api: Api) -> None:
    api.rows = [decision(disputed=True)]
    page = shown(code=CODE)
    assert not page.exception and not page.expander
    assert any("争议中" in one.value for one in page.caption)
    assert any("尚未发出：通报上级主管单位" in one.value for one in page.caption)


def test_what_went_out_on_a_decision_that_is_over_still_gets_its_receipt(api: Api) -> None:
    api.rows = [decision(live=False, duties=[])]
    page = shown(code=CODE)
    assert not page.exception and not page.expander
    assert any("已终止" in one.value for one in page.caption)
    assert "登记回执" in [one.label for one in page.button]


@pytest.mark.parametrize(
    ("rows", "told"),
    [([], "本机关对该单位没有有效的决定"), ([decision(duties=[], notices=[])], "无须通报")],
)
def test_nothing_to_tell_is_told(api: Api, rows: list[dict[str, Any]], told: str) -> None:
    api.rows = rows
    page = shown(code=CODE)
    assert any(told in one.value for one in (*page.info, *page.caption))
