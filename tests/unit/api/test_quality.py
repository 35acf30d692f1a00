"""Pages of contradictions, with what differs shown to those who may see it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from api.services import quality
from api.services.desk import Desk

#: Facts in their order, each with the digests of its records.
FACTS = {"a": "x", "b": "xy", "c": "xxx", "d": "xxy", "e": "x", "f": "xy"}
MARKED = [fact for fact, digests in FACTS.items() if len({*digests}) > 1]
RECORDS = [(fact, digest) for fact, digests in FACTS.items() for digest in digests]


class Store:
    """Answers a plan from the records above."""

    def ask(self, plan: Any) -> Any:
        answer = None
        while True:
            try:
                wanted = plan.send(answer)
            except StopIteration as end:
                return end.value
            answer = self.read(str(wanted.query), **wanted.params)

    def read(self, name: str, **params: Any) -> list[dict[str, Any]]:
        if name == "read/quality/conflicts_page":
            marked = [one for one in MARKED if one > params["after"]]
            return [{"keys": marked[: params["limit"]]}]
        if name == "read/quality/records_of_facts":
            told = [one for key in params["keys"] for one in RECORDS if one[0] == key]
            return [{"rows": [self.row(key, digest, place) for place, (key, digest) in enumerate(told)]}]
        if name == "read/ownership/person_names":
            return [{"person": [], "name": []}]
        columns = ("entity", "scheme", "value", "valid_from", "valid_to", "name")
        return [{name: [] for name in columns}]

    def row(self, key: str, digest: str, place: int) -> dict[str, Any]:
        values = {"equity_pct": float(ord(digest)), "source_doc": f"{key}{digest}"}
        payload = json.dumps(["HOLDS", ["Entity", "e1"], ["Entity", "e2"], values, []])
        return {"record_key": key, "source": "S", "table": "holdings", "file": "h.csv", "line": place,
                "produced_at": "", "digest": digest, "payload": payload}  # fmt: skip


def found(limit: int, full: bool = True) -> list[dict[str, Any]]:
    rules: Any = SimpleNamespace(version="1")
    store: Any = None
    desk = Desk(store, None, "2026-01-01", "tests", rules)
    rows: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        page = Store().ask(quality.conflicts_plan(desk, 1, after=after, limit=limit, full_values=full))
        assert len(page["rows"]) <= limit
        rows += page["rows"]
        after = page["cursor"]
    return rows


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_each_contradiction_is_shown_once(limit: int) -> None:
    rows = found(limit)
    documents = [one for row in rows for field in row["fields"] for one in field["values"] if len(one) == 2]
    assert sorted({one[0] for one in documents}) == ["b", "d", "f"]
    assert len(rows) == 3


def test_what_may_name_somebody_is_shown_to_those_alone_who_read_names() -> None:
    (first, *_) = found(50, full=False)
    shown = {tuple(field["values"]) for field in first["fields"]}
    assert ("120.0", "121.0") in shown
    assert ("（不显示）", "（不显示）") in shown
