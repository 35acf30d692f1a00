"""Findings as answers show them: with the state of the day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from api.services.desk import PAGE, Desk, numbers_of_persons
from graph.errors import NotFoundError
from graph.liability.disputes import state_of
from graph.ownership.parties import label_ids

Row = dict[str, Any]
EXPORT_COLUMNS: Final = (
    "ground_kind", "ground_id", "list_type", "uscc", "person_id", "person_name", "id_masked", "role", "mode",
    "state", "valid_from", "valid_to", "rule", "withdrawn_at", "withdrawn_because",
)  # fmt: skip
_ORDER = ("CONFIRMED", "SUSPENDED", "PROPOSED", "LEAD", "WITHDRAWN", "EXPIRED", "DISMISSED")


def state_on(row: Row, day: str) -> str:
    """The state of a read finding on `day`."""
    return state_of(row["finding"], row["disputes"], day)


def finding_by_id(desk: Desk, finding_id: str, seq: int) -> Row:
    """One finding.

    Raises
    ------
    NotFoundError
        There is none of that id.
    """
    rows = desk.store.read("read/answers/finding_by_id", finding_id=finding_id, seq=seq)[0]["rows"]
    if not rows:
        raise NotFoundError(
            "没有这个责任认定编号", where=finding_id, todo="用 check 或 export liabilities 查编号"
        )
    return dict(rows[0])


def all_findings(desk: Desk, seq: int) -> Iterator[list[Row]]:
    """All current findings, a page at a time."""
    after = ""
    while True:
        rows = desk.store.read("read/answers/findings_page", after=after, limit=PAGE, seq=seq)[0]["rows"]
        if not rows:
            return
        yield rows
        after = rows[-1]["finding"]["finding_id"]


def sort_key(liability: Row) -> tuple[int, str, str]:
    """The gravest state first, then the oldest."""
    return _ORDER.index(liability["state"]), liability["valid_from"], liability["finding_id"]


def liability_of(row: Row, day: str, codes: dict[str, str], names: dict[str, str]) -> Row:
    """One entry of ``liabilities`` in ``check --json``."""
    finding = row["finding"]
    codes = {**codes, finding["ground_ref"]: finding["ground_id"]}
    path = [
        {
            "from": codes.get(hop["source"], hop["source"]),
            "to": codes.get(hop["target"], hop["target"]),
            "type": hop["type"],
            "valid_from": hop["valid_from"],
            "source": hop["fact_id"],
        }
        for hop in json.loads(finding["path"])
    ]
    return {
        "finding_id": finding["finding_id"],
        "ground_kind": finding["ground_kind"],
        "ground_id": finding["ground_id"],
        "list_type": finding["list_type"],
        "entity": codes.get(finding["entity_id"], ""),
        "entity_name": names.get(finding["entity_id"], ""),
        "person": finding["person_id"],
        "person_name": finding["person_name"],
        "role": finding["role"],
        "mode": finding["mode"],
        "state": state_on(row, day),
        "valid_from": finding["valid_from"],
        "valid_to": finding["valid_to"],
        "rule": finding["rule"],
        "basis": [f"{one['instrument']} {one['article']}" for one in json.loads(finding["basis"])],
        "basis_unverified": finding["basis_unverified"],
        "measures": list(finding["measures"] or []),
        "scope": list(finding["scope"] or []),
        "reason": finding["reason"],
        "withdrawn_at": finding["withdrawn_at"],
        "withdrawn_because": finding["withdrawn_because"],
        "path": path,
    }


def export_liabilities(desk: Desk, as_of: str | None = None, known_at: str | None = None) -> Iterator[Row]:
    """Rows of ``export liabilities``; withdrawn and expired ones stay, with their cause."""
    day, seq = as_of or desk.today, desk.seq(known_at)
    numbers = {}
    if desk.reveal_synthetic:
        numbers = {person: number for person, number, _ in numbers_of_persons(desk)}
    for page in all_findings(desk, seq):
        ids = {row["finding"]["entity_id"] for row in page if row["finding"]["entity_id"]}
        codes = label_ids(desk.store, ids, day, seq=seq).codes
        masked = masked_numbers(desk, {row["finding"]["person_id"] for row in page})
        for row in page:
            finding = row["finding"]
            if as_of is not None and finding["valid_from"] > day:
                continue
            shown = {
                **{name: finding.get(name) or "" for name in EXPORT_COLUMNS},
                "uscc": codes.get(finding["entity_id"], ""),
                "id_masked": masked.get(finding["person_id"], ""),
                "state": state_on(row, day),
            }
            if shown["withdrawn_at"] and shown["withdrawn_at"] > day:
                shown["withdrawn_at"] = shown["withdrawn_because"] = ""
            if desk.reveal_synthetic:
                shown["id_no"] = numbers.get(finding["person_id"], "")
            yield shown


def masked_numbers(desk: Desk, ids: set[str]) -> dict[str, str]:
    """Masked numbers by person."""
    found: dict[str, str] = {}
    for row in desk.store.read("read/answers/persons_masked", ids=sorted(ids))[0]["rows"]:
        found[row["id"]] = row["masked"]
    return found
