"""A step on a case goes with the version that was seen: refused or taken, the page says so."""

from __future__ import annotations

from typing import Any, Self

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from dashboard.client import ApiError

STEP = {
    "number": 1,
    "step": "open",
    "step_zh": "立案",
    "state_zh": "线索",
    "at": "2026-01-05T00:00:00",
    "acted_role_zh": "经办人员",
    "acted_name": "某人",
    "doc_no": "",
    "doc_on": "",
    "heard_zh": "",
    "served_on": "",
    "note": "",
    "fault_doc": "",
}
CASE = {
    "case": {
        "case_id": "C1",
        "entity": "",
        "entity_name": "甲公司",
        "person": "",
        "person_name": "张三",
        "role_zh": "法定代表人",
        "list_type_zh": "名单",
        "state_zh": "线索",
        "standing": "OPEN",
        "overdue": False,
        "due_on": "",
        "due_step_zh": "",
        "due_provisional": False,
        "finding_id": "",
    },
    "arrears": None,
    "finding_state": "PROPOSED",
    "finding_state_zh": "拟认定",
    "entries": [],
    "sanctions": [],
    "notices": [],
    "duties": [],
    "steps": [STEP],
    "bans": [],
    "tasks": [],
    "measures": [],
    "ground_id": "L-1",
    "ground_kind_zh": "名单",
    "rule": "r@1",
    "valid_from": "2026-01-01",
    "valid_to": "9999-12-31",
    "next_steps": [
        {
            "step": "notify",
            "step_zh": "告知当事人",
            "role_zh": "经办人员",
            "allowed": True,
            "why_not": "",
            "document": True,
            "served": True,
            "hears": False,
        }
    ],
}


class Api:
    """A case that others work on too."""

    def __init__(self) -> None:
        self.steps = [STEP]
        self.asked: list[tuple[int, str, dict[str, Any]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def case(self, case_id: str) -> dict[str, Any]:
        return {**CASE, "steps": list(self.steps)}

    def take_step(self, case_id: str, step: str, request_id: str, seen: int, **given: Any) -> None:
        self.asked.append((seen, request_id, given))
        if seen != self.steps[-1]["number"]:
            raise ApiError(409, "案件已有变动", "他人已办理", "看过最新经过后再办")
        self.move()

    def move(self) -> None:
        self.steps.append({**STEP, "number": len(self.steps) + 1, "step_zh": "告知"})


def script() -> None:
    from dashboard.views import case

    case.page()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    found = Api()
    monkeypatch.setattr(session, "client", lambda: found)
    return found


@pytest.fixture
def page(api: Api) -> AppTest:
    found = AppTest.from_function(script, default_timeout=60)
    found.query_params["id"] = "C1"
    found.session_state["me"] = {"permissions": ["HANDLE_CASES"], "today": "2026-01-06"}
    found.session_state["pages"] = {}
    return found.run()


def press(page: AppTest, doc_no: str) -> None:
    page.text_input[0].set_value(doc_no)
    next(one for one in page.button if one.label == "告知当事人").click().run()
    assert not page.exception


def test_a_step_is_sent_with_what_stood_in_the_fields(page: AppTest, api: Api) -> None:
    press(page, "告〔2026〕1号")
    ((seen, _, given),) = api.asked
    assert seen == 1
    assert (given["doc_no"], given["doc_on"], given["note"]) == ("告〔2026〕1号", "2026-01-06", "")
    assert page.text_input[0].value == "", "the next paper has another number"


def test_a_step_on_a_case_that_moved_on_is_refused_and_told(page: AppTest, api: Api) -> None:
    api.move()
    press(page, "告〔2026〕2号")
    assert [seen for seen, *_ in api.asked] == [1], "the version that was on the page"
    assert "看过最新经过后再办" in page.error[0].value
    assert page.text_input[0].value == "告〔2026〕2号", "what was written stays"
    press(page, "告〔2026〕2号")
    assert [seen for seen, *_ in api.asked] == [1, 2]
    assert not page.error
