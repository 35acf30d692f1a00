"""How an organisation's own entries in lists stand: an answer on it rests on them, and on no finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from graph import queries
from graph.answers.standing import OTHERWISE, TERM_OVER, Standing, by_objections
from graph.days import OPEN_DAY
from graph.liability.disputes import UPHELD, is_suspended, upheld_on
from graph.liability.facts import list_type_of, repair_decision
from graph.liability.load import LABEL_OF_KIND
from graph.liability.states import CONFIRMED, EXPIRED, SUSPENDED, WITHDRAWN
from graph.liability.withdraw import repaired_on
from graph.store import Store

#: On one day the heavier cause is named.
_WEIGHT: Final = ("ANNULLED", "REVOKED", "OBJECTION_UPHELD", "RELEASED", "REPAIRED", TERM_OVER)
Row = dict[str, Any]
Key = tuple[str, str]
"""Record and whose it is."""


def entries_standing(
    store: Store, asked: Iterable[Key], seq: int, today: str
) -> dict[Key, tuple[Row, Standing]]:
    """By entry: what a receipt says of it, and how it stands."""
    keys = sorted(set(asked))
    by_label: dict[str, set[str]] = {}
    for ref, _ in keys:
        if label := LABEL_OF_KIND.get(ref.split(":", 1)[0]):
            by_label.setdefault(label, set()).add(ref)
    rows: dict[str, tuple[str, Row]] = {}
    for label, refs in sorted(by_label.items()):
        query = queries.get("read/receipts/entries", label=label)
        for row in store.read(query, refs=sorted(refs), seq=seq)[0]["rows"]:
            rows[row["ref"]] = label, row
    return {
        (ref, subject): (_about(*rows[ref]), entry_stands(rows[ref][1], subject, today))
        for ref, subject in keys
        if ref in rows
    }


def _about(label: str, row: Row) -> Row:
    fact = row["fact"]
    return {
        "finding_id": "",
        "person_id": "",
        "ground_ref": fact["ground_ref"],
        "ground_id": fact["ground_id"],
        "list_type": list_type_of(fact, label),
    }


def entry_stands(row: Row, subject: str, today: str) -> Standing:
    """How one entry of `subject` stands: as a check of that day shows it."""
    fact, known_at = row["fact"], row["known_at"]
    disputes = [one for one in row["disputes"] if one[0]]
    if row["closed"] or (fact.get("entity_id") or "") != subject:
        cause = "FACT_RETRACTED" if row["closed"] else "FACT_CORRECTED"
        event = f"{fact['fact_id']}|{cause}"
        return Standing(WITHDRAWN, OPEN_DAY, cause, known_at[:10], "", known_at, event)
    ends = sorted(_ends(row, disputes), key=lambda one: (one[0], _WEIGHT.index(one[1])))
    if ends and ends[0][0] <= today:
        day, cause, document, known = ends[0]
        state = EXPIRED if cause == TERM_OVER else WITHDRAWN
        return Standing(state, OPEN_DAY, cause, day, document, known, fact["fact_id"])
    state = SUSPENDED if is_suspended(disputes, today) else CONFIRMED
    until = ends[0][0] if ends else OPEN_DAY
    otherwise = Standing(state, until, OTHERWISE, "", "", known_at, fact["fact_id"])
    return by_objections(state, until, disputes, today) or otherwise


def _ends(row: Row, disputes: Sequence[Sequence[Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Day, cause, paper and when it was known, of all that ends an entry."""
    fact, known_at = row["fact"], row["known_at"]
    if fact.get("removed_on"):
        kind = fact.get("removal_kind") or ""
        paper = str(fact.get("removal_doc") or "")
        yield fact["removed_on"], kind if kind in _WEIGHT else TERM_OVER, paper, known_at
    if fact.get("ended_on"):
        cause = {"纠正": "REVOKED", "期满": TERM_OVER}.get(fact.get("end_reason") or "", "RELEASED")
        yield fact["ended_on"], cause, "", known_at
    if fact["valid_to"] != OPEN_DAY:
        yield fact["valid_to"], TERM_OVER, "", fact["valid_to"]
    repairs = [one for one in row["repairs"] if one["repair"] is not None]
    if day := repaired_on([repair_decision(one["repair"]) for one in repairs]):
        by = next(one for one in repairs if one["repair"].get("decided_on") == day)
        paper = str(by["repair"].get("doc_no") or by["repair"]["repair_id"])
        yield day, "REPAIRED", paper, by["known_at"]
    if day := upheld_on(disputes):
        by_day = next(one for one in disputes if one[2] == UPHELD and (one[1] or one[0]) == day)
        yield day, "OBJECTION_UPHELD", str(by_day[3]), str(by_day[4])
