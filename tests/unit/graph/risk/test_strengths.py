"""The table of strengths covers what may be followed, and says nothing more."""

from __future__ import annotations

import pytest

from graph.risk.frontier import Edge, walked_types
from graph.risk.strongest import LEAST_PCT, strengths


def test_every_relation_that_may_be_followed_has_a_strength_and_a_reason() -> None:
    table = strengths()
    assert set(table.types) == set(walked_types())
    assert all(one.why for one in table.types.values())
    assert table.edition


@pytest.mark.parametrize(
    ("pct", "expected"), [(100.0, 1.0), (30.0, 0.3), (None, 0.1), (0.0, LEAST_PCT / 100)]
)
def test_a_holding_counts_by_its_share(pct: float | None, expected: float) -> None:
    edge = Edge("a", "b", "HOLDS", True, "f", "2020-01-01", "S", pct)
    assert strengths().of(edge) == pytest.approx(expected)
    assert strengths().of(edge.turned()) == strengths().of(edge)
    office = edge._replace(type="LEGAL_REP_OF", pct=None)
    assert strengths().of(office) == strengths().types["LEGAL_REP_OF"].weight
