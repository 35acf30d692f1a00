"""Groups of which a match names only some are compared whole, and only where they are the same."""

from __future__ import annotations

import pytest

from creditgraph.answers_risk import completed

KEYS = [("a", "b", "c"), ("d", "e", "f")]


@pytest.mark.parametrize(
    ("shown", "number", "group"),
    [
        (("a", "b"), 3, KEYS[0]),
        # All are shown: nothing is added, whatever the key says.
        (("a", "b"), 2, ("a", "b")),
        # Of another size, or with somebody whom the key does not name, it stays and counts as wrong.
        (("a", "b"), 4, ("a", "b")),
        (("a", "x"), 3, ("a", "x")),
    ],
)
def test_a_group_that_is_shown_in_part_is_the_one_of_the_key_or_none(
    shown: tuple[str, ...], number: int, group: tuple[str, ...]
) -> None:
    assert completed(shown, number, KEYS) == group
