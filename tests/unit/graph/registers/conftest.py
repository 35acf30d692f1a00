"""A store in memory that answers what the registers ask, for tests of their logic alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from graph.days import OPEN_SEQ
from graph.queries import Query

_NOTHING = frozenset(
    {"read/liability/objections_to_facts", "read/liability/persons", "read/liability/facts_about",
     "read/identity/same_persons"}
)  # fmt: skip
"""What nobody has said anything of unless a test does."""


class MemoryStore:
    """Records by label; facts as the test gives them; every write is one commit."""

    def __init__(self) -> None:
        self.seq = 0
        self.at = "2026-11-23T00:00:00"
        self.kept: dict[str, list[dict[str, Any]]] = {}
        self.facts: dict[str, Any] = {}
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def write(self, work: Callable[[Any], Any], *, by: str, why: str) -> Any:
        """One transaction; what it wrote is dropped when it fails."""
        before = {label: [dict(one) for one in rows] for label, rows in self.kept.items()}
        sent, self.seq = list(self.sent), self.seq + 1
        try:
            return work(self)
        except Exception:
            self.kept, self.sent = before, sent
            raise

    def read(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        """As `run`, at the newest commit."""
        return self.run(query, **params)

    def run(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        """Answer by the query's name."""
        name, text = (query, "") if isinstance(query, str) else (query.name, query.text)
        params.pop("seq", None)
        if name == "read/cases/records":
            label, key = text.split("record:", 1)[1].split(" ", 1)[0], text.split("{ ", 1)[1].split(":", 1)[0]
            rows = [one for one in self.kept.get(label, []) if one["seq_to"] == OPEN_SEQ]
            return [{"rows": [dict(one) for one in rows if one.get(key) in params["ids"]]}]
        if name == "write/cases/open_records":
            label = text.split("record:", 1)[1].split(")", 1)[0]
            made = [{**one, "seq_from": self.seq, "seq_to": OPEN_SEQ} for one in params["rows"]]
            self.kept.setdefault(label, []).extend(made)
            return []
        if name == "write/cases/close_records":
            for rows in self.kept.values():
                for one in rows:
                    if one.get("version_id") in params["versions"]:
                        one["seq_to"] = self.seq
            return []
        if name == "write/cases/close_steps":
            for one in self.kept["CaseStep"]:
                if one["step_id"] in params["steps"]:
                    one["seq_to"] = self.seq
            return []
        if name == "read/cases/ending":
            label = text.split("record:", 1)[1].split(" ", 1)[0]
            rows = [one for one in self.kept.get(label, []) if one["seq_to"] == OPEN_SEQ]
            over = [one for one in rows if one["standing"] == "OPEN" and one["ends_on"] <= params["day"]]
            return [{"rows": [dict(one) for one in over]}]
        if name == "read/cases/suspended":
            return [{"rows": []}]
        if name == "write/worker/enqueue_message":
            self.sent.append((params["kind"], json.loads(params["payload"])))
            return []
        if name == "write/audit/take_number":
            return [{"number": self.seq, "previous": ""}]
        if name == "write/audit/record_event":
            return []
        if name == "read/meta/value":
            return []
        if name in _NOTHING and name not in self.facts:
            return [{"rows": []}]
        answer = self.facts[name]
        return answer(params) if callable(answer) else answer  # type: ignore[no-any-return]


@pytest.fixture
def memory() -> MemoryStore:
    """An empty store in memory."""
    return MemoryStore()
