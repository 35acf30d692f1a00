"""What is written into somebody's own Neo4j with py2neo; the real one is in the integration tests."""

from __future__ import annotations

from typing import Any

import pytest

from graph.interop.py2neo_graph import merge_into, to_py2neo
from graph.interop.subgraph import ENTITY, PERSON, Party, Subgraph, Tie

pytest.importorskip("py2neo")


class _Target:
    """Keeps the statements that it is given."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, dict[str, Any]]] = []

    def auto(self) -> _Target:
        return self

    def run(self, text: str, parameters: dict[str, Any]) -> list[Any]:
        self.ran.append((text, parameters))
        return []


def test_two_holdings_of_one_holder_are_merged_by_their_facts() -> None:
    parties = (Party("p", PERSON, "p", "甲", 1), Party("e", ENTITY, "91", "乙", 0))
    ties = tuple(
        Tie("p", "e", "HOLDS", fact, "2020-01-01", "9999-12-31", "ASSERTED", "TRUE", {"equity_pct": share})
        for fact, share in (("f1", 70.0), ("f2", 30.0))
    )
    copy = to_py2neo(Subgraph("2025-01-01", 1, ("e",), parties, ties, {}, True))
    target = _Target()
    merge_into(target, copy)
    *nodes, (text, given) = target.ran
    assert sorted(text.split("(")[1].split(")")[0] for text, _ in nodes if "MERGE" in text)
    assert "HOLDS" in text and "fact_id" in text and len(nodes) == 2
    [rows] = given.values()
    assert sorted(row[1]["equity_pct"] for row in rows) == [30.0, 70.0]
