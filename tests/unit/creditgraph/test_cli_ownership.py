"""What the commands on control and shares say beside their rows."""

from __future__ import annotations

from typing import Any

import pytest

from creditgraph.cli.ownership import _beside, _owners
from graph.ownership.holdings import HoldingRow, Holdings

NOTHING: dict[str, Any] = {
    "likely": [], "declared": [], "differences": {"only_declared": [], "only_computed": []},
    "bounds": {
        "reasons": [], "possible": [], "over_the_whole": [], "unclear_agreements": [], "unresolved": [],
    },
}  # fmt: skip


def test_unclear_agreements_and_where_the_data_end_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = {**NOTHING["bounds"], "unclear_agreements": ["91A", "91B"], "unresolved": ["91C"]}
    _beside({**NOTHING, "bounds": told})
    first, second = capsys.readouterr().out.splitlines()
    assert "相互矛盾" in first and first.endswith("91A、91B")
    assert second == "再往上没有资料：91C"
    _beside(NOTHING)
    assert capsys.readouterr().out == ""


def test_only_companies_with_more_than_all_equity_are_flagged() -> None:
    shares = {"full": (33.3, 33.3, 33.4), "over": (60.0, 40.1), "part": (10.0,)}
    rows = [
        HoldingRow(f"{company}{at}", company, equity_pct=share)
        for company, all_ in shares.items()
        for at, share in enumerate(all_)
    ]
    unknown = [HoldingRow("x", "full"), HoldingRow("y", "part", equity_min_pct=10.0, equity_max_pct=95.0)]
    assert Holdings.of([*rows, *unknown]).over_all_equity() == ["over"]
    assert Holdings.of([]).over_all_equity() == []


def test_managers_are_named_only_where_it_is_known_that_nobody_owns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shares = {"equity_pct": 10.0, "max_pct": 30.0, "voting_pct": 10.0, "max_voting_pct": 30.0}
    one = {"id": "p1", "name": "甲", "basis": [], **shares}
    told: dict[str, Any] = {
        "name": "某公司", "owners": [], "possible": [one], "management": [], "complete": False,
        "fallback": "UNKNOWN",
    }  # fmt: skip
    _owners(told)
    out = capsys.readouterr().out
    assert "资料不全，不能确定受益所有人" in out and "日常经营管理" not in out and "甲" in out
    _owners({**told, "possible": [], "complete": True, "fallback": "MANAGEMENT"})
    out = capsys.readouterr().out
    assert "不能确定" not in out and "日常经营管理" in out
