"""`pattern run` asks what the service can: of a day, and as known at a commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from creditgraph.cli import patterns


def test_a_pattern_is_run_as_known_at_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    @contextmanager
    def desk_for(_store: Any) -> Iterator[Any]:
        yield SimpleNamespace(store=None)

    def begin(_desk: Any, name: str, **given: Any) -> Any:
        asked.update(given, name=name)
        return SimpleNamespace(run_id="r1")

    monkeypatch.setattr(patterns, "desk_for", desk_for)
    monkeypatch.setattr("api.services.patterns.begin", begin)
    monkeypatch.setattr("api.services.patterns.matches", lambda *_a, **_n: ({"rows": []}, ()))
    monkeypatch.setattr("graph.risk.patterns.stored.carry_out", lambda *_: None)
    given = ["run", "shared_address", "--as-of", "2026-06-30", "--known-at", "seq:7", "--json"]
    told = CliRunner().invoke(patterns.app, given)
    assert told.exit_code == 0, told.output
    assert asked == {
        "name": "shared_address", "parameters": {}, "as_of": "2026-06-30", "known_at": "seq:7",
    }  # fmt: skip
