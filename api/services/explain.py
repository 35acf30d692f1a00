"""One finding in words, and as the notice that can be handed to the person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from api.services.desk import Desk
from api.services.findings import finding_by_id, masked_numbers, state_on
from graph import queries
from graph.errors import UsageError
from graph.liability.explain import ExplanationData, Notice, SourceLine, explain_finding, notice_of
from graph.liability.load import LABEL_OF_KIND
from graph.liability.notice import render_html
from graph.ownership.parties import label_ids
from graph.registers.accountability.book import CASE, STEP, records

Row = dict[str, Any]
#: Answers hold the masked number only; whole numbers need a reason and another door.
_SHOWN: Final = ("source", "table", "file", "line", "produced_at")


def explanation_data(desk: Desk, finding_id: str, day: str, seq: int) -> ExplanationData:
    """Everything that an explanation of one finding needs, as known at `seq`.

    Raises
    ------
    NotFoundError
        There is no finding of that id.
    """
    row = finding_by_id(desk, finding_id, seq)
    finding = row["finding"]
    hops = json.loads(finding["path"])
    ids = {finding["person_id"], finding["entity_id"]} - {""}
    ids |= {hop[end] for hop in hops for end in ("source", "target")} - {finding["ground_ref"]}
    labels = label_ids(desk.store, ids, day, seq=seq)
    masked = masked_numbers(desk, {finding["person_id"]}).get(finding["person_id"], "")
    return ExplanationData(
        finding,
        state_on(row, day),
        day,
        masked,
        labels.names,
        labels.codes,
        ground=_decision(desk, finding, seq),
        documents=_documents(desk, finding, {hop["fact_id"] for hop in hops}, seq),
        sources=_sources(desk, finding_id, seq),
        catalogue=desk.catalogue,
        told=_told(desk, finding_id, seq),
    )


def _told(desk: Desk, finding_id: str, seq: int) -> Row:
    """How the person was told in the newest case on the finding; empty before he was."""
    cases = records(desk.store.read, CASE, "finding_id", [finding_id], seq=seq)
    if not cases:
        return {}
    steps = records(desk.store.read, STEP, "case_id", [cases[-1]["record_id"]], seq=seq)
    return next((one for one in steps if one["step"] == "notify"), {})


def _decision(desk: Desk, finding: Row, seq: int) -> Row:
    """The decision's current version; of a revocation, which stands in every later state, the first."""
    label = LABEL_OF_KIND.get(finding["ground_kind"])
    if label is None:
        return {}
    query = queries.get("read/liability/grounds", label=label)
    rows = desk.store.read(query, refs=[finding["ground_ref"]], seq=seq)[0]["rows"]
    ordered = sorted(rows, key=lambda one: (one.get("valid_from") or "", one["record_key"]))
    return dict(ordered[0]) if ordered else {}


def _documents(desk: Desk, finding: Row, used: set[str], seq: int) -> tuple[Row, ...]:
    """Papers that name this person for this decision, and that the finding rests on."""
    query = queries.get("read/liability/facts_about", label="Attribution")
    rows = desk.store.read(query, refs=[finding["ground_ref"]], seq=seq)[0]["rows"]
    mine = [one for one in rows if one["fact_id"] in used and one["person_id"] == finding["person_id"]]
    return tuple(sorted(mine, key=lambda one: (one.get("decided_on") or "", one["fact_id"])))


def _sources(desk: Desk, finding_id: str, seq: int) -> tuple[SourceLine, ...]:
    rows = desk.store.read("read/exits/evidence_of_finding", finding_id=finding_id, seq=seq)[0]["rows"]
    return tuple(
        SourceLine(one["fact_id"], **{name: one[name] for name in _SHOWN if one[name] is not None})
        for one in rows
    )


def explain(
    desk: Desk, finding_id: str, *, as_of: str | None = None, known_at: str | None = None
) -> dict[str, Any]:
    """One finding in words, with the data behind them."""
    day, seq = as_of or desk.today, desk.seq(known_at)
    return _explained(desk, explanation_data(desk, finding_id, day, seq), seq)


def _explained(desk: Desk, data: ExplanationData, seq: int) -> Row:
    return {
        "finding_id": data.finding["finding_id"],
        "person": data.finding["person_id"],
        "entity": data.codes.get(data.finding["entity_id"], ""),
        "as_of": data.as_of,
        "state": data.state,
        "rule": data.finding["rule"],
        "sections": [
            {"heading": heading, "text": text} for heading, text in explain_finding(data, desk.ruleset)
        ],
        "data_version": desk.data_version(seq),
    }


def notice(desk: Desk, finding_id: str, *, as_of: str | None = None, known_at: str | None = None) -> Notice:
    """One finding as a notice; the number in it is masked."""
    day, seq = as_of or desk.today, desk.seq(known_at)
    return notice_of(explanation_data(desk, finding_id, day, seq), desk.data_version(seq), desk.ruleset)


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A notice as a file.

    Parameters
    ----------
    explained
        What it says, as `explain` says it.
    """

    content: bytes
    media: str
    name: str
    explained: Row


def notice_file(
    desk: Desk, finding_id: str, form: str, *, as_of: str | None = None, known_at: str | None = None
) -> NoticeFile:
    """One finding's notice as ``html`` or ``pdf``.

    Raises
    ------
    NotFoundError
        There is no finding of that id.
    UsageError
        There is no such form.
    """
    day, seq = as_of or desk.today, desk.seq(known_at)
    data = explanation_data(desk, finding_id, day, seq)
    made = notice_of(data, desk.data_version(seq), desk.ruleset)
    said = _explained(desk, data, seq)
    name = f"notice-{finding_id}-{made.as_of}.{form}"
    if form == "html":
        return NoticeFile(render_html(made).encode(), "text/html; charset=utf-8", name, said)
    if form == "pdf":
        # Loaded when asked for: fonts take a moment.
        from graph.liability.notice.pdf import render_pdf

        return NoticeFile(render_pdf(made), "application/pdf", name, said)
    raise UsageError(f"没有这种文书格式：{form}", todo="可用：html、pdf")
