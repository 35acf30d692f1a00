"""The declarations: complete, in plain Chinese, and with parameters that refuse what makes no sense."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import ModelError, NotFoundError, UsageError
from graph.risk.hints.parameters import editions, parameters
from graph.risk.patterns import PATTERNS, Parameter, Pattern, pattern
from graph.risk.patterns.pages import mark_of
from graph.risk.patterns.run import FINDERS


def test_every_pattern_has_its_finder_and_says_what_it_does_not_mean() -> None:
    assert set(PATTERNS) == set(FINDERS)
    for one in PATTERNS.values():
        assert "不影响任何办理决定" in one.no_meaning
        assert one.explanation != one.no_meaning and one.truth
        shown = one.to_json()
        assert all(query["text"] for query in shown["queries"])


def test_an_algorithm_gives_its_reason_and_a_pattern_without_one_is_asked_in_cypher() -> None:
    for one in PATTERNS.values():
        found = [name for name in one.asks if name.startswith("read/patterns/") and "_range" not in name]
        assert bool(one.algorithm) != bool({*found} - {"read/patterns/person_ids"}), one.name


def test_parameters_are_checked_at_their_bounds() -> None:
    declared = pattern("cross_holding_ring")
    assert declared.values({"max_length": 8})["max_length"] == 8
    assert declared.values() == declared.values({})
    wrong: list[dict[str, Any]] = [
        {"max_length": 9}, {"max_length": 2.5}, {"max_length": "8"}, {"max_length": True}, {"depth": 1},
        {"max_length": float("inf")}, {"max_length": float("nan")},
    ]  # fmt: skip
    for given in wrong:
        with pytest.raises(UsageError):
            declared.values(given)
    with pytest.raises(UsageError):
        pattern("successor_shell").values({"without_lists": ["L99"]})
    with pytest.raises(NotFoundError):
        pattern("nothing")


def test_a_declaration_that_contradicts_itself_does_not_exist() -> None:
    good = {
        "zh": "某", "version": 1, "asks": ("read/patterns/person_ids",), "algorithm": "",
        "parameters": (Parameter("minimum", "至少", 2, 1, 9),), "support": "minimum",
        "explanation": "某", "no_meaning": "某", "truth": ("X",),
    }  # fmt: skip
    assert Pattern(name="one", **good)  # type: ignore[arg-type]
    for name, value in (("support", "most"), ("asks", ("read/nothing",)), ("truth", ()), ("no_meaning", "")):
        with pytest.raises(ModelError):
            Pattern(name="one", **{**good, name: value})  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        Parameter("minimum", "至少", 0, 1, 9)


def test_addresses_are_compared_without_blanks_and_case_and_an_empty_one_never() -> None:
    assert mark_of("A座 101") == mark_of("a座101") != mark_of("A座102")
    assert mark_of("") == 0


def test_hint_parameters_are_editions_and_the_newest_counts() -> None:
    assert parameters() == editions()[-1] == parameters(editions()[-1].edition)
    newest = parameters()
    assert newest.seed("LISTED_BY", "L03", "", 0) > newest.seed("LISTED_BY", "L09", "", 0)
    assert newest.seed("PENALISED_BY", "", "严重", newest.penalty_days) > 0
    assert newest.seed("PENALISED_BY", "", "严重", newest.penalty_days + 1) == 0
    assert newest.seed("PENALISED_BY", "", "轻微", 0) == 0
    with pytest.raises(NotFoundError):
        parameters("none")
