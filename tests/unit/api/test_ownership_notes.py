"""Whose names an answer shows is noted, wherever in the answer they stand."""

from __future__ import annotations

from api.routers.ownership import _persons


def test_who_likely_controls_the_end_of_a_chain_is_noted_too() -> None:
    top = {"id": "e1", "paths": [], "likely_above": [{"parties": [{"id": "p7"}, {"id": "e2"}]}]}
    found = {
        "controllers": [top],
        "declared": [{"id": "p1"}],
        "likely": [{"parties": [{"id": "p2"}]}],
        "bounds": {"possible": [{"id": "p3"}], "unclear_agreements": ["p4"]},
    }
    assert {one for one in _persons(found) if one.startswith("p")} == {"p1", "p2", "p3", "p4", "p7"}
