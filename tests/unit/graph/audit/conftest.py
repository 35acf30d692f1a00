"""A writer, an entry, and a stand-in for the store that keeps anchors in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.audit import ReadEntry, SegmentState, SegmentWriter
from graph.store import moments


class AnchorsOnly:
    """Answers the reads of verification from a list of states; it has no change events."""

    def __init__(self) -> None:
        self.states: list[SegmentState] = []

    def head_seq(self) -> int:
        return 1

    def read(self, query: str, **params: Any) -> list[dict[str, Any]]:
        if query == "read/audit/anchored_segments":
            names = sorted({one.segment for one in self.states if one.segment > params["after"]})
            return [{"segment": name} for name in names]
        return [{"events": 0}] if query == "read/audit/count_events" else []

    def read_columns(self, query: str, **params: Any) -> dict[str, list[Any]]:
        found = [one for one in self.states if one.segment == params["segment"]]
        return {
            name: [getattr(one, name) for one in found] for name in ("entries", "size", "chain", "closed")
        }


@pytest.fixture
def anchors() -> AnchorsOnly:
    return AnchorsOnly()


@pytest.fixture
def entry() -> Callable[..., ReadEntry]:
    def made(number: int = 0, **changed: Any) -> ReadEntry:
        given: dict[str, Any] = {
            "at": moments.now_text(), "actor": "account:a1", "role": "OFFICER", "action": "READ_PERSON",
            "subjects": (f"p{number}",), "purpose": "TENDER", "reason": "审查投标人",
        } | changed  # fmt: skip
        return ReadEntry(**given)

    return made


@pytest.fixture
def filled(tmp_path: Path, anchors: AnchorsOnly, entry: Callable[..., ReadEntry]) -> Callable[..., Path]:
    """A closed and anchored segment file of so many entries."""

    def made(entries: int = 12) -> Path:
        folder = tmp_path / "audit"
        writer = SegmentWriter(folder, "api")
        for number in range(entries):
            writer.append(entry(number))
        writer.close()
        (state,) = writer.states()
        anchors.states.append(state)
        return folder / state.segment

    return made
