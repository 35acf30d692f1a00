"""What a file of a subgraph makes of names as sources write them."""

from __future__ import annotations

import pytest

from graph.interop.files import _clean


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("甲\u3000公司", "甲\u3000公司"),
        ("𠮷田·甲\u00a0公司\u200b", "𠮷田·甲\u00a0公司\u200b"),
        ("甲\x00公\x1f司\ufffe", "甲公司"),
        ("甲\n乙\t丙", "甲\n乙\t丙"),
    ],
)
def test_graphml_loses_only_what_xml_has_no_place_for(name: str, kept: str) -> None:
    assert _clean({"name": name}) == {"name": kept}
