"""The page of a clue: the list behind it is that of the day on which it was last seen."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import clues


def script() -> None:
    from dashboard.views import clues

    clues._facts({
        "first_day": "2026-01-02", "last_day": "2026-01-05", "days_seen": 4, "by_hand": False, "value": 3.0,
        "late": 0, "assignee_name": "", "department": "", "doc_no": "", "outcome_zh": "", "follows": "",
        "link": "", "scope": "CITY", "scope_id": "", "signal": "COMPLAINTS",
    })  # type: ignore[typeddict-item]  # fmt: skip


def test_the_list_is_that_of_the_day_on_which_the_clue_was_last_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(clues, "go", lambda page, **params: gone.append((page, params)))
    page = AppTest.from_function(script, default_timeout=60).run()
    next(one for one in page.button if one.label == "查看预警清单").click().run()
    assert not page.exception
    assert gone == [("watch", {"scope": "CITY", "signal": "COMPLAINTS", "day": "2026-01-05"})]
