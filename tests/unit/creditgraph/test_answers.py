"""Precision and recall against answer keys."""

from __future__ import annotations

from creditgraph.answers import score


def test_what_is_said_and_true_is_counted_once() -> None:
    found = score("x", [("a",), ("b",), ("b",), ("c",)], [("b",), ("c",), ("d",), ("e",)])
    assert (found.said, found.true, found.right) == (3, 4, 2)
    assert (found.precision, found.recall) == (2 / 3, 1 / 2)
    assert found.examples == ("a", "d", "e")


def test_nothing_said_of_nothing_true_is_right_and_nothing_said_of_something_is_not() -> None:
    assert score("x", [], []).precision == score("x", [], []).recall == 1.0
    assert score("x", [], [("a",)]).recall == 0.0
    assert score("x", [("a",)], []).precision == 0.0
