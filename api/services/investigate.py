"""The investigator's questions: control, network, path, explanation, exports of all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from api.services.desk import Desk, numbers_of_persons
from api.services.findings import finding_by_id, masked_numbers, state_on
from api.services.subjects import Subject
from graph.errors import UsageError
from graph.liability.explain import ExplanationData, explain_finding
from graph.ownership.answer import controllers_of
from graph.ownership.export import (
    CONTROL_COLUMNS,
    OWNERSHIP_COLUMNS,
    export_controls,
    integrated_ownership,
)
from graph.ownership.parties import label_ids
from graph.risk.network import neighbourhood
from graph.risk.paths import PathBounds, find_paths

CONTROLS: Final = CONTROL_COLUMNS
OWNERSHIP: Final = OWNERSHIP_COLUMNS


def control(
    desk: Desk, subject: Subject, *, as_of: str | None = None, known_at: str | None = None
) -> dict[str, Any]:
    """The document of ``control --json``.

    Raises
    ------
    UsageError
        A person is not controlled by anybody.
    """
    if subject.kind != "ENTITY":
        raise UsageError("自然人没有控制人", todo="填写机构代码")
    day, seq = as_of or desk.today, desk.seq(known_at)
    answer = controllers_of(desk.store, subject.id, day, seq=seq)
    labels = label_ids(desk.store, answer.ids(), day, seq=seq)
    shown = answer.to_json(labels.codes, labels.names)
    return {**shown, "name": subject.name, "data_version": desk.data_version(seq)}


def network(
    desk: Desk,
    subject: Subject,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    types: Sequence[str] | None = None,
    page_size: int = 100,
    after: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The document of ``network --json``: counts by type first, then a page of neighbours."""
    day, seq = as_of or desk.today, desk.seq(known_at)
    answer = neighbourhood(
        desk.store, subject.id, day, seq=seq, types=types, page_size=page_size, after=after
    )
    labels = label_ids(desk.store, {subject.id, *(one.id for one in answer.neighbours)}, day, seq=seq)
    return {**answer.to_json(labels.codes, labels.names), "data_version": desk.data_version(seq)}


def path(
    desk: Desk,
    start: Subject,
    end: Subject,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    bounds: PathBounds | None = None,
) -> dict[str, Any]:
    """The document of ``path --json``."""
    day, seq = as_of or desk.today, desk.seq(known_at)
    answer = find_paths(desk.store, start.id, end.id, day, seq=seq, limits=bounds or PathBounds())
    labels = label_ids(desk.store, answer.ids(), day, seq=seq)
    return {**answer.to_json(labels.codes, labels.names), "data_version": desk.data_version(seq)}


def explain(
    desk: Desk, finding_id: str, *, as_of: str | None = None, known_at: str | None = None
) -> dict[str, Any]:
    """One finding in words, with the data behind them."""
    day, seq = as_of or desk.today, desk.seq(known_at)
    row = finding_by_id(desk, finding_id, seq)
    finding = row["finding"]
    hops = json.loads(finding["path"])
    ids = {finding["person_id"], finding["entity_id"]} - {""}
    ids |= {hop[end] for hop in hops for end in ("source", "target")} - {finding["ground_ref"]}
    labels = label_ids(desk.store, ids, day, seq=seq)
    masked = masked_numbers(desk, {finding["person_id"]}).get(finding["person_id"], "")
    state = state_on(row, day)
    data = ExplanationData(finding, state, day, masked, labels.names, labels.codes)
    return {
        "finding_id": finding_id,
        "as_of": day,
        "state": state,
        "rule": finding["rule"],
        "sections": [{"heading": heading, "text": text} for heading, text in explain_finding(data)],
        "data_version": desk.data_version(seq),
    }


def control_rows(desk: Desk, as_of: str | None = None) -> Iterator[dict[str, Any]]:
    """Rows of ``export controls``."""
    numbers: dict[str, str] = {}
    if desk.reveal_synthetic:
        numbers = {person: number for person, number, _ in numbers_of_persons(desk)}
    for row in export_controls(desk.store, as_of or desk.today):
        shown = row._asdict()
        if desk.reveal_synthetic:
            shown["controller_id_no"] = numbers.get(row.controller, "")
        yield shown


def ownership_rows(
    desk: Desk, *, root: Subject | None = None, min_pct: float = 0.0, as_of: str | None = None
) -> Iterator[dict[str, Any]]:
    """Rows of ``export ownership``."""
    found = integrated_ownership(
        desk.store, as_of or desk.today, root=root.id if root else None, min_pct=min_pct
    )
    return (row._asdict() for row in found)
