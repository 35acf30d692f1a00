"""The rows of a chain on the page 路径: a share that is a range is shown as one."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.views.paths import _row


@pytest.mark.parametrize(
    ("low", "most", "told"),
    [(10.0, 40.0, "10%–40%"), (None, 30.0, "不高于 30%"), (60.0, None, "60%"), (None, None, "未知")],
)
def test_a_share_is_told_as_it_is_known(low: float | None, most: float | None, told: str) -> None:
    hop: Any = {
        "from": "甲", "from_name": "", "to": "乙", "to_name": "", "type": "HOLDS", "forward": True,
        "valid_from": "2020-01-01", "source": "SAMR", "fact_id": "f", "pct": low, "max_pct": most,
    }  # fmt: skip
    assert _row(hop)["比例"] == told
    assert _row({**hop, "type": "GUARANTEES", "pct": None, "max_pct": None})["比例"] == ""
