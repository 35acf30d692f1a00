"""The one text of a value."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from graph.stable_json import stable_json

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(_VALUES)
def test_it_reads_back_as_the_value(value: object) -> None:
    assert json.loads(stable_json(value)) == value or "inf" in repr(value)


@given(st.dictionaries(st.text(), st.text()))
def test_the_order_of_keys_does_not_count_and_the_standard_library_writes_the_same(
    cells: dict[str, str],
) -> None:
    turned = dict(reversed(cells.items()))
    plain = json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert stable_json(turned) == stable_json(cells) == plain


def test_half_a_surrogate_pair_is_passed_on() -> None:
    assert stable_json({"b": "\ud800", "a": 1}) == '{"a":1,"b":"\ud800"}'
