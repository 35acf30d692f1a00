"""Which relations a search may follow."""

from __future__ import annotations

import pytest

from graph.errors import UsageError
from graph.model import EDGE_TYPES
from graph.risk.frontier import SAME_PERSON, checked_types


def test_by_default_everything_traversable_and_nothing_derived_is_followed() -> None:
    chosen = checked_types(None)
    assert "HOLDS" in chosen
    others = [one for one in chosen if EDGE_TYPES[one].derived or not EDGE_TYPES[one].traversable]
    assert others == [SAME_PERSON]


def test_judged_identity_is_followed_with_whatever_relation_unless_only_that_is_listed() -> None:
    assert checked_types(["HOLDS"]) == ("HOLDS", SAME_PERSON)
    assert checked_types(["HOLDS"], as_one=False) == ("HOLDS",)


@pytest.mark.parametrize("types", [["CONTROLS"], ["LIABLE_FOR"], ["HOLDS", "HAS_NUMBER"], ["no such"], []])
def test_other_types_are_refused_with_the_list_of_good_ones(types: list[str]) -> None:
    with pytest.raises(UsageError) as refused:
        checked_types(types)
    assert "HOLDS" in refused.value.todo
