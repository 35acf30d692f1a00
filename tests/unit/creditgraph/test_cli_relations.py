"""What `network` and `path` print: a share that is a range is no exact share, and each way has a word."""

from __future__ import annotations

from typing import Any

import pytest

from creditgraph.cli.relations import _print_network, _print_paths

SHARES = {"乙": (10.0, 40.0), "丙": (None, 30.0), "丁": (60.0, None)}
PRINTED = ("10%–40%", "不高于 30%", "60%")


def test_a_network_is_printed_with_ranges_and_directions(capsys: pytest.CaptureFixture[str]) -> None:
    neighbours = [
        {"type": "HOLDS", "outward": name == "乙", "name": name, "id": f"id-{name}", "pct": low,
         "max_pct": most, "valid_from": "2020-01-01"}
        for name, (low, most) in SHARES.items()
    ]  # fmt: skip
    counts = [
        {"type": "HOLDS", "outward": True, "number": 1},
        {"type": "HOLDS", "outward": False, "number": 2},
    ]
    _print_network({"counts": counts, "neighbours": neighbours, "cut": [], "following": {}})
    told = capsys.readouterr().out
    assert all(share in told for share in PRINTED)
    assert (told.count("对外"), told.count("对内")) == (2, 3)


def test_a_chain_is_printed_with_ranges(capsys: pytest.CaptureFixture[str]) -> None:
    hops: list[dict[str, Any]] = [
        {"from": "甲", "from_name": "", "to": name, "to_name": "", "type": "HOLDS", "forward": True,
         "pct": low, "max_pct": most, "valid_from": "2020-01-01", "source": "SAMR"}
        for name, (low, most) in SHARES.items()
    ]  # fmt: skip
    bounds = {"cut_short": "", "hubs": []}
    _print_paths({"bounds": bounds, "paths": [{"length": 3, "hops": hops}], "complete": True})
    told = capsys.readouterr().out
    assert all(f"—股权 {share}→" in told for share in PRINTED)
