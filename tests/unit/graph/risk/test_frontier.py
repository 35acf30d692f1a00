"""Which relations a search may follow."""

from __future__ import annotations

import pytest

from graph.errors import UsageError
from graph.model import EDGE_TYPES
from graph.risk.frontier import checked_types


def test_by_default_everything_traversable_and_nothing_derived_is_followed() -> None:
    chosen = checked_types(None)
    assert "HOLDS" in chosen
    assert not [one for one in chosen if EDGE_TYPES[one].derived or not EDGE_TYPES[one].traversable]


@pytest.mark.parametrize("types", [["CONTROLS"], ["LIABLE_FOR"], ["HOLDS", "HAS_NUMBER"], ["no such"], []])
def test_other_types_are_refused_with_the_list_of_good_ones(types: list[str]) -> None:
    with pytest.raises(UsageError) as refused:
        checked_types(types)
    assert "HOLDS" in refused.value.todo
