"""The page of composed questions: going on hides nothing, and what is typed is sent or refused in words."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from dashboard.views.questions import _value
from graph.errors import UsageError
from graph.risk.questions import read_form


def answer(name: str, *cut: str, following: str = "") -> dict[str, Any]:
    """An answer of one row."""
    end = {"id": "", "name": name, "kind": "ENTITY", "relation": "", "decision": None}
    return {
        "as_of": "2026-01-01", "data_version": "7/1/1", "rows": [{"ends": [end]}], "complete": not cut,
        "cut": [*cut], "following": following, "missing": [], "asked": [f"read/{name}", "read/both"],
    }  # fmt: skip


class Api:
    """The service, as far as the page asks it: the time was over once."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def __enter__(self) -> Api:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def me(self) -> dict[str, Any]:
        return {"today": "2026-01-01", "districts": [], "permissions": [], "authorities": []}

    def run_question(self, _form: Any, **options: Any) -> dict[str, Any]:
        self.asked.append(options)
        return answer("next", "ROWS")


def first_answer() -> None:
    """What the page shows of an answer, as a page of its own."""
    import streamlit as st

    from dashboard.moments import Times
    from dashboard.views import questions
    from tests.unit.dashboard.test_questions_page import answer

    found = answer("first", "WIDTH", "ROWS", "TIME", following="0.e1")
    st.session_state.setdefault("question-result", (Times("2026-01-01"), {}, found))
    questions._result(*st.session_state["question-result"])


def test_going_on_keeps_why_something_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "client", Api)
    monkeypatch.setattr(Api, "asked", [])
    shown = AppTest.from_function(first_answer, default_timeout=20).run()
    assert len(shown.warning) == 3
    shown.button[0].click().run()
    assert not shown.exception
    assert Api.asked == [{"as_of": "2026-01-01", "known_at": "seq:7", "after": "0.e1"}]
    _, _, told = shown.session_state["question-result"]
    assert (told["cut"], told["complete"], told["following"]) == (["WIDTH", "ROWS"], False, "")
    assert told["asked"] == ["read/first", "read/both", "read/next"]
    assert [row["ends"][0]["name"] for row in told["rows"]] == ["first", "next"]
    assert len(shown.warning) == 2 and not [one for one in shown.warning if "时间" in one.value]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,000.5", 1000.5), ("-2", -2.0), *((one, one) for one in ("inf", "-Infinity", "nan", "1e999", "多"))],
)
def test_only_a_finite_number_is_sent_as_one(text: str, value: Any) -> None:
    sent = _value(f" {text} ", "number", "AT_LEAST")
    assert sent == value
    condition = {"field": "registered_capital_cny", "operator": "AT_LEAST", "value": sent}
    form = {"start": {"by": "ALL"}, "conditions": [condition]}
    if isinstance(value, float):
        assert read_form(form)
    else:
        with pytest.raises(UsageError, match="应为数字"):
            read_form(form)
